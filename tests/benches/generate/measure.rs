//! Whole processes: how long they take, on how many cores, and how much memory at most.

use std::fs;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use wait4::Wait4 as _;

/// What one run of a process took.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Cost {
    pub(crate) wall: Duration,
    /// Of all its threads, and of the processes that it started.
    pub(crate) cpu: Duration,
    /// Its own, at most, in bytes.
    pub(crate) memory: u64,
}

impl Cost {
    /// Of one after the other.
    pub(crate) fn then(self, next: Self) -> Self {
        Self {
            wall: self.wall + next.wall,
            cpu: self.cpu + next.cpu,
            memory: self.memory.max(next.memory),
        }
    }

    /// The median of each.
    pub(crate) fn median(costs: &[Self]) -> Self {
        Self {
            wall: median(costs.iter().map(|cost| cost.wall)),
            cpu: median(costs.iter().map(|cost| cost.cpu)),
            memory: median(costs.iter().map(|cost| cost.memory)),
        }
    }
}

fn median<T: Ord + Default>(values: impl Iterator<Item = T>) -> T {
    let mut values: Vec<T> = values.collect();
    values.sort_unstable();
    let middle = values.len() / 2;
    values.into_iter().nth(middle).unwrap_or_default()
}

/// Runs a process to its end.
pub(crate) fn run(mut command: Command) -> anyhow::Result<Cost> {
    let shown = format!("{command:?}");
    command.stdin(Stdio::null()).stdout(Stdio::null());
    command.stderr(Stdio::null());
    let begin = Instant::now();
    let mut child = command
        .spawn()
        .with_context(|| format!("cannot run {shown}"))?;
    let id = child.id();
    let ended = AtomicBool::new(false);
    let (used, own) = thread::scope(|scope| {
        // What the system says at the end counts in the largest process that it started.
        let own = scope.spawn(|| {
            let mut own = None;
            while !ended.load(Ordering::Relaxed) {
                own = high_water_mark(id).or(own);
                thread::sleep(Duration::from_millis(1));
            }
            own
        });
        let used = child.wait4();
        ended.store(true, Ordering::Relaxed);
        (used, own.join().expect("it does not panic"))
    });
    let (wall, used) = (begin.elapsed(), used?);
    ensure!(used.status.success(), "{shown}: {}", used.status);
    Ok(Cost {
        wall,
        cpu: used.rusage.utime + used.rusage.stime,
        memory: own.unwrap_or(used.rusage.maxrss),
    })
}

/// How much memory a running process had at most, where there is `/proc`.
fn high_water_mark(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kibibytes * 1024)
}

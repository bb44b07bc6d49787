//! How much memory a process has, over time.

use std::fmt;
use std::fs;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context as _;

const PAUSE: Duration = Duration::from_millis(250);

/// What a process may have more at the end, in KiB: a page here and there is no leak.
const SLACK_KIB: u64 = 3 * 1024;

/// What a process had, in KiB, from the first look to the last.
#[derive(Debug)]
pub(super) struct Memory(Vec<u64>);

impl Memory {
    pub(super) fn watch(pid: u32, until: Instant) -> anyhow::Result<Self> {
        let mut looks = vec![resident(pid)?];
        while Instant::now() < until {
            thread::sleep(PAUSE);
            looks.push(resident(pid)?);
        }
        Ok(Self(looks))
    }

    /// The most in the first third and in the last.
    fn ends(&self) -> (u64, u64) {
        let third = self.0.len().div_ceil(3);
        let most = |looks: &[u64]| looks.iter().copied().max().unwrap_or_default();
        (
            most(&self.0[..third]),
            most(&self.0[self.0.len() - third..]),
        )
    }

    pub(super) fn is_flat(&self) -> bool {
        let (first, last) = self.ends();
        last <= first + first / 10 + SLACK_KIB
    }
}

impl fmt::Display for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, last) = self.ends();
        let seconds = PAUSE.as_secs_f64() * (self.0.len() - 1) as f64;
        write!(
            f,
            "the server's memory over {seconds:.0} s: {:.1} MiB in the first third, {:.1} MiB in the \
             last",
            mebibytes(first),
            mebibytes(last)
        )
    }
}

fn mebibytes(kibibytes: u64) -> f64 {
    kibibytes as f64 / 1024.0
}

/// Linux's word, in KiB.
fn resident(pid: u32) -> anyhow::Result<u64> {
    let path = format!("/proc/{pid}/status");
    let status = fs::read_to_string(&path).with_context(|| format!("cannot read `{path}`"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let number = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
    number.context("no VmRSS")
}

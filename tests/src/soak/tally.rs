//! What happened to all calls, and what should not have.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use super::SETTLING;

/// How many failures are told of; the first says most.
const TOLD: usize = 20;

#[derive(Debug, Default)]
pub(super) struct Tally {
    stopped: AtomicBool,
    disturbed: AtomicBool,
    /// Connections that were made.
    pub(super) connected: AtomicU64,
    /// Calls with a reply of their own.
    pub(super) replied: AtomicU64,
    /// Calls with Centrifugo's error 100, while the server was away.
    pub(super) unavailable: AtomicU64,
    /// Calls whose connection Centrifugo's end cut.
    pub(super) cut: AtomicU64,
    /// Calls whose caller went away by itself.
    pub(super) left: AtomicU64,
    failures: Mutex<Vec<String>>,
}

/// Does what makes calls fail that these count.
pub(super) fn while_disturbed<T>(tallies: &[&Tally], work: impl FnOnce() -> T) -> T {
    let set = |disturbed| {
        for tally in tallies {
            tally.disturbed.store(disturbed, Ordering::SeqCst);
        }
    };
    set(true);
    let done = work();
    thread::sleep(SETTLING);
    set(false);
    done
}

pub(super) fn add(counter: &AtomicU64, calls: usize) {
    counter.fetch_add(calls as u64, Ordering::Relaxed);
}

impl Tally {
    pub(super) fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    /// Whether something is away just now.
    pub(super) fn is_disturbed(&self) -> bool {
        self.disturbed.load(Ordering::SeqCst)
    }

    pub(super) fn fail(&self, failure: String) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        if failures.len() < TOLD {
            failures.push(failure);
        }
    }

    pub(super) fn failures(&self) -> Vec<String> {
        let failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        failures.clone()
    }

    pub(super) fn report(&self, took: Duration) -> String {
        let mut report = format!("soak of {:.0} s", took.as_secs_f64());
        for (counter, what) in [
            (&self.connected, "connections"),
            (&self.replied, "calls with their own reply"),
            (&self.unavailable, "calls refused while the server was away"),
            (&self.cut, "calls cut with Centrifugo"),
            (&self.left, "calls whose caller went away"),
        ] {
            let _ = write!(report, "\n{:>10} {what}", counter.load(Ordering::Relaxed));
        }
        let replied = u32::try_from(self.replied.load(Ordering::Relaxed)).unwrap_or(u32::MAX);
        let rate = f64::from(replied) / took.as_secs_f64();
        let _ = write!(report, "\n{rate:>10.0} calls a second");
        report
    }
}

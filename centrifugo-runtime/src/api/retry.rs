//! How often, how long and after which wait a command is tried.

use std::time::Duration;

/// The first wait is random up to this; each further one up to twice as much as the one before.
const FIRST_WAIT: Duration = Duration::from_millis(100);
const LONGEST_WAIT: Duration = Duration::from_secs(2);

#[derive(Debug, Clone, Copy)]
pub(super) struct Retries {
    /// Attempts after the first one.
    pub(super) most: u32,
    /// For all attempts.
    pub(super) timeout: Duration,
    /// For one that may be followed by another.
    pub(super) attempt_timeout: Duration,
}

/// The wait before the attempt after `attempts`: anything up to a limit that grows ("full jitter").
pub(super) fn wait(attempts: u32) -> Duration {
    let doubled = 2_u32.saturating_pow(attempts.saturating_sub(1));
    let limit = FIRST_WAIT.saturating_mul(doubled).min(LONGEST_WAIT);
    limit.mul_f64(fastrand::f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_a_limit_and_are_random() {
        for (attempts, limit) in [(1, 100), (2, 200), (5, 1600), (6, 2000), (u32::MAX, 2000)] {
            let limit = Duration::from_millis(limit);
            let waits: Vec<_> = (0..200).map(|_| wait(attempts)).collect();
            assert!(waits.iter().all(|wait| *wait <= limit), "{attempts}");
            assert!(waits.iter().any(|wait| *wait > limit / 2), "{attempts}");
            assert!(waits.iter().any(|wait| *wait < limit / 2), "{attempts}");
        }
    }
}

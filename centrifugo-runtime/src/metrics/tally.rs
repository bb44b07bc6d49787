//! What is counted of one method. Each thread counts in a place of its own, so that threads do not wait
//! for each other's; who reads adds the places up.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};
use std::thread::available_parallelism;
use std::time::Duration;

/// From a method that only looks something up to one with the longest usual deadline; the last one takes
/// all that took longer.
const BUCKETS: [(Duration, f64); NUMBER] = [
    bucket(1_000, 0.001),
    bucket(2_500, 0.0025),
    bucket(5_000, 0.005),
    bucket(10_000, 0.01),
    bucket(25_000, 0.025),
    bucket(50_000, 0.05),
    bucket(100_000, 0.1),
    bucket(250_000, 0.25),
    bucket(500_000, 0.5),
    bucket(1_000_000, 1.0),
    bucket(2_500_000, 2.5),
    bucket(5_000_000, 5.0),
    bucket(10_000_000, 10.0),
    bucket(30_000_000, 30.0),
    (Duration::MAX, f64::INFINITY),
];

const NUMBER: usize = 15;

/// The same time as the clock and as Prometheus have it.
const fn bucket(micros: u64, seconds: f64) -> (Duration, f64) {
    (Duration::from_micros(micros), seconds)
}

/// More of them are memory that gains nothing.
const MOST_PLACES: usize = 16;

pub(super) struct Tally(Box<[Place]>);

/// Alone on its lines of the processor's cache.
#[derive(Default)]
#[repr(align(64))]
struct Place {
    began: AtomicU64,
    nanos: AtomicU64,
    ended: [AtomicU64; NUMBER],
}

/// A method's numbers at one moment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Totals {
    pub(super) in_flight: u64,
    pub(super) ended: u64,
    pub(super) seconds: f64,
    /// The upper bound of each bucket and how many are in it.
    pub(super) buckets: [(f64, u64); NUMBER],
}

impl Tally {
    pub(super) fn new() -> Self {
        let threads = available_parallelism().map_or(MOST_PLACES, usize::from);
        let places = threads.min(MOST_PLACES).next_power_of_two();
        Self((0..places).map(|_| Place::default()).collect())
    }

    pub(super) fn begin(&self) {
        self.place().began.fetch_add(1, Relaxed);
    }

    /// By whichever thread.
    pub(super) fn end(&self, took: Duration) {
        let place = self.place();
        let bucket = BUCKETS.iter().position(|(longest, _)| took <= *longest);
        place.ended[bucket.unwrap_or(NUMBER - 1)].fetch_add(1, Relaxed);
        let nanos = u64::try_from(took.as_nanos()).unwrap_or(u64::MAX);
        place.nanos.fetch_add(nanos, Relaxed);
    }

    pub(super) fn totals(&self) -> Totals {
        let mut buckets = BUCKETS.map(|(_, seconds)| (seconds, 0));
        let mut nanos = 0_u64;
        for place in &self.0 {
            for ((_, number), ended) in buckets.iter_mut().zip(&place.ended) {
                *number += ended.load(Relaxed);
            }
            nanos = nanos.wrapping_add(place.nanos.load(Relaxed));
        }
        let ended = buckets.iter().map(|(_, number)| number).sum();
        // Read after it: what has ended has begun.
        let began: u64 = self.0.iter().map(|place| place.began.load(Relaxed)).sum();
        Totals {
            in_flight: began.saturating_sub(ended),
            ended,
            seconds: Duration::from_nanos(nanos).as_secs_f64(),
            buckets,
        }
    }

    fn place(&self) -> &Place {
        static THREADS: AtomicUsize = AtomicUsize::new(0);
        thread_local! {
            static THREAD: usize = THREADS.fetch_add(1, Relaxed);
        }
        &self.0[THREAD.with(|thread| *thread) & (self.0.len() - 1)]
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    #[test]
    fn the_places_of_all_threads_are_one_number() {
        let tally = Tally::new();
        thread::scope(|scope| {
            for _ in 0..40 {
                scope.spawn(|| {
                    tally.begin();
                    tally.begin();
                    tally.end(Duration::from_millis(250));
                });
            }
        });
        let totals = tally.totals();
        assert_eq!((totals.in_flight, totals.ended), (40, 40));
        assert!((totals.seconds - 10.0).abs() < 1e-9, "{totals:?}");
        assert_eq!(totals.buckets[7], (0.25, 40));
    }

    #[test]
    fn a_time_is_in_the_first_bucket_that_holds_it() {
        for (micros, expected) in [
            (0, 0.001),
            (1_000, 0.001),
            (1_001, 0.0025),
            (30_000_000, 30.0),
            (30_000_001, f64::INFINITY),
        ] {
            let tally = Tally::new();
            tally.end(Duration::from_micros(micros));
            let bucket = tally
                .totals()
                .buckets
                .into_iter()
                .find(|(_, number)| *number > 0);
            assert_eq!(bucket, Some((expected, 1)), "{micros}");
        }
    }
}

//! What callers have used of a rate: two numbers each, for as many of them as may be remembered.

use std::collections::HashMap;
use std::hash::{BuildHasher as _, RandomState};
use std::sync::{Mutex, PoisonError};

use governor::clock::{Clock, DefaultClock};
use governor::nanos::Nanos;
use governor::state::{InMemoryState, NotKeyed, StateStore};
use governor::{NotUntil, Quota, RateLimiter};

use crate::context::ConnectionContext;

type Until = NotUntil<<DefaultClock as Clock>::Instant>;
type Rate = RateLimiter<u64, Callers, DefaultClock>;

/// One rate, for all who call.
pub(super) struct Limiter {
    users: Rate,
    anonymous: Rate,
    hash: RandomState,
}

impl Limiter {
    pub(super) fn new(quota: Quota, max_callers: usize) -> Self {
        let rate = || RateLimiter::new(quota, Callers::new(max_callers), DefaultClock::default());
        Self {
            users: rate(),
            anonymous: rate(),
            hash: RandomState::new(),
        }
    }

    pub(super) fn check(&self, conn: &ConnectionContext) -> Result<(), Until> {
        // In place of the id itself: no allocation, and nobody can find another with the same.
        match conn.user_id() {
            Some(user) => self.users.check_key(&self.hash.hash_one(user)),
            None => self
                .anonymous
                .check_key(&self.hash.hash_one(conn.client_id())),
        }
    }
}

/// Those who called last. Once half of what may be remembered is new, what is older is forgotten, unless
/// it is used again before.
struct Callers {
    half: usize,
    generations: Mutex<Generations>,
}

#[derive(Default)]
struct Generations {
    new: HashMap<u64, InMemoryState>,
    old: HashMap<u64, InMemoryState>,
}

impl Callers {
    fn new(max: usize) -> Self {
        Self {
            half: (max / 2).max(1),
            generations: Mutex::default(),
        }
    }
}

impl StateStore for Callers {
    type Key = u64;

    fn measure_and_replace<T, F, E>(&self, key: &u64, f: F) -> Result<T, E>
    where
        F: Fn(Option<Nanos>) -> Result<(T, Nanos), E>,
    {
        let mut generations = self
            .generations
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let Generations { new, old } = &mut *generations;
        if !new.contains_key(key) && new.len() >= self.half {
            *old = std::mem::take(new);
        }
        let state = new
            .entry(*key)
            .or_insert_with(|| old.remove(key).unwrap_or_default());
        state.measure_and_replace(&NotKeyed::NonKey, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(max: usize) -> Rate {
        let quota = Quota::per_minute(std::num::NonZeroU32::MIN);
        RateLimiter::new(quota, Callers::new(max), DefaultClock::default())
    }

    #[test]
    fn those_who_call_are_remembered_among_many() {
        let rate = rate(100);
        assert!(rate.check_key(&0).is_ok());
        for other in 1..10_000 {
            assert!(rate.check_key(&other).is_ok());
            assert!(rate.check_key(&0).is_err(), "after {other}");
        }
    }

    #[test]
    fn no_more_are_remembered_than_may_be() {
        let callers = Callers::new(100);
        for caller in 0..10_000 {
            let measured: Result<(), ()> =
                callers.measure_and_replace(&caller, |_| Ok(((), Nanos::new(1))));
            assert!(measured.is_ok());
            let generations = callers.generations.lock().unwrap();
            assert!(generations.new.len() + generations.old.len() <= 100);
        }
    }
}

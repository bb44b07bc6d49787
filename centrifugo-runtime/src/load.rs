//! How many handlers run at one time, and no more than may. Those that run by themselves count as long
//! as they do.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::error::{RpcError, code};

/// The handlers of one dispatcher, by whatever way they are called. Clones share it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Load(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    running: AtomicUsize,
    /// The second, since 1970, of the last warning.
    warned: AtomicU64,
}

/// A handler's place. It is free again when this is dropped.
#[derive(Debug)]
pub(crate) struct Place(Load);

impl Load {
    pub(crate) fn enter(&self, limit: usize) -> Result<Place, RpcError> {
        let before = self.0.running.fetch_add(1, Ordering::Relaxed);
        let place = Place(self.clone());
        if before < limit {
            return Ok(place);
        }
        self.warn(limit);
        Err(RpcError::new(code::OVERLOADED, "overloaded").temporary())
    }

    /// Once a second: a line for each refused call would be a load of its own.
    fn warn(&self, limit: usize) {
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        let now = now.map_or(0, |now| now.as_secs());
        if self.0.warned.swap(now, Ordering::Relaxed) != now {
            tracing::warn!(
                limit,
                "overloaded: as many handlers run as CENTRIFUGO__MAX_CONCURRENT_CALLS allows, calls \
                 get 503"
            );
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.0.running.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_free_once_its_call_is_gone() {
        let load = Load::default();
        let first = load.enter(2).unwrap();
        let second = load.enter(2).unwrap();
        let error = load.enter(2).unwrap_err();
        assert!(error.code() == 503 && error.is_temporary());
        drop(first);
        let third = load.enter(2).unwrap();
        assert!(load.enter(2).is_err());
        drop((second, third));
        assert_eq!(load.0.running.load(Ordering::Relaxed), 0);
    }
}

//! What the server remembers from call to call.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use centrifugo_runtime::FromRef;

/// All of it. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct TestState {
    calls: Calls,
    works: Works,
}

impl FromRef<TestState> for Calls {
    fn from_ref(state: &TestState) -> Self {
        state.calls.clone()
    }
}

impl FromRef<TestState> for Works {
    fn from_ref(state: &TestState) -> Self {
        state.works.clone()
    }
}

/// How often a method was called. Clones share the count.
#[derive(Debug, Clone, Default)]
pub struct Calls(Arc<AtomicU64>);

impl Calls {
    /// Counts one more.
    pub fn count(&self) -> u64 {
        self.0.fetch_add(1, Ordering::Relaxed) + 1
    }
}

/// What was done under each key: the correlation id of each time. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct Works(Arc<Mutex<HashMap<String, Vec<String>>>>);

impl Works {
    /// Adds one more, and returns all of them.
    pub fn add(&self, key: &str, correlation_id: &str) -> Vec<String> {
        let mut works = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let ids = works.entry(key.to_owned()).or_default();
        ids.push(correlation_id.to_owned());
        ids.clone()
    }

    /// All of them.
    pub fn of(&self, key: &str) -> Vec<String> {
        let works = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        works.get(key).cloned().unwrap_or_default()
    }
}

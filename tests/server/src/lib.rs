//! A server with a handler for each thing that a client of any language has to get right.

pub mod errors;
pub mod handlers;
pub mod types;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// How often a method was called. Clones share the count.
#[derive(Debug, Clone, Default)]
pub struct Calls(Arc<AtomicU64>);

impl Calls {
    /// Counts one more.
    pub fn count(&self) -> u64 {
        self.0.fetch_add(1, Ordering::Relaxed) + 1
    }
}

centrifugo_runtime::include_dispatch!();
centrifugo_runtime::contract_tests!();

//! A library whose target, package and name in the crate that uses it all differ.

pub use chrono as time;
pub use tasks::*;

#[cfg(feature = "paging")]
pub extern crate base as foundation;

mod errors;
mod tasks;

/// What handlers want.
pub mod prelude {
    pub use crate::errors::*;
    pub use crate::tasks::list::*;
    pub use crate::{AppState, Kind};
    pub use centrifugo_runtime::{State, websocket_rpc};
    pub use serde::{Deserialize, Serialize};
}

/// The state of an application.
#[derive(Clone)]
pub struct AppState {
    pub limit: u64,
}

/// As features say.
#[cfg(not(feature = "small"))]
#[derive(serde::Serialize)]
pub enum Kind {
    Large,
}

/// As features say.
#[cfg(feature = "small")]
#[derive(serde::Serialize)]
pub enum Kind {
    Small,
}

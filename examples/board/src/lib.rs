//! A task board: pages call these functions through Centrifugo, and the server publishes each change
//! to all of them.
//!
//! - [`model`]: what is sent and received; the client languages get these types.
//! - [`handlers`]: the methods.
//! - [`store`]: the board, and the queue of its changes.
//! - [`publish`]: the queue's way to the pages.
//! - [`rpc`]: made by the build script from the handlers.

pub mod handlers;
pub mod model;
pub mod publish;
pub mod store;

pub use store::BoardStore;

centrifugo_runtime::include_dispatch!();
centrifugo_runtime::contract_tests!();

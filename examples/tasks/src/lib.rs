//! A task list whose functions are called from browsers, Python and Go through Centrifugo.
//!
//! - [`model`]: what is sent and received; the client languages get these types.
//! - [`handlers`]: the methods.
//! - [`store`]: where the tasks are, handed to the handlers as their state.
//! - [`rpc`]: made by the build script from the handlers.

pub mod handlers;
pub mod model;
pub mod store;

pub use store::TaskStore;

centrifugo_runtime::include_dispatch!();
centrifugo_runtime::contract_tests!();

//! A server with a handler for each thing that a client of any language has to get right.

pub mod attempts;
pub mod callers;
pub mod errors;
pub mod handlers;
pub mod state;
pub mod types;

centrifugo_runtime::include_dispatch!();
centrifugo_runtime::contract_tests!();

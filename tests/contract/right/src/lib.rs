//! All that is right, in as many forms as the older edition has.
#![deny(warnings, missing_docs, unreachable_pub)]
#![forbid(unsafe_code)]

mod nested;

rpc_runtime::include_dispatch!(mod rpc);
rpc_runtime::contract_tests!();

/// A dispatcher.
pub fn dispatcher() -> rpc_runtime::Dispatcher {
    rpc::dispatcher(nested::State)
}

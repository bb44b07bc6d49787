//! Results that are only `Serialize`, in all forms.
#![deny(warnings, missing_docs, unreachable_pub)]
#![forbid(unsafe_code)]

mod model;

centrifugo_runtime::include_dispatch!(mod rpc);
centrifugo_runtime::contract_tests!(deny_unproven);

/// Names that are in the way of whoever does not write whole paths.
#[allow(dead_code)]
mod core {
    pub(crate) struct Option;
    pub(crate) struct Some;
    pub(crate) struct String;
    pub(crate) struct Vec;
}

/// A dispatcher.
pub fn dispatcher() -> centrifugo_runtime::Dispatcher {
    rpc::dispatcher(())
}

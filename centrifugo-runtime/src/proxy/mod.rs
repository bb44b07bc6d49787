//! The ways in which Centrifugo hands calls over.

mod body;
pub(crate) mod endpoint;
mod envelope;
#[cfg(feature = "grpc")]
pub(crate) mod grpc;
pub(crate) mod http;

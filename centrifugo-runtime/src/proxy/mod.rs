//! The ways in which Centrifugo hands calls over.

mod body;
pub(crate) mod envelope;
pub(crate) mod http;

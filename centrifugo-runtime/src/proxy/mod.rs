//! The ways in which Centrifugo hands calls over.

pub(crate) mod envelope;
pub(crate) mod http;

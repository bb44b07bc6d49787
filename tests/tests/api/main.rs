//! The client of the server API against a real Centrifugo.

#![expect(clippy::unwrap_used, reason = "a test fails by it")]

mod commands;
mod connections;
mod tls;
mod trust;

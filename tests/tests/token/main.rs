//! Tokens and what a real Centrifugo makes of them.

#![expect(clippy::unwrap_used, reason = "a test fails by it")]

mod algorithms;
mod connection;
mod keys;
mod route;
mod subscription;

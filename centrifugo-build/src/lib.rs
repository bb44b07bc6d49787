//! Reads `#[websocket_rpc]` handlers from Rust source.

pub mod manifest;

//! Runs `#[websocket_rpc]` handlers behind Centrifugo's RPC proxy.

use centrifugo_runtime::{ConnectionContext, RpcError, State, websocket_rpc};
use serde::{Deserialize, Serialize};

#[websocket_rpc("a.a", timeout = "10")]
pub async fn one() {}

#[websocket_rpc("a.b", retries = 3)]
pub async fn two() {}

#[websocket_rpc("a.c", nowait)]
pub async fn three() {}

#[websocket_rpc("a.d" idempotent)]
pub async fn four() {}

use centrifugo_runtime::{ConnectionContext, RpcError, State, websocket_rpc};
use serde::{Deserialize, Serialize};

#[websocket_rpc("a.b")]
pub async fn h(conn: ConnectionContext, a: i64, b: i64) {}

#[websocket_rpc("a.c")]
pub async fn g(a: ConnectionContext, b: ConnectionContext) {}

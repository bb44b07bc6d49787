use centrifugo_runtime::{ConnectionContext, RpcError, State, websocket_rpc};
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
pub struct P<'a> {
    name: &'a str,
}

#[websocket_rpc("a.b")]
pub async fn h(conn: ConnectionContext, params: P<'_>) -> Result<(), RpcError> {
    todo()
}

#[websocket_rpc("a.c")]
pub async fn g(params: &str) {}

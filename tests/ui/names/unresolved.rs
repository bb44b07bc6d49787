use centrifugo_runtime::{ConnectionContext, RpcError, State, websocket_rpc};
use serde::{Deserialize, Serialize};

#[websocket_rpc("a.b")]
pub async fn h(conn: ConnectionContext, params: Missing) -> Result<(), RpcError> {
    todo()
}

#[websocket_rpc("a.c")]
pub async fn g() -> nowhere::Thing {
    todo()
}

use centrifugo_runtime::{ConnectionContext, RpcError, State, websocket_rpc};
use serde::{Deserialize, Serialize};

#[derive(Serialize)]
pub struct Page<T> {
    items: Vec<T>,
}

#[websocket_rpc("a.b")]
pub async fn h(conn: ConnectionContext) -> Result<Page<i64>, RpcError> {
    todo()
}

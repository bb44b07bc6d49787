use centrifugo_runtime::{ConnectionContext, RpcError, State, websocket_rpc};
use serde::{Deserialize, Serialize};

#[websocket_rpc("a.b")]
pub async fn h(conn: ConnectionContext, params: (fn(), [u8; 64], Box<dyn Send>, <Vec<i64> as IntoIterator>::Item, Vec, Option<i64, i64>)) -> Result<(), RpcError> {
    todo()
}

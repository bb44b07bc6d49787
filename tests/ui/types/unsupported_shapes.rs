use centrifugo_runtime::{ConnectionContext, RpcError, State, websocket_rpc};
use serde::{Deserialize, Serialize};

#[derive(Serialize)]
pub struct Unit;

#[derive(Serialize)]
pub struct Pair(i64, i64);

#[derive(Serialize)]
pub enum Outer {
    A(i64),
}

#[websocket_rpc("a.b")]
pub async fn h(conn: ConnectionContext) -> Result<(Unit, Pair, Outer), RpcError> {
    todo()
}

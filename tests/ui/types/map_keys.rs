use centrifugo_runtime::{ConnectionContext, RpcError, State, websocket_rpc};
use serde::{Deserialize, Serialize};

use std::collections::HashMap;

#[derive(Deserialize)]
pub struct P {
    a: HashMap<Vec<i64>, i64>,
    b: HashMap<Key, i64>,
}

#[derive(Deserialize)]
pub struct Key {
    id: i64,
}

#[websocket_rpc("a.b")]
pub async fn h(conn: ConnectionContext, params: P) -> Result<(), RpcError> {
    todo()
}

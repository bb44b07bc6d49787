use centrifugo_runtime::{ConnectionContext, RpcError, State, websocket_rpc};
use serde::{Deserialize, Serialize};

mod fake {
    pub struct Vec<T>(T);
    pub trait String {}
}

use fake::*;

#[websocket_rpc("a.b")]
pub async fn h(params: Vec<i64>) {}

#[websocket_rpc("a.c")]
pub async fn g() -> Result<String, RpcError> {
    todo()
}

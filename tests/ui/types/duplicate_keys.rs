use centrifugo_runtime::{ConnectionContext, RpcError, State, websocket_rpc};
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
pub struct P {
    a: i64,
    #[serde(rename = "a")]
    b: i64,
    #[serde(alias = "a")]
    c: Tagged,
}

#[derive(Deserialize)]
#[serde(tag = "kind")]
pub enum Tagged {
    A(Inner),
}

#[derive(Deserialize)]
pub struct Inner {
    kind: String,
}

#[websocket_rpc("a.b")]
pub async fn h(conn: ConnectionContext, params: P) -> Result<(), RpcError> {
    todo()
}

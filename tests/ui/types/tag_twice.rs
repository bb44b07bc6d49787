use centrifugo_runtime::{ConnectionContext, RpcError, State, websocket_rpc};
use serde::{Deserialize, Serialize};

#[derive(Serialize)]
#[serde(tag = "kind")]
pub enum Tagged {
    A(Body),
    B(Inner),
}

#[derive(Serialize)]
pub struct Body {
    kind: u8,
}

#[derive(Serialize)]
#[serde(tag = "kind")]
pub enum Inner {
    X,
}

#[derive(Serialize)]
#[serde(tag = "id")]
pub struct Struct {
    id: u8,
}

#[websocket_rpc("a.b")]
pub async fn h() -> Tagged {
    todo()
}

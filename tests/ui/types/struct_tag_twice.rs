use centrifugo_runtime::{ConnectionContext, RpcError, State, websocket_rpc};
use serde::{Deserialize, Serialize};

#[derive(Serialize)]
#[serde(tag = "id")]
pub struct Struct {
    id: u8,
}

#[websocket_rpc("a.b")]
pub async fn h() -> Struct {
    todo()
}

use centrifugo_runtime::{ConnectionContext, RpcError, State, websocket_rpc};
use serde::{Deserialize, Serialize};

#[derive(Serialize)]
#[serde(tag = "type")]
pub enum Tagged {
    Pair(u8, u8),
}

#[websocket_rpc("a.b")]
pub async fn h() -> Tagged {
    todo()
}

use centrifugo_runtime::{ConnectionContext, RpcError, State, websocket_rpc};
use serde::{Deserialize, Serialize};

#[derive(Serialize)]
pub struct Menu {
    café: u8,
    #[serde(rename = "café")]
    café_2: u8,
}

#[websocket_rpc("a.b")]
pub async fn h() -> Menu {
    todo()
}

use centrifugo_runtime::{ConnectionContext, RpcError, State, websocket_rpc};
use serde::{Deserialize, Serialize};

#[derive(Serialize)]
pub struct Loop {
    a: u8,
    #[serde(flatten)]
    again: Box<Loop>,
}

#[websocket_rpc("a.b")]
pub async fn h() -> Loop {
    todo()
}

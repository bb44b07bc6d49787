use centrifugo_runtime::{ConnectionContext, RpcError, State, websocket_rpc};
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
#[serde(tag = "t", content = "c")]
pub enum Adjacent {
    Gone(#[serde(skip)] u8),
}

#[websocket_rpc("a.b")]
pub async fn h(params: Adjacent) {}

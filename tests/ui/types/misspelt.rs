use centrifugo_runtime::{ConnectionContext, RpcError, State, websocket_rpc};
use serde::{Deserialize, Serialize};

#[derive(Serialize)]
#[serde(rename_all = "Camel")]
pub struct P {
    #[serde(renam = "b")]
    a: u8,
}

#[websocket_rpc("a.b")]
pub async fn h() -> P {
    todo()
}

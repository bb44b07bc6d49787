use centrifugo_runtime::{ConnectionContext, RpcError, State, websocket_rpc};
use serde::{Deserialize, Serialize};

#[educe::educe]
#[derive(Serialize)]
pub struct P {
    a: Option<i64>,
}

#[websocket_rpc("a.b")]
pub async fn h() -> P {
    todo()
}

use centrifugo_runtime::{ConnectionContext, RpcError, State, websocket_rpc};
use serde::{Deserialize, Serialize};

#[derive(Serialize)]
pub struct Newtype(#[serde(skip)] u8);

#[derive(Serialize)]
pub struct Pair(u8, #[serde(skip_serializing_if = "is_zero")] u8);

#[derive(Serialize)]
#[serde(transparent)]
pub struct Two {
    a: u8,
    b: u8,
}

#[websocket_rpc("a.b")]
pub async fn h() -> (Newtype, Pair, Two) {
    todo()
}

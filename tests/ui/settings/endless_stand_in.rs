use centrifugo_runtime::{ConnectionContext, RpcError, State, websocket_rpc};
use serde::{Deserialize, Serialize};

pub struct A;

#[websocket_rpc("a.b")]
pub async fn h() -> A {
    todo()
}

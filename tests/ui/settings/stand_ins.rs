use centrifugo_runtime::{ConnectionContext, RpcError, State, websocket_rpc};
use serde::{Deserialize, Serialize};

pub struct Money(i64);

#[websocket_rpc("a.b")]
pub async fn h() -> Money {
    todo()
}

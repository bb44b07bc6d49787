use centrifugo_runtime::{ConnectionContext, RpcError, State, websocket_rpc};
use serde::{Deserialize, Serialize};

#[websocket_rpc("a.b")]
pub async fn h<T: Serialize>(params: T) {}

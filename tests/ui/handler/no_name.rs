use centrifugo_runtime::{ConnectionContext, RpcError, State, websocket_rpc};
use serde::{Deserialize, Serialize};

#[websocket_rpc]
pub async fn one() {}

#[websocket_rpc(idempotent)]
pub async fn two() {}

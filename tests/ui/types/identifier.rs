use centrifugo_runtime::{ConnectionContext, RpcError, State, websocket_rpc};
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
#[serde(field_identifier)]
pub enum Key {
    A,
}

#[websocket_rpc("a.b")]
pub async fn h(params: Key) {}

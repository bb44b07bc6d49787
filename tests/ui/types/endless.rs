use centrifugo_runtime::{ConnectionContext, RpcError, State, websocket_rpc};
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
pub struct Grows<T> {
    value: T,
    next: Option<Box<Grows<Vec<T>>>>,
}

#[websocket_rpc("a.b")]
pub async fn h(params: Grows<u8>) {}

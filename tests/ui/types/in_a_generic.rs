use centrifugo_runtime::{ConnectionContext, RpcError, State, websocket_rpc};
use serde::{Deserialize, Serialize};

#[derive(Serialize)]
pub struct Page<T> {
    items: Vec<T>,
    by_key: std::collections::BTreeMap<T, u8>,
}

pub struct Plain;

#[websocket_rpc("a.b")]
pub async fn h() -> Page<Plain> {
    todo()
}

#[websocket_rpc("a.c")]
pub async fn few() -> Page {
    todo()
}

#[websocket_rpc("a.d")]
pub async fn list() -> Page<Vec<u8>> {
    todo()
}

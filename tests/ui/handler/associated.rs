use centrifugo_runtime::{ConnectionContext, RpcError, State, websocket_rpc};
use serde::{Deserialize, Serialize};

pub struct Api;

impl Api {
    #[websocket_rpc("a.b")]
    pub async fn h(&self) {}

    #[websocket_rpc("a.c")]
    pub async fn g() {}
}

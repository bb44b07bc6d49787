use centrifugo_runtime::{ConnectionContext, RpcError, State, websocket_rpc};
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
struct Params {
    id: u64,
}

#[derive(Serialize)]
pub(crate) struct Out;

#[websocket_rpc("a.b")]
pub async fn h(params: Params) -> Vec<i64> {
    vec![]
}

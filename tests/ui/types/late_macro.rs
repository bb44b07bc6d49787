use centrifugo_runtime::{ConnectionContext, RpcError, State, websocket_rpc};
use serde::{Deserialize, Serialize};

#[derive(Serialize)]
#[serde_with::skip_serializing_none]
pub struct Sparse {
    a: Option<u8>,
}

#[websocket_rpc("a.b")]
pub async fn h() -> Sparse {
    todo()
}

use centrifugo_runtime::{ConnectionContext, RpcError, State, websocket_rpc};
use serde::{Deserialize, Serialize};

mod a {
    use centrifugo_runtime::websocket_rpc as rpc;

    #[rpc("a.b")]
    pub async fn one() {}
}

#[websocket_rpc("a.b")]
pub async fn two() {}

use centrifugo_runtime::{ConnectionContext, RpcError, State, websocket_rpc};
use serde::{Deserialize, Serialize};

#[foo::bar]
pub mod m {
    #[derive(serde::Serialize)]
    pub struct Inner {
        a: u8,
    }
}

#[websocket_rpc("a.b")]
pub async fn h() -> m::Inner {
    todo()
}

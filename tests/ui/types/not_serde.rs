use centrifugo_runtime::{ConnectionContext, RpcError, State, websocket_rpc};
use serde::{Deserialize, Serialize};

pub struct Boxed {
    x: i64,
}

#[websocket_rpc("a.b")]
pub async fn h(conn: ConnectionContext, params: Boxed) -> Result<(), RpcError> {
    todo()
}

mod fake {
    pub use std::fmt::Debug as Serialize;
}

#[derive(fake::Serialize)]
pub struct Out {
    x: i64,
}

#[websocket_rpc("a.c")]
pub async fn g() -> Out {
    todo()
}

use centrifugo_runtime::{ConnectionContext, RpcError, State, websocket_rpc};
use serde::{Deserialize, Serialize};

type Things = Vec<Thing>;
type Thing = Option<std::time::Instant>;

type Forever = Vec<Forever>;

#[websocket_rpc("a.c")]
pub async fn g(params: Forever) {}

#[websocket_rpc("a.b")]
pub async fn h(conn: ConnectionContext, params: Things) -> Result<(), RpcError> {
    todo()
}

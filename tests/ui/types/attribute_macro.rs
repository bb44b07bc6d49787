use centrifugo_runtime::{ConnectionContext, RpcError, State, websocket_rpc};
use serde::{Deserialize, Serialize};

use serde_with::skip_serializing_none;

#[skip_serializing_none]
#[derive(Serialize)]
pub struct P {
    a: Option<i64>,
}

#[websocket_rpc("a.b")]
pub async fn h(conn: ConnectionContext) -> Result<P, RpcError> {
    todo()
}

use centrifugo_runtime::{ConnectionContext, RpcError, State, websocket_rpc};
use serde::{Deserialize, Serialize};

macro_rules! make {
    ($name:ident) => {
        #[derive(serde::Serialize)]
        pub struct $name;
    };
}
make!(Made);

#[websocket_rpc("a.b")]
pub async fn h(conn: ConnectionContext) -> Result<Made, RpcError> {
    todo()
}

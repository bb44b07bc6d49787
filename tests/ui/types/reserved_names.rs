use centrifugo_runtime::{ConnectionContext, RpcError, State, websocket_rpc};
use serde::{Deserialize, Serialize};

#[derive(Serialize)]
pub struct APIClient {
    x: i64,
}

pub mod a {
    pub mod b {
        #[derive(serde::Serialize)]
        pub struct Task {
            x: i64,
        }
    }
}

pub mod a_b {
    #[derive(serde::Serialize)]
    pub struct Task {
        x: i64,
    }
}

#[websocket_rpc("a.b")]
pub async fn h(conn: ConnectionContext) -> Result<(APIClient, a::b::Task, a_b::Task), RpcError> {
    todo()
}

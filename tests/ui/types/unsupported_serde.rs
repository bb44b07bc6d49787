use centrifugo_runtime::{ConnectionContext, RpcError, State, websocket_rpc};
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
#[serde(from = "String")]
pub struct P {
    #[serde(flatten)]
    rest: Rest,
    #[serde(with = "hex")]
    bytes: Vec<u8>,
    choice: Choice,
}

#[derive(Deserialize)]
pub struct Rest {
    x: i64,
}

#[derive(Deserialize)]
#[serde(untagged)]
pub enum Choice {
    #[serde(other)]
    A,
    B(i64),
}

#[websocket_rpc("a.b")]
pub async fn h(conn: ConnectionContext, params: P) -> Result<(), RpcError> {
    todo()
}

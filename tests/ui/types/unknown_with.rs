use centrifugo_runtime::{ConnectionContext, RpcError, State, websocket_rpc};
use serde::{Deserialize, Serialize};

mod seconds {}

use crate::seconds as secs;

#[derive(Deserialize)]
pub struct P {
    #[serde(with = "secs")]
    at: u64,
    #[serde(deserialize_with = "parse")]
    text: String,
    #[serde(with = "some_crate::form")]
    form: String,
}

#[websocket_rpc("a.b")]
pub async fn h(params: P) {}

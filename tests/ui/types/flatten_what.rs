use centrifugo_runtime::{ConnectionContext, RpcError, State, websocket_rpc};
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
pub struct P {
    #[serde(flatten)]
    list: Vec<u8>,
    #[serde(flatten)]
    number: i64,
    #[serde(flatten)]
    pair: Pair,
    #[serde(flatten)]
    unit: Untagged,
    #[serde(flatten)]
    maybe: Option<std::collections::HashMap<String, u8>>,
}

#[derive(Deserialize)]
pub struct Pair(u8, u8);

#[derive(Deserialize)]
#[serde(untagged)]
pub enum Untagged {
    Nothing,
    Something { a: u8 },
}

#[websocket_rpc("a.b")]
pub async fn h(params: P) {}

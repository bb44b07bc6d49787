use centrifugo_runtime::{ConnectionContext, RpcError, State, websocket_rpc};
use serde::{Deserialize, Serialize};

use std::collections::BTreeMap;

#[derive(Deserialize)]
#[serde(tag = "type")]
pub enum Tagged {
    Counts(Counts),
    Big { big: u128 },
}

#[derive(Deserialize)]
pub struct Counts {
    by_id: BTreeMap<u32, u8>,
}

#[websocket_rpc("a.b")]
pub async fn h(params: Tagged) {}

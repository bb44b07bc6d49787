use centrifugo_runtime::{ConnectionContext, RpcError, State, websocket_rpc};
use serde::{Deserialize, Serialize};

use std::collections::BTreeMap;

#[derive(Deserialize)]
pub struct Plain {
    p: u8,
}

#[derive(Deserialize)]
pub struct Open {
    o: u8,
    #[serde(flatten)]
    rest: BTreeMap<String, i8>,
}

#[derive(Deserialize)]
#[serde(tag = "type")]
pub enum MapWithin {
    A(Open),
    B { q: u8 },
}

#[derive(Deserialize)]
#[serde(tag = "type", deny_unknown_fields)]
pub enum Denies {
    A { q: u8 },
    B,
}

#[derive(Deserialize)]
pub enum OneKey {
    X { x: u8 },
    Y(u8),
}

#[derive(Deserialize)]
#[serde(tag = "type")]
pub enum Alone {
    A { a: u8 },
    B(OneKey),
}

#[derive(Deserialize)]
pub struct First {
    #[serde(flatten)]
    map: MapWithin,
    #[serde(flatten)]
    plain: Plain,
}

#[derive(Deserialize)]
pub struct Second {
    #[serde(flatten)]
    denies: Denies,
    #[serde(flatten)]
    plain: Plain,
}

#[derive(Deserialize)]
pub struct Third {
    #[serde(flatten)]
    alone: Option<Alone>,
    #[serde(flatten)]
    plain: Plain,
}

#[websocket_rpc("a.b")]
pub async fn h(params: (First, Second, Third)) {}

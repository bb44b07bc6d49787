use centrifugo_runtime::{ConnectionContext, RpcError, State, websocket_rpc};
use serde::{Deserialize, Serialize};

use std::collections::HashMap;

#[derive(Deserialize)]
pub struct Base {
    id: u8,
}

#[derive(Deserialize)]
pub struct Twice {
    id: u8,
    #[serde(flatten)]
    base: Base,
}

#[derive(Deserialize)]
pub struct MapFirst {
    #[serde(flatten)]
    all: HashMap<String, String>,
    #[serde(flatten)]
    base: Base,
}

#[derive(Deserialize)]
#[serde(tag = "kind")]
pub enum Kind {
    A { a: u8 },
}

#[derive(Deserialize)]
pub struct MapBesideKind {
    #[serde(flatten)]
    kind: Kind,
    #[serde(flatten)]
    all: HashMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strict {
    #[serde(flatten)]
    kind: Kind,
}

#[derive(Deserialize)]
pub struct TwoMaps {
    #[serde(flatten)]
    one: HashMap<String, String>,
    #[serde(flatten)]
    two: HashMap<String, u8>,
}

#[websocket_rpc("a.b")]
pub async fn h(params: (Twice, MapFirst, MapBesideKind, Strict, TwoMaps)) {}

#[derive(Deserialize)]
#[serde(tag = "type")]
pub enum Tagged {
    A { id: u8 },
    B,
}

#[derive(Deserialize)]
pub struct Clash {
    id: u8,
    #[serde(flatten)]
    tagged: Tagged,
}

#[websocket_rpc("a.c")]
pub async fn clash(params: Clash) {}

//! What can stand beside a tag: structs, maps, other enums, nothing.

use std::collections::BTreeMap;

use centrifugo_runtime::websocket_rpc;
use serde::{Deserialize, Serialize};

centrifugo_runtime::include_dispatch!();

#[derive(Serialize, Deserialize)]
#[serde(tag = "type", rename = "card")]
pub struct Card {
    pub title: String,
    pub inner: Vec<Card>,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "op")]
pub enum Op {
    Unit,
    Null(()),
    Struct(Body),
    Boxed(Box<Body>),
    Wrapped(Wrapper),
    Map(BTreeMap<String, i32>),
    Deeper(Inner),
    External(Outer),
    Open(Open),
}

#[derive(Serialize, Deserialize)]
pub struct Body {
    pub a: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub b: Option<String>,
}

#[derive(Serialize, Deserialize)]
pub struct Wrapper(Body);

#[derive(Serialize, Deserialize)]
#[serde(tag = "inner")]
pub enum Inner {
    X { x: u8 },
    Y,
}

#[derive(Serialize, Deserialize)]
pub enum Outer {
    P { p: u8 },
    Q(String),
}

#[derive(Serialize, Deserialize)]
pub struct Open {
    pub known: bool,
    #[serde(flatten)]
    pub rest: BTreeMap<String, serde_json::Value>,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "k", deny_unknown_fields)]
pub enum Strict {
    A { a: u8 },
    B,
}

#[websocket_rpc("tagged.card")]
pub async fn card(params: Card) -> Card {
    params
}

#[websocket_rpc("tagged.op")]
pub async fn op(params: Op) -> Op {
    params
}

#[websocket_rpc("tagged.strict")]
pub async fn strict(params: Strict) -> Strict {
    params
}

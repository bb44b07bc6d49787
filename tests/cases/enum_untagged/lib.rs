//! Enums without a tag: the first variant that fits is it.

use std::collections::BTreeMap;

use centrifugo_runtime::websocket_rpc;
use serde::{Deserialize, Serialize};

centrifugo_runtime::include_dispatch!();

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    Null,
    Flag(bool),
    Count(i64),
    Size(f64),
    Text(String),
    Pair(u8, u8),
    Named { name: String, #[serde(default)] age: u8 },
    Point(Point),
    Many(Vec<Value>),
    Map(BTreeMap<String, Value>),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Point {
    pub x: i32,
    pub y: i32,
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum IdOrName {
    Id(u64),
    Name(String),
}

#[websocket_rpc("values.echo")]
pub async fn echo(params: Value) -> Value {
    params
}

#[websocket_rpc("values.find")]
pub async fn find(params: IdOrName) -> IdOrName {
    params
}

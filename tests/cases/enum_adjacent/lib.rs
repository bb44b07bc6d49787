//! Enums with `tag` and `content`.

use std::collections::BTreeMap;

use centrifugo_runtime::websocket_rpc;
use serde::{Deserialize, Serialize};

centrifugo_runtime::include_dispatch!();

#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c", rename_all = "UPPERCASE")]
pub enum Command {
    Stop,
    Go(u32),
    Turn(i8, String),
    Set { key: String, #[serde(default)] value: Option<bool> },
    Unit(()),
    Maybe(Option<String>),
    Map(BTreeMap<String, i64>),
    Both(Box<Command>, Vec<Command>),
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "type", content = "value", deny_unknown_fields)]
pub enum Strict {
    #[serde(alias = "one")]
    One(String),
    Two { a: u8 },
    Three,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "type", content = "value")]
pub enum Open {
    Known(u8),
    #[serde(other)]
    Unknown,
}

#[websocket_rpc("commands.echo")]
pub async fn echo(params: Command) -> Command {
    params
}

#[websocket_rpc("commands.strict")]
pub async fn strict(params: Strict) -> Strict {
    params
}

#[websocket_rpc("commands.open")]
pub async fn open(params: Open) -> Open {
    params
}

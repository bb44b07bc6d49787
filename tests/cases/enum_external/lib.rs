//! Enums in serde's default form: the variant's name is the only key.

use centrifugo_runtime::websocket_rpc;
use serde::{Deserialize, Serialize};

centrifugo_runtime::include_dispatch!();

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    Ping,
    /// A text.
    Message(String),
    Moved(i32, i32),
    #[serde(alias = "resize", rename_all = "camelCase")]
    Resized { new_width: u16, new_height: Option<u16> },
    Empty {},
    None(()),
    Maybe(Option<u8>),
    Nested(Box<Event>),
    List(Vec<Event>),
    #[serde(rename = "HTTP error")]
    HTTPError(#[serde(default)] u16),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Strict {
    Point { x: f64, y: f64 },
    Nothing,
}

#[websocket_rpc("events.echo")]
pub async fn echo(params: Event) -> Event {
    params
}

#[websocket_rpc("events.strict")]
pub async fn strict(params: Vec<Strict>) -> Vec<Strict> {
    params
}

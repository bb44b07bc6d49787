//! What may be left out, in which direction, and as what it is then taken.

use centrifugo_runtime::websocket_rpc;
use serde::{Deserialize, Serialize};

centrifugo_runtime::include_dispatch!();

#[derive(Serialize, Deserialize)]
pub struct Presence {
    pub required: i64,
    pub nullable: Option<i64>,
    #[serde(default)]
    pub zero: i64,
    #[serde(default = "one")]
    pub unknown: i64,
    #[serde(default)]
    pub tags: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maybe: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub filled: Vec<u8>,
    #[serde(skip)]
    pub never: u64,
    #[serde(skip_deserializing)]
    pub received: u64,
    #[serde(skip_serializing, default)]
    pub sent: String,
}

fn one() -> i64 {
    1
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Filter {
    pub limit: u32,
    pub color: Color,
}

#[derive(Default, Deserialize)]
pub enum Color {
    #[default]
    Red,
    Green,
}

#[websocket_rpc("presence.echo")]
pub async fn echo(params: Presence) -> Presence {
    params
}

#[websocket_rpc("presence.filter")]
pub async fn filter(params: Filter) -> u32 {
    params.limit
}

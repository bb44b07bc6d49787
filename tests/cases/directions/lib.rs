//! Types that are sent and received, and are not the same.

use centrifugo_runtime::websocket_rpc;
use serde::{Deserialize, Serialize};

centrifugo_runtime::include_dispatch!();

#[derive(Serialize, Deserialize)]
#[serde(rename_all(serialize = "camelCase", deserialize = "snake_case"))]
pub struct Named {
    pub first_name: String,
    #[serde(rename(serialize = "out", deserialize = "in"))]
    pub both_ways: u8,
    #[serde(rename(serialize = "only-out"))]
    pub half_way: u8,
    #[serde(alias = "mail", alias = "e-mail")]
    pub email: String,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default, rename_all = "SCREAMING-KEBAB-CASE")]
pub struct Defaults {
    pub a_b: u8,
    pub text: String,
    pub list: Vec<u8>,
    pub flag: bool,
    pub named: Option<Box<Inner>>,
    #[serde(skip_serializing)]
    pub secret: String,
    #[serde(skip_deserializing)]
    pub computed: u8,
}

#[derive(Default, Serialize, Deserialize)]
pub struct Inner {
    #[serde(default)]
    pub x: i8,
    #[serde(skip_serializing_if = "is_zero", default)]
    pub y: i8,
}

fn is_zero(y: &i8) -> bool {
    *y == 0
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strict {
    #[cfg_attr(all(), serde(rename = "type"))]
    pub r#type: u8,
    #[cfg_attr(any(), serde(rename = "never"))]
    pub r#match: u8,
    #[cfg(any())]
    pub gone: u8,
}

#[websocket_rpc("directions.named")]
pub async fn named(params: Named) -> Named {
    params
}

#[websocket_rpc("directions.defaults")]
pub async fn defaults(params: Defaults) -> Defaults {
    params
}

#[websocket_rpc("directions.strict")]
pub async fn strict(params: Strict) -> Strict {
    params
}

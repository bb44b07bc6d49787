//! What is missing, what is null, and what is the same.

use centrifugo_runtime::websocket_rpc;
use serde::{Deserialize, Serialize};

centrifugo_runtime::include_dispatch!();

pub type Perhaps = Option<u8>;

#[derive(Serialize, Deserialize)]
pub struct Newtype(Option<u8>);

#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct Transparent {
    value: Option<u8>,
}

#[derive(Serialize, Deserialize)]
pub struct Options {
    pub plain: Option<u8>,
    pub alias: Perhaps,
    pub boxed: Box<Option<u8>>,
    pub newtype: Newtype,
    pub transparent: Transparent,
    pub double: Option<Option<u8>>,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "serde_with::rust::double_option")]
    pub patch: Option<Option<String>>,
    #[serde(with = "serde_bytes")]
    pub required: Option<Vec<u8>>,
    #[serde(with = "serde_bytes", default)]
    pub bytes: Option<Vec<u8>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maybe: Option<Option<u8>>,
    pub unit: Option<()>,
    pub any: Option<serde_json::Value>,
    #[serde(default)]
    pub defaulted: Option<u8>,
    #[serde(default = "seven")]
    pub seven: Option<u8>,
}

fn seven() -> Option<u8> {
    Some(7)
}

#[websocket_rpc("options.echo")]
pub async fn echo(params: Options) -> Options {
    params
}

#[websocket_rpc("options.maybe")]
pub async fn maybe(params: Option<Newtype>) -> Option<Newtype> {
    params
}

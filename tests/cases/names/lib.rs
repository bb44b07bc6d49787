//! Names: serde's rules, raw identifiers, keys that are no identifiers.

use centrifugo_runtime::websocket_rpc;
use serde::{Deserialize, Serialize};

centrifugo_runtime::include_dispatch!();

/// Quotes " ' ` and `*/` and """ and \ are only text.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Names {
    pub user_id: String,
    pub r#type: bool,
    #[serde(rename = "class")]
    pub kind: u8,
    #[serde(rename = "with space")]
    pub spaced: i32,
    #[serde(rename = "ünï-cödé", alias = "unicode")]
    pub unicode: f64,
    #[serde(rename(serialize = "out", deserialize = "in"))]
    pub both: char,
}

/// serde splits variants at every capital.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Protocol {
    HTTPError,
    None,
    #[serde(rename = "self")]
    Itself,
}

#[websocket_rpc("users-list.getV2")]
pub async fn r#async(params: Names) -> Names {
    params
}

#[websocket_rpc("import")]
pub async fn import(params: Protocol) -> Protocol {
    params
}

//! Fields whose names depend on a `cfg` that the settings tell wrongly.

use centrifugo_runtime::websocket_rpc;
use serde::{Deserialize, Serialize};

centrifugo_runtime::include_dispatch!();
centrifugo_runtime::contract_tests!();

#[derive(Deserialize)]
pub struct Sent {
    #[cfg_attr(short_names, serde(rename = "n"))]
    pub name: String,
}

#[derive(Serialize, Deserialize)]
pub struct Received {
    #[cfg_attr(long_names, serde(rename = "the_number"))]
    pub number: u32,
    pub inner: Vec<Inner>,
}

#[derive(Serialize, Deserialize)]
pub struct Inner {
    #[cfg_attr(short_names, serde(rename = "d"))]
    pub done: bool,
}

#[websocket_rpc("wrong.params")]
pub async fn params(sent: Sent) -> String {
    sent.name
}

#[websocket_rpc("wrong.result")]
pub async fn result() -> Received {
    Received {
        number: 1,
        inner: vec![],
    }
}

#[websocket_rpc("wrong.inner")]
pub async fn inner() -> Vec<Inner> {
    vec![]
}

#[websocket_rpc("wrong.nothing")]
pub async fn nothing(number: u8) -> u8 {
    number
}

//! Attributes of single variants: `other`, `untagged`, `skip`, names by direction.

use centrifugo_runtime::websocket_rpc;
use serde::{Deserialize, Serialize};

centrifugo_runtime::include_dispatch!();

#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all(serialize = "lowercase", deserialize = "UPPERCASE"))]
pub enum Directed {
    First { a: u8 },
    #[serde(rename(serialize = "zwei", deserialize = "deux"))]
    Second { b: u8 },
    #[serde(skip_serializing)]
    OnlySent,
    #[serde(skip_deserializing)]
    OnlyReceived,
    #[serde(skip)]
    Never(std::time::Duration),
}

#[derive(Serialize, Deserialize)]
pub enum Color {
    Red,
    #[serde(alias = "Emerald", alias = "Lime")]
    Green,
    #[serde(other)]
    Unknown,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "type", rename_all_fields = "kebab-case")]
pub enum Shape {
    Circle { line_width: f32 },
    Square,
    #[serde(untagged)]
    Named(String),
    #[serde(untagged)]
    Custom { sides_of_it: u8 },
}

#[derive(Serialize, Deserialize)]
pub enum Partly {
    Gone(#[serde(skip)] u8),
    Shifted(#[serde(skip)] u8, String, #[serde(skip_serializing, default)] u8),
    #[serde(untagged)]
    Rest(Vec<u8>),
}

#[websocket_rpc("variants.directed")]
pub async fn directed(params: Directed) -> Directed {
    match params {
        // serde does not write it.
        Directed::OnlySent => Directed::OnlyReceived,
        params => params,
    }
}

#[websocket_rpc("variants.color")]
pub async fn color(params: Vec<Color>) -> Vec<Color> {
    params
}

#[websocket_rpc("variants.shape")]
pub async fn shape(params: Shape) -> Shape {
    params
}

#[websocket_rpc("variants.partly")]
pub async fn partly(params: Partly) -> Partly {
    params
}

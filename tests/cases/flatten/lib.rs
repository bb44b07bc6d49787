//! `#[serde(flatten)]` of structs, maps, enums and what may be missing.

use std::collections::{BTreeMap, HashMap};

use centrifugo_runtime::websocket_rpc;
use serde::{Deserialize, Serialize};

centrifugo_runtime::include_dispatch!();

#[derive(Serialize, Deserialize)]
pub struct Query {
    pub text: String,
    #[serde(flatten)]
    pub page: Page,
    #[serde(flatten)]
    pub extra: HashMap<String, serde_json::Value>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Page {
    #[serde(default)]
    pub first_row: u32,
    #[serde(alias = "count")]
    pub max_rows: Option<u32>,
}

#[derive(Serialize, Deserialize)]
pub struct Item {
    pub id: u32,
    #[serde(flatten)]
    pub page: Box<Page>,
    #[serde(flatten)]
    pub kind: Kind,
    #[serde(flatten)]
    pub place: Option<Place>,
    #[serde(flatten)]
    pub nothing: (),
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Kind {
    Plain,
    Heavy { weight: f64 },
}

#[derive(Serialize, Deserialize)]
pub struct Place {
    pub x: i32,
    pub y: i32,
}

#[derive(Serialize, Deserialize)]
pub struct OneOf {
    pub id: u32,
    #[serde(flatten)]
    pub choice: Choice,
    #[serde(flatten)]
    pub counts: BTreeMap<String, i64>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    ByName(String),
    ByPlace { x: i32, y: i32 },
    Everything,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strict {
    pub a: u8,
    #[serde(flatten)]
    pub place: Place,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "event")]
pub enum Event {
    Moved {
        by: String,
        #[serde(flatten)]
        place: Place,
    },
    Other {
        #[serde(flatten)]
        all: BTreeMap<String, String>,
    },
}

#[derive(Serialize, Deserialize)]
pub struct Deep {
    #[serde(flatten)]
    pub item: Item,
    pub note: Option<String>,
}

#[websocket_rpc("flatten.query")]
pub async fn query(params: Query) -> Query {
    params
}

#[websocket_rpc("flatten.item")]
pub async fn item(params: Item) -> Item {
    params
}

#[websocket_rpc("flatten.one_of")]
pub async fn one_of(params: OneOf) -> OneOf {
    params
}

#[websocket_rpc("flatten.strict")]
pub async fn strict(params: Strict) -> Strict {
    params
}

#[websocket_rpc("flatten.event")]
pub async fn event(params: Event) -> Event {
    params
}

#[websocket_rpc("flatten.deep")]
pub async fn deep(params: Deep) -> Deep {
    params
}

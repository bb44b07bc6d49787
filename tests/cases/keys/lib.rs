//! Keys of maps: all are strings in JSON.

use std::collections::{BTreeMap, HashMap};

use centrifugo_runtime::websocket_rpc;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

centrifugo_runtime::include_dispatch!();

#[derive(Serialize, Deserialize, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    VeryLow,
    #[serde(alias = "top")]
    High,
}

#[derive(Serialize, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
pub struct Id(u32);

#[derive(Serialize, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(transparent)]
pub struct Name {
    text: String,
}

#[derive(Serialize, Deserialize)]
pub struct Maps {
    pub strings: HashMap<String, i32>,
    pub chars: BTreeMap<char, i32>,
    pub bools: BTreeMap<bool, i32>,
    pub bytes: BTreeMap<u8, i32>,
    pub longs: BTreeMap<i64, i32>,
    pub huge: BTreeMap<u128, i32>,
    pub levels: HashMap<Level, i32>,
    pub ids: BTreeMap<Id, BTreeMap<Id, i32>>,
    pub names: BTreeMap<Name, i32>,
    pub uuids: HashMap<Uuid, i32>,
    pub boxed: BTreeMap<Box<str>, i32>,
    pub any: serde_json::Map<String, serde_json::Value>,
}

#[websocket_rpc("keys.echo")]
pub async fn echo(params: Maps) -> Maps {
    params
}

//! `from`, `try_from` and `into`: the form of another type, in their direction.

use centrifugo_runtime::websocket_rpc;
use serde::{Deserialize, Serialize};

centrifugo_runtime::include_dispatch!();

#[derive(Clone, Serialize, Deserialize)]
#[serde(from = "String", into = "Vec<String>")]
pub struct Words(Vec<String>);

impl From<String> for Words {
    fn from(text: String) -> Self {
        Self(text.split(' ').map(str::to_owned).collect())
    }
}

impl From<Words> for Vec<String> {
    fn from(words: Words) -> Self {
        words.0
    }
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct Even(u32);

impl TryFrom<u32> for Even {
    type Error = String;

    fn try_from(number: u32) -> Result<Self, String> {
        if number % 2 == 0 { Ok(Self(number)) } else { Err(format!("{number} is odd")) }
    }
}

impl From<Even> for u32 {
    fn from(even: Even) -> Self {
        even.0
    }
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(from = "Option<u8>", into = "Option<u8>")]
pub struct Level(u8);

impl From<Option<u8>> for Level {
    fn from(level: Option<u8>) -> Self {
        Self(level.unwrap_or(5))
    }
}

impl From<Level> for Option<u8> {
    fn from(level: Level) -> Self {
        Some(level.0)
    }
}

#[derive(Serialize, Deserialize)]
pub struct Params {
    pub words: Words,
    pub even: Even,
    pub level: Level,
}

#[websocket_rpc("conversions.echo")]
pub async fn echo(params: Params) -> Params {
    params
}

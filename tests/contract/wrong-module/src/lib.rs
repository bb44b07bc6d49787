//! A `with` module that is not what the settings say, beside others that are.

use centrifugo_runtime::websocket_rpc;
use serde::{Deserialize, Serialize};

centrifugo_runtime::include_dispatch!();
centrifugo_runtime::contract_tests!();

/// A number, though the settings say that it is a text.
pub mod cents {
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(cents: &u64, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(*cents)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
        u64::deserialize(deserializer)
    }
}

pub mod hex {
    use serde::de::Error as _;
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(color: &u32, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&format!("{color:06x}"))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
        let text = String::deserialize(deserializer)?;
        u32::from_str_radix(&text, 16).map_err(D::Error::custom)
    }
}

/// It takes a text that is in no sample.
pub mod picky {
    use serde::de::Error as _;
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(_: &u32, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str("open sesame")
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
        match String::deserialize(deserializer)?.as_str() {
            "open sesame" => Ok(1),
            _ => Err(D::Error::custom("not the word")),
        }
    }
}

#[derive(Serialize, Deserialize)]
pub struct Price {
    pub name: String,
    #[serde(with = "cents")]
    pub cents: u64,
}

#[derive(Serialize, Deserialize)]
pub struct Color {
    #[serde(with = "hex")]
    pub color: u32,
}

#[derive(Deserialize)]
pub struct Word {
    #[serde(with = "picky")]
    pub word: u32,
}

#[websocket_rpc("price.sent")]
pub async fn sent(price: Price) -> u64 {
    price.cents
}

#[websocket_rpc("price.received")]
pub async fn received() -> Price {
    Price {
        name: String::new(),
        cents: 0,
    }
}

#[websocket_rpc("color.echo")]
pub async fn color(color: Color) -> Color {
    color
}

#[websocket_rpc("word.sent")]
pub async fn word(word: Word) -> u32 {
    word.word
}

//! `with` and its kin: modules of known crates, remote definitions, stand-ins.

use centrifugo_runtime::websocket_rpc;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

centrifugo_runtime::include_dispatch!();

pub mod geo {
    /// Of a crate that knows nothing of serde.
    pub struct Point {
        pub x: i32,
        pub y: i32,
    }
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "geo::Point")]
pub struct PointDef {
    x: i32,
    #[serde(default)]
    y: i32,
}

pub mod hex_color {
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(color: &u32, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&format!("{color:06x}"))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
        let text = String::deserialize(deserializer)?;
        u32::from_str_radix(&text, 16).map_err(serde::de::Error::custom)
    }
}

fn shout<S: serde::Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&text.to_uppercase())
}

/// Written by hand, so the settings say what it looks like.
pub struct Money(i64);

impl Serialize for Money {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.0 / 100, self.0 % 100).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (whole, cents) = <(i64, i64)>::deserialize(deserializer)?;
        whole.checked_mul(100).and_then(|whole| whole.checked_add(cents)).map(Self).ok_or_else(|| serde::de::Error::custom("too much"))
    }
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "std::ops::Range")]
pub struct RangeDef<T> {
    #[serde(rename = "from")]
    pub start: T,
    #[serde(rename = "to")]
    pub end: T,
}

#[derive(Serialize, Deserialize)]
pub struct Params {
    #[serde(with = "RangeDef")]
    pub range: std::ops::Range<u16>,
    #[serde(with = "serde_bytes")]
    pub bytes: Vec<u8>,
    #[serde(with = "chrono::serde::ts_seconds")]
    pub at: DateTime<Utc>,
    #[serde(with = "chrono::serde::ts_milliseconds_option", default)]
    pub until: Option<DateTime<Utc>>,
    #[serde(with = "PointDef")]
    pub point: geo::Point,
    #[serde(with = "hex_color")]
    pub color: u32,
    #[serde(serialize_with = "shout")]
    pub name: String,
    pub price: Money,
    pub prices: Vec<Money>,
}

#[websocket_rpc("with.echo")]
pub async fn echo(params: Params) -> Params {
    params
}

//! Types of well-known crates.

use centrifugo_runtime::websocket_rpc;
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use serde::{Deserialize, Serialize};

centrifugo_runtime::include_dispatch!();

#[derive(Serialize, Deserialize)]
pub struct Times {
    pub utc: DateTime<Utc>,
    pub offset: DateTime<FixedOffset>,
    pub naive: NaiveDateTime,
    pub date: NaiveDate,
    pub time: NaiveTime,
    #[serde(with = "time::serde::rfc3339")]
    pub rfc: time::OffsetDateTime,
    #[serde(with = "time::serde::timestamp::option", default)]
    pub stamp: Option<time::OffsetDateTime>,
}

#[derive(Serialize, Deserialize)]
pub struct Others {
    pub uuid: uuid::Uuid,
    pub url: url::Url,
    pub decimal: rust_decimal::Decimal,
    pub bytes: bytes::Bytes,
    pub buffer: serde_bytes::ByteBuf,
    pub map: indexmap::IndexMap<String, u8>,
    pub set: indexmap::IndexSet<u8>,
    pub small: smallvec::SmallVec<[u8; 4]>,
    pub json: serde_json::Value,
}

#[websocket_rpc("formats.times")]
pub async fn times(params: Times) -> Times {
    params
}

#[websocket_rpc("formats.others")]
pub async fn others(params: Others) -> Others {
    params
}

//! serde_with: `serde_as`, `skip_serializing_none`, derives by `Display` and `FromStr`.

use std::collections::BTreeMap;
use std::time::Duration;

use centrifugo_runtime::websocket_rpc;
use serde::{Deserialize, Serialize};
use serde_with::{
    Bytes, DefaultOnNull, DeserializeFromStr, DisplayFromStr, DurationSeconds, SerializeDisplay, TimestampMilliSeconds, serde_as,
    skip_serializing_none,
};

centrifugo_runtime::include_dispatch!();

#[derive(SerializeDisplay, DeserializeFromStr)]
pub struct Version(u8, u8);

impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.0, self.1)
    }
}

impl std::str::FromStr for Version {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (major, minor) = text.split_once('.').unwrap_or((text, "0"));
        Ok(Self(major.parse()?, minor.parse()?))
    }
}

#[serde_as]
#[derive(Serialize, Deserialize)]
pub struct Adapted {
    #[serde_as(as = "DisplayFromStr")]
    pub id: u64,
    #[serde_as(as = "Option<DisplayFromStr>")]
    pub parent: Option<u64>,
    #[serde_as(as = "Vec<DisplayFromStr>")]
    pub ids: Vec<u64>,
    #[serde_as(as = "BTreeMap<_, DisplayFromStr>")]
    pub sizes: BTreeMap<String, u8>,
    #[serde_as(as = "DurationSeconds<u64>")]
    pub wait: Duration,
    #[serde_as(as = "DurationSeconds<String>")]
    pub pause: Duration,
    #[serde_as(as = "TimestampMilliSeconds<i64>")]
    pub at: std::time::SystemTime,
    #[serde_as(as = "Bytes")]
    pub bytes: Vec<u8>,
    #[serde_as(as = "serde_with::hex::Hex")]
    pub hash: [u8; 4],
    #[serde_as(as = "serde_with::base64::Base64")]
    pub blob: Vec<u8>,
    #[serde_as(as = "DefaultOnNull")]
    pub count: u32,
    #[serde_as(as = "(_, DisplayFromStr)")]
    pub pair: (u8, i8),
    pub plain: Option<u8>,
}

#[skip_serializing_none]
#[derive(Serialize, Deserialize)]
pub struct Sparse {
    pub a: Option<u8>,
    pub b: Option<Vec<u8>>,
    #[serialize_always]
    pub c: Option<u8>,
    pub version: Version,
}

#[websocket_rpc("adapted.echo")]
pub async fn echo(params: Adapted) -> Adapted {
    params
}

#[websocket_rpc("adapted.sparse")]
pub async fn sparse(params: Sparse) -> Sparse {
    params
}

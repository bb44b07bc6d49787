//! Nothing of it is ever made but in tests.
#![allow(dead_code)]

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, VecDeque};
use std::marker::PhantomData;
use std::num::NonZeroU16;
use std::rc::Rc;
use std::sync::atomic::AtomicU32;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use centrifugo_runtime::websocket_rpc;
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Task {
    pub(super) task_id: u64,
    pub(crate) r#type: Kind,
    pub(crate) owner: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) parent: Option<Box<Task>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) children: Vec<Task>,
    #[serde(skip)]
    pub(crate) cache: Option<HashMap<String, u8>>,
    #[serde(flatten)]
    pub(crate) times: Times,
}

#[derive(Serialize)]
pub(crate) struct Times {
    pub(crate) made: SystemTime,
    pub(crate) took: Duration,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Kind {
    Small,
    VeryLarge(i8),
    Pair(i16, #[serde(skip)] u8, f32),
    Named {
        of: char,
        #[serde(rename = "in")]
        within: Option<Rc<Kind>>,
    },
}

#[derive(Serialize)]
#[serde(tag = "t")]
pub(crate) enum Internal<T> {
    Unit,
    Newtype(T),
    Struct { n: T },
}

#[derive(Serialize)]
#[serde(tag = "t", content = "c")]
pub(crate) enum Adjacent {
    Unit,
    Tuple(u8, bool),
    #[serde(skip)]
    #[allow(dead_code)]
    Never(Hidden),
}

#[derive(Serialize)]
#[serde(untagged)]
pub(crate) enum Untagged {
    Number(u32),
    List(Vec<Untagged>),
    Nothing,
}

/// Without values that the crate's root could write.
#[allow(dead_code)]
pub(crate) struct Hidden(u8);

#[derive(Serialize)]
#[serde(tag = "what")]
pub(crate) struct Marked {
    pub(crate) n: u8,
}

#[derive(Serialize)]
pub(crate) struct Unit;

#[derive(Serialize)]
#[serde(transparent)]
pub(crate) struct Typed<T> {
    pub(crate) id: u32,
    pub(crate) of: PhantomData<T>,
}

#[derive(Serialize, Clone)]
#[serde(into = "u32")]
pub(crate) struct Into_(pub(crate) u32);

impl From<Into_> for u32 {
    fn from(value: Into_) -> Self {
        value.0 / 2
    }
}

/// Written by hand.
pub(crate) struct Money(pub(crate) u64);

impl Serialize for Money {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.to_string())
    }
}

pub(crate) mod cents {
    use serde::Serialize;

    pub(crate) fn serialize<S: serde::Serializer>(
        cents: &u64,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        (cents / 100, cents % 100).serialize(serializer)
    }
}

#[derive(Serialize)]
pub(crate) struct Forms<'a> {
    pub(crate) internal: Internal<Marked>,
    pub(crate) adjacent: [Adjacent; 2],
    pub(crate) untagged: VecDeque<Untagged>,
    pub(crate) unit: Unit,
    pub(crate) typed: Typed<Hidden>,
    pub(crate) into: Into_,
    pub(crate) money: HashMap<i64, Money>,
    #[serde(serialize_with = "cents::serialize")]
    pub(crate) cents: u64,
    pub(crate) texts: (Box<str>, Arc<str>, Cow<'a, str>, &'a str, String),
    pub(crate) lists: (Box<[Unit]>, Arc<[u8]>, Cow<'a, [u8]>, &'a [Kind]),
    pub(crate) sets: (BTreeSet<String>, HashSet<u8>, BinaryHeap<bool>),
    pub(crate) maps: BTreeMap<bool, BTreeMap<char, ()>>,
    pub(crate) numbers: (i128, u128, isize, usize, f64, NonZeroU16, AtomicU32),
    pub(crate) locked: Mutex<Option<Option<u8>>>,
    pub(crate) ranges: (
        std::ops::Range<u8>,
        std::ops::RangeInclusive<i32>,
        std::ops::RangeFrom<u8>,
    ),
    pub(crate) bound: std::ops::Bound<u8>,
    pub(crate) outcome: Result<u8, Unit>,
    pub(crate) reference: &'a (u8,),
    pub(crate) addresses: (std::net::Ipv4Addr, std::net::SocketAddr),
    pub(crate) uuid: uuid::Uuid,
    pub(crate) at: chrono::DateTime<chrono::Utc>,
    pub(crate) json: serde_json::Value,
    pub(crate) path: std::path::PathBuf,
}

#[websocket_rpc("literals.tasks")]
pub(crate) async fn tasks() -> Vec<Task> {
    vec![]
}

#[websocket_rpc("literals.forms")]
pub(crate) async fn forms(_n: u8) -> Result<Option<Forms<'static>>, centrifugo_runtime::RpcError> {
    Ok(None)
}

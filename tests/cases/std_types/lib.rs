//! Types of std that are more than a value: pointers, cells, times, ranges, addresses.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::{BTreeSet, BinaryHeap, HashSet, LinkedList, VecDeque};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};
use std::ops::{Bound, Range, RangeFrom, RangeInclusive, RangeTo};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, RwLock};
use std::time::{Duration, SystemTime};

use centrifugo_runtime::websocket_rpc;
use serde::{Deserialize, Serialize};

centrifugo_runtime::include_dispatch!();

#[derive(Serialize, Deserialize)]
pub struct Pointers {
    pub boxed: Box<i32>,
    pub text: Box<str>,
    pub slice: Box<[u8]>,
    pub shared: Arc<String>,
    pub shared_text: Arc<str>,
    pub cow: Cow<'static, str>,
    pub list: Cow<'static, [u8]>,
    pub cell: Cell<Option<u8>>,
    pub mutex: Mutex<Vec<u8>>,
    pub lock: RwLock<Option<String>>,
}

#[derive(Serialize, Deserialize)]
pub struct Lists {
    pub deque: VecDeque<u8>,
    pub linked: LinkedList<u8>,
    pub heap: BinaryHeap<u8>,
    pub set: HashSet<u8>,
    pub sorted: BTreeSet<String>,
}

#[derive(Serialize, Deserialize)]
pub struct Times {
    pub duration: Duration,
    pub at: SystemTime,
    pub wait: Option<Duration>,
}

#[derive(Serialize, Deserialize)]
pub struct Ranges {
    pub half_open: Range<u32>,
    pub closed: RangeInclusive<i64>,
    pub from: RangeFrom<u8>,
    pub to: RangeTo<u8>,
    pub bound: Bound<f64>,
    pub outcome: Result<u8, String>,
    pub outcomes: Vec<Result<(), Duration>>,
}

#[derive(Serialize, Deserialize)]
pub struct Addresses {
    pub v4: Ipv4Addr,
    pub v6: Ipv6Addr,
    pub ip: IpAddr,
    pub socket: SocketAddr,
    pub socket_v4: SocketAddrV4,
    pub socket_v6: SocketAddrV6,
    pub path: PathBuf,
}

#[websocket_rpc("std.pointers")]
pub async fn pointers(params: Box<Pointers>) -> Box<Pointers> {
    params
}

#[websocket_rpc("std.lists")]
pub async fn lists(params: Lists) -> Lists {
    params
}

#[websocket_rpc("std.times")]
pub async fn times(params: Times) -> Times {
    params
}

#[websocket_rpc("std.ranges")]
pub async fn ranges(params: Ranges) -> Ranges {
    params
}

#[websocket_rpc("std.addresses")]
pub async fn addresses(params: Addresses) -> Addresses {
    params
}

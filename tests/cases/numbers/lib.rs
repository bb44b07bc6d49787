//! Integers with their ranges, floats, numbers as they come.

use std::cmp::Reverse;
use std::num::{NonZero, NonZeroI8, NonZeroU64, Saturating, Wrapping};

use centrifugo_runtime::websocket_rpc;
use serde::{Deserialize, Serialize};

centrifugo_runtime::include_dispatch!();

#[derive(Serialize, Deserialize)]
pub struct Integers {
    pub i8: i8,
    pub i16: i16,
    pub i32: i32,
    pub i64: i64,
    pub i128: i128,
    pub isize: isize,
    pub u8: u8,
    pub u16: u16,
    pub u32: u32,
    pub u64: u64,
    pub u128: u128,
    pub usize: usize,
}

#[derive(Serialize, Deserialize)]
pub struct Special {
    pub nonzero: NonZeroU64,
    pub signed: NonZeroI8,
    pub generic: Option<NonZero<u32>>,
    pub wrapping: Wrapping<u8>,
    pub reverse: Reverse<u32>,
    pub f32: f32,
    pub f64: f64,
    pub number: serde_json::Number,
    pub bool: bool,
    pub char: char,
}

#[derive(Serialize, Deserialize)]
pub struct Atomics {
    pub count: std::sync::atomic::AtomicU32,
    pub on: std::sync::atomic::AtomicBool,
}

#[websocket_rpc("numbers.integers")]
pub async fn integers(params: Integers) -> Integers {
    params
}

#[websocket_rpc("numbers.special")]
pub async fn special(params: Special) -> Special {
    params
}

#[websocket_rpc("numbers.saturating")]
pub async fn saturating(params: i16) -> Saturating<i16> {
    Saturating(params)
}

#[websocket_rpc("numbers.atomics")]
pub async fn atomics(params: Atomics) -> Atomics {
    params
}

#[websocket_rpc("numbers.big")]
pub async fn big(params: Vec<u128>) -> Vec<i128> {
    params.into_iter().filter_map(|n| i128::try_from(n).ok()).collect()
}

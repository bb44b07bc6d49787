//! Arrays of fixed length: tuples, tuple structs, `[T; N]`; and structs that are one value.

use std::marker::PhantomData;

use centrifugo_runtime::websocket_rpc;
use serde::{Deserialize, Serialize};

centrifugo_runtime::include_dispatch!();

#[derive(Serialize, Deserialize)]
pub struct Unit;

#[derive(Serialize, Deserialize)]
pub struct Braces {}

#[derive(Serialize, Deserialize)]
pub struct Parentheses();

#[derive(Serialize, Deserialize)]
pub struct Meters(f64);

#[derive(Serialize, Deserialize)]
pub struct Rgb(u8, u8, u8);

#[derive(Serialize, Deserialize)]
pub struct Defaulted(String, #[serde(default)] u8, #[serde(default)] Vec<u8>);

#[derive(Serialize, Deserialize)]
pub struct Skipped(pub u8, #[serde(skip)] pub u8, pub String);

#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct Wrapped<T> {
    value: T,
    #[serde(skip)]
    unit: PhantomData<u8>,
    marker: PhantomData<String>,
}

#[derive(Serialize, Deserialize)]
pub struct All {
    pub unit: Unit,
    pub braces: Braces,
    pub parentheses: Parentheses,
    pub meters: Meters,
    pub rgb: Rgb,
    pub defaulted: Defaulted,
    pub skipped: Skipped,
    pub wrapped: Wrapped<Rgb>,
    pub none: (),
    pub one: (u8,),
    pub three: (u8, String, Option<bool>),
    pub empty: [u8; 0],
    pub four: [Meters; 4],
    pub nested: [[i8; 2]; 2],
    pub marker: PhantomData<Unit>,
}

#[websocket_rpc("tuples.all")]
pub async fn all(params: All) -> All {
    params
}

#[websocket_rpc("tuples.unit")]
pub async fn unit(params: Unit) -> Unit {
    params
}

#[websocket_rpc("tuples.rgb")]
pub async fn rgb(params: Rgb) -> Rgb {
    params
}

#[websocket_rpc("tuples.pair")]
pub async fn pair(params: (String, [u8; 2])) -> (String, [u8; 2]) {
    params
}

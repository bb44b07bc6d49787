//! Generic types: what each set of arguments looks like, and where a client's language says it by
//! one generic type.

use std::collections::BTreeMap;

use centrifugo_runtime::websocket_rpc;
use serde::{Deserialize, Serialize};

centrifugo_runtime::include_dispatch!();

/// One page of many.
#[derive(Serialize, Deserialize)]
pub struct Page<T, M = ()> {
    pub items: Vec<T>,
    pub next: Option<Box<Page<T, M>>>,
    pub meta: M,
}

#[derive(Serialize, Deserialize)]
pub struct Task {
    pub id: u32,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "state", content = "value", rename_all = "snake_case")]
pub enum Loaded<T, E = String> {
    Ready(T),
    Failed(E),
    Pending,
}

pub const TWO: usize = 2;
pub const SIDE: usize = TWO;

/// Lengths are no types, so each has a name of its own.
#[derive(Serialize, Deserialize)]
pub struct Grid<T, const N: usize = 3>
where
    [T; N]: Serialize + for<'a> Deserialize<'a>,
{
    pub cells: [T; N],
}

pub type Tasks = Page<Task>;
pub type Keyed<V> = BTreeMap<String, Loaded<V>>;

/// `value` may be left out only because it is an `Option`, which no other `T` says.
#[derive(Serialize, Deserialize)]
pub struct Maybe<T> {
    pub value: T,
    pub list: Vec<Self>,
}

#[websocket_rpc("generics.tasks")]
pub async fn tasks(params: Tasks) -> Tasks {
    params
}

#[websocket_rpc("generics.numbers")]
pub async fn numbers(params: Page<(i64, String), Loaded<u8, Task>>) -> Page<(i64, String), Loaded<u8, Task>> {
    params
}

#[websocket_rpc("generics.keyed")]
pub async fn keyed(params: Keyed<Option<bool>>) -> Keyed<Option<bool>> {
    params
}

#[websocket_rpc("generics.grids")]
pub async fn grids(params: (Grid<u8>, Grid<Task, SIDE>)) -> (Grid<u8>, Grid<Task, SIDE>) {
    params
}

#[websocket_rpc("generics.maybe")]
pub async fn maybe(params: (Maybe<Option<String>>, Maybe<u8>)) -> (Maybe<Option<String>>, Maybe<u8>) {
    params
}

/// A page of pages.
#[websocket_rpc("generics.nested")]
pub async fn nested(params: Page<Page<Task>, f64>) -> Page<Page<Task>, f64> {
    params
}

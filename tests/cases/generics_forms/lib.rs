//! Generic types of every form serde has: what stays generic, and what only the arguments decide.

use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::ops::Range;

use centrifugo_runtime::websocket_rpc;
use serde::{Deserialize, Serialize};

centrifugo_runtime::include_dispatch!();

/// What is sent may lack `tags`, so there are two shapes of it.
#[derive(Serialize, Deserialize)]
pub struct Draft {
    pub title: String,
    #[serde(skip_deserializing, default)]
    pub length: u64,
}

#[derive(Serialize, Deserialize)]
pub struct Wrapped<T>(pub T);

#[derive(Serialize, Deserialize)]
pub struct Pair<A, B = A>(pub A, pub B);

#[derive(Serialize, Deserialize)]
pub enum Either<L, R> {
    Left(L),
    Right { value: R, also: Vec<L> },
    Neither,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Event<T> {
    Changed { from: Option<T>, to: T },
    Gone,
}

/// The keys of `T` stand beside the tag: which they are, `T` decides.
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Beside<T> {
    Some(T),
    None,
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum OneOrMany<T> {
    One(T),
    Many(Vec<T>),
}

/// An `Option` of an `Option` is one to JSON; whether it may be `null` when it is there, `T` decides.
#[derive(Serialize, Deserialize)]
pub struct Patch<T> {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<T>,
    #[serde(default)]
    pub history: Vec<T>,
}

#[derive(Serialize, Deserialize)]
pub struct Tree<T> {
    pub value: T,
    pub children: Vec<Tree<T>>,
    pub link: Option<Box<Link<T>>>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link<T> {
    pub back: Box<Tree<T>>,
    pub range: Range<u32>,
}

/// Its parameter is nowhere in JSON.
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct Id<T> {
    raw: u64,
    #[serde(skip)]
    of: PhantomData<T>,
}

#[derive(Serialize, Deserialize)]
pub struct Rest<T> {
    pub id: Id<T>,
    #[serde(flatten)]
    pub rest: BTreeMap<String, T>,
}

#[derive(Serialize, Deserialize)]
pub struct Base<T> {
    pub base: T,
}

#[derive(Serialize, Deserialize)]
pub struct Derived<U> {
    #[serde(flatten)]
    pub base: Base<U>,
    pub own: Vec<U>,
}

/// Its keys are those of `T` and its own.
#[derive(Serialize, Deserialize)]
pub struct WithId<T> {
    pub id: u32,
    #[serde(flatten)]
    pub inner: T,
}

#[derive(Serialize, Deserialize)]
pub struct Index<K: Ord, V> {
    pub by: BTreeMap<K, V>,
}

#[derive(Serialize, Deserialize)]
pub struct Secret<T> {
    #[serde(skip_serializing)]
    pub secret: T,
    pub shown: u8,
}

/// Leads back to itself by what it is an instance of.
#[derive(Serialize, Deserialize)]
pub struct Endless(pub Box<Either<Endless, u8>>);

type Both<T> = (T, T);

#[websocket_rpc("wrapped")]
pub async fn wrapped(params: (Wrapped<u8>, Wrapped<Draft>, Wrapped<Option<Wrapped<bool>>>)) -> (Wrapped<u8>, Wrapped<Draft>, Wrapped<Option<Wrapped<bool>>>) {
    params
}

#[websocket_rpc("pairs")]
pub async fn pairs(params: Both<Pair<f32>>) -> (Pair<u8, Draft>, Pair<f32>) {
    (Pair(1, Draft { title: String::new(), length: 0 }), params.0)
}

#[websocket_rpc("either")]
pub async fn either(params: Vec<Either<u8, Either<String, Draft>>>) -> Vec<Either<u8, Either<String, Draft>>> {
    params
}

#[websocket_rpc("event")]
pub async fn event(params: (Event<u8>, Event<Option<u8>>)) -> (Event<u8>, Event<Option<u8>>) {
    params
}

#[websocket_rpc("beside")]
pub async fn beside(params: (Beside<Draft>, WithId<Draft>)) -> (Beside<Draft>, WithId<Draft>) {
    params
}

#[websocket_rpc("one_or_many")]
pub async fn one_or_many(params: (OneOrMany<u8>, OneOrMany<Draft>, OneOrMany<f64>)) -> (OneOrMany<u8>, OneOrMany<Draft>) {
    (params.0, params.1)
}

#[websocket_rpc("patch")]
pub async fn patch(params: (Patch<u8>, Patch<Option<u8>>)) -> (Patch<u8>, Patch<Option<u8>>) {
    params
}

#[websocket_rpc("tree")]
pub async fn tree(params: Tree<serde_json::Value>) -> Tree<Id<Draft>> {
    let _ = params;
    Tree { value: Id { raw: 1, of: PhantomData }, children: vec![], link: None }
}

#[websocket_rpc("rest")]
pub async fn rest(params: (Rest<u8>, Derived<Draft>)) -> (Rest<u8>, Derived<Draft>) {
    params
}

#[websocket_rpc("index")]
pub async fn index(params: (Index<String, u8>, Index<u32, Draft>)) -> (Index<String, u8>, Index<u32, Draft>) {
    params
}

#[websocket_rpc("secret")]
pub async fn secret(params: Secret<Wrapped<String>>) -> (Secret<Wrapped<String>>, Result<u8, Pair<String>>) {
    (params, Ok(1))
}

#[websocket_rpc("endless")]
pub async fn endless(params: Endless) -> Endless {
    params
}

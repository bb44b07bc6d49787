//! Types that hold themselves, directly and by way of others.

use std::collections::BTreeMap;

use centrifugo_runtime::websocket_rpc;
use serde::{Deserialize, Serialize};

centrifugo_runtime::include_dispatch!();

#[derive(Serialize, Deserialize)]
pub struct Tree {
    pub value: i32,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<Tree>,
    pub parent: Option<Box<Self>>,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "op", rename_all = "lowercase")]
pub enum Expr {
    Const { value: f64 },
    Neg { inner: Box<Expr> },
    Call(Call),
}

#[derive(Serialize, Deserialize)]
pub struct Call {
    pub name: String,
    pub args: Vec<Expr>,
    pub named: BTreeMap<String, Expr>,
}

#[derive(Serialize, Deserialize)]
pub enum List {
    Nil,
    Cons(i8, Box<List>),
}

#[derive(Serialize, Deserialize)]
pub struct Nested(Vec<Nested>);

#[websocket_rpc("recursion.tree")]
pub async fn tree(params: Tree) -> Tree {
    params
}

#[websocket_rpc("recursion.expr")]
pub async fn expr(params: Expr) -> Expr {
    params
}

#[websocket_rpc("recursion.list")]
pub async fn list(params: List) -> List {
    params
}

#[websocket_rpc("recursion.nested")]
pub async fn nested(params: Nested) -> Nested {
    params
}

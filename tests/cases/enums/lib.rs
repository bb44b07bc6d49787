//! Unit enums and internally tagged ones.

use std::collections::BTreeMap;

use centrifugo_runtime::websocket_rpc;
use serde::{Deserialize, Serialize};

centrifugo_runtime::include_dispatch!();

/// A shape.
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase", rename_all_fields = "camelCase")]
pub enum Shape {
    /// Nothing at all.
    Empty,
    Circle { line_width: f32 },
    Poly(Polygon),
    Group { parts: Vec<Shape>, named: BTreeMap<Level, Shape>, cover: Option<Box<Shape>> },
}

#[derive(Serialize, Deserialize)]
pub struct Polygon {
    pub points: Vec<(f64, f64)>,
    pub label: (String, u8),
}

#[derive(Serialize, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    Low,
    High,
}

#[websocket_rpc("shapes.echo")]
pub async fn echo(params: Shape) -> Shape {
    params
}

#[websocket_rpc("shapes.all")]
pub async fn all() -> Vec<Shape> {
    vec![]
}

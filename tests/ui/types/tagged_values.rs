use centrifugo_runtime::{ConnectionContext, RpcError, State, websocket_rpc};
use serde::{Deserialize, Serialize};

#[derive(Serialize)]
#[serde(tag = "type")]
pub enum Tagged {
    Number(i64),
    List(Vec<u8>),
    Maybe(Option<Point>),
    Any(serde_json::Value),
    Ok(Point),
}

#[derive(Serialize)]
pub struct Point {
    x: u8,
}

#[websocket_rpc("a.b")]
pub async fn h() -> Tagged {
    todo()
}

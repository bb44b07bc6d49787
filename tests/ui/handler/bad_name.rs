use centrifugo_runtime::{ConnectionContext, RpcError, State, websocket_rpc};
use serde::{Deserialize, Serialize};

#[websocket_rpc("")]
pub async fn h0() {}

#[websocket_rpc("a b")]
pub async fn h1() {}

#[websocket_rpc("a..b")]
pub async fn h2() {}

#[websocket_rpc("a#b")]
pub async fn h3() {}

#[websocket_rpc("x:a")]
pub async fn h4() {}

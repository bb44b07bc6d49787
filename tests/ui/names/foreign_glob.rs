use centrifugo_runtime::{ConnectionContext, RpcError, State, websocket_rpc};
use serde::{Deserialize, Serialize};

use diesel::prelude::*;

#[websocket_rpc("a.b")]
pub async fn h(params: Vec<i64>) {}

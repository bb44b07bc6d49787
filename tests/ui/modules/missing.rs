use centrifugo_runtime::{ConnectionContext, RpcError, State, websocket_rpc};
use serde::{Deserialize, Serialize};

mod nowhere;

#[path = "other/place.rs"]
mod elsewhere;

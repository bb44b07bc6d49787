use centrifugo_runtime::{ConnectionContext, RpcError, State, websocket_rpc};
use serde::{Deserialize, Serialize};

use serde_with::{OneOrMany, serde_as};

#[serde_as]
#[derive(Deserialize)]
pub struct P {
    #[serde_as(as = "OneOrMany<_>")]
    list: Vec<u8>,
    #[serde_as(as = "Vec<crate::Mine>")]
    mine: Vec<u8>,
}

#[websocket_rpc("a.b")]
pub async fn h(params: P) {}

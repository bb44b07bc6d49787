use centrifugo_runtime::{ConnectionContext, RpcError, State, websocket_rpc};
use serde::{Deserialize, Serialize};

pub struct Money(i64);

impl Serialize for Money {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str("1")
    }
}

#[websocket_rpc("a.b")]
pub async fn h(conn: ConnectionContext) -> Result<Money, RpcError> {
    todo()
}

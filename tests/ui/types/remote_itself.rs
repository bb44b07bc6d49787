use centrifugo_runtime::{ConnectionContext, RpcError, State, websocket_rpc};
use serde::{Deserialize, Serialize};

#[derive(Serialize)]
#[serde(remote = "Self")]
pub struct Remote {
    a: u8,
}

impl Serialize for Remote {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.a)
    }
}

#[websocket_rpc("a.b")]
pub async fn h() -> Remote {
    todo()
}

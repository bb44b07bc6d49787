use centrifugo_runtime::{ConnectionContext, RpcError, State, websocket_rpc};
use serde::{Deserialize, Serialize};

#[websocket_rpc("a.b")]
pub async fn h(state: State) {}

mod private {
    mod inner {
        #[derive(Clone)]
        pub struct App;
    }
    pub use inner::App;
}

#[websocket_rpc("a.c")]
pub async fn g(state: State<private::App>) {}

use centrifugo_runtime::{ConnectionContext, RpcError, State, websocket_rpc};
use serde::{Deserialize, Serialize};

mod a {
    use centrifugo_runtime::websocket_rpc;

    #[websocket_rpc("a.b")]
    async fn hidden() {}

    mod inner {
        #[centrifugo_runtime::websocket_rpc("a.c")]
        pub async fn deep() {}
    }
}

use centrifugo_runtime::{ConnectionContext, RpcError, State, websocket_rpc};
use serde::{Deserialize, Serialize};

#[websocket_rpc("a.a")]
pub async fn one() -> anyhow::Result<()> {
    Ok(())
}

#[websocket_rpc("a.b")]
pub async fn two() -> Result<(), String> {
    Ok(())
}

#[websocket_rpc("a.c")]
pub async fn three() -> std::io::Result<()> {
    Ok(())
}

use centrifugo_runtime::{ConnectionContext, RpcError, State, websocket_rpc};
use serde::{Deserialize, Serialize};

#[derive(Debug, RpcError)]
pub enum Codes {
    #[rpc(code = 999)]
    Low,
    NoCode,
    #[rpc(code = 1001)]
    Tuple(u64),
    #[rpc(code = 1002)]
    One,
    #[rpc(code = 1002)]
    Two,
    #[rpc(internal)]
    Hidden(String),
}

#[derive(Debug, RpcError)]
pub enum First {
    #[rpc(code = 1500)]
    A,
}

#[derive(Debug, RpcError)]
pub enum Second {
    #[rpc(code = 1500)]
    B,
}

pub enum Plain {
    A,
}

#[websocket_rpc("a.a")]
pub async fn one() -> Result<(), Codes> {
    Ok(())
}

#[websocket_rpc("a.b", errors(First, Second))]
pub async fn two() -> Result<(), RpcError> {
    Ok(())
}

#[websocket_rpc("a.c", errors(Plain))]
pub async fn three() -> Result<(), RpcError> {
    Ok(())
}

#[websocket_rpc("a.d", errors(First))]
pub async fn four() -> i64 {
    1
}

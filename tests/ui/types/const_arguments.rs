use centrifugo_runtime::{ConnectionContext, RpcError, State, websocket_rpc};
use serde::{Deserialize, Serialize};

const SIZE: usize = 2 + 2;

#[derive(Serialize)]
pub struct Grid<const N: usize> {
    cells: [u8; N],
}

#[websocket_rpc("a.b")]
pub async fn h() -> Grid<SIZE> {
    todo()
}

#[websocket_rpc("a.c")]
pub async fn long() -> Grid<33> {
    todo()
}

#[websocket_rpc("a.d")]
pub async fn sum() -> [u8; SIZE] {
    todo()
}

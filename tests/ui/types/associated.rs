use centrifugo_runtime::{ConnectionContext, RpcError, State, websocket_rpc};
use serde::{Deserialize, Serialize};

pub trait Kind {
    type Out;
}

#[derive(Serialize)]
pub struct P<T: Kind> {
    a: T::Out,
}

#[derive(Serialize)]
pub struct X;

#[websocket_rpc("a.b")]
pub async fn h() -> P<X> {
    todo()
}

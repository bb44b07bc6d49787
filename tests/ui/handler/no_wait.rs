use centrifugo_runtime::{ConnectionContext, RpcError, websocket_rpc};

#[derive(Debug, RpcError)]
pub enum Failure {
    #[rpc(code = 1001, message = "gone")]
    Gone,
}

type Reply<T> = Result<T, RpcError>;

#[websocket_rpc("a.plain", no_wait)]
pub async fn plain() -> u64 {
    1
}

#[websocket_rpc("a.result", no_wait)]
pub async fn result(conn: ConnectionContext) -> Result<Vec<String>, Failure> {
    Err(Failure::Gone)
}

#[websocket_rpc("a.alias", no_wait)]
pub async fn alias() -> Reply<Option<()>> {
    Ok(None)
}

#[websocket_rpc("a.errors", no_wait, errors(Failure))]
pub async fn errors() -> Result<(), RpcError> {
    Err(Failure::Gone)?
}

#[websocket_rpc("a.both", no_wait, spawned)]
pub async fn both() {}

//! Every form of handler.

use centrifugo_runtime::{ConnectionContext, FromRef, RpcError, State, websocket_rpc};

centrifugo_runtime::include_dispatch!();

#[derive(Clone)]
pub struct App {
    pub pool: Pool,
}

#[derive(Clone)]
pub struct Pool;

impl FromRef<App> for Pool {
    fn from_ref(app: &App) -> Self {
        app.pool.clone()
    }
}

#[derive(Debug, thiserror::Error, RpcError)]
pub enum Failure {
    #[error("gone")]
    #[rpc(code = 1001)]
    Gone { id: u64, reason: Option<String> },
    #[error("busy")]
    #[rpc(code = 1002, temporary)]
    Busy,
    #[error("bug: {0}")]
    #[rpc(internal)]
    Bug(String),
}

type Reply<T, E = RpcError> = Result<T, E>;

#[websocket_rpc("forms.nothing")]
pub async fn nothing() {}

/// Scalars are as good as structs.
#[websocket_rpc("forms.scalar", idempotent, timeout = "1500ms", anonymous)]
pub async fn scalar(_conn: ConnectionContext, text: String) -> Reply<i64> {
    Ok(text.parse()?)
}

#[websocket_rpc("forms.states")]
pub async fn states(_app: State<App>, flag: bool, State(_pool): State<Pool>) -> bool {
    flag
}

#[websocket_rpc("forms.declares")]
pub async fn declares(id: u64) -> Reply<(), Failure> {
    Err(Failure::Gone { id, reason: None })
}

#[deprecated(since = "0.2.0", note = "use `forms.declares`")]
#[websocket_rpc("ns:forms.lists", errors(Failure))]
pub async fn lists() -> Result<Option<u64>, RpcError> {
    Err(Failure::Busy)?
}

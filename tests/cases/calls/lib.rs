//! How methods are called: what an attribute says beside the name.

use centrifugo_runtime::{RpcError, websocket_rpc};
use serde::Deserialize;

centrifugo_runtime::include_dispatch!();

#[derive(Deserialize)]
pub struct Order {
    pub id: u64,
    #[serde(default)]
    pub note: String,
}

/// Nobody gets it, for no caller waits for it.
#[derive(Debug, RpcError)]
pub enum Lost {
    #[rpc(code = 1001, message = "lost")]
    Lost,
}

type Done = Result<(), RpcError>;

/// Clients repeat it if its answer is lost.
#[websocket_rpc("orders.find", idempotent, timeout = "2s")]
pub async fn find(id: u64) -> u64 {
    id
}

/// Goes on when the caller is gone.
#[websocket_rpc("orders.pay", spawned, timeout = "1m")]
pub async fn pay(order: Order) -> Result<u64, RpcError> {
    Ok(order.id)
}

/// Replies at once. How long it may take is no client's business.
#[websocket_rpc("orders.mail", no_wait, idempotent, timeout = "5m")]
pub async fn mail(order: Order) -> Result<(), Lost> {
    if order.note.is_empty() { Err(Lost::Lost) } else { Ok(()) }
}

#[websocket_rpc("open.ping", anonymous, no_wait)]
pub async fn ping() -> Done {
    Ok(())
}

#[deprecated]
#[websocket_rpc("open.count", no_wait)]
pub async fn count(_by: Option<i32>) {}

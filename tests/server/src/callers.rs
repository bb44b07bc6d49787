//! Methods that say whose call it was, and when its caller went away.

use std::time::Duration;

use centrifugo_runtime::{ConnectionContext, State, websocket_rpc};
use serde::{Deserialize, Serialize};

use crate::attempts::WorkParams;
use crate::state::Works;

/// A call that is to be told from all others.
#[derive(Debug, Clone, Deserialize)]
pub struct SignedParams {
    /// Given back.
    pub nonce: String,
    /// How many milliseconds it takes.
    #[serde(default)]
    pub ms: u64,
    /// Given back.
    #[serde(default)]
    pub payload: String,
}

/// The call, and whose it is.
#[derive(Debug, Clone, Serialize)]
pub struct SignedResult {
    /// That of the call.
    pub nonce: String,
    /// That of the call.
    pub payload: String,
    /// Who called, as the server sees it.
    pub user: Option<String>,
    /// The id of the call.
    pub correlation_id: String,
}

/// Gives a call back, with the user whose it is.
#[websocket_rpc("test.signed")]
pub async fn signed(conn: ConnectionContext, params: SignedParams) -> SignedResult {
    tokio::time::sleep(Duration::from_millis(params.ms)).await;
    SignedResult {
        nonce: params.nonce,
        payload: params.payload,
        user: conn.user_id().map(str::to_owned),
        correlation_id: conn.correlation_id().to_owned(),
    }
}

/// Works, and notes under the key if it is dropped before it is done: `test.done`.
#[websocket_rpc("test.guarded")]
pub async fn guarded(conn: ConnectionContext, works: State<Works>, params: WorkParams) {
    let mut guard = Guard {
        works: &works,
        key: &params.key,
        correlation_id: conn.correlation_id(),
        is_done: false,
    };
    tokio::time::sleep(Duration::from_millis(params.ms)).await;
    guard.is_done = true;
}

struct Guard<'a> {
    works: &'a Works,
    key: &'a str,
    correlation_id: &'a str,
    is_done: bool,
}

impl Drop for Guard<'_> {
    fn drop(&mut self) {
        if !self.is_done {
            self.works.add(self.key, self.correlation_id);
        }
    }
}

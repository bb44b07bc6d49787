//! Methods whose callers try again, go away, or do not wait.

use std::time::Duration;

use centrifugo_runtime::{ConnectionContext, RpcError, State, websocket_rpc};
use serde::{Deserialize, Serialize};

use crate::errors::TestError;
use crate::state::Works;
use crate::types::SleepParams;

/// What `test.flaky` and `test.fragile` are to do.
#[derive(Debug, Clone, Deserialize)]
pub struct FlakyParams {
    /// Calls are counted under it.
    pub key: String,
    /// How many calls fail before one succeeds.
    pub failures: usize,
    /// Whether they fail for good.
    #[serde(default)]
    pub permanent: bool,
    /// How many milliseconds each takes.
    #[serde(default)]
    pub ms: u64,
}

/// What it took to succeed.
#[derive(Debug, Clone, Serialize)]
pub struct FlakyResult {
    /// The correlation ids of all calls under the key, this one the last.
    pub correlation_ids: Vec<String>,
}

/// What there is to do.
#[derive(Debug, Clone, Deserialize)]
pub struct WorkParams {
    /// What is done is counted under it: `test.done`.
    pub key: String,
    /// How many milliseconds it takes.
    #[serde(default)]
    pub ms: u64,
    /// Whether it fails after that.
    #[serde(default)]
    pub fail: bool,
}

/// Fails as often as it is told, then succeeds.
#[websocket_rpc("test.flaky", idempotent)]
pub async fn flaky(
    conn: ConnectionContext,
    works: State<Works>,
    params: FlakyParams,
) -> Result<FlakyResult, RpcError> {
    attempt(&conn, &works, params).await
}

/// As `test.flaky`, but nobody may repeat it.
#[websocket_rpc("test.fragile")]
pub async fn fragile(
    conn: ConnectionContext,
    works: State<Works>,
    params: FlakyParams,
) -> Result<FlakyResult, RpcError> {
    attempt(&conn, &works, params).await
}

async fn attempt(
    conn: &ConnectionContext,
    works: &Works,
    params: FlakyParams,
) -> Result<FlakyResult, RpcError> {
    let correlation_ids = works.add(&params.key, conn.correlation_id());
    tokio::time::sleep(Duration::from_millis(params.ms)).await;
    if correlation_ids.len() > params.failures {
        return Ok(FlakyResult { correlation_ids });
    }
    Err(if params.permanent {
        RpcError::new(403, "never")
    } else {
        RpcError::new(503, "not now").temporary()
    })
}

/// Sleeps for as long as it is told, and longer than clients wait for other methods.
#[websocket_rpc("test.slow", timeout = "40s")]
pub async fn slow(params: SleepParams) -> u64 {
    tokio::time::sleep(Duration::from_millis(params.ms)).await;
    params.ms
}

/// Works, also if its caller is gone.
#[websocket_rpc("test.spawned", spawned)]
pub async fn spawned(
    conn: ConnectionContext,
    works: State<Works>,
    params: WorkParams,
) -> Result<(), TestError> {
    work(&conn, &works, params).await
}

/// Works, also if its caller is gone, but not for long.
#[websocket_rpc("test.spawned_short", spawned, timeout = "500ms")]
pub async fn spawned_short(
    conn: ConnectionContext,
    works: State<Works>,
    params: WorkParams,
) -> Result<(), TestError> {
    work(&conn, &works, params).await
}

/// Replies, then works.
#[websocket_rpc("test.note", no_wait)]
pub async fn note(
    conn: ConnectionContext,
    works: State<Works>,
    params: WorkParams,
) -> Result<(), TestError> {
    work(&conn, &works, params).await
}

async fn work(
    conn: &ConnectionContext,
    works: &Works,
    params: WorkParams,
) -> Result<(), TestError> {
    tokio::time::sleep(Duration::from_millis(params.ms)).await;
    if params.fail {
        return Err(TestError::Declared);
    }
    works.add(&params.key, conn.correlation_id());
    Ok(())
}

/// The correlation ids under a key: of work that is done, and of flaky attempts.
#[websocket_rpc("test.done", idempotent)]
pub async fn done(works: State<Works>, params: String) -> Vec<String> {
    works.of(&params)
}

//! The methods.

use std::time::Duration;

use centrifugo_runtime::{ConnectionContext, RpcError, State, websocket_rpc};

use crate::errors::{FailKind, FailParams, TestError};
use crate::state::Calls;
use crate::types::{AllTypes, EchoParams, EchoResult, SleepParams, WhoAmI};

/// Gives back what it gets.
#[websocket_rpc("test.echo", idempotent)]
pub async fn echo(_conn: ConnectionContext, params: EchoParams) -> EchoResult {
    EchoResult {
        text: params.text,
        number: params.number,
    }
}

/// Sleeps, but no longer than half a second, and returns how long.
#[websocket_rpc("test.sleep", timeout = "500ms")]
pub async fn sleep(_conn: ConnectionContext, params: SleepParams) -> u64 {
    tokio::time::sleep(Duration::from_millis(params.ms)).await;
    params.ms
}

/// Sleeps, and returns how long. A client may ask again.
#[websocket_rpc("test.pause", idempotent)]
pub async fn pause(_conn: ConnectionContext, params: SleepParams) -> u64 {
    tokio::time::sleep(Duration::from_millis(params.ms)).await;
    params.ms
}

/// The header `X-Tenant` of the caller's connection, if Centrifugo hands it on.
#[websocket_rpc("test.tenant")]
pub async fn tenant(conn: ConnectionContext) -> Option<String> {
    conn.header("x-tenant").map(str::to_owned)
}

/// Fails.
#[websocket_rpc("test.fail", errors(TestError))]
pub async fn fail(_conn: ConnectionContext, params: FailParams) -> Result<(), RpcError> {
    Err(match params.kind {
        FailKind::Declared => TestError::Declared.into(),
        FailKind::DeclaredFields => TestError::WithFields {
            resource: "tasks".to_owned(),
            limit: 10,
        }
        .into(),
        FailKind::DeclaredTemporary => TestError::Again.into(),
        FailKind::DeclaredGarbled => RpcError::new(1002, "tasks: no more than 10"),
        FailKind::Internal => TestError::Internal("the password is hunter2".to_owned()).into(),
        FailKind::Forbidden => RpcError::new(403, "not you"),
        FailKind::Panic => panic!("the password is hunter2"),
    })
}

/// Says who calls.
#[websocket_rpc("test.whoami", anonymous)]
pub async fn whoami(conn: ConnectionContext) -> WhoAmI {
    WhoAmI {
        user: conn.user_id().map(str::to_owned),
        client: conn.client_id().to_owned(),
        correlation_id: conn.correlation_id().to_owned(),
    }
}

/// Gives back what it gets.
#[websocket_rpc("test.types")]
pub async fn types(_conn: ConnectionContext, params: AllTypes) -> AllTypes {
    params
}

/// How often it was called since the server's start.
#[websocket_rpc("test.count")]
pub async fn count(_conn: ConnectionContext, State(calls): State<Calls>) -> u64 {
    calls.count()
}

/// One more than what it gets.
#[websocket_rpc("test.add_one")]
pub async fn add_one(_conn: ConnectionContext, params: i64) -> Result<i64, RpcError> {
    params
        .checked_add(1)
        .ok_or_else(|| RpcError::new(422, "there is no larger number"))
}

/// Twice what it gets, in a namespace of Centrifugo's.
#[websocket_rpc("admin:test.double")]
pub async fn double(params: i32) -> i64 {
    i64::from(params) * 2
}

/// A text of so many letters.
#[websocket_rpc("test.letters", idempotent)]
pub async fn letters(params: u32) -> String {
    "x".repeat(params as usize)
}

/// Does nothing.
#[websocket_rpc("test.nothing")]
pub async fn nothing(_conn: ConnectionContext) {}

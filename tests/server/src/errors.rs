//! Each way in which a call can fail.

use centrifugo_runtime::RpcError;
use serde::Deserialize;

/// How `test.fail` is to fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FailKind {
    /// A declared error.
    Declared,
    /// A declared error with fields.
    DeclaredFields,
    /// A declared error that is worth another try.
    DeclaredTemporary,
    /// The code of a declared error with fields, and a message that is not them: an old server's.
    DeclaredGarbled,
    /// An error that clients see nothing of.
    Internal,
    /// Code 403.
    Forbidden,
    /// The handler panics.
    Panic,
}

/// What `test.fail` is to do.
#[derive(Debug, Clone, Deserialize)]
pub struct FailParams {
    /// How to fail.
    pub kind: FailKind,
}

/// The declared errors.
#[derive(Debug, thiserror::Error, RpcError)]
pub enum TestError {
    /// It has no fields.
    #[error("declared")]
    #[rpc(code = 1001, message = "declared")]
    Declared,
    /// It has fields.
    #[error("{resource}: no more than {limit}")]
    #[rpc(code = 1002)]
    WithFields {
        /// Of what there is too much.
        resource: String,
        /// How much there may be.
        limit: u32,
    },
    /// Worth another try.
    #[error("again")]
    #[rpc(code = 1003, temporary, message = "again")]
    Again,
    /// Its text is for the log alone.
    #[error("internal: {0}")]
    #[rpc(internal)]
    Internal(String),
}

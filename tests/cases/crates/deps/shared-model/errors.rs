use std::fmt;

/// What can go wrong anywhere.
#[derive(Debug, centrifugo_runtime::RpcError)]
pub enum Failure {
    /// There is no such thing.
    #[rpc(code = 1404)]
    NotFound { id: u64 },
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not found")
    }
}

impl std::error::Error for Failure {}

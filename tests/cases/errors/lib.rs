//! Declared errors that are named, and have fields, as errors of the languages and of the packages do.

use centrifugo_runtime::{RpcError, websocket_rpc};
use serde::Serialize;

centrifugo_runtime::include_dispatch!();

#[derive(Debug, Serialize)]
pub enum Reason {
    Late,
    Never,
}

#[derive(Debug, RpcError)]
pub enum Error {
    /// Its fields are called as those that each error has.
    #[rpc(code = 1001)]
    Gone {
        message: String,
        code: Option<u8>,
        name: Vec<Reason>,
        r#type: Box<Reason>,
    },
    #[rpc(code = 1002, temporary, message = "come \"back\"")]
    Busy,
    #[rpc(internal)]
    Unknown,
}

#[derive(Debug, RpcError)]
pub enum Reader {
    #[rpc(code = 1003)]
    Error { error: u64 },
}

#[websocket_rpc("error")]
pub async fn error(error: u64) -> Result<u64, Reader> {
    Ok(error)
}

#[websocket_rpc("read")]
pub async fn read(seconds: u32) -> Result<u32, Error> {
    Ok(seconds)
}

//! Types of which the manifest says something else.

use centrifugo_runtime::websocket_rpc;
use serde::{Deserialize, Serialize};

centrifugo_runtime::include_dispatch!();
centrifugo_runtime::contract_tests!();

#[derive(Deserialize)]
pub struct Named {
    pub wide: String,
}

#[derive(Serialize, Deserialize)]
pub struct Ranged {
    pub ranges: Vec<(u32, bool)>,
}

#[derive(Serialize, Deserialize)]
pub enum State {
    Open,
    Closed,
}

#[derive(Deserialize)]
pub struct Presence {
    #[serde(default)]
    pub there: bool,
}

/// Only `Serialize`.
#[derive(Serialize)]
pub enum Side {
    Left { east: i32, west: i32 },
    Right,
}

#[derive(Serialize, Deserialize)]
pub struct Filled {
    #[serde(default)]
    pub count: u16,
}

#[websocket_rpc("tampered.default")]
pub async fn default(params: Presence) -> bool {
    params.there
}

#[websocket_rpc("tampered.filled")]
pub async fn filled(params: Filled) -> Filled {
    params
}

#[websocket_rpc("tampered.literal")]
pub async fn literal() -> Side {
    Side::Right
}

#[websocket_rpc("tampered.name")]
pub async fn name(params: Named) -> String {
    params.wide
}

#[websocket_rpc("tampered.range")]
pub async fn range() -> Ranged {
    Ranged {
        ranges: vec![(1_000, true)],
    }
}

#[websocket_rpc("tampered.variant")]
pub async fn variant() -> Option<State> {
    Some(State::Open)
}

#[cfg(test)]
mod tests {
    use centrifugo_runtime::ConnectionContext;

    #[tokio::test]
    async fn the_reply_goes_out_and_the_log_tells() {
        tracing_subscriber::fmt().with_ansi(false).init();
        let dispatcher = crate::rpc::dispatcher(());
        let conn = ConnectionContext::for_user("42");
        let reply = dispatcher.call(conn, "tampered.range", "").await.unwrap();
        assert_eq!(reply, r#"{"ranges":[[1000,true]]}"#);
    }
}

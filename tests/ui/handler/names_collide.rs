use centrifugo_runtime::{ConnectionContext, RpcError, State, websocket_rpc};
use serde::{Deserialize, Serialize};

#[websocket_rpc("a.b_c")]
pub async fn one() {}

#[websocket_rpc("a_b.c")]
pub async fn two() {}

#[websocket_rpc("connect")]
pub async fn three() {}

#[websocket_rpc("2fa.enable")]
pub async fn four() {}

#[websocket_rpc("mail.send", no_wait)]
pub async fn five() {}

#[websocket_rpc("mail.send_no_wait")]
pub async fn six() {}

#[websocket_rpc("mail.sendNoWait.no_wait", no_wait)]
pub async fn seven() {}

#[websocket_rpc("mail.send_no_wait.noWait.no_wait")]
pub async fn eight() {}

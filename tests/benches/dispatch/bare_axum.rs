//! An axum handler that reads the same JSON and answers it: nothing else.

use axum::body::Bytes;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::post;
use axum::serve::ListenerExt as _;
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;

use crate::echo::Echo;

#[derive(Deserialize)]
#[expect(dead_code, reason = "a handler would look at them")]
struct Request<'a> {
    client: &'a str,
    user: &'a str,
    transport: &'a str,
    protocol: &'a str,
    encoding: &'a str,
    method: &'a str,
    data: Echo,
}

#[derive(Serialize)]
struct Reply {
    result: Data,
}

#[derive(Serialize)]
struct Data {
    data: Echo,
}

async fn echo(body: Bytes) -> impl IntoResponse {
    let request: Request<'_> = serde_json::from_slice(&body).expect("the load is right");
    let result = Data { data: request.data };
    let reply = serde_json::to_vec(&Reply { result }).expect("it is JSON");
    ([(CONTENT_TYPE, "application/json")], reply)
}

pub(crate) async fn serve(listener: TcpListener) -> anyhow::Result<()> {
    let app = axum::Router::new().route("/centrifugo/rpc/", post(echo));
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    axum::serve(listener, app).await?;
    Ok(())
}

//! Who is believed, and what a caller cannot say of itself.

#![allow(clippy::unwrap_used, reason = "a test ends at what it does not expect")]

mod common;

use axum::http::{HeaderMap, Request, StatusCode};
use centrifugo_runtime::{CentrifugoConfig, ConnectionContext, serve_listener};
use common::{SECRET, call, config, request, rpc, send, state};
use serde_json::{Value, json};
use tokio::net::TcpListener;

const OLD: &str = "old-secret-0123456789abcdef0123456789";
const SECRET_HEADER: &str = "x-centrifugo-proxy-secret";
const WHOAMI: &str = r#"{"client":"c1","user":"42","method":"test.whoami"}"#;

async fn answer(previous: Option<&str>, secrets: &[&str]) -> (StatusCode, Value) {
    let mut config = config();
    if let Some(previous) = previous {
        config = config.proxy_secret_previous(previous);
    }
    let app =
        centrifugo_runtime::router(&config.build().unwrap(), rpc::dispatcher(state())).unwrap();
    let mut request = Request::post("/centrifugo/rpc/").header("content-type", "application/json");
    for secret in secrets {
        request = request.header(SECRET_HEADER, *secret);
    }
    send(app, request.body(WHOAMI.into()).unwrap()).await
}

#[tokio::test]
async fn two_secrets_are_valid_while_one_follows_the_other() {
    for (previous, secret, status) in [
        (Some(OLD), OLD, 200),
        (Some(OLD), SECRET, 200),
        (Some(OLD), "0123456789abcdef0123456789abcdeF", 401),
        (None, OLD, 401),
        (None, SECRET, 200),
    ] {
        let (answered, body) = answer(previous, &[secret]).await;
        assert_eq!(answered, status, "{previous:?} {secret}");
        assert_eq!(body["result"]["data"]["secret"], Value::Null, "{body}");
    }
    // One of them may be the client's.
    assert_eq!(answer(Some(OLD), &[OLD, SECRET]).await.0, 401);
    assert_eq!(answer(Some(OLD), &[SECRET, SECRET]).await.0, 401);
    assert_eq!(answer(Some(OLD), &[]).await.0, 401);
}

#[tokio::test]
async fn insecure_listens_nowhere_but_on_this_machine() {
    let listener = TcpListener::bind("0.0.0.0:0").await.unwrap();
    let config = CentrifugoConfig::builder().insecure(true).build().unwrap();
    let served = serve_listener(
        listener,
        config,
        rpc::dispatcher(state()),
        std::future::ready(()),
    );
    let error = served.await.unwrap_err().to_string();
    assert!(
        error.contains("CENTRIFUGO__INSECURE needs a loopback address"),
        "{error}"
    );
}

#[tokio::test]
async fn nobody_is_somebody_by_saying_so() {
    let mut request = request(
        json!({
            "client": "c1", "user": "", "method": "test.whoami",
            "data": {"user": "1", "user_id": "1"}, "meta": {"user": "1"},
        })
        .to_string(),
    );
    for header in ["user", "x-user-id", "x-centrifugo-user", "authorization"] {
        request.headers_mut().insert(header, "1".parse().unwrap());
    }
    let (_, reply) = send(common::app(), request).await;
    assert_eq!(reply["result"]["data"]["user"], Value::Null, "{reply}");
    // And an anonymous method is all that an empty user may call.
    let body = r#"{"client":"c1","user":"","method":"test.limits","data":{"user":"1"}}"#;
    assert_eq!(common::post(body).await["error"]["code"], 401);
    let reply = call("test.whoami", json!({"user": "1"})).await;
    assert_eq!(reply["result"]["data"]["user"], "42");
}

#[test]
fn what_shows_a_connection_shows_no_secret_of_it() {
    let mut headers = HeaderMap::new();
    headers.insert("cookie", "session=hunter2".parse().unwrap());
    headers.insert("authorization", "Bearer hunter2".parse().unwrap());
    let conn = ConnectionContext::for_user("42")
        .with_meta(r#"{"key":"hunter2"}"#)
        .with_headers(headers);
    let shown = format!("{conn:?} {conn:#?}");
    assert!(!shown.contains("hunter2"), "{shown}");
    for part in ["42", "cookie", conn.correlation_id()] {
        assert!(shown.contains(part), "no {part} in {shown}");
    }
}

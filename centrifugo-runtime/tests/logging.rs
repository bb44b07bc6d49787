//! What the log says of a call.

#![allow(clippy::unwrap_used, reason = "a test ends at what it does not expect")]

mod common;

use std::io;
use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::http::Request;
use centrifugo_runtime::CentrifugoConfigBuilder;
use common::{config, request, rpc, send, state};
use serde_json::{Value, json};
use tracing::Level;
use tracing::instrument::WithSubscriber as _;

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

async fn log_of(config: CentrifugoConfigBuilder, method: &str, data: &str) -> String {
    log_of_json(config, method, json!(data)).await
}

async fn log_of_json(config: CentrifugoConfigBuilder, method: &str, data: Value) -> String {
    let body = json!({"client": "c1", "user": "42", "method": method, "data": data}).to_string();
    log_of_request(config, request(body), Level::INFO).await
}

async fn log_of_request(
    config: CentrifugoConfigBuilder,
    request: Request<Body>,
    level: Level,
) -> String {
    let lines = Lines::default();
    let writer = lines.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_ansi(false)
        .with_max_level(level)
        .with_writer(move || writer.clone())
        .finish();
    async {
        let config = config.build().unwrap();
        let app = centrifugo_runtime::router(&config, rpc::dispatcher(state())).unwrap();
        send(app, request).await;
    }
    .with_subscriber(subscriber)
    .await;
    let bytes = lines.0.lock().unwrap().clone();
    String::from_utf8(bytes).unwrap()
}

#[tokio::test]
async fn a_call_has_one_line_with_its_id_and_code() {
    let log = log_of(config(), "test.question_mark#id-1", "forbidden").await;
    assert_eq!(log.lines().count(), 1, "{log}");
    for part in [
        "INFO",
        "rpc.method=\"test.question_mark\"",
        "correlation_id=\"id-1\"",
        "client=\"c1\"",
        "user.id=\"42\"",
        "rpc.response.status_code=403",
        " code=403",
        "duration_us=",
    ] {
        assert!(log.contains(part), "no {part} in {log}");
    }
    assert!(!log.contains("forbidden"), "params are not logged: {log}");
}

#[tokio::test]
async fn causes_are_logged_with_the_id() {
    for (kind, cause) in [
        ("io", "the password"),
        ("panic", "panic: hunter2"),
        ("zero", "code=0"),
    ] {
        let log = log_of(config(), "test.question_mark#id-1", kind).await;
        let line = log.lines().find(|line| line.contains("ERROR")).unwrap();
        assert!(line.contains(cause) && line.contains("id-1"), "{line}");
    }
}

#[tokio::test]
async fn a_result_that_is_too_large_is_logged_with_its_size() {
    let params = json!({"text": "hunter2".repeat(20)});
    let log = log_of_json(config().max_reply_bytes(100), "test.echo#id-1", params).await;
    let line = log.lines().find(|line| line.contains("ERROR")).unwrap();
    for part in ["id-1", "MAX_REPLY_BYTES", "queue_max_size"] {
        assert!(line.contains(part), "no {part} in {line}");
    }
    assert!(
        log.contains("code=500") && !log.contains("hunter2"),
        "{log}"
    );
}

#[tokio::test]
async fn an_unknown_method_is_no_label() {
    let log = log_of(config(), "test.no\nsuch#id-1", "").await;
    assert!(
        log.contains("rpc.method=\"_OTHER\"") && !log.contains("such"),
        "{log}"
    );
}

#[tokio::test]
async fn the_settings_say_which_calls_are_logged() {
    for quiet in [
        config().log_all_calls(false),
        config().log_only_with_ack(true),
        config().log_level(Level::WARN),
    ] {
        assert_eq!(log_of(quiet.clone(), "test.limits", "").await, "");
        // A refusal is not the server's failure.
        assert_eq!(log_of(quiet.clone(), "test.echo", "").await, "");
        let late = log_of_json(quiet.clone(), "test.sleep", json!(60_000)).await;
        assert!(late.contains("WARN") && late.contains("code=408"), "{late}");
        assert_eq!(late.lines().count(), 1, "{late}");
        let failed = log_of(quiet, "test.question_mark", "panic").await;
        assert!(
            failed.contains("ERROR") && failed.lines().count() == 1,
            "{failed}"
        );
    }
    let silent = config().log_level(Level::ERROR);
    assert_eq!(log_of_json(silent, "test.sleep", json!(60_000)).await, "");
    let call = request(r#"{"user":"42","method":"test.limits"}"#);
    let loud = log_of_request(config().log_level(Level::DEBUG), call, Level::TRACE).await;
    assert_eq!(loud.lines().count(), 2, "{loud}");
    assert!(loud.contains("call begins"), "{loud}");
}

#[tokio::test]
async fn payloads_are_logged_only_when_asked_for() {
    let params = json!({"text": "hunter2\n"});
    let log = log_of_json(config(), "test.echo", params.clone()).await;
    assert!(!log.contains("hunter2"), "{log}");
    let log = log_of_json(config().log_payloads(true), "test.echo", params).await;
    for part in [r#"params="{\"text\":\"hunter2\\n\"}""#, "result=", "items"] {
        assert!(log.contains(part), "no {part} in {log}");
    }
    let long = json!({"text": "a".repeat(100_000)});
    let log = log_of_json(config().log_payloads(true), "test.echo", long).await;
    assert!(log.len() < 10_000 && log.contains('…'), "{}", log.len());
    // What is not to be logged at all does not become so.
    let quiet = config().log_payloads(true).log_all_calls(false);
    assert_eq!(log_of(quiet, "test.limits", "").await, "");
}

#[tokio::test]
async fn a_connections_trace_is_in_the_log() {
    let trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    let parent = format!("00-{trace}-00f067aa0ba902b7-01");
    let log = log_with_header(&parent).await;
    assert!(log.contains(&format!("trace_id={trace}")), "{log}");
    let log = log_with_header("00-hunter2").await;
    assert!(
        !log.contains("trace_id") && !log.contains("hunter2"),
        "{log}"
    );
}

async fn log_with_header(parent: &str) -> String {
    let mut request = request(r#"{"user":"42","method":"test.limits"}"#);
    request
        .headers_mut()
        .insert("traceparent", parent.parse().unwrap());
    log_of_request(config(), request, Level::INFO).await
}

/// All that there is, of this crate and of those below it.
#[tokio::test]
async fn no_secret_and_no_payload_is_logged_at_any_level() {
    let mut all = String::new();
    for (method, data) in [
        ("test.echo", json!({"text": "hunter-params"})),
        ("test.echo", json!({"text": ["hunter-params"]})),
        ("test.fail", json!("fields")),
        ("test.limits", json!("hunter-params")),
        ("test.whoami", json!("hunter-params")),
        ("test.hunter-method", json!("hunter-params")),
    ] {
        let config = config()
            .proxy_secret_previous("hunter-previous-0123456789abcdef0123")
            .centrifugo_token_hmac_secret("hunter-hmac-0123456789abcdef0123456789")
            .log_level(Level::TRACE);
        let body = json!({
            "client": "c1", "user": "42", "method": method, "data": data,
            "meta": {"key": "hunter-meta"},
        });
        let mut request = request(body.to_string());
        for (name, value) in [
            ("cookie", "session=hunter-cookie"),
            ("authorization", "Bearer hunter-token"),
            ("tracestate", "hunter=state"),
        ] {
            request.headers_mut().insert(name, value.parse().unwrap());
        }
        all += &log_of_request(config, request, Level::TRACE).await;
    }
    // Requests that are no calls.
    for body in [
        r#"{"user":"hunter-body"#,
        r#"["hunter-body"]"#,
        r#"{"user":7,"a":"hunter-body"}"#,
    ] {
        all += &log_of_request(config(), request(body), Level::TRACE).await;
    }
    let mut untrusted = request("hunter-body");
    untrusted
        .headers_mut()
        .insert("x-centrifugo-proxy-secret", "hunter-wrong".parse().unwrap());
    all += &log_of_request(config(), untrusted, Level::TRACE).await;
    assert!(all.contains("TRACE") || all.contains("DEBUG"), "{all}");
    assert!(all.contains("refused a request"), "{all}");
    for secret in ["hunter", common::SECRET] {
        let line = all.lines().find(|line| line.contains(secret));
        assert_eq!(line, None);
    }
}

#[tokio::test]
async fn a_reply_that_is_not_as_the_manifest_says_is_logged_without_its_values() {
    for (method, data, path) in [
        ("test.nan", "", Some("path=\"$\"")),
        ("test.whoami", "", Some("path=\"$.*\"")),
        ("test.limits", "", None),
        ("test.echo", "", None),
    ] {
        let log = log_of(config(), &format!("{method}#id-1"), data).await;
        let told = log.lines().find(|line| line.contains("ERROR"));
        let Some(path) = path else {
            assert_eq!(told, None, "{method}");
            continue;
        };
        let told = told.unwrap_or_else(|| panic!("{method} is not told: {log}"));
        assert!(told.contains(path) && told.contains("id-1"), "{told}");
        assert!(told.contains(method) && !told.contains("cookie"), "{told}");
        assert!(log.contains("code=0"), "the reply goes out: {log}");
    }
}

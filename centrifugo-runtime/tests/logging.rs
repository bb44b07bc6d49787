//! What the log says of a call.

#![allow(clippy::unwrap_used, reason = "a test ends at what it does not expect")]

mod common;

use std::io;
use std::sync::{Arc, Mutex};

use common::{config, request, rpc, send, state};
use serde_json::json;
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

async fn log_of(
    config: centrifugo_runtime::CentrifugoConfigBuilder,
    method: &str,
    data: &str,
) -> String {
    let lines = Lines::default();
    let writer = lines.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    let body = json!({"client": "c1", "user": "42", "method": method, "data": data}).to_string();
    async {
        let config = config.build().unwrap();
        let app = centrifugo_runtime::router(&config, rpc::dispatcher(state())).unwrap();
        send(app, request(body)).await;
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
        "method=\"test.question_mark\"",
        "correlation_id=\"id-1\"",
        "code=403",
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
async fn an_unknown_method_is_no_label() {
    let log = log_of(config(), "test.no\nsuch#id-1", "").await;
    assert!(
        log.contains("method=\"unknown\"") && !log.contains("such"),
        "{log}"
    );
}

#[tokio::test]
async fn the_settings_say_whether_calls_are_logged() {
    for quiet in [
        config().log_all_calls(false),
        config().log_only_with_ack(true),
        config().log_level(tracing::Level::WARN),
    ] {
        assert_eq!(log_of(quiet, "test.limits", "").await, "");
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

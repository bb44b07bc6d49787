//! What Prometheus is told.

#![allow(clippy::unwrap_used, reason = "a test ends at what it does not expect")]

mod common;

use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::Request;
use centrifugo_runtime::codegen::Dispatcher;
use centrifugo_runtime::prometheus_client::encoding::text::encode;
use centrifugo_runtime::prometheus_client::registry::Registry;
use centrifugo_runtime::{ConnectionContext, metrics_router, router};
use common::{config, request, rpc, send, state};
use tower::ServiceExt as _;

/// The number of a line, 0 if there is none.
fn number(dispatcher: &Dispatcher, line: &str) -> f64 {
    let text = dispatcher.metrics().encode();
    let found = text.lines().find_map(|other| other.strip_prefix(line));
    found.map_or(0.0, |number| number.trim().parse().unwrap())
}

async fn call(dispatcher: &Dispatcher, method: &str, params: &str) {
    let conn = ConnectionContext::for_user("42");
    let _ = dispatcher.call(conn, method, params).await;
}

#[tokio::test]
async fn calls_and_errors_are_counted_by_method() {
    let dispatcher = rpc::dispatcher(state());
    call(&dispatcher, "test.limits", "").await;
    call(&dispatcher, "test.limits#id", "").await;
    call(&dispatcher, "test.echo", "7").await;
    call(&dispatcher, "test.fail", r#""declared""#).await;
    call(&dispatcher, "test.fail", r#""panic""#).await;
    call(&dispatcher, "test.question_mark", r#""centrifugo""#).await;
    call(&dispatcher, "test.sleep", "60000").await;
    for name in ["test.what", "test.\"\n", "", "system.none"] {
        call(&dispatcher, name, "").await;
    }
    for (line, expected) in [
        (r#"centrifugo_rpc_calls_total{method="test.limits"}"#, 2.0),
        (r#"centrifugo_rpc_calls_total{method="test.whoami"}"#, 0.0),
        (r#"centrifugo_rpc_calls_total{method="unknown"}"#, 4.0),
        (
            r#"centrifugo_rpc_errors_total{method="unknown",code="404"}"#,
            4.0,
        ),
        (
            r#"centrifugo_rpc_errors_total{method="test.limits",code="0"}"#,
            0.0,
        ),
        (
            r#"centrifugo_rpc_errors_total{method="test.echo",code="422"}"#,
            1.0,
        ),
        (
            r#"centrifugo_rpc_errors_total{method="test.fail",code="1001"}"#,
            1.0,
        ),
        (
            r#"centrifugo_rpc_errors_total{method="test.fail",code="500"}"#,
            1.0,
        ),
        (
            r#"centrifugo_rpc_errors_total{method="test.question_mark",code="500"}"#,
            1.0,
        ),
        (
            r#"centrifugo_rpc_errors_total{method="test.sleep",code="408"}"#,
            1.0,
        ),
        (
            r#"centrifugo_rpc_duration_seconds_count{method="test.sleep"}"#,
            1.0,
        ),
        (
            r#"centrifugo_rpc_duration_seconds_bucket{le="0.025",method="test.sleep"}"#,
            0.0,
        ),
        (
            r#"centrifugo_rpc_duration_seconds_bucket{le="30.0",method="test.sleep"}"#,
            1.0,
        ),
        (r#"centrifugo_rpc_in_flight{method="test.sleep"}"#, 0.0),
    ] {
        assert_eq!(number(&dispatcher, line), expected, "{line}");
    }
    let text = dispatcher.metrics().encode();
    assert!(
        !text.contains("test.what") && text.ends_with("# EOF\n"),
        "{text}"
    );
    assert!(text.contains(r#"method="system.check_version""#), "{text}");
}

#[tokio::test]
async fn a_call_that_runs_is_in_flight_and_one_that_is_dropped_is_cancelled() {
    let dispatcher = rpc::dispatcher(state());
    let in_flight = r#"centrifugo_rpc_in_flight{method="test.sleep"}"#;
    let other = dispatcher.clone();
    let running = tokio::spawn(async move { call(&other, "test.sleep", "60000").await });
    while number(&dispatcher, in_flight) < 1.0 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    running.abort();
    let _ = running.await;
    assert_eq!(number(&dispatcher, in_flight), 0.0);
    let cancelled = r#"centrifugo_rpc_errors_total{method="test.sleep",code="cancelled"}"#;
    assert_eq!(number(&dispatcher, cancelled), 1.0);
}

#[tokio::test]
async fn requests_that_are_no_calls_are_counted_too() {
    let dispatcher = rpc::dispatcher(state());
    let app = router(&config().build().unwrap(), dispatcher.clone()).unwrap();
    send(app.clone(), request("nonsense")).await;
    let mut untrusted = request("nonsense");
    untrusted.headers_mut().remove("x-centrifugo-proxy-secret");
    send(app, untrusted).await;
    let malformed = r#"centrifugo_rpc_errors_total{method="unknown",code="400"}"#;
    assert_eq!(number(&dispatcher, malformed), 1.0);
    assert_eq!(number(&dispatcher, "centrifugo_rpc_untrusted_total"), 1.0);
}

#[tokio::test]
async fn the_applications_registry_takes_them_and_the_proxys_port_does_not_show_them() {
    let dispatcher = rpc::dispatcher(state());
    call(&dispatcher, "test.limits", "").await;
    let mut registry = Registry::default();
    let prefixed = registry.sub_registry_with_prefix("my_app");
    dispatcher.metrics().register(prefixed);
    let mut text = String::new();
    encode(&mut text, &registry).unwrap();
    assert!(
        text.contains(r#"my_app_centrifugo_rpc_calls_total{method="test.limits"} 1"#),
        "{text}"
    );

    let get = || Request::get("/metrics").body(Body::empty()).unwrap();
    let response = metrics_router(&dispatcher).oneshot(get()).await.unwrap();
    let kind = response.headers()["content-type"].to_str().unwrap();
    assert!(kind.starts_with("application/openmetrics-text"), "{kind}");
    let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    assert!(
        String::from_utf8(body.to_vec())
            .unwrap()
            .contains("centrifugo_rpc_calls_total")
    );
    let app = router(&config().build().unwrap(), dispatcher).unwrap();
    assert_eq!(send(app, get()).await.0, 404);
}

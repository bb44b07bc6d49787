//! What OpenTelemetry sees of a call.

#![cfg(feature = "opentelemetry")]
#![allow(clippy::unwrap_used, reason = "a test ends at what it does not expect")]

mod common;

use std::collections::HashMap;

use axum::body::Body;
use axum::http::Request;
use common::{config, request, rpc, send, state};
use opentelemetry::global::set_text_map_propagator;
use opentelemetry::trace::{SpanKind, Status, TracerProvider as _};
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::{InMemorySpanExporter, SdkTracerProvider, SpanData};
use serde_json::{Value, json};
use tracing::instrument::WithSubscriber as _;
use tracing_subscriber::layer::SubscriberExt as _;

const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";

/// As an application sets it up.
async fn span_of(request: Request<Body>) -> SpanData {
    set_text_map_propagator(TraceContextPropagator::new());
    let exporter = InMemorySpanExporter::default();
    let provider = SdkTracerProvider::builder()
        .with_simple_exporter(exporter.clone())
        .build();
    let layer = tracing_opentelemetry::layer().with_tracer(provider.tracer("tests"));
    let subscriber = tracing_subscriber::registry().with(layer);
    async {
        let app = centrifugo_runtime::router(&config().build().unwrap(), rpc::dispatcher(state()))
            .unwrap();
        send(app, request).await;
    }
    .with_subscriber(subscriber)
    .await;
    let mut spans = exporter.get_finished_spans().unwrap();
    assert_eq!(spans.len(), 1, "{spans:?}");
    spans.remove(0)
}

fn call(method: &str, data: Value) -> Request<Body> {
    let body = json!({"client": "c1", "user": "42", "method": method, "data": data});
    let mut request = request(body.to_string());
    for (name, value) in [
        ("traceparent", format!("00-{TRACE}-00f067aa0ba902b7-01")),
        ("tracestate", String::from("vendor=1")),
    ] {
        request.headers_mut().insert(name, value.parse().unwrap());
    }
    request
}

fn attributes(span: &SpanData) -> HashMap<String, String> {
    let attributes = span.attributes.iter();
    attributes
        .map(|pair| (pair.key.to_string(), pair.value.to_string()))
        .collect()
}

#[tokio::test]
async fn a_call_is_part_of_the_connections_trace() {
    let span = span_of(call("test.limits#id-1", Value::Null)).await;
    assert_eq!(span.span_context.trace_id().to_string(), TRACE);
    assert_eq!(span.parent_span_id.to_string(), "00f067aa0ba902b7");
    assert!(span.parent_span_is_remote);
    assert_eq!(span.span_context.trace_state().get("vendor"), Some("1"));
    assert_eq!(span.name, "test.limits");
    assert_eq!(span.span_kind, SpanKind::Server);
    assert_eq!(span.status, Status::Unset);
    let attributes = attributes(&span);
    for (name, value) in [
        ("rpc.system.name", "centrifugo"),
        ("rpc.method", "test.limits"),
        ("rpc.response.status_code", "0"),
        ("user.id", "42"),
        ("client", "c1"),
        ("correlation_id", "id-1"),
    ] {
        assert_eq!(
            attributes.get(name).map(String::as_str),
            Some(value),
            "{name}"
        );
    }
    assert!(!attributes.contains_key("error.type"));
}

#[tokio::test]
async fn only_the_servers_own_failures_are_errors_of_its_span() {
    for (kind, code, failed) in [("forbidden", "403", false), ("panic", "500", true)] {
        let span = span_of(call("test.question_mark", json!(kind))).await;
        let attributes = attributes(&span);
        assert_eq!(attributes["rpc.response.status_code"], code);
        assert_eq!(attributes["error.type"], code);
        assert_eq!(
            matches!(span.status, Status::Error { .. }),
            failed,
            "{kind}"
        );
    }
    let span = span_of(call("test.none", Value::Null)).await;
    assert_eq!(
        (&*span.name, span.status.clone()),
        ("_OTHER", Status::Unset)
    );
}

#[tokio::test]
async fn without_a_valid_parent_a_call_begins_a_trace() {
    for parent in [None, Some("00-0-0-0")] {
        let mut request = call("test.limits", Value::Null);
        let headers = request.headers_mut();
        headers.remove("traceparent");
        if let Some(parent) = parent {
            headers.insert("traceparent", parent.parse().unwrap());
        }
        let span = span_of(request).await;
        assert_ne!(span.span_context.trace_id().to_string(), TRACE);
        assert!(!span.parent_span_is_remote);
    }
}

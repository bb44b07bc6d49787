//! The span of a call, with the names that OpenTelemetry's conventions for RPC have
//! (<https://opentelemetry.io/docs/specs/semconv/rpc/rpc-spans/>). In: who calls, and what it ends with.

mod context;
#[cfg(feature = "opentelemetry")]
mod parent;

use axum::http::HeaderMap;
use tracing::Span;
use tracing::field::{Empty, display};

use crate::context::Connection;
use crate::correlation::CorrelationId;
#[cfg(feature = "opentelemetry")]
use crate::error::code;

pub use context::{InvalidTraceParent, TraceParent};

/// What the conventions call a method that is none.
const OTHER: &str = "_OTHER";

/// As loud as the loudest line within it, so that none is without its method and id.
pub(crate) fn span(
    connection: &Connection<'_>,
    headers: &HeaderMap,
    correlation_id: &CorrelationId,
) -> Span {
    #[cfg(not(feature = "opentelemetry"))]
    let span = tracing::error_span!(
        "rpc",
        rpc.method = Empty,
        correlation_id = correlation_id.as_str(),
        client = connection.client,
        user.id = Empty,
        trace_id = Empty,
        rpc.response.status_code = Empty,
    );
    // Names that begin with `otel.` are words to tracing-opentelemetry, and noise to all others.
    #[cfg(feature = "opentelemetry")]
    let span = tracing::error_span!(
        "rpc",
        otel.kind = "server",
        otel.name = Empty,
        otel.status_code = Empty,
        rpc.system.name = "centrifugo",
        rpc.method = Empty,
        correlation_id = correlation_id.as_str(),
        client = connection.client,
        user.id = Empty,
        trace_id = Empty,
        rpc.response.status_code = Empty,
        error.type = Empty,
    );
    if span.is_disabled() {
        return span;
    }
    if !connection.user.is_empty() {
        span.record("user.id", connection.user);
    }
    if let Some(parent) = TraceParent::of(headers) {
        span.record("trace_id", display(parent.trace_id()));
    }
    #[cfg(feature = "opentelemetry")]
    parent::adopt(&span, headers);
    span
}

/// `None`: the name is the client's own text, and would be a label of its own anywhere.
pub(crate) fn record_method(span: &Span, method: Option<&'static str>) {
    span.record("rpc.method", method.unwrap_or(OTHER));
}

/// OpenTelemetry takes the name of a span only before anybody is within it.
#[cfg(feature = "opentelemetry")]
pub(crate) fn record_name(span: &Span, method: Option<&'static str>) {
    span.record("otel.name", method.unwrap_or(OTHER));
}

/// 0 is success.
pub(crate) fn record_code(span: &Span, code: u32) {
    span.record("rpc.response.status_code", display(code));
    #[cfg(feature = "opentelemetry")]
    {
        if code != 0 {
            span.record("error.type", display(code));
        }
        // A caller's own mistake is no failure of the server's span.
        if matches!(code, code::DEADLINE | code::INTERNAL | code::OVERLOADED) {
            span.record("otel.status_code", "ERROR");
        }
    }
}

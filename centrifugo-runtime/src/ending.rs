//! What is seen of a call from outside: its span, its metrics, its log line. In: who calls what, and what
//! it ends with, or that it was dropped before.

use std::mem;
use std::time::{Duration, Instant};

use tracing::{Level, Span};

use crate::cause::Cause;
use crate::error::{RpcError, code};
use crate::load::Place;
use crate::metrics::{InFlight, Metrics, Verdict};
use crate::policy::Policy;
use crate::reply::{Outcome, Reply};
use crate::trace;

/// What is logged of calls.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Log {
    /// A line for each call, not only for those that the server failed.
    pub(crate) all_calls: bool,
    /// The lowest level of these lines.
    pub(crate) level: Level,
    /// Params and results, too.
    pub(crate) payloads: bool,
}

impl Log {
    /// Whether each call gets a line.
    pub(crate) fn logs_calls(self) -> bool {
        self.all_calls && self.level >= Level::INFO
    }
}

impl Default for Log {
    fn default() -> Self {
        Self {
            all_calls: true,
            level: Level::INFO,
            payloads: false,
        }
    }
}

/// What has to happen when a call ends, whichever way.
pub(crate) struct Ending {
    span: Span,
    began: Instant,
    log: Log,
    max_reply: usize,
    in_flight: Option<InFlight>,
    params: Option<String>,
    /// Held until the handler is gone.
    place: Option<Place>,
}

impl Ending {
    pub(crate) fn new(span: Span, began: Instant, policy: &Policy) -> Self {
        Self {
            span,
            began,
            log: policy.log,
            max_reply: policy.max_reply,
            in_flight: None,
            params: None,
            place: None,
        }
    }

    pub(crate) fn span(&self) -> &Span {
        &self.span
    }

    /// The call is one of a method; `name` goes to the span and to the metrics.
    pub(crate) fn begin(&mut self, name: &'static str, metrics: &Metrics, params: &[u8]) {
        trace::record_method(&self.span, Some(name));
        self.in_flight = Some(metrics.begin(name));
        if self.log.payloads {
            self.params = Some(shown(params));
        }
        if self.log.level >= Level::DEBUG {
            self.span.in_scope(|| tracing::debug!("call begins"));
        }
    }

    pub(crate) fn hold(&mut self, place: Place) {
        self.place = Some(place);
    }

    /// Whether each call gets a line, for lines beside this one.
    pub(crate) fn logs_calls(&self) -> bool {
        self.log.logs_calls()
    }

    /// What the client gets.
    pub(crate) fn end(mut self, outcome: Outcome) -> Outcome {
        let span = mem::replace(&mut self.span, Span::none());
        let _within = span.enter();
        let outcome = outcome.and_then(|reply| fits(reply, self.max_reply));
        let outcome = outcome.map_err(RpcError::for_client);
        let (code, verdict) = match &outcome {
            Ok(_) => (0, Verdict::Ok),
            Err(error) => (error.code(), Verdict::Code(error.code())),
        };
        trace::record_code(&span, code);
        let took = self.count(verdict);
        let duration_us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let params = self.params.take();
        let params = params.as_deref();
        let result = outcome.as_ref().ok().filter(|_| params.is_some());
        let result = result.map(|reply| shown(reply.data()));
        let result = result.as_deref();
        // What is behind a 500 has a line of its own, and refusals under load would be a load.
        if code == code::DEADLINE && self.log.level >= Level::WARN {
            tracing::warn!(code, duration_us, params, "call");
        } else if self.logs_calls() {
            tracing::info!(code, duration_us, params, result, "call");
        }
        outcome
    }

    fn count(&mut self, verdict: Verdict) -> Duration {
        let took = self.began.elapsed();
        if let Some(in_flight) = self.in_flight.take() {
            in_flight.end(verdict, took);
        }
        took
    }
}

/// Of a larger one the client would see no more than the end of its connection.
fn fits(reply: Reply, max: usize) -> Outcome {
    let bytes = reply.data().len();
    if bytes <= max {
        return Ok(reply);
    }
    Err(RpcError::internal(Cause::Text(format!(
        "the result has {bytes} bytes, more than the {max} of CENTRIFUGO__MAX_REPLY_BYTES, which goes \
         with Centrifugo's client.queue_max_size"
    ))))
}

/// The caller went away, or the server is being shut down.
impl Drop for Ending {
    fn drop(&mut self) {
        if self.in_flight.is_none() {
            return;
        }
        let took = self.count(Verdict::Cancelled);
        if self.log.level >= Level::DEBUG {
            let duration_us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
            self.span
                .in_scope(|| tracing::debug!(duration_us, "call cancelled"));
        }
    }
}

/// How much of params or of a result a log line holds.
const MAX_SHOWN: usize = 2048;

fn shown(json: &[u8]) -> String {
    let end = json.len().min(MAX_SHOWN);
    let text = String::from_utf8_lossy(&json[..end]);
    let rest = if json.len() > end { "…" } else { "" };
    format!("{text}{rest}")
}

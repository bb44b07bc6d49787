//! One call from its start to its log line.

use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::time::{Duration, Instant};

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use tracing::field::Empty;
use tracing::{Instrument as _, Level, Span};

use crate::cause::Cause;
use crate::context::{Caller, ConnectionContext};
use crate::dispatch::{Admission, Dispatcher, deadline, start_caught};
use crate::error::{RpcError, code};
use crate::reply::{Outcome, Reply};

/// What holds for all calls of one server.
#[derive(Debug, Clone)]
pub(crate) struct Policy {
    /// The deadline of a method that has none of its own.
    pub(crate) timeout: Duration,
    /// The longest that Centrifugo waits, less the way back.
    pub(crate) longest: Option<Duration>,
    /// Whether each call gets a log line.
    pub(crate) log_calls: bool,
    /// The lowest level of the runtime's own log lines.
    pub(crate) log_level: Level,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(30),
            longest: None,
            log_calls: true,
            log_level: Level::INFO,
        }
    }
}

/// A call as a transport hands it over.
pub(crate) struct Incoming<'a> {
    pub(crate) caller: Caller,
    pub(crate) method: &'a str,
    pub(crate) correlation_id: Box<str>,
    pub(crate) data: &'a [u8],
}

/// Takes calls.
pub(crate) struct Calls<'a> {
    pub(crate) dispatcher: &'a Dispatcher,
    pub(crate) policy: &'a Policy,
}

impl Calls<'_> {
    /// Reads the params and makes the handler's future. The request's bytes are not needed after it.
    pub(crate) fn start(&self, incoming: Incoming<'_>) -> Running {
        let Incoming {
            caller,
            method,
            correlation_id,
            data,
        } = incoming;
        let began = Instant::now();
        let span = tracing::info_span!(
            "rpc",
            method = Empty,
            correlation_id = &*correlation_id,
            client = &*caller.client,
        );
        let mut until = deadline(began, None, self.policy);
        let mut label = None;
        let mut parts = Some((caller, correlation_id));
        let mut admit = |name: &'static str, options: crate::codegen::Options| {
            span.record("method", name);
            label = Some(name);
            until = deadline(began, options.timeout, self.policy);
            let (caller, id) = parts.take().expect("a call is admitted once");
            if caller.user.is_empty() && !options.anonymous {
                return Err(RpcError::new(code::UNAUTHORIZED, "unauthorized"));
            }
            Ok(ConnectionContext::new(caller, name, id, until))
        };
        let mut admission = Admission {
            method,
            data,
            admit: &mut admit,
        };
        let future = span.in_scope(|| start_caught(self.dispatcher, &mut admission));
        if label.is_none() {
            // The name is the client's own text and would be a label of its own in any metric.
            span.record("method", "unknown");
        }
        let log = self.policy.log_calls && self.policy.log_level >= Level::INFO;
        Running {
            future,
            span,
            began,
            deadline: until,
            log,
        }
    }
}

/// A started call.
pub(crate) struct Running {
    future: BoxFuture<'static, Outcome>,
    span: Span,
    began: Instant,
    deadline: Instant,
    log: bool,
}

impl Running {
    /// Waits for the handler, at most until the call's deadline.
    pub(crate) async fn finish(self) -> Result<Reply, RpcError> {
        let Self {
            future,
            span,
            began,
            deadline,
            log,
        } = self;
        let run = async move {
            let caught = AssertUnwindSafe(future).catch_unwind();
            let outcome = match tokio::time::timeout_at(deadline.into(), caught).await {
                Ok(Ok(outcome)) => outcome,
                Ok(Err(panic)) => Err(panicked(&*panic)),
                Err(_) => Err(RpcError::new(code::DEADLINE, "deadline exceeded")),
            };
            let outcome = outcome.map_err(RpcError::for_client);
            if log {
                let code = outcome.as_ref().err().map_or(0, RpcError::code);
                tracing::info!(code, elapsed_us = micros(began), "call");
            }
            outcome
        };
        run.instrument(span).await
    }
}

/// What a client gets for a panic.
pub(crate) fn panicked(panic: &(dyn Any + Send)) -> RpcError {
    let text = panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message");
    RpcError::internal(Cause::Text(format!("panic: {text}")))
}

fn micros(began: Instant) -> u64 {
    u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX)
}

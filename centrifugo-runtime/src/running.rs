//! A started call: its handler's future until that ends, its deadline or its caller does. Knows neither
//! methods nor transports.

use std::panic::AssertUnwindSafe;
use std::time::Instant;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use tokio::task::JoinHandle;
use tracing::{Instrument as _, Span};

use crate::call::panicked;
use crate::cause::Cause;
use crate::error::{RpcError, code};
use crate::reply::Outcome;

/// What a caller waits for.
pub(crate) enum Running {
    /// The call has its reply: it was refused, or its handler is nobody's to wait for.
    Ended(Outcome),
    /// The handler is dropped with this.
    Attached(Work),
    /// The handler runs on if this is dropped.
    Spawned {
        task: JoinHandle<Outcome>,
        /// When the caller gets a 408 all the same.
        deadline: Instant,
        span: Span,
        ending: Ending,
    },
}

impl Running {
    /// The reply.
    pub(crate) async fn finish(self) -> Outcome {
        match self {
            Self::Ended(outcome) => outcome,
            Self::Attached(work) => work.run().await,
            Self::Spawned {
                task,
                deadline,
                span,
                ending,
            } => match tokio::time::timeout_at(deadline.into(), task).await {
                Ok(Ok(outcome)) => outcome,
                Ok(Err(fault)) => {
                    let cause = Cause::Text(format!("the handler's task ended: {fault}"));
                    span.in_scope(|| ending.end(Err(RpcError::internal(cause))))
                }
                Err(_) => {
                    if ending.log {
                        span.in_scope(|| tracing::info!("replied 408, the handler may run on"));
                    }
                    Err(deadline_exceeded())
                }
            },
        }
    }
}

/// A handler's future with all that its end needs.
pub(crate) struct Work {
    pub(crate) future: BoxFuture<'static, Outcome>,
    pub(crate) span: Span,
    pub(crate) deadline: Instant,
    pub(crate) ending: Ending,
}

impl Work {
    /// Runs the handler, at most until its deadline.
    pub(crate) async fn run(self) -> Outcome {
        let Self {
            future,
            span,
            deadline,
            ending,
        } = self;
        let run = async move {
            let caught = AssertUnwindSafe(future).catch_unwind();
            let outcome = match tokio::time::timeout_at(deadline.into(), caught).await {
                Ok(Ok(outcome)) => outcome,
                Ok(Err(panic)) => Err(panicked(&*panic)),
                Err(_) => Err(deadline_exceeded()),
            };
            ending.end(outcome)
        };
        run.instrument(span).await
    }

    /// Runs a handler whose caller has its reply already: the log is the only place for an error.
    pub(crate) async fn run_unanswered(self) {
        let span = self.span.clone();
        match self.run().await {
            // The log has it, with its cause.
            Err(error) if error.code() == code::INTERNAL => {}
            Err(error) => span.in_scope(|| {
                tracing::error!(
                    code = error.code(),
                    message = error.message(),
                    "handler failed after its reply"
                );
            }),
            Ok(_) => {}
        }
    }
}

/// How a call comes into the log.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ending {
    pub(crate) began: Instant,
    /// Whether each call gets a log line.
    pub(crate) log: bool,
}

impl Ending {
    /// What the client gets, within the call's span.
    pub(crate) fn end(self, outcome: Outcome) -> Outcome {
        let outcome = outcome.map_err(RpcError::for_client);
        if self.log {
            let code = outcome.as_ref().err().map_or(0, RpcError::code);
            tracing::info!(code, elapsed_us = micros(self.began), "call");
        }
        outcome
    }
}

pub(crate) fn deadline_exceeded() -> RpcError {
    RpcError::new(code::DEADLINE, "deadline exceeded")
}

fn micros(began: Instant) -> u64 {
    u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX)
}

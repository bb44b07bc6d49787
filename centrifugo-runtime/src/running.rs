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
use crate::ending::Ending;
use crate::error::{RpcError, code};
use crate::layer::Layered;
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
        logs_calls: bool,
    },
    /// Layers are around the handler, or have refused it.
    Layered(Layered),
}

impl Running {
    /// The reply.
    pub(crate) async fn finish(self) -> Outcome {
        match self {
            Self::Ended(outcome) => outcome,
            Self::Attached(work) => work.run().await,
            Self::Layered(layered) => layered.finish().await,
            Self::Spawned {
                task,
                deadline,
                span,
                logs_calls,
            } => match tokio::time::timeout_at(deadline.into(), task).await {
                Ok(Ok(outcome)) => outcome,
                Ok(Err(fault)) => {
                    let cause = Cause::Text(format!("the handler's task ended: {fault}"));
                    Err(span.in_scope(|| RpcError::internal(cause).for_client()))
                }
                Err(_) => {
                    if logs_calls {
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
    pub(crate) deadline: Instant,
    pub(crate) ending: Ending,
}

impl Work {
    /// Runs the handler, at most until its deadline.
    pub(crate) async fn run(self) -> Outcome {
        let Self {
            future,
            deadline,
            ending,
        } = self;
        let span = ending.span().clone();
        async move { ending.end(until(deadline, future).await) }
            .instrument(span)
            .await
    }

    /// Runs a handler whose caller has its reply already: the log is the only place for an error.
    pub(crate) async fn run_unanswered(self) {
        let span = self.ending.span().clone();
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

/// What a future ends with, if it does in time and without a panic.
pub(crate) async fn until(deadline: Instant, future: BoxFuture<'static, Outcome>) -> Outcome {
    let caught = AssertUnwindSafe(future).catch_unwind();
    match tokio::time::timeout_at(deadline.into(), caught).await {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(panic)) => Err(panicked(&*panic)),
        Err(_) => Err(deadline_exceeded()),
    }
}

pub(crate) fn deadline_exceeded() -> RpcError {
    RpcError::new(code::DEADLINE, "deadline exceeded")
}

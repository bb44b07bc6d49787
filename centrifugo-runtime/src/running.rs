//! A started call: its handler's future until that ends, its deadline or its caller does. Knows neither
//! methods nor transports.

use std::future::{self, Ready};
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Instant;

use futures_util::FutureExt as _;
use futures_util::future::{BoxFuture, CatchUnwind};
use tokio::task::JoinHandle;
use tracing::Span;

use crate::call::panicked;
use crate::cause::Cause;
use crate::ending::Ending;
use crate::error::{RpcError, code};
use crate::layer::Layered;
use crate::reply::Outcome;
use crate::within::Within;

/// What a caller waits for: the reply.
pub(crate) enum Running {
    /// The call has its reply: it was refused, or its handler is nobody's to wait for.
    Ended(Ready<Outcome>),
    /// The handler is dropped with this.
    Attached(Work),
    /// The handler runs on if this is dropped.
    Spawned(Spawned),
    /// Layers are around the handler, or have refused it.
    Layered(Layered),
}

impl Running {
    pub(crate) fn ended(outcome: Outcome) -> Self {
        Self::Ended(future::ready(outcome))
    }
}

impl Future for Running {
    type Output = Outcome;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Outcome> {
        match &mut *self {
            Self::Ended(outcome) => Pin::new(outcome).poll(context),
            Self::Attached(work) => Pin::new(work).poll(context),
            Self::Spawned(spawned) => Pin::new(spawned).poll(context),
            Self::Layered(layered) => Pin::new(layered).poll(context),
        }
    }
}

/// A handler in a task of its own, until the caller gets a 408 all the same.
pub(crate) struct Spawned {
    task: Within<JoinHandle<Outcome>>,
    span: Span,
    logs_calls: bool,
}

impl Spawned {
    pub(crate) fn new(
        task: JoinHandle<Outcome>,
        deadline: Instant,
        span: Span,
        logs_calls: bool,
    ) -> Self {
        Self {
            task: Within::until(deadline, task),
            span,
            logs_calls,
        }
    }
}

impl Future for Spawned {
    type Output = Outcome;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Outcome> {
        let ended = ready!(Pin::new(&mut self.task).poll(context));
        Poll::Ready(match ended {
            Some(Ok(outcome)) => outcome,
            Some(Err(fault)) => {
                let cause = Cause::Text(format!("the handler's task ended: {fault}"));
                let internal = || RpcError::internal(cause).for_client();
                Err(self.span.in_scope(internal))
            }
            None => {
                if self.logs_calls {
                    self.span
                        .in_scope(|| tracing::info!("replied 408, the handler may run on"));
                }
                Err(deadline_exceeded())
            }
        })
    }
}

/// A handler's future with all that its end needs. It runs at most until its deadline.
pub(crate) struct Work {
    handler: Option<Guarded>,
    ending: Option<Ending>,
}

impl Work {
    pub(crate) fn new(
        handler: BoxFuture<'static, Outcome>,
        deadline: Instant,
        ending: Ending,
    ) -> Self {
        Self {
            handler: Some(until(deadline, handler)),
            ending: Some(ending),
        }
    }

    /// Runs a handler whose caller has its reply already: the log is the only place for an error.
    pub(crate) async fn run_unanswered(self) {
        let span = self.ending.as_ref().map(|ending| ending.span().clone());
        match self.await {
            // The log has it, with its cause.
            Err(error) if error.code() == code::INTERNAL => {}
            Err(error) => span.unwrap_or_else(Span::none).in_scope(|| {
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

impl Future for Work {
    type Output = Outcome;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Outcome> {
        let Self { handler, ending } = &mut *self;
        let (Some(running), Some(before)) = (handler.as_mut(), ending.as_ref()) else {
            unreachable!("a future is not polled after its end");
        };
        let within = before.span().enter();
        let outcome = ready!(Pin::new(running).poll(context));
        // It is gone before the call's end is told.
        *handler = None;
        drop(within);
        let ending = ending.take().expect("it was there before");
        Poll::Ready(ending.end(outcome))
    }
}

/// A handler that is dropped before its end is so within its span, as it would end.
impl Drop for Work {
    fn drop(&mut self) {
        if let Some(ending) = &self.ending {
            let _within = ending.span().enter();
            self.handler = None;
        }
    }
}

/// What a future ends with, if it does in time and without a panic.
pub(crate) struct Guarded(Within<CatchUnwind<AssertUnwindSafe<BoxFuture<'static, Outcome>>>>);

pub(crate) fn until(deadline: Instant, future: BoxFuture<'static, Outcome>) -> Guarded {
    let caught = AssertUnwindSafe(future).catch_unwind();
    Guarded(Within::until(deadline, caught))
}

impl Future for Guarded {
    type Output = Outcome;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Outcome> {
        Poll::Ready(match ready!(Pin::new(&mut self.0).poll(context)) {
            Some(Ok(outcome)) => outcome,
            Some(Err(panic)) => Err(panicked(&*panic)),
            None => Err(deadline_exceeded()),
        })
    }
}

pub(crate) fn deadline_exceeded() -> RpcError {
    RpcError::new(code::DEADLINE, "deadline exceeded")
}

//! One call from its door to its handler: who may call, whether there is room, until when.

use std::any::Any;
use std::time::{Duration, Instant};

use bytes::Bytes;
use tokio_util::task::TaskTracker;
use tracing::instrument::WithSubscriber as _;

use crate::cause::Cause;
use crate::codegen::{Options, Run, Started};
use crate::context::{Caller, ConnectionContext};
use crate::dispatch::{Admission, Dispatcher, start_caught};
use crate::ending::Ending;
use crate::error::{RpcError, code};
use crate::layer::{self, CallRequest};
use crate::policy::{Deadlines, Policy};
use crate::reply::Reply;
use crate::running::{Running, Work};
use crate::trace;

/// A call as a transport hands it over.
pub(crate) struct Incoming<'a> {
    pub(crate) caller: Caller,
    pub(crate) method: &'a str,
    pub(crate) correlation_id: Box<str>,
    pub(crate) data: &'a [u8],
    /// How long its sender waits for the reply, where it says so.
    pub(crate) patience: Option<Duration>,
}

/// Takes calls.
pub(crate) struct Calls<'a> {
    pub(crate) dispatcher: &'a Dispatcher,
    pub(crate) policy: &'a Policy,
}

impl Calls<'_> {
    /// Reads the params and starts the handler. The request's bytes are not needed after it.
    pub(crate) fn start(&self, incoming: Incoming<'_>) -> Running {
        let Incoming {
            caller,
            method,
            correlation_id,
            data,
            patience,
        } = incoming;
        let began = Instant::now();
        let span = trace::span(&caller, &correlation_id);
        #[cfg(feature = "opentelemetry")]
        trace::record_name(&span, self.dispatcher.name_of(method));
        let mut ending = Ending::new(span.clone(), began, self.policy);
        let mut terms = Terms {
            run: Run::Attached,
            deadlines: self.policy.deadlines(began, Options::new(), patience),
        };
        let mut parts = Some((caller, correlation_id));
        let mut admit = |name: &'static str, options: Options| {
            ending.begin(name, self.dispatcher.metrics(), data);
            terms = Terms {
                run: options.run,
                deadlines: self.policy.deadlines(began, options, patience),
            };
            let (caller, id) = parts.take().expect("a call is admitted once");
            if caller.user.is_empty() && !options.anonymous {
                return Err(RpcError::new(code::UNAUTHORIZED, "unauthorized"));
            }
            let limit = self.policy.max_concurrent;
            ending.hold(self.dispatcher.load().enter(limit)?);
            let until = terms.deadlines.handler;
            Ok(ConnectionContext::new(caller, name, id, until))
        };
        let background = self.dispatcher.background();
        if let Some((name, options, service)) = self.dispatcher.layered(method) {
            return match span.in_scope(|| admit(name, options)) {
                Ok(conn) => {
                    let data = Bytes::copy_from_slice(data);
                    let request = CallRequest::new(conn, data, background.clone());
                    layer::start(service, request, ending, terms)
                }
                Err(error) => Running::Ended(ending.end(Err(error))),
            };
        }
        let mut admission = Admission {
            method,
            data,
            admit: &mut admit,
        };
        let started = span.in_scope(|| start_caught(self.dispatcher, &mut admission));
        if parts.is_some() {
            trace::record_method(&span, None);
            self.dispatcher.metrics().unknown(code::METHOD_NOT_FOUND);
        }
        launch(started, ending, terms, background)
    }

    /// What the sender of a request gets that is no call.
    pub(crate) fn refuse(&self, error: RpcError) -> RpcError {
        let error = error.for_client();
        self.dispatcher.metrics().unknown(error.code());
        // Its message may hold what was sent.
        tracing::warn!(code = error.code(), "refused a request that is no call");
        error
    }
}

/// How a call runs, and until when.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Terms {
    pub(crate) run: Run,
    pub(crate) deadlines: Deadlines,
}

/// Runs a handler that is started, or ends the call.
pub(crate) fn launch(
    started: Started,
    ending: Ending,
    terms: Terms,
    background: &TaskTracker,
) -> Running {
    let future = match started {
        Ok(future) => future,
        Err(error) => return Running::Ended(ending.end(Err(error))),
    };
    let span = ending.span().clone();
    let logs_calls = ending.logs_calls();
    let work = Work {
        future,
        deadline: terms.deadlines.handler,
        ending,
    };
    match terms.run {
        Run::Attached => Running::Attached(work),
        Run::Spawned => Running::Spawned {
            task: background.spawn(work.run().with_current_subscriber()),
            deadline: terms.deadlines.reply,
            span,
            logs_calls,
        },
        Run::NoWait => {
            background.spawn(work.run_unanswered().with_current_subscriber());
            Running::Ended(Ok(Reply::null()))
        }
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

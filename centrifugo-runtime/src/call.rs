//! One call from its door to its handler: who may call, whether there is room, until when.

use std::any::Any;
use std::time::{Duration, Instant};

use axum::http::HeaderMap;
use bytes::Bytes;
use tokio_util::task::TaskTracker;
use tracing::instrument::WithSubscriber as _;

use crate::cause::Cause;
use crate::codegen::{Options, Run, Started};
use crate::context::{Caller, Connection, ConnectionContext};
use crate::correlation::{self, CorrelationId};
use crate::dispatch::{Admission, Dispatcher, start_caught};
use crate::ending::Ending;
use crate::error::{RpcError, code};
use crate::layer::{self, CallRequest};
use crate::policy::{Deadlines, Policy};
use crate::reply::Reply;
use crate::running::{Running, Spawned, Work};
use crate::trace;

/// A call as a transport hands it over.
pub(crate) struct Incoming<'a> {
    pub(crate) connection: Connection<'a>,
    pub(crate) meta: Option<Bytes>,
    pub(crate) headers: HeaderMap,
    /// With the id that the client gave the call, if it did.
    pub(crate) method: &'a str,
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
        let (method, id) = correlation::split(incoming.method);
        let id = id.unwrap_or_else(CorrelationId::random);
        self.start_as(method, id, incoming)
    }

    /// The same, of a call whose method name is without its id.
    pub(crate) fn start_as(
        &self,
        method: &str,
        correlation_id: CorrelationId,
        incoming: Incoming<'_>,
    ) -> Running {
        let Incoming {
            connection,
            meta,
            headers,
            data,
            patience,
            ..
        } = incoming;
        let began = Instant::now();
        let span = trace::span(&connection, &headers, &correlation_id);
        #[cfg(feature = "opentelemetry")]
        trace::record_name(&span, self.dispatcher.name_of(method));
        let mut ending = Ending::new(span.clone(), began, self.policy);
        // Those of a call that is not admitted: nothing of it runs.
        let mut terms = Terms {
            run: Run::Attached,
            deadlines: Deadlines {
                reply: began,
                handler: began,
            },
        };
        let mut parts = Some((meta, headers));
        let mut admit = |name: &'static str, options: Options| {
            ending.begin(name, self.dispatcher.metrics(), data);
            terms = Terms {
                run: options.run,
                deadlines: self.policy.deadlines(began, options, patience),
            };
            let (meta, headers) = parts.take().expect("a call is admitted once");
            if connection.user.is_empty() && !options.anonymous {
                return Err(RpcError::new(code::UNAUTHORIZED, "unauthorized"));
            }
            let limit = self.policy.max_concurrent;
            ending.hold(self.dispatcher.load().enter(limit)?);
            let until = terms.deadlines.handler;
            let caller = Caller::of(connection, meta, headers);
            Ok(ConnectionContext::new(caller, name, correlation_id, until))
        };
        let background = self.dispatcher.background();
        if let Some((name, options, service)) = self.dispatcher.layered(method) {
            return match span.in_scope(|| admit(name, options)) {
                Ok(conn) => {
                    let data = Bytes::copy_from_slice(data);
                    let request = CallRequest::new(conn, data, background.clone());
                    layer::start(service, request, ending, terms)
                }
                Err(error) => Running::ended(ending.end(Err(error))),
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
        Err(error) => return Running::ended(ending.end(Err(error))),
    };
    let span = ending.span().clone();
    let logs_calls = ending.logs_calls();
    let work = Work::new(future, terms.deadlines.handler, ending);
    match terms.run {
        Run::Attached => Running::Attached(work),
        Run::Spawned => {
            let task = background.spawn(work.with_current_subscriber());
            let reply = terms.deadlines.reply;
            Running::Spawned(Spawned::new(task, reply, span, logs_calls))
        }
        Run::NoWait => {
            background.spawn(work.run_unanswered().with_current_subscriber());
            Running::ended(Ok(Reply::null()))
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

//! One call from its start to its log line.

use std::any::Any;
use std::time::{Duration, Instant};

use tracing::field::Empty;
use tracing::instrument::WithSubscriber as _;

use crate::cause::Cause;
use crate::codegen::{Options, Run};
use crate::context::{Caller, ConnectionContext};
use crate::dispatch::{Admission, Dispatcher, start_caught};
use crate::error::{RpcError, code};
use crate::policy::Policy;
use crate::reply::Reply;
use crate::running::{Ending, Running, Work};

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
        // As loud as the loudest line within it, so that none is without its method and id.
        let span = tracing::error_span!(
            "rpc",
            method = Empty,
            correlation_id = &*correlation_id,
            client = &*caller.client,
        );
        let mut run = Run::Attached;
        let mut deadlines = self.policy.deadlines(began, Options::new(), patience);
        let mut parts = Some((caller, correlation_id));
        let mut admit = |name: &'static str, options: Options| {
            span.record("method", name);
            run = options.run;
            deadlines = self.policy.deadlines(began, options, patience);
            let (caller, id) = parts.take().expect("a call is admitted once");
            if caller.user.is_empty() && !options.anonymous {
                return Err(RpcError::new(code::UNAUTHORIZED, "unauthorized"));
            }
            Ok(ConnectionContext::new(caller, name, id, deadlines.handler))
        };
        let mut admission = Admission {
            method,
            data,
            admit: &mut admit,
        };
        let started = span.in_scope(|| start_caught(self.dispatcher, &mut admission));
        if parts.is_some() {
            // The name is the client's own text and would be a label of its own in any metric.
            span.record("method", "unknown");
        }
        let ending = Ending {
            began,
            log: self.policy.logs_calls(),
        };
        let future = match started {
            Ok(future) => future,
            Err(error) => return Running::Ended(span.in_scope(|| ending.end(Err(error)))),
        };
        let work = Work {
            future,
            span,
            deadline: deadlines.handler,
            ending,
        };
        let background = self.dispatcher.background();
        match run {
            Run::Attached => Running::Attached(work),
            Run::Spawned => Running::Spawned {
                ending,
                span: work.span.clone(),
                task: background.spawn(work.run().with_current_subscriber()),
                deadline: deadlines.reply,
            },
            Run::NoWait => {
                background.spawn(work.run_unanswered().with_current_subscriber());
                Running::Ended(Ok(Reply::null()))
            }
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

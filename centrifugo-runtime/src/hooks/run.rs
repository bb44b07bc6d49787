//! A hook from its question to its answer: until when, what a panic becomes, span and log line.

use std::panic::AssertUnwindSafe;
use std::time::{Duration, Instant};

use futures_util::FutureExt as _;
use serde::Serialize;
use tracing::Instrument as _;

use super::reply::Check;
use super::{
    Asked, ConnectReply, ConnectRequest, Hook, Hooks, PublishReply, PublishRequest, RefreshReply,
    RefreshRequest, Refusal, SubRefreshReply, SubRefreshRequest, SubscribeReply, SubscribeRequest,
};
use crate::call::panicked;
use crate::cause::Cause;
use crate::codegen::Options;
use crate::context::ConnectionContext;
use crate::correlation::CorrelationId;
use crate::error::RpcError;
use crate::policy::Policy;
use crate::running::deadline_exceeded;

/// One kind of question.
pub(crate) trait Event: Sized {
    type Reply: Serialize + Check + Send + 'static;

    const NAME: &'static str;

    fn hook(hooks: &Hooks) -> Option<&Hook<Self, Self::Reply>>;

    /// What a refusal is to Centrifugo, if it is an answer like any other.
    fn refused() -> Option<Self::Reply> {
        None
    }
}

macro_rules! events {
    ($($request:ident => $reply:ident, $name:ident $(, $refused:expr)?;)*) => {
        $(impl Event for $request {
            type Reply = $reply;

            const NAME: &'static str = stringify!($name);

            fn hook(hooks: &Hooks) -> Option<&Hook<Self, $reply>> {
                hooks.$name.as_ref()
            }

            $(fn refused() -> Option<$reply> {
                Some($refused)
            })?
        })*
    };
}

events! {
    ConnectRequest => ConnectReply, connect;
    RefreshRequest => RefreshReply, refresh, RefreshReply::expired();
    SubscribeRequest => SubscribeReply, subscribe;
    PublishRequest => PublishReply, publish;
    SubRefreshRequest => SubRefreshReply, sub_refresh, SubRefreshReply::expired();
}

/// Asks the hook. What is not a clear yes is a no.
pub(crate) async fn ask<Q>(
    hooks: &Hooks,
    policy: &Policy,
    asked: Asked,
    patience: Option<Duration>,
) -> Result<Q::Reply, Refusal>
where
    Q: Event + From<Asked> + Send + 'static,
{
    let began = Instant::now();
    let deadline = policy.deadlines(began, Options::new(), patience).handler;
    let correlation_id = CorrelationId::random();
    let span = tracing::error_span!(
        "hook",
        hook = Q::NAME,
        correlation_id = correlation_id.as_str(),
        client = asked.caller.connection().client,
    );
    let log = policy.log.logs_calls();
    let conn = ConnectionContext::new(asked.caller.clone(), Q::NAME, correlation_id, deadline);
    let hook = Q::hook(hooks).cloned();
    let run = async move {
        let answer = match hook {
            Some(hook) => run(hook, conn, Q::from(asked), deadline).await,
            None => {
                tracing::warn!("refused: there is no hook for what Centrifugo asks");
                Err(Refusal::unregistered())
            }
        };
        let answer = answer.map_err(Refusal::for_client);
        if log {
            let code = answer.as_ref().err().map_or(0, Refusal::code);
            let duration_us = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX);
            tracing::info!(code, duration_us, "hook");
        }
        answer.or_else(|refusal| Q::refused().ok_or(refusal))
    };
    run.instrument(span).await
}

/// What a question that cannot even be read is answered with.
pub(crate) fn refuse<Q: Event>(error: RpcError) -> Result<Q::Reply, Refusal> {
    let refusal = Refusal::from(error).for_client();
    Q::refused().ok_or(refusal)
}

async fn run<Q, R: Check>(
    hook: Hook<Q, R>,
    conn: ConnectionContext,
    request: Q,
    deadline: Instant,
) -> Result<R, Refusal> {
    // The hook's own body up to its future may panic, too.
    let caught = AssertUnwindSafe(async move { hook(conn, request).await }).catch_unwind();
    let reply = match tokio::time::timeout_at(deadline.into(), caught).await {
        Ok(Ok(reply)) => reply?,
        Ok(Err(panic)) => return Err(panicked(&*panic).into()),
        Err(_) => return Err(deadline_exceeded().into()),
    };
    match reply.fault() {
        None => Ok(reply),
        Some(fault) => Err(RpcError::internal(Cause::Text(fault)).into()),
    }
}

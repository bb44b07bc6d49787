//! What generated code runs on, and the only part of the runtime that it names. Not for use by hand:
//! it changes with the generator and without notice.
//!
//! Nothing here awaits: each form of handler boxes its future once, and all that does not depend on
//! a handler's types is outside of the generic functions, because they are compiled for each one.

use std::fmt;
use std::time::Duration;

use futures_util::future::BoxFuture;
use serde::Serialize;
use serde::de::DeserializeOwned;

pub use crate::contract;
pub use crate::dispatch::Dispatcher;
pub use crate::error::{HandlerError, RpcError};
pub use crate::reply::{Fields, Reply};
pub use crate::state::{FromRef, State};

use crate::cause::Cause;
use crate::context::ConnectionContext;
use crate::params::parse;
use crate::reply::Outcome;

/// One method of a dispatcher with the state `S`.
pub struct Route<S> {
    /// The method's name.
    pub name: &'static str,
    /// What is known about it before its params are read.
    pub options: Options,
    /// Starts a call.
    pub call: fn(Call<'_, S>) -> BoxFuture<'static, Result<Reply, RpcError>>,
}

impl<S> fmt::Debug for Route<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Route")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// The options of a method.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Its own deadline.
    pub timeout: Option<Duration>,
    /// Whether anonymous connections may call it.
    pub anonymous: bool,
}

/// A timeout of the attribute: a `Duration`, or an `Option` of one.
pub fn millis<T: From<Duration>>(millis: u64) -> T {
    T::from(Duration::from_millis(millis))
}

/// An admitted call.
pub struct Call<'a, S> {
    pub(crate) conn: ConnectionContext,
    pub(crate) state: &'a S,
    pub(crate) data: &'a [u8],
}

impl<S> fmt::Debug for Call<'_, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("conn", &self.conn)
            .finish_non_exhaustive()
    }
}

/// A handler that takes params.
pub fn with_params<S, P, F>(
    call: Call<'_, S>,
    handler: impl FnOnce(ConnectionContext, &S, P) -> F,
    finish: impl FnOnce(F::Output) -> Result<Reply, RpcError> + Send + 'static,
) -> BoxFuture<'static, Result<Reply, RpcError>>
where
    P: DeserializeOwned,
    F: Future + Send + 'static,
{
    match parse(call.data) {
        Ok(params) => {
            let future = handler(call.conn, call.state, params);
            Box::pin(async move { finish(future.await) })
        }
        Err(error) => refuse(error),
    }
}

/// A handler without params. Data that comes all the same is ignored: a client that sends `{}` to
/// every method is right, too.
pub fn without_params<S, F>(
    call: Call<'_, S>,
    handler: impl FnOnce(ConnectionContext, &S) -> F,
    finish: impl FnOnce(F::Output) -> Result<Reply, RpcError> + Send + 'static,
) -> BoxFuture<'static, Result<Reply, RpcError>>
where
    F: Future + Send + 'static,
{
    let future = handler(call.conn, call.state);
    Box::pin(async move { finish(future.await) })
}

/// The part of the state that a handler asks for.
pub fn state<T: FromRef<S>, S>(state: &S) -> State<T> {
    State(T::from_ref(state))
}

/// Ends a call of a handler that returns a `Result`.
pub fn fallible<R: Serialize, E: HandlerError>(reply: Result<R, E>) -> Result<Reply, RpcError> {
    match reply {
        Ok(result) => Reply::serialize(&result),
        Err(error) => Err(error.into_rpc_error()),
    }
}

/// Ends a call of a handler that cannot fail.
pub fn infallible<R: Serialize>(result: R) -> Result<Reply, RpcError> {
    Reply::serialize(&result)
}

/// Ends a call of a handler that names its declared errors in its attribute.
pub fn declared<R: Serialize>(
    reply: Result<R, RpcError>,
    declare: impl FnOnce(RpcError) -> RpcError,
) -> Result<Reply, RpcError> {
    match reply {
        Ok(result) => Reply::serialize(&result),
        Err(error) => Err(declare(error)),
    }
}

/// An internal variant of a declared error.
pub fn internal(cause: &dyn fmt::Debug) -> RpcError {
    RpcError::internal(Cause::Text(format!("{cause:?}")))
}

pub(crate) fn refuse(error: RpcError) -> BoxFuture<'static, Outcome> {
    Box::pin(std::future::ready(Err(error)))
}

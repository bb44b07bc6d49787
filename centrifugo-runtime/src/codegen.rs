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

/// A handler that has its params and runs once it is polled, or a call that is refused.
pub type Started = Result<BoxFuture<'static, Result<Reply, RpcError>>, RpcError>;

/// What a crate's manifest says of all its methods.
#[derive(Debug, Clone, Copy)]
pub struct Package {
    /// The Cargo package's name.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
    /// The manifest's `api_version`.
    pub api_version: &'static str,
    /// The names of all methods.
    pub methods: &'static [&'static str],
    /// The manifest itself, in debug builds.
    pub manifest: Option<&'static str>,
}

/// One method of a dispatcher with the state `S`.
pub struct Route<S> {
    /// The method's name.
    pub name: &'static str,
    /// What is known about it before its params are read.
    pub options: Options,
    /// Starts a call.
    pub call: fn(Call<'_, S>) -> Started,
}

impl<S> fmt::Debug for Route<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Route")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// The options of a method: what its attribute says.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    pub(crate) timeout: Option<Duration>,
    pub(crate) anonymous: bool,
    pub(crate) run: Run,
}

/// Whose the handler's future is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Run {
    /// The caller's: it is dropped with the call.
    #[default]
    Attached,
    /// Its own; the caller waits for it.
    Spawned,
    /// Its own; nobody waits for it.
    NoWait,
}

impl Options {
    /// Those of an attribute with nothing but a name.
    pub const fn new() -> Self {
        Self {
            timeout: None,
            anonymous: false,
            run: Run::Attached,
        }
    }

    /// `timeout = "…"`
    #[must_use]
    pub const fn timeout_ms(mut self, millis: u64) -> Self {
        self.timeout = Some(Duration::from_millis(millis));
        self
    }

    /// `anonymous`
    #[must_use]
    pub const fn anonymous(mut self) -> Self {
        self.anonymous = true;
        self
    }

    /// `spawned`
    #[must_use]
    pub const fn spawned(mut self) -> Self {
        self.run = Run::Spawned;
        self
    }

    /// `no_wait`
    #[must_use]
    pub const fn no_wait(mut self) -> Self {
        self.run = Run::NoWait;
        self
    }
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
) -> Started
where
    P: DeserializeOwned,
    F: Future + Send + 'static,
{
    let params = parse(call.data)?;
    let future = handler(call.conn, call.state, params);
    Ok(Box::pin(async move { finish(future.await) }))
}

/// A handler without params. Data that comes all the same is ignored: a client that sends `{}` to
/// every method is right, too.
pub fn without_params<S, F>(
    call: Call<'_, S>,
    handler: impl FnOnce(ConnectionContext, &S) -> F,
    finish: impl FnOnce(F::Output) -> Result<Reply, RpcError> + Send + 'static,
) -> Started
where
    F: Future + Send + 'static,
{
    let future = handler(call.conn, call.state);
    Ok(Box::pin(async move { finish(future.await) }))
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

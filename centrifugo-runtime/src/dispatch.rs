//! Which handler a call goes to, and all that holds for every call: who may call, until when, what a
//! panic becomes, span and log line. Knows no transport.

use std::collections::BTreeSet;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures_util::future::BoxFuture;

use crate::call::{Calls, Incoming, Policy};
use crate::codegen::{Call, Options, Route, refuse};
use crate::context::ConnectionContext;
use crate::correlation;
use crate::error::{RpcError, code};
use crate::reply::{Outcome, Reply};
use crate::reply_check::ReplyCheck;

/// The methods of one or several crates over their state, ready to be served.
///
/// Generated code makes it: `rpc::dispatcher(state)`, after `centrifugo_runtime::include_dispatch!()`.
/// Cheap to clone.
#[derive(Clone)]
pub struct Dispatcher(Arc<[Arc<dyn Table>]>);

impl Dispatcher {
    #[doc(hidden)]
    pub fn new<S>(
        state: S,
        methods: &'static [&'static str],
        api_version: &'static str,
        manifest: Option<&'static str>,
        route: fn(&str) -> Option<Route<S>>,
    ) -> Self
    where
        S: Clone + Send + Sync + 'static,
    {
        Self(Arc::new([Arc::new(Methods {
            state,
            methods,
            api_version,
            check: manifest.map(|manifest| Arc::new(ReplyCheck::new(manifest))),
            route,
        })]))
    }

    /// Joins the methods of two crates.
    ///
    /// # Errors
    /// Where both have a method of the same name; the error names them all.
    pub fn merge(self, other: Self) -> Result<Self, DuplicateMethods> {
        let known: BTreeSet<_> = self.methods().collect();
        let duplicates: Vec<_> = other
            .methods()
            .filter(|name| known.contains(name))
            .collect();
        if !duplicates.is_empty() {
            return Err(DuplicateMethods(duplicates));
        }
        Ok(Self(self.0.iter().chain(other.0.iter()).cloned().collect()))
    }

    /// The names of all methods.
    pub fn methods(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.0
            .iter()
            .flat_map(|table| table.methods().iter().copied())
    }

    /// The `api_version` of each crate's manifest.
    pub fn api_versions(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.0.iter().map(|table| table.api_version())
    }

    /// Calls a method in this process, as a client's call does: params and result are JSON. A method
    /// without a timeout of its own has 30 seconds.
    ///
    /// ```
    /// # use centrifugo_runtime::{ConnectionContext, Dispatcher};
    /// # async fn test(dispatcher: Dispatcher) {
    /// let conn = ConnectionContext::for_user("42");
    /// let result = dispatcher.call(conn, "tasks.get_stats", r#"{"user_id": "42"}"#).await;
    /// assert_eq!(result.unwrap(), r#"{"total":1}"#);
    /// # }
    /// ```
    ///
    /// # Errors
    /// What the client would get.
    pub async fn call(
        &self,
        conn: ConnectionContext,
        method: &str,
        params: impl AsRef<[u8]>,
    ) -> Result<Bytes, RpcError> {
        let (caller, own_id) = conn.into_caller();
        let (method, id) = correlation::split(method);
        let correlation_id = id.unwrap_or(own_id);
        let data = params.as_ref();
        let data = if data.is_empty() { b"null" } else { data };
        let running = Calls {
            dispatcher: self,
            policy: &Policy::default(),
        }
        .start(Incoming {
            caller,
            method,
            correlation_id,
            data,
        });
        running.finish().await.map(Reply::into_data)
    }

    /// Starts the handler, or refuses. `None`: no such method.
    pub(crate) fn start(
        &self,
        admission: &mut Admission<'_>,
    ) -> Option<BoxFuture<'static, Outcome>> {
        self.0.iter().find_map(|table| table.start(admission))
    }

    /// The methods that have a timeout of their own.
    pub(crate) fn timeouts(&self) -> impl Iterator<Item = (&'static str, Duration)> + '_ {
        self.0.iter().flat_map(|table| {
            table.methods().iter().filter_map(|name| {
                table
                    .options(name)
                    .and_then(|options| options.timeout)
                    .map(|own| (*name, own))
            })
        })
    }
}

impl fmt::Debug for Dispatcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dispatcher")
            .field("methods", &self.methods().collect::<Vec<_>>())
            .finish()
    }
}

/// Two merged dispatchers have methods of the same name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DuplicateMethods(Vec<&'static str>);

impl DuplicateMethods {
    /// The names that both have.
    pub fn names(&self) -> &[&'static str] {
        &self.0
    }
}

impl fmt::Display for DuplicateMethods {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "both dispatchers have `{}`", self.0.join("`, `"))
    }
}

impl std::error::Error for DuplicateMethods {}

/// One crate's methods, with its state's type erased.
trait Table: Send + Sync {
    fn methods(&self) -> &'static [&'static str];
    fn api_version(&self) -> &'static str;
    fn options(&self, method: &str) -> Option<Options>;
    fn start(&self, admission: &mut Admission<'_>) -> Option<BoxFuture<'static, Outcome>>;
}

struct Methods<S> {
    state: S,
    methods: &'static [&'static str],
    api_version: &'static str,
    /// In debug builds.
    check: Option<Arc<ReplyCheck>>,
    route: fn(&str) -> Option<Route<S>>,
}

impl<S: Send + Sync> Table for Methods<S> {
    fn methods(&self) -> &'static [&'static str] {
        self.methods
    }

    fn api_version(&self) -> &'static str {
        self.api_version
    }

    fn options(&self, method: &str) -> Option<Options> {
        (self.route)(method).map(|route| route.options)
    }

    fn start(&self, admission: &mut Admission<'_>) -> Option<BoxFuture<'static, Outcome>> {
        let route = (self.route)(admission.method)?;
        let conn = match admission.admit(route.name, route.options) {
            Ok(conn) => conn,
            Err(error) => return Some(refuse(error)),
        };
        let call = (route.call)(Call {
            conn,
            state: &self.state,
            data: admission.data,
        });
        Some(match &self.check {
            Some(check) => Arc::clone(check).watch(route.name, call),
            None => call,
        })
    }
}

/// A call at the door: what decides whether its handler is started, and with which context.
pub(crate) struct Admission<'a> {
    pub(crate) method: &'a str,
    pub(crate) data: &'a [u8],
    pub(crate) admit:
        &'a mut dyn FnMut(&'static str, Options) -> Result<ConnectionContext, RpcError>,
}

impl Admission<'_> {
    fn admit(
        &mut self,
        name: &'static str,
        options: Options,
    ) -> Result<ConnectionContext, RpcError> {
        (self.admit)(name, options)
    }
}

/// Starts a handler; a panic in a user's own `Deserialize` or `FromRef` is the call's, not the
/// server's.
pub(crate) fn start_caught(
    dispatcher: &Dispatcher,
    admission: &mut Admission<'_>,
) -> BoxFuture<'static, Outcome> {
    match catch_unwind(AssertUnwindSafe(|| dispatcher.start(admission))) {
        Ok(Some(future)) => future,
        Ok(None) => refuse(RpcError::new(code::METHOD_NOT_FOUND, "method not found")),
        Err(panic) => refuse(crate::call::panicked(&*panic)),
    }
}

/// The earliest of a method's own deadline and the most that the transport allows.
pub(crate) fn deadline(now: Instant, own: Option<Duration>, policy: &Policy) -> Instant {
    let timeout = own.unwrap_or(policy.timeout);
    now + policy
        .longest
        .map_or(timeout, |longest| timeout.min(longest))
}

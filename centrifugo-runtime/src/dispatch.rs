//! Which handler a call goes to, and all that holds for every call: who may call, until when, what a
//! panic becomes, span and log line. Knows no transport.

use std::collections::BTreeSet;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use bytes::Bytes;
use tokio_util::task::TaskTracker;

use crate::call::{Calls, Incoming};
use crate::codegen::{Call, Options, Package, Route, Started};
use crate::context::ConnectionContext;
use crate::correlation;
use crate::error::{RpcError, code};
use crate::policy::Policy;
use crate::reply::Reply;
use crate::reply_check::ReplyCheck;
use crate::system;

/// The methods of one or several crates over their state, ready to be served.
///
/// Generated code makes it: `rpc::dispatcher(state)`, after `centrifugo_runtime::include_dispatch!()`.
/// Cheap to clone.
#[derive(Clone)]
pub struct Dispatcher {
    tables: Arc<[Arc<dyn Table>]>,
    /// The handlers that nobody's connection holds.
    background: TaskTracker,
}

impl Dispatcher {
    #[doc(hidden)]
    pub fn new<S>(state: S, package: Package, route: fn(&str) -> Option<Route<S>>) -> Self
    where
        S: Clone + Send + Sync + 'static,
    {
        let check = package.manifest.map(ReplyCheck::new).map(Arc::new);
        Self::of(Arc::new([Arc::new(Methods {
            state,
            package,
            check,
            route,
        })]))
    }

    pub(crate) fn of(tables: Arc<[Arc<dyn Table>]>) -> Self {
        let background = TaskTracker::new();
        // Nobody has to say when there are no more tasks to come: waiting for those that run is all
        // that is asked of it.
        background.close();
        Self { tables, background }
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
        let tables = self.tables.iter().chain(other.tables.iter());
        Ok(Self::of(tables.cloned().collect()))
    }

    /// The names of all methods.
    pub fn methods(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.packages()
            .flat_map(|package| package.methods.iter().copied())
    }

    /// The `api_version` of each crate's manifest.
    pub fn api_versions(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.packages().map(|package| package.api_version)
    }

    /// Waits until no handler of a `no_wait` or `spawned` method runs any more. [`serve`](crate::serve)
    /// does it before it ends; it is for applications that serve [`router`](crate::router) themselves,
    /// and for tests.
    pub async fn drain(&self) {
        self.background.wait().await;
    }

    /// Calls a method in this process, as a client's call does: params and result are JSON. A method
    /// without a timeout of its own has 30 seconds. What holds for clients holds here, too: a `no_wait`
    /// method replies `null` and runs by itself; [`drain`](Self::drain) waits for its end.
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
            patience: None,
        });
        running.finish().await.map(Reply::into_data)
    }

    /// Starts the handler, or refuses. `None`: no such method.
    fn start(&self, admission: &mut Admission<'_>) -> Option<Started> {
        let mut tables = self.tables.iter();
        tables
            .find_map(|table| table.start(admission))
            .or_else(|| system::start(self, admission))
    }

    /// Where handlers run that nobody's connection holds.
    pub(crate) fn background(&self) -> &TaskTracker {
        &self.background
    }

    pub(crate) fn packages(&self) -> impl Iterator<Item = &Package> {
        self.tables.iter().map(|table| table.package())
    }

    /// The options of all methods.
    pub(crate) fn options(&self) -> impl Iterator<Item = (&'static str, Options)> + '_ {
        self.tables.iter().flat_map(|table| {
            let methods = table.package().methods.iter();
            methods.filter_map(|name| Some((*name, table.options(name)?)))
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
pub(crate) trait Table: Send + Sync {
    fn package(&self) -> &Package;
    fn options(&self, method: &str) -> Option<Options>;
    fn start(&self, admission: &mut Admission<'_>) -> Option<Started>;
}

struct Methods<S> {
    state: S,
    package: Package,
    /// In debug builds.
    check: Option<Arc<ReplyCheck>>,
    route: fn(&str) -> Option<Route<S>>,
}

impl<S: Send + Sync> Table for Methods<S> {
    fn package(&self) -> &Package {
        &self.package
    }

    fn options(&self, method: &str) -> Option<Options> {
        (self.route)(method).map(|route| route.options)
    }

    fn start(&self, admission: &mut Admission<'_>) -> Option<Started> {
        let route = (self.route)(admission.method)?;
        let started = admission.admit(route.name, route.options).and_then(|conn| {
            (route.call)(Call {
                conn,
                state: &self.state,
                data: admission.data,
            })
        });
        Some(started.map(|call| match &self.check {
            Some(check) => Arc::clone(check).watch(route.name, call),
            None => call,
        }))
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
    pub(crate) fn admit(
        &mut self,
        name: &'static str,
        options: Options,
    ) -> Result<ConnectionContext, RpcError> {
        (self.admit)(name, options)
    }
}

/// Starts a handler; a panic in a user's own `Deserialize` or `FromRef` is the call's, not the
/// server's.
pub(crate) fn start_caught(dispatcher: &Dispatcher, admission: &mut Admission<'_>) -> Started {
    match catch_unwind(AssertUnwindSafe(|| dispatcher.start(admission))) {
        Ok(Some(started)) => started,
        Ok(None) => Err(RpcError::new(code::METHOD_NOT_FOUND, "method not found")),
        Err(panic) => Err(crate::call::panicked(&*panic)),
    }
}

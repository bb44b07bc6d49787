//! Which handler a call goes to. Knows no transport.

use std::collections::BTreeSet;
use std::fmt;
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use bytes::Bytes;
use tokio_util::task::TaskTracker;
use tower::{BoxError, Layer, Service};

use crate::call::{Calls, Incoming};
use crate::codegen::{Call, Options, Package, Route, Started};
use crate::context::ConnectionContext;
use crate::correlation;
use crate::error::{RpcError, code};
use crate::health::{Check, Readiness};
use crate::layer::{self, CallReply, CallRequest, CallService, LayeredService};
use crate::load::Load;
use crate::metrics::Metrics;
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
    entries: Arc<[Entry]>,
    checks: Vec<Check>,
    shared: Arc<Shared>,
}

/// One crate's methods with what stands before them.
#[derive(Clone)]
pub(crate) struct Entry {
    table: Arc<dyn Table>,
    layers: Option<LayeredService>,
}

/// What all clones of a dispatcher have in common.
struct Shared {
    /// The handlers that nobody's connection holds.
    background: TaskTracker,
    metrics: Metrics,
    load: Load,
    readiness: Readiness,
}

impl Dispatcher {
    #[doc(hidden)]
    pub fn new<S>(state: S, package: Package, route: fn(&str) -> Option<Route<S>>) -> Self
    where
        S: Clone + Send + Sync + 'static,
    {
        let check = package.manifest.map(ReplyCheck::new).map(Arc::new);
        let table = Arc::new(Methods {
            state,
            package,
            check,
            route,
        });
        Self::of(vec![Entry {
            table,
            layers: None,
        }])
    }

    pub(crate) fn of(entries: Vec<Entry>) -> Self {
        let background = TaskTracker::new();
        // Nobody has to say when there are no more tasks to come: waiting for those that run is all
        // that is asked of it.
        background.close();
        let packages = entries.iter().map(|entry| entry.table.package());
        let methods = packages.flat_map(|package| package.methods.iter().copied());
        let shared = Shared {
            background,
            metrics: Metrics::new(methods.chain(system::METHODS)),
            load: Load::default(),
            readiness: Readiness::default(),
        };
        Self {
            entries: Arc::from(entries),
            checks: Vec::new(),
            shared: Arc::new(shared),
        }
    }

    /// Puts a tower layer around the methods that are in this dispatcher so far; a layer that is added
    /// later is around those before it. [`RateLimit`](crate::RateLimit) is one.
    ///
    /// What a layer refuses with a [`CallError`](crate::CallError) is what the client gets, in the log
    /// and in the metrics, too; any other error of a layer is a 500. A layer sees the calls that are
    /// admitted, before their params are read: not those of unknown methods or of `system.` ones. Time
    /// in a layer is the call's. Methods of merged dispatchers get a service each.
    ///
    /// ```
    /// use std::time::Instant;
    /// use centrifugo_runtime::{CallRequest, Dispatcher};
    /// use tower::ServiceBuilder;
    ///
    /// fn with_beta(dispatcher: Dispatcher) -> Dispatcher {
    ///     use centrifugo_runtime::{CallError, RpcError};
    ///
    ///     let open = |call: CallRequest| match call.conn().header("x-beta") {
    ///         Some(_) => Ok(call),
    ///         None => Err(CallError(RpcError::new(403, "not for you yet"))),
    ///     };
    ///     dispatcher.layer(ServiceBuilder::new().filter(open))
    /// }
    /// ```
    #[must_use]
    pub fn layer<L>(mut self, layer: L) -> Self
    where
        L: Layer<CallService>,
        L::Service: Service<CallRequest, Response = CallReply> + Clone + Send + Sync + 'static,
        <L::Service as Service<CallRequest>>::Error: Into<BoxError>,
        <L::Service as Service<CallRequest>>::Future: Send + 'static,
    {
        let entries = self.entries.iter().map(|entry| entry.within(&layer));
        self.entries = entries.collect();
        self
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
        let entries = self.entries.iter().chain(other.entries.iter());
        let mut merged = Self::of(entries.cloned().collect());
        merged.checks = [self.checks, other.checks].concat();
        Ok(merged)
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
        self.shared.background.wait().await;
    }

    /// Adds a check to what `/health/ready` asks: whether what the handlers need is there, such as the
    /// database. It is asked at most once a second and has five seconds to answer; its reason is for the
    /// log, no caller sees it. Calls are taken whatever it says: it is the load balancer that keeps away.
    ///
    /// ```
    /// # use centrifugo_runtime::Dispatcher;
    /// # #[derive(Clone)] struct Pool;
    /// # impl Pool { async fn ping(&self) -> Result<(), std::io::Error> { Ok(()) } }
    /// fn with_check(dispatcher: Dispatcher, pool: Pool) -> Dispatcher {
    ///     dispatcher.ready_check(move || {
    ///         let pool = pool.clone();
    ///         async move { pool.ping().await }
    ///     })
    /// }
    /// ```
    #[must_use]
    pub fn ready_check<F, E>(mut self, check: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<(), E>> + Send + 'static,
        E: fmt::Display,
    {
        self.checks.push(Check::new(check));
        self
    }

    /// What Prometheus is told of the methods. A dispatcher that is made by [`merge`](Self::merge) counts
    /// anew.
    pub fn metrics(&self) -> &Metrics {
        &self.shared.metrics
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
        let (mut caller, own_id) = conn.into_caller();
        let (name, id) = correlation::split(method);
        let data = params.as_ref();
        let data = if data.is_empty() { b"null" } else { data };
        let calls = Calls {
            dispatcher: self,
            policy: &Policy::default(),
        };
        let incoming = Incoming {
            meta: caller.meta.take(),
            headers: mem::take(&mut caller.headers),
            connection: caller.connection(),
            method,
            data,
            patience: None,
        };
        let running = calls.start_as(name, id.unwrap_or(own_id), incoming);
        running.await.map(Reply::into_data)
    }

    /// Starts the handler, or refuses. `None`: no such method.
    fn start(&self, admission: &mut Admission<'_>) -> Option<Started> {
        let mut entries = self.entries.iter().filter(|entry| entry.layers.is_none());
        entries
            .find_map(|entry| entry.table.start(admission))
            .or_else(|| system::start(self, admission))
    }

    /// A method with layers around it.
    pub(crate) fn layered(&self, method: &str) -> Option<(&'static str, Options, &LayeredService)> {
        self.entries.iter().find_map(|entry| {
            let service = entry.layers.as_ref()?;
            let (name, options) = entry.table.find(method)?;
            Some((name, options, service))
        })
    }

    /// The method's name as the generated code has it.
    #[cfg(feature = "opentelemetry")]
    pub(crate) fn name_of(&self, method: &str) -> Option<&'static str> {
        let mut entries = self.entries.iter();
        let found = entries.find_map(|entry| entry.table.find(method));
        let system = || system::METHODS.into_iter().find(|name| *name == method);
        found.map(|(name, _)| name).or_else(system)
    }

    /// Where handlers run that nobody's connection holds.
    pub(crate) fn background(&self) -> &TaskTracker {
        &self.shared.background
    }

    pub(crate) fn load(&self) -> &Load {
        &self.shared.load
    }

    pub(crate) fn readiness(&self) -> &Readiness {
        &self.shared.readiness
    }

    pub(crate) fn checks(&self) -> &[Check] {
        &self.checks
    }

    pub(crate) fn packages(&self) -> impl Iterator<Item = &Package> {
        self.entries.iter().map(|entry| entry.table.package())
    }

    /// The options of all methods.
    pub(crate) fn options(&self) -> impl Iterator<Item = (&'static str, Options)> + '_ {
        self.entries.iter().flat_map(|Entry { table, .. }| {
            let methods = table.package().methods.iter();
            methods.filter_map(|name| table.find(name))
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

impl Entry {
    fn within<L>(&self, layer: &L) -> Self
    where
        L: Layer<CallService>,
        L::Service: Service<CallRequest, Response = CallReply> + Clone + Send + Sync + 'static,
        <L::Service as Service<CallRequest>>::Error: Into<BoxError>,
        <L::Service as Service<CallRequest>>::Future: Send + 'static,
    {
        let inner = match &self.layers {
            Some(layers) => CallService::within(layers.clone()),
            None => CallService::of(Arc::clone(&self.table)),
        };
        Self {
            table: Arc::clone(&self.table),
            layers: Some(layer::wrap(layer, inner)),
        }
    }
}

/// One crate's methods, with its state's type erased.
pub(crate) trait Table: Send + Sync {
    fn package(&self) -> &Package;
    fn find(&self, method: &str) -> Option<(&'static str, Options)>;
    /// `None`: it is not here.
    fn start(&self, admission: &mut Admission<'_>) -> Option<Started>;
    /// Starts a call that is admitted.
    fn begin(&self, conn: ConnectionContext, data: &[u8]) -> Started;
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

    fn find(&self, method: &str) -> Option<(&'static str, Options)> {
        (self.route)(method).map(|route| (route.name, route.options))
    }

    fn start(&self, admission: &mut Admission<'_>) -> Option<Started> {
        let route = (self.route)(admission.method)?;
        let admitted = admission.admit(route.name, route.options);
        Some(admitted.and_then(|conn| self.call(&route, conn, admission.data)))
    }

    fn begin(&self, conn: ConnectionContext, data: &[u8]) -> Started {
        match (self.route)(conn.name()) {
            Some(route) => self.call(&route, conn, data),
            None => Err(method_not_found()),
        }
    }
}

impl<S> Methods<S> {
    fn call(&self, route: &Route<S>, conn: ConnectionContext, data: &[u8]) -> Started {
        let state = &self.state;
        let started = (route.call)(Call { conn, state, data });
        started.map(|call| match &self.check {
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
        Ok(None) => Err(method_not_found()),
        Err(panic) => Err(crate::call::panicked(&*panic)),
    }
}

fn method_not_found() -> RpcError {
    RpcError::new(code::METHOD_NOT_FOUND, "method not found")
}

//! What Prometheus is told of each method: calls, errors, times, calls in flight. In: names when a
//! dispatcher is made, numbers when calls begin and end. Knows neither params nor users.

mod handles;
mod labels;
mod show;
mod tally;

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::routing::get;
use foldhash::fast::RandomState;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::registry::Registry;

use crate::dispatch::Dispatcher;

use handles::{Errors, Handles};
pub(crate) use handles::{InFlight, Verdict};
use show::Shown;

/// The metrics of a dispatcher's methods, from [`Dispatcher::metrics`]. Cheap to clone.
///
/// | metric | type | labels |
/// |---|---|---|
/// | `centrifugo_rpc_calls_total` | counter of calls that ended | `method` |
/// | `centrifugo_rpc_errors_total` | counter of those among them that failed | `method`, `code` |
/// | `centrifugo_rpc_duration_seconds` | histogram, until the handler's end | `method` |
/// | `centrifugo_rpc_in_flight` | gauge of calls that run | `method` |
/// | `centrifugo_rpc_untrusted_total` | counter of requests without the proxy secret | – |
///
/// A name that is no method is `unknown`, as is a request that is no call. `code` is what the client
/// gets, `cancelled` where it went away before, and `other` for codes outside of 400 to 599 and 1000 to
/// 1999. The calls of a `no_wait` method end when its handler does.
///
/// Nothing is global: several dispatchers of a process have their own numbers.
#[derive(Clone)]
pub struct Metrics(Arc<Inner>);

struct Inner {
    errors: Errors,
    untrusted: Counter,
    /// Names are the application's, so that their hash need not withstand anybody.
    methods: HashMap<&'static str, Arc<Handles>, RandomState>,
    unknown: Arc<Handles>,
}

impl Metrics {
    pub(crate) fn new(methods: impl Iterator<Item = &'static str>) -> Self {
        let errors = Errors::default();
        let handles = |name| Arc::new(Handles::new(name, errors.clone()));
        Self(Arc::new(Inner {
            methods: methods.map(|name| (name, handles(name))).collect(),
            unknown: handles("unknown"),
            untrusted: Counter::default(),
            errors,
        }))
    }

    /// Adds the metrics to a registry of the application's, which may give them a prefix or labels.
    ///
    /// ```
    /// # fn test(dispatcher: centrifugo_runtime::Dispatcher) {
    /// use centrifugo_runtime::prometheus_client::registry::Registry;
    ///
    /// let mut registry = Registry::default();
    /// dispatcher.metrics().register(&mut registry);
    /// # }
    /// ```
    pub fn register(&self, registry: &mut Registry) {
        registry.register_collector(Box::new(self.shown()));
        registry.register(
            "centrifugo_rpc_errors",
            "Calls that failed, by the code that the client gets",
            self.0.errors.clone(),
        );
        registry.register(
            "centrifugo_rpc_untrusted",
            "Requests without the proxy secret",
            self.0.untrusted.clone(),
        );
    }

    fn shown(&self) -> Shown {
        let methods = self.0.methods.values();
        let mut shown: Vec<_> = methods.chain([&self.0.unknown]).cloned().collect();
        shown.sort_by_key(|handles| handles.method);
        Shown(shown)
    }

    /// The text that Prometheus reads, in the OpenMetrics format.
    pub fn encode(&self) -> String {
        let mut registry = Registry::default();
        self.register(&mut registry);
        let mut text = String::new();
        encode(&mut text, &registry).expect("a string takes any text");
        text
    }

    pub(crate) fn begin(&self, method: &str) -> InFlight {
        let known = self.0.methods.get(method);
        InFlight::new(Arc::clone(known.unwrap_or(&self.0.unknown)))
    }

    /// A request that is no call, or a call of no method.
    pub(crate) fn unknown(&self, code: u32) {
        self.0.unknown.refuse(code);
    }

    pub(crate) fn untrusted(&self) {
        self.0.untrusted.inc();
    }
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Metrics").finish_non_exhaustive()
    }
}

/// `GET /metrics` for an axum application of your own. [`serve`](crate::serve) has it at
/// `CENTRIFUGO__METRICS_ADDRESS`, and nowhere if that is not set: it tells whoever asks which methods
/// there are and how they do, and Prometheus does not know the proxy secret.
pub fn metrics_router(dispatcher: &Dispatcher) -> Router {
    let metrics = dispatcher.metrics().clone();
    let answer = move || {
        let text = metrics.encode();
        async move { ([(CONTENT_TYPE, OPEN_METRICS)], text) }
    };
    Router::new().route("/metrics", get(answer))
}

const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

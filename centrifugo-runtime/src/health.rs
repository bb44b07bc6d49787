//! Whether the process lives, and whether it wants calls. In: checks of the application, and the news
//! that shutdown has begun. Knows no call.

use std::fmt;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use tokio::sync::Mutex;

use crate::dispatch::Dispatcher;

/// How long a check may take. Probes usually wait for a second.
const CHECK_TIMEOUT: Duration = Duration::from_secs(5);

/// How long what a check said holds: probes of several load balancers, or anybody's, are no load for
/// what it asks.
const CHECK_HOLDS: Duration = Duration::from_secs(1);

/// An application's own word on whether it can take calls; `Err` is the reason, for the log.
#[derive(Clone)]
pub(crate) struct Check(Arc<dyn Fn() -> BoxFuture<'static, Result<(), String>> + Send + Sync>);

impl Check {
    pub(crate) fn new<F, E>(check: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<(), E>> + Send + 'static,
        E: fmt::Display,
    {
        Self(Arc::new(move || {
            let checked = check();
            Box::pin(async move { checked.await.map_err(|reason| reason.to_string()) })
        }))
    }

    async fn run(&self) -> Result<(), String> {
        let check = AssertUnwindSafe(async { self.0().await }).catch_unwind();
        match tokio::time::timeout(CHECK_TIMEOUT, check).await {
            Ok(Ok(said)) => said,
            Ok(Err(_)) => Err(String::from("the check panicked")),
            Err(_) => Err(format!("no answer in {} s", CHECK_TIMEOUT.as_secs())),
        }
    }
}

/// Whether calls are welcome.
#[derive(Default)]
pub(crate) struct Readiness {
    stopping: AtomicBool,
    last: Mutex<Option<(Instant, bool)>>,
}

impl Readiness {
    pub(crate) fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }

    async fn answer(&self, checks: &[Check]) -> (StatusCode, &'static str) {
        if self.stopping.load(Ordering::Relaxed) {
            return (StatusCode::SERVICE_UNAVAILABLE, "shutting down\n");
        }
        if self.passes(checks).await {
            (StatusCode::OK, "ready\n")
        } else {
            (StatusCode::SERVICE_UNAVAILABLE, "not ready\n")
        }
    }

    /// Those who ask while the checks run wait for the same answer.
    async fn passes(&self, checks: &[Check]) -> bool {
        if checks.is_empty() {
            return true;
        }
        let mut last = self.last.lock().await;
        if let Some((at, passed)) = *last
            && at.elapsed() < CHECK_HOLDS
        {
            return passed;
        }
        let mut passes = true;
        for check in checks {
            if let Err(reason) = check.run().await {
                tracing::warn!(reason, "not ready");
                passes = false;
            }
        }
        *last = Some((Instant::now(), passes));
        passes
    }
}

/// `GET /health/live` and `GET /health/ready` for an axum application of your own; [`serve`](crate::serve)
/// has them beside Centrifugo's endpoint, and at `metrics_address`, where probes need no certificate. They
/// are open to anybody and tell nothing but this:
///
/// | path | 200 | 503 |
/// |---|---|---|
/// | `/health/live`, `/health` | the process answers | – |
/// | `/health/ready` | calls are welcome | `serve` was told to stop, or a [check](Dispatcher::ready_check) of the application fails |
///
/// In Kubernetes:
///
/// ```yaml
/// livenessProbe:  { httpGet: { path: /health/live, port: 3000 }, periodSeconds: 10 }
/// readinessProbe: { httpGet: { path: /health/ready, port: 3000 }, periodSeconds: 2 }
/// env: [{ name: CENTRIFUGO__SHUTDOWN_DELAY, value: 10s }]
/// terminationGracePeriodSeconds: 60   # the delay, the longest timeout of a method, and some
/// ```
///
/// A failing check takes the pod out of the service and does not restart it. After SIGTERM the pod says
/// 503 to the readiness probe and goes on taking calls for `CENTRIFUGO__SHUTDOWN_DELAY`, since its peers
/// learn late that it goes; then it takes no more and waits for those that run.
pub fn health_router(dispatcher: &Dispatcher) -> Router {
    let live = get(async || "ok\n");
    let dispatcher = dispatcher.clone();
    let ready = get(move || {
        let dispatcher = dispatcher.clone();
        async move { dispatcher.readiness().answer(dispatcher.checks()).await }
    });
    Router::new()
        .route("/health", live.clone())
        .route("/health/live", live)
        .route("/health/ready", ready)
}

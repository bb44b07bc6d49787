//! A process that serves calls: listens, says where, and ends when it is told to.

mod app;
#[cfg(feature = "grpc")]
mod grpc;
mod listener;
mod metrics;
mod signal;
#[cfg(feature = "tls")]
mod tls;
#[cfg(unix)]
mod unix;

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::ServiceExt as _;
use futures_util::future::{Either, select};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::codegen::Options;
use crate::config::{CentrifugoConfig, ConfigError, Fault, ListenAddress};
use crate::health::health_router;
use crate::hooks::Backend;
use crate::proxy::endpoint::Endpoint;
use crate::proxy::http::routes;

use app::App;
use listener::Listener;

/// Serves calls until SIGTERM or ctrl-c, then lets the running ones end, and the handlers of `no_wait`
/// and `spawned` methods, too.
///
/// Listens on `listen_address` for Centrifugo's RPC proxy (`POST /centrifugo/rpc/`) and for
/// [`GET /health/…`](health_router), on `grpc_listen_address`, if that is set, for Centrifugo's proxy over
/// gRPC, and on `metrics_address`, if that is set, for [`GET /metrics`](crate::metrics_router) and health.
/// The first two have TLS where the settings name a certificate, and want one of Centrifugo where they
/// name an authority for that. Logging is the application's: set up a `tracing` subscriber before, to see
/// where it listens and what fails.
///
/// ```no_run
/// # use centrifugo_runtime::{CentrifugoConfig, Dispatcher};
/// # mod rpc { pub fn dispatcher(_: ()) -> centrifugo_runtime::Dispatcher { unimplemented!() } }
/// # async fn run() -> anyhow::Result<()> {
/// let config = CentrifugoConfig::from_env()?;
/// centrifugo_runtime::serve(config, rpc::dispatcher(())).await?;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// Where the settings lack the proxy secret, or the address cannot be listened on.
pub async fn serve(
    config: CentrifugoConfig,
    backend: impl Into<Backend>,
) -> Result<(), ServeError> {
    serve_with_shutdown(config, backend, signal::shutdown()).await
}

/// [`serve`], until `shutdown` is ready in place of a signal.
///
/// # Errors
/// As [`serve`].
pub async fn serve_with_shutdown(
    config: CentrifugoConfig,
    backend: impl Into<Backend>,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServeError> {
    if !config.enabled() {
        tracing::warn!("CENTRIFUGO__ENABLED is false: no call is served");
        shutdown.await;
        return Ok(());
    }
    // The settings' faults come before the address': they do not depend on what else is running.
    config.required_proxy_secret()?;
    let listener = Listener::bind(&ListenAddress::Tcp(config.listen_address())).await?;
    serve_on(listener, config, backend.into(), shutdown).await
}

/// [`serve`] on a listener of your own, as a test needs that listens on port 0.
///
/// ```
/// # use centrifugo_runtime::{CentrifugoConfig, Dispatcher, serve_listener};
/// # async fn test(dispatcher: Dispatcher) -> anyhow::Result<()> {
/// let config = CentrifugoConfig::builder().insecure(true).build()?;
/// let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
/// let address = listener.local_addr()?;
/// let server = tokio::spawn(serve_listener(listener, config, dispatcher, std::future::pending()));
/// // … calls to http://{address}/centrifugo/rpc/
/// # drop((address, server));
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// As [`serve`].
pub async fn serve_listener(
    listener: TcpListener,
    config: CentrifugoConfig,
    backend: impl Into<Backend>,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServeError> {
    let address = listener.local_addr().map_err(ServeError::Io)?;
    if config.insecure() && !address.ip().is_loopback() {
        let fault = Fault::new(
            "CENTRIFUGO__INSECURE",
            format!("needs a loopback address to listen on, not {address}"),
        );
        return Err(ServeError::Config(ConfigError::from(fault)));
    }
    let listener = Listener::of(listener).map_err(ServeError::Io)?;
    serve_on(listener, config, backend.into(), shutdown).await
}

async fn serve_on(
    listener: Listener,
    config: CentrifugoConfig,
    backend: Backend,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServeError> {
    let dispatcher = backend.dispatcher.clone();
    // A hook has as long as a method without a timeout of its own.
    let hooks = (!backend.hooks.is_empty()).then(Options::new);
    let methods = dispatcher.options().map(|(_, options)| options);
    let limit = config.policy().drain_time(methods.chain(hooks)) + DRAIN_MARGIN;
    let endpoint = Endpoint::new(&config, backend)?;
    let grpc_listener = match config.grpc_listen_address() {
        Some(address) => Some(Listener::bind(address).await?),
        None => None,
    };
    #[cfg(feature = "tls")]
    let listener = listener.with_tls(&config, tls::HTTP)?;
    #[cfg(all(feature = "tls", feature = "grpc"))]
    let grpc_listener = grpc_listener
        .map(|listener| listener.with_tls(&config, tls::GRPC))
        .transpose()?;
    let _metrics = match config.metrics_address() {
        Some(address) => Some(metrics::serve(address, &dispatcher).await?),
        None => None,
    };
    let stopping = CancellationToken::new();
    let app = routes(&endpoint).merge(health_router(&dispatcher));
    let app = App::new(Arc::clone(&endpoint), app);
    let http = serve_http(listener, app, stopping.clone());
    let grpc = serve_grpc(grpc_listener, &endpoint, stopping.clone());
    let delay = config.shutdown_delay();
    let leaving = dispatcher.clone();
    let ended = Box::pin(async move {
        futures_util::try_join!(http, grpc).map_err(ServeError::Io)?;
        dispatcher.drain().await;
        Ok(())
    });
    // A peer that neither ends its request nor closes its connection must not keep the process, nor a
    // handler that blocks its thread.
    let overdue = Box::pin(async move {
        shutdown.await;
        leaving.readiness().stop();
        if !delay.is_zero() {
            tracing::info!(?delay, "not ready any more, taking calls for a while");
            tokio::time::sleep(delay).await;
        }
        tracing::info!("shutting down, running calls may end");
        stopping.cancel();
        tokio::time::sleep(limit).await;
    });
    match select(ended, overdue).await {
        Either::Left((result, _)) => result,
        Either::Right(((), _)) => {
            tracing::warn!(
                "connections are still open, or handlers running, after the last deadline; ending \
                 without them"
            );
            Ok(())
        }
    }
}

async fn serve_http(listener: Listener, app: App, stopping: CancellationToken) -> io::Result<()> {
    let address = listener.address();
    let scheme = listener.scheme();
    tracing::info!(
        %address,
        "serving Centrifugo's RPC proxy at {scheme}://{address}/centrifugo/rpc/"
    );
    axum::serve(listener, app.into_make_service())
        .with_graceful_shutdown(stopping.cancelled_owned())
        .await
}

/// Ends at once where there is nothing to listen on.
async fn serve_grpc(
    listener: Option<Listener>,
    endpoint: &Arc<Endpoint>,
    stopping: CancellationToken,
) -> io::Result<()> {
    let Some(listener) = listener else {
        return Ok(());
    };
    let address = listener.address();
    tracing::info!(%address, "serving Centrifugo's proxy over gRPC at {address}");
    #[cfg(feature = "grpc")]
    return grpc::serve(listener, Arc::clone(endpoint), stopping.cancelled_owned()).await;
    #[cfg(not(feature = "grpc"))]
    unreachable!("settings with such an address are refused: {endpoint:p} {stopping:?}");
}

const DRAIN_MARGIN: Duration = Duration::from_secs(2);

/// Why a server cannot start or go on.
#[derive(Debug)]
#[non_exhaustive]
pub enum ServeError {
    /// The settings lack what serving needs.
    Config(ConfigError),
    /// The address cannot be listened on.
    Listen {
        /// The address.
        address: ListenAddress,
        /// What the system says.
        source: io::Error,
    },
    /// The address for metrics cannot be listened on.
    Metrics {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        source: io::Error,
    },
    /// The listener failed.
    Io(io::Error),
}

impl From<ConfigError> for ServeError {
    fn from(error: ConfigError) -> Self {
        Self::Config(error)
    }
}

impl fmt::Display for ServeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Config(error) => error.fmt(f),
            Self::Listen { address, source } if source.kind() == io::ErrorKind::AddrInUse => {
                write!(
                    f,
                    "cannot listen on {address}: another process does, or a file is there; stop it or \
                     set CENTRIFUGO__LISTEN_ADDRESS or CENTRIFUGO__GRPC_LISTEN_ADDRESS (and the \
                     endpoint in Centrifugo's config)"
                )
            }
            Self::Listen { address, source } => write!(f, "cannot listen on {address}: {source}"),
            Self::Metrics { address, source } => write!(
                f,
                "cannot show metrics on {address} (CENTRIFUGO__METRICS_ADDRESS): {source}"
            ),
            Self::Io(source) => write!(f, "the listener failed: {source}"),
        }
    }
}

/// The messages hold their causes already, so that a chain of causes shows nothing twice.
impl std::error::Error for ServeError {}

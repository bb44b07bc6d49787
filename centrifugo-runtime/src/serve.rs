//! A process that serves calls: listens, says where, and ends when it is told to.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::serve::ListenerExt as _;
use futures_util::future::{Either, select};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio_util::task::AbortOnDropHandle;

use crate::config::{CentrifugoConfig, ConfigError, Fault};
use crate::dispatch::Dispatcher;
use crate::health::health_router;
use crate::metrics::metrics_router;
use crate::proxy::http::router;

/// Serves calls until SIGTERM or ctrl-c, then lets the running ones end, and the handlers of `no_wait`
/// and `spawned` methods, too.
///
/// Listens on `listen_address` for Centrifugo's RPC proxy (`POST /centrifugo/rpc/`) and for
/// [`GET /health/…`](health_router), and on `metrics_address`, if that is set, for
/// [`GET /metrics`](metrics_router). Logging is the application's: set up a `tracing` subscriber before, to see where
/// it listens and what fails.
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
pub async fn serve(config: CentrifugoConfig, dispatcher: Dispatcher) -> Result<(), ServeError> {
    serve_with_shutdown(config, dispatcher, shutdown_signal()).await
}

/// [`serve`], until `shutdown` is ready in place of a signal.
///
/// # Errors
/// As [`serve`].
pub async fn serve_with_shutdown(
    config: CentrifugoConfig,
    dispatcher: Dispatcher,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServeError> {
    if !config.enabled() {
        tracing::warn!("CENTRIFUGO__ENABLED is false: no call is served");
        shutdown.await;
        return Ok(());
    }
    // The settings' faults come before the address': they do not depend on what else is running.
    config.required_proxy_secret().map_err(ServeError::Config)?;
    let address = config.listen_address();
    let listener = TcpListener::bind(address)
        .await
        .map_err(|source| ServeError::Listen { address, source })?;
    serve_listener(listener, config, dispatcher, shutdown).await
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
    dispatcher: Dispatcher,
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
    let methods = dispatcher.options().map(|(_, options)| options);
    let limit = config.policy().drain_time(methods) + DRAIN_MARGIN;
    let app = router(&config, dispatcher.clone())
        .map_err(ServeError::Config)?
        .merge(health_router(&dispatcher));
    let _metrics = match config.metrics_address() {
        Some(address) => Some(serve_metrics(address, &dispatcher).await?),
        None => None,
    };
    tracing::info!(%address, "serving Centrifugo's RPC proxy at http://{address}/centrifugo/rpc/");

    // A small reply must not wait for the acknowledgement of the one before it.
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "cannot set TCP_NODELAY");
        }
    });
    let (stopping, stopped) = oneshot::channel();
    let delay = config.shutdown_delay();
    let stopped_dispatcher = dispatcher.clone();
    let server = axum::serve(listener, app).with_graceful_shutdown(async move {
        shutdown.await;
        stopped_dispatcher.readiness().stop();
        if !delay.is_zero() {
            tracing::info!(?delay, "not ready any more, taking calls for a while");
            tokio::time::sleep(delay).await;
        }
        tracing::info!("shutting down, running calls may end");
        let _ = stopping.send(());
    });
    let ended = Box::pin(async move {
        server.await.map_err(ServeError::Io)?;
        dispatcher.drain().await;
        Ok(())
    });
    // A peer that neither ends its request nor closes its connection must not keep the process, nor a
    // handler that blocks its thread.
    let overdue = Box::pin(async move {
        match stopped.await {
            Ok(()) => tokio::time::sleep(limit).await,
            Err(_) => std::future::pending().await,
        }
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

/// Shows the metrics until this is dropped, while running calls end, too.
async fn serve_metrics(
    address: SocketAddr,
    dispatcher: &Dispatcher,
) -> Result<AbortOnDropHandle<()>, ServeError> {
    let listener = TcpListener::bind(address)
        .await
        .map_err(|source| ServeError::Metrics { address, source })?;
    let address = listener.local_addr().map_err(ServeError::Io)?;
    tracing::info!("showing metrics at http://{address}/metrics");
    let app = metrics_router(dispatcher).merge(health_router(dispatcher));
    let server = async move {
        if let Err(error) = axum::serve(listener, app).await {
            tracing::error!(%error, "metrics are not shown any more");
        }
    };
    Ok(AbortOnDropHandle::new(tokio::spawn(server)))
}

const DRAIN_MARGIN: Duration = Duration::from_secs(2);

/// Ready at the first SIGTERM or ctrl-c.
async fn shutdown_signal() {
    let interrupt = Box::pin(async {
        if let Err(error) = tokio::signal::ctrl_c().await {
            tracing::error!(%error, "cannot wait for ctrl-c");
            std::future::pending::<()>().await;
        }
    });
    select(interrupt, Box::pin(terminate())).await;
}

#[cfg(unix)]
async fn terminate() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut signal) => {
            signal.recv().await;
        }
        Err(error) => {
            tracing::error!(%error, "cannot wait for SIGTERM");
            std::future::pending::<()>().await;
        }
    }
}

#[cfg(not(unix))]
async fn terminate() {
    std::future::pending::<()>().await;
}

/// Why a server cannot start or go on.
#[derive(Debug)]
#[non_exhaustive]
pub enum ServeError {
    /// The settings lack what serving needs.
    Config(ConfigError),
    /// The address cannot be listened on.
    Listen {
        /// The address.
        address: SocketAddr,
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

impl fmt::Display for ServeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Config(error) => error.fmt(f),
            Self::Listen { address, source } if source.kind() == io::ErrorKind::AddrInUse => {
                write!(
                    f,
                    "cannot listen on {address}: another process does; stop it or set \
                 CENTRIFUGO__LISTEN_ADDRESS (and the endpoint in Centrifugo's config)"
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

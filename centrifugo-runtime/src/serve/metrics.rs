//! The metrics on an address of their own: Prometheus does not know the proxy secret.

use std::net::SocketAddr;

use tokio::net::TcpListener;
use tokio_util::task::AbortOnDropHandle;

use super::ServeError;
use crate::dispatch::Dispatcher;
use crate::health::health_router;
use crate::metrics::metrics_router;

/// Shows them until the handle is dropped, while running calls end, too.
pub(super) async fn serve(
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

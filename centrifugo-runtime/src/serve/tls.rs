//! TLS in front of a listener: certificates in, connections whose handshake is done out.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc};
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::{CryptoProvider, ring};
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::{RootCertStore, ServerConfig};
use tokio_util::task::AbortOnDropHandle;

use super::listener::{Connection, tcp_stream, wait_after};
use crate::config::{CentrifugoConfig, ConfigError, Fault};

/// What the two sides say that they speak: HTTP/1.1 or, under gRPC, HTTP/2.
pub(super) const HTTP: &[u8] = b"http/1.1";
#[cfg(feature = "grpc")]
pub(super) const GRPC: &[u8] = b"h2";

/// A peer that says nothing for longer is none.
const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(10);
/// How many may be at it at a time.
const MAX_HANDSHAKES: usize = 256;

/// `None`: the settings say nothing of TLS.
pub(super) fn acceptor(
    config: &CentrifugoConfig,
    protocol: &[u8],
) -> Result<Option<TlsAcceptor>, ConfigError> {
    let (Some(certificate), Some(key)) = (config.tls_certificate(), config.tls_key()) else {
        return Ok(None);
    };
    // The process may have another provider as its default, or none.
    let provider = Arc::new(ring::default_provider());
    let builder = ServerConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(|fault| unusable(CERTIFICATE, certificate, fault))?;
    let builder = match config.tls_client_ca() {
        Some(path) => builder.with_client_cert_verifier(verifier(path, provider)?),
        None => builder.with_no_client_auth(),
    };
    let private_key =
        PrivateKeyDer::from_pem_file(key).map_err(|fault| unusable(KEY, key, fault))?;
    let mut tls = builder
        .with_single_cert(certificates(CERTIFICATE, certificate)?, private_key)
        .map_err(|fault| unusable(CERTIFICATE, certificate, fault))?;
    tls.alpn_protocols = vec![protocol.to_vec()];
    Ok(Some(TlsAcceptor::from(Arc::new(tls))))
}

const CERTIFICATE: &str = "CENTRIFUGO__TLS_CERTIFICATE";
const KEY: &str = "CENTRIFUGO__TLS_KEY";
const CLIENT_CA: &str = "CENTRIFUGO__TLS_CLIENT_CA";

fn verifier(
    path: &Path,
    provider: Arc<CryptoProvider>,
) -> Result<Arc<dyn tokio_rustls::rustls::server::danger::ClientCertVerifier>, ConfigError> {
    let mut roots = RootCertStore::empty();
    for certificate in certificates(CLIENT_CA, path)? {
        roots
            .add(certificate)
            .map_err(|fault| unusable(CLIENT_CA, path, fault))?;
    }
    WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider)
        .build()
        .map_err(|fault| unusable(CLIENT_CA, path, fault))
}

fn certificates(
    variable: &'static str,
    path: &Path,
) -> Result<Vec<CertificateDer<'static>>, ConfigError> {
    let certificates: Vec<_> = CertificateDer::pem_file_iter(path)
        .and_then(Iterator::collect)
        .map_err(|fault| unusable(variable, path, fault))?;
    if certificates.is_empty() {
        return Err(unusable(variable, path, "no certificate in it"));
    }
    Ok(certificates)
}

fn unusable(variable: &'static str, path: &Path, fault: impl ToString) -> ConfigError {
    let fault = fault.to_string();
    ConfigError::from(Fault::new(
        variable,
        format!("is `{}`, which cannot be used: {fault}", path.display()),
    ))
}

pub(super) struct TlsListener {
    ready: mpsc::Receiver<Connection>,
    _accepting: AbortOnDropHandle<()>,
}

impl TlsListener {
    pub(super) fn new(listener: TcpListener, acceptor: TlsAcceptor) -> Self {
        let (sender, ready) = mpsc::channel(1);
        let accepting = tokio::spawn(accept(listener, acceptor, sender));
        Self {
            ready,
            _accepting: AbortOnDropHandle::new(accepting),
        }
    }

    pub(super) async fn next(&mut self) -> Connection {
        match self.ready.recv().await {
            Some(connection) => connection,
            None => std::future::pending().await,
        }
    }
}

/// Handshakes go on beside each other, so that a slow peer holds nobody up.
async fn accept(listener: TcpListener, acceptor: TlsAcceptor, ready: mpsc::Sender<Connection>) {
    let handshakes = Arc::new(Semaphore::new(MAX_HANDSHAKES));
    while let Ok(permit) = Arc::clone(&handshakes).acquire_owned().await {
        let stream = match tcp_stream(&listener).await {
            Ok(stream) => stream,
            Err(error) => {
                wait_after(&error).await;
                continue;
            }
        };
        let (acceptor, ready) = (acceptor.clone(), ready.clone());
        tokio::spawn(async move {
            if let Some(connection) = handshake(&acceptor, stream).await {
                drop(permit);
                // Nobody is there any more at shutdown.
                let _ = ready.send(connection).await;
            }
        });
    }
}

async fn handshake(acceptor: &TlsAcceptor, stream: TcpStream) -> Option<Connection> {
    let error = match timeout(HANDSHAKE_TIMEOUT, acceptor.accept(stream)).await {
        Ok(Ok(stream)) => return Some(Box::pin(stream)),
        Ok(Err(error)) => error.to_string(),
        Err(_) => String::from("no handshake in time"),
    };
    tracing::warn!(
        error,
        "refused a connection without the right TLS handshake"
    );
    None
}

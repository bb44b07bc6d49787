//! Connections from a TCP address or a unix socket, ready to be read from.

use std::io;
use std::pin::Pin;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};

use super::ServeError;
#[cfg(feature = "tls")]
use super::tls::{self, TlsListener};
#[cfg(unix)]
use super::unix::UnixSocket;
use crate::config::ListenAddress;
#[cfg(feature = "tls")]
use crate::config::{CentrifugoConfig, ConfigError};

/// An open connection, of whatever kind.
pub(super) type Connection = Pin<Box<dyn Stream>>;

pub(super) trait Stream: AsyncRead + AsyncWrite + Send {}

impl<T: AsyncRead + AsyncWrite + Send> Stream for T {}

pub(super) struct Listener {
    socket: Socket,
    address: ListenAddress,
}

enum Socket {
    Tcp(TcpListener),
    #[cfg(feature = "tls")]
    Tls(TlsListener),
    #[cfg(unix)]
    Unix(UnixSocket),
}

impl Listener {
    pub(super) async fn bind(address: &ListenAddress) -> Result<Self, ServeError> {
        let listen = |source| ServeError::Listen {
            address: address.clone(),
            source,
        };
        match address {
            ListenAddress::Tcp(tcp) => {
                Self::of(TcpListener::bind(tcp).await.map_err(listen)?).map_err(ServeError::Io)
            }
            #[cfg(unix)]
            ListenAddress::Unix(path) => Ok(Self {
                socket: Socket::Unix(UnixSocket::bind(path).map_err(listen)?),
                address: address.clone(),
            }),
            #[cfg(not(unix))]
            ListenAddress::Unix(_) => Err(listen(io::ErrorKind::Unsupported.into())),
        }
    }

    pub(super) fn of(listener: TcpListener) -> io::Result<Self> {
        Ok(Self {
            address: ListenAddress::Tcp(listener.local_addr()?),
            socket: Socket::Tcp(listener),
        })
    }

    /// With TLS, if the settings want it. A unix socket has none: what is said over it does not leave
    /// the machine.
    #[cfg(feature = "tls")]
    pub(super) fn with_tls(
        self,
        config: &CentrifugoConfig,
        protocol: &[u8],
    ) -> Result<Self, ConfigError> {
        let Self { socket, address } = self;
        let socket = match (socket, tls::acceptor(config, protocol)?) {
            (Socket::Tcp(listener), Some(acceptor)) => {
                Socket::Tls(TlsListener::new(listener, acceptor))
            }
            (socket, _) => socket,
        };
        Ok(Self { socket, address })
    }

    pub(super) fn scheme(&self) -> &'static str {
        match self.socket {
            #[cfg(feature = "tls")]
            Socket::Tls(_) => "https",
            _ => "http",
        }
    }

    pub(super) fn address(&self) -> &ListenAddress {
        &self.address
    }

    /// The next connection.
    pub(super) async fn next(&mut self) -> Connection {
        loop {
            match self.socket.accept().await {
                Ok(connection) => return connection,
                Err(error) => wait_after(&error).await,
            }
        }
    }
}

impl Socket {
    async fn accept(&mut self) -> io::Result<Connection> {
        match self {
            Self::Tcp(listener) => Ok(Box::pin(tcp_stream(listener).await?)),
            #[cfg(feature = "tls")]
            Self::Tls(listener) => Ok(listener.next().await),
            #[cfg(unix)]
            Self::Unix(socket) => Ok(Box::pin(socket.accept().await?)),
        }
    }
}

pub(super) async fn tcp_stream(listener: &TcpListener) -> io::Result<TcpStream> {
    let (stream, _) = listener.accept().await?;
    // A small reply must not wait for the acknowledgement of the one before it.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "cannot set TCP_NODELAY");
    }
    Ok(stream)
}

/// What one peer did is nobody else's matter; what the system lacks, such as file descriptors, it may
/// have a little later.
pub(super) async fn wait_after(error: &io::Error) {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    if matches!(
        error.kind(),
        ConnectionAborted | ConnectionRefused | ConnectionReset
    ) {
        return;
    }
    tracing::error!(%error, "cannot accept connections");
    tokio::time::sleep(Duration::from_secs(1)).await;
}

impl axum::serve::Listener for Listener {
    type Io = Connection;
    type Addr = ();

    async fn accept(&mut self) -> (Connection, ()) {
        (self.next().await, ())
    }

    fn local_addr(&self) -> io::Result<()> {
        Ok(())
    }
}

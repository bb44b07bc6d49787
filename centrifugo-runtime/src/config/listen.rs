//! Where a server listens: a TCP address or a unix socket.

use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;

use super::{CentrifugoConfig, Fault};

/// An address of TCP or a unix socket's path, in text `IP:PORT` or `unix:/path`.
///
/// ```
/// use centrifugo_runtime::ListenAddress;
///
/// let address: ListenAddress = "unix:/run/app/grpc.sock".parse().unwrap();
/// assert_eq!(address, ListenAddress::Unix("/run/app/grpc.sock".into()));
/// assert!("unix:relative.sock".parse::<ListenAddress>().is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ListenAddress {
    /// An address of TCP.
    Tcp(SocketAddr),
    /// The absolute path of a unix socket. Who may connect to it is decided by the file's and its
    /// folder's permissions; the file is made with those that the process's umask leaves.
    Unix(PathBuf),
}

impl ListenAddress {
    /// Whether only processes of this machine can reach it.
    pub(super) fn is_private(&self) -> bool {
        match self {
            Self::Tcp(address) => address.ip().is_loopback(),
            Self::Unix(_) => true,
        }
    }

    /// Why this build cannot listen there for gRPC.
    pub(super) fn unsupported(&self) -> Option<&'static str> {
        if cfg!(not(feature = "grpc")) {
            Some("needs the feature `grpc` of centrifugo-runtime")
        } else if cfg!(not(unix)) && matches!(self, Self::Unix(_)) {
            Some("is a unix socket, which this system does not have")
        } else {
            None
        }
    }
}

impl CentrifugoConfig {
    /// Where one address is meant for two. One with port 0 is another each time.
    pub(super) fn address_faults(&self) -> Vec<Fault> {
        let grpc = match self.grpc_listen_address {
            Some(ListenAddress::Tcp(address)) => Some(address),
            Some(ListenAddress::Unix(_)) | None => None,
        };
        let addresses = [
            ("CENTRIFUGO__LISTEN_ADDRESS", Some(self.listen_address)),
            ("CENTRIFUGO__GRPC_LISTEN_ADDRESS", grpc),
            ("CENTRIFUGO__METRICS_ADDRESS", self.metrics_address),
        ];
        let mut faults = Vec::new();
        for (index, (variable, address)) in addresses.iter().enumerate() {
            let mut before = addresses[..index].iter();
            let other = address.filter(|address| address.port() != 0);
            let other = other.and_then(|_| before.find(|(_, other)| other == address));
            if let Some((other, _)) = other {
                faults.push(Fault::new(
                    *variable,
                    format!("needs another port than {other}"),
                ));
            }
        }
        faults
    }
}

impl From<SocketAddr> for ListenAddress {
    fn from(address: SocketAddr) -> Self {
        Self::Tcp(address)
    }
}

/// Text that is no [`ListenAddress`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListenAddressError(pub(super) &'static str);

impl fmt::Display for ListenAddressError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for ListenAddressError {}

impl FromStr for ListenAddress {
    type Err = ListenAddressError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const MESSAGE: &str = "must be IP:PORT, such as 127.0.0.1:3001 or 0.0.0.0:3001, or unix: and an absolute path";
        if let Some(path) = text.strip_prefix("unix:") {
            // Centrifugo and gRPC write `unix:///path`, too.
            let path = path.strip_prefix("//").unwrap_or(path);
            let is_path = path.starts_with('/') && !path.ends_with('/');
            return if is_path {
                Ok(Self::Unix(PathBuf::from(path)))
            } else {
                Err(ListenAddressError(MESSAGE))
            };
        }
        let local = text
            .strip_prefix("localhost:")
            .and_then(|port| port.parse::<u16>().ok());
        match local {
            Some(port) => Ok(Self::Tcp(SocketAddr::from(([127, 0, 0, 1], port)))),
            None => text
                .parse()
                .map(Self::Tcp)
                .map_err(|_| ListenAddressError(MESSAGE)),
        }
    }
}

impl fmt::Display for ListenAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp(address) => address.fmt(f),
            Self::Unix(path) => write!(f, "unix:{}", path.display()),
        }
    }
}

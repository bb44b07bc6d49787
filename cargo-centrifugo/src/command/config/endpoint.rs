//! The URL at which Centrifugo reaches the server, and what that means for the server.

use std::net::SocketAddr;
use std::str::FromStr;

/// An `http://`, `https://` or `grpc://` URL, or the path of a unix socket for gRPC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Endpoint(String);

impl Endpoint {
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn is_grpc(&self) -> bool {
        self.0.starts_with(GRPC) || self.0.starts_with(UNIX)
    }

    /// The variable that says where the server has to listen.
    pub(super) fn variable(&self) -> &'static str {
        if self.is_grpc() {
            "CENTRIFUGO__GRPC_LISTEN_ADDRESS"
        } else {
            "CENTRIFUGO__LISTEN_ADDRESS"
        }
    }

    /// Where the server has to listen, if the URL says it: behind a host name or TLS is something
    /// else first.
    pub(super) fn listen_address(&self) -> Option<String> {
        if let Some(path) = self.0.strip_prefix(UNIX) {
            return Some(format!("unix:{path}"));
        }
        let rest = self.0.strip_prefix("http://").or(self.0.strip_prefix(GRPC));
        let authority = rest?.split('/').next()?;
        let address = match authority.strip_prefix("localhost:") {
            Some(port) => SocketAddr::from(([127, 0, 0, 1], port.parse().ok()?)),
            None => authority.parse().ok()?,
        };
        Some(address.to_string())
    }
}

const GRPC: &str = "grpc://";
const UNIX: &str = "unix://";

impl FromStr for Endpoint {
    type Err = &'static str;

    fn from_str(url: &str) -> Result<Self, Self::Err> {
        let is_socket = |path: &str| path.starts_with('/') && !path.ends_with('/');
        let is_host = |rest: &str| !rest.is_empty() && !rest.starts_with('/');
        let schemes = ["http://", "https://", GRPC];
        let rest = schemes.iter().find_map(|scheme| url.strip_prefix(scheme));
        if rest.is_some_and(is_host) || url.strip_prefix(UNIX).is_some_and(is_socket) {
            return Ok(Self(url.to_owned()));
        }
        Err(
            "must be a URL such as http://127.0.0.1:3000/centrifugo/rpc/, grpc://127.0.0.1:3001 or \
             unix:///run/app.sock",
        )
    }
}

#[cfg(test)]
mod tests {
    use super::Endpoint;

    #[test]
    fn an_address_is_listened_on() {
        let address = |url: &str| {
            let endpoint: Endpoint = url.parse().unwrap();
            endpoint.listen_address()
        };
        assert_eq!(
            address("http://10.0.0.1:80/x").as_deref(),
            Some("10.0.0.1:80")
        );
        assert_eq!(
            address("http://localhost:3000").as_deref(),
            Some("127.0.0.1:3000")
        );
        assert_eq!(address("http://[::1]:3000/").as_deref(), Some("[::1]:3000"));
        assert_eq!(
            address("grpc://127.0.0.1:3001").as_deref(),
            Some("127.0.0.1:3001")
        );
        assert_eq!(
            address("unix:///run/app.sock").as_deref(),
            Some("unix:/run/app.sock")
        );
        assert_eq!(address("http://server:3000/"), None);
        assert_eq!(address("https://10.0.0.1:443/"), None);
    }

    #[test]
    fn other_schemes_are_refused() {
        for url in [
            "127.0.0.1:3000",
            "grpc://",
            "unix:/run/app.sock",
            "unix://app.sock",
            "http://",
            "http:///x",
            "",
        ] {
            assert!(url.parse::<Endpoint>().is_err(), "{url}");
        }
    }
}

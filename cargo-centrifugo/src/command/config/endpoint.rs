//! The URL at which Centrifugo reaches the server.

use std::net::SocketAddr;
use std::str::FromStr;

/// An `http://` or `https://` URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Endpoint(String);

impl Endpoint {
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// Where the server has to listen, if the URL says it: behind a host name or TLS is something
    /// else first.
    pub(super) fn listen_address(&self) -> Option<SocketAddr> {
        let authority = self.0.strip_prefix("http://")?.split('/').next()?;
        match authority.strip_prefix("localhost:") {
            Some(port) => Some(SocketAddr::from(([127, 0, 0, 1], port.parse().ok()?))),
            None => authority.parse().ok(),
        }
    }
}

impl FromStr for Endpoint {
    type Err = &'static str;

    fn from_str(url: &str) -> Result<Self, Self::Err> {
        let rest = url
            .strip_prefix("http://")
            .or_else(|| url.strip_prefix("https://"));
        match rest {
            Some(rest) if !rest.is_empty() && !rest.starts_with('/') => Ok(Self(url.to_owned())),
            _ => Err("must be a URL such as http://127.0.0.1:3000/centrifugo/rpc/"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Endpoint;

    #[test]
    fn an_address_is_listened_on() {
        let address = |url: &str| {
            let endpoint: Endpoint = url.parse().unwrap();
            endpoint.listen_address().map(|address| address.to_string())
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
        assert_eq!(address("http://server:3000/"), None);
        assert_eq!(address("https://10.0.0.1:443/"), None);
    }

    #[test]
    fn other_schemes_are_refused() {
        for url in [
            "127.0.0.1:3000",
            "grpc://127.0.0.1:3000",
            "http://",
            "http:///x",
            "",
        ] {
            assert!(url.parse::<Endpoint>().is_err(), "{url}");
        }
    }
}

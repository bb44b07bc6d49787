//! Settings from code. The checks of a setting are here, whatever it came from.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use tracing::Level;

use super::secret::MIN_BYTES;
use super::url::Url;
use super::{CentrifugoConfig, ConfigError, Fault, ListenAddress, Secret};

/// Makes a [`CentrifugoConfig`]; see there for each setting and its default.
///
/// ```
/// use std::time::Duration;
/// use centrifugo_runtime::CentrifugoConfig;
///
/// let config = CentrifugoConfig::builder()
///     .proxy_secret("0123456789abcdef0123456789abcdef")
///     .proxy_timeout(Duration::from_secs(10))
///     .build()?;
/// assert_eq!(config.listen_address().port(), 3000);
/// # Ok::<(), centrifugo_runtime::ConfigError>(())
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct CentrifugoConfigBuilder(CentrifugoConfig);

impl Default for CentrifugoConfigBuilder {
    fn default() -> Self {
        Self(CentrifugoConfig {
            enabled: true,
            wrapper_url: None,
            wrapper_api_key: None,
            centrifugo_url: None,
            centrifugo_api_url: None,
            centrifugo_api_key: None,
            centrifugo_token_hmac_secret: None,
            ack_timeout: Duration::from_secs(30),
            log_level: Level::INFO,
            log_all_calls: true,
            log_only_with_ack: false,
            listen_address: SocketAddr::from(([127, 0, 0, 1], 3000)),
            grpc_listen_address: None,
            tls_certificate: None,
            tls_key: None,
            tls_client_ca: None,
            proxy_secret: None,
            proxy_timeout: None,
            proxy_secret_previous: None,
            insecure: false,
            max_request_bytes: 1024 * 1024,
            max_reply_bytes: 1024 * 1024,
            max_concurrent_calls: 10_000,
            shutdown_delay: Duration::ZERO,
            metrics_address: None,
            log_payloads: false,
        })
    }
}

impl CentrifugoConfigBuilder {
    /// Whether calls are served.
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.0.enabled = enabled;
        self
    }

    /// Where a wrapper service listens.
    pub fn wrapper_url(mut self, url: impl Into<String>) -> Self {
        self.0.wrapper_url = Some(Url::new(url.into()));
        self
    }

    /// The key of a wrapper service.
    pub fn wrapper_api_key(mut self, key: impl Into<String>) -> Self {
        self.0.wrapper_api_key = Some(Secret::new(key.into()));
        self
    }

    /// Where clients connect to Centrifugo.
    pub fn centrifugo_url(mut self, url: impl Into<String>) -> Self {
        self.0.centrifugo_url = Some(Url::new(url.into()));
        self
    }

    /// Centrifugo's HTTP API.
    pub fn centrifugo_api_url(mut self, url: impl Into<String>) -> Self {
        self.0.centrifugo_api_url = Some(Url::new(url.into()));
        self
    }

    /// The key of Centrifugo's HTTP API, at least 32 bytes.
    pub fn centrifugo_api_key(mut self, key: impl Into<String>) -> Self {
        self.0.centrifugo_api_key = Some(Secret::new(key.into()));
        self
    }

    /// The secret that connection tokens are signed with, at least 32 bytes.
    pub fn centrifugo_token_hmac_secret(mut self, secret: impl Into<String>) -> Self {
        self.0.centrifugo_token_hmac_secret = Some(Secret::new(secret.into()));
        self
    }

    /// The deadline of a method without a timeout of its own.
    pub fn ack_timeout(mut self, timeout: Duration) -> Self {
        self.0.ack_timeout = timeout;
        self
    }

    /// The lowest level of the runtime's lines about calls.
    pub fn log_level(mut self, level: Level) -> Self {
        self.0.log_level = level;
        self
    }

    /// Whether each call gets a log line.
    pub fn log_all_calls(mut self, log: bool) -> Self {
        self.0.log_all_calls = log;
        self
    }

    /// Whether only calls with acknowledgement get a log line.
    pub fn log_only_with_ack(mut self, only: bool) -> Self {
        self.0.log_only_with_ack = only;
        self
    }

    /// Where `serve` listens.
    pub fn listen_address(mut self, address: impl Into<SocketAddr>) -> Self {
        self.0.listen_address = address.into();
        self
    }

    /// Where `serve` listens for gRPC, too.
    pub fn grpc_listen_address(mut self, address: impl Into<ListenAddress>) -> Self {
        self.0.grpc_listen_address = Some(address.into());
        self
    }

    /// The PEM file of the server's certificate, and of those between it and its authority.
    pub fn tls_certificate(mut self, path: impl Into<PathBuf>) -> Self {
        self.0.tls_certificate = Some(path.into());
        self
    }

    /// The PEM file of the certificate's key.
    pub fn tls_key(mut self, path: impl Into<PathBuf>) -> Self {
        self.0.tls_key = Some(path.into());
        self
    }

    /// The PEM file of the authorities that have to have signed Centrifugo's own certificate.
    pub fn tls_client_ca(mut self, path: impl Into<PathBuf>) -> Self {
        self.0.tls_client_ca = Some(path.into());
        self
    }

    /// The secret that Centrifugo proves itself with, at least 32 bytes.
    pub fn proxy_secret(mut self, secret: impl Into<String>) -> Self {
        self.0.proxy_secret = Some(Secret::new(secret.into()));
        self
    }

    /// The proxy secret before this one, which is accepted, too.
    pub fn proxy_secret_previous(mut self, secret: impl Into<String>) -> Self {
        self.0.proxy_secret_previous = Some(Secret::new(secret.into()));
        self
    }

    /// The timeout of Centrifugo's RPC proxy.
    pub fn proxy_timeout(mut self, timeout: Duration) -> Self {
        self.0.proxy_timeout = Some(timeout);
        self
    }

    /// Takes calls without a proxy secret; only with loopback listen addresses or a unix socket.
    pub fn insecure(mut self, insecure: bool) -> Self {
        self.0.insecure = insecure;
        self
    }

    /// The largest proxy request that is read, in bytes.
    pub fn max_request_bytes(mut self, bytes: usize) -> Self {
        self.0.max_request_bytes = bytes;
        self
    }

    /// The largest result that is sent, in bytes.
    pub fn max_reply_bytes(mut self, bytes: usize) -> Self {
        self.0.max_reply_bytes = bytes;
        self
    }

    /// How many handlers may run at one time, those that run by themselves included.
    pub fn max_concurrent_calls(mut self, calls: usize) -> Self {
        self.0.max_concurrent_calls = calls;
        self
    }

    /// For how long calls are taken after `serve` was told to stop.
    pub fn shutdown_delay(mut self, delay: Duration) -> Self {
        self.0.shutdown_delay = delay;
        self
    }

    /// Where `serve` shows its metrics, to whoever reaches the address.
    pub fn metrics_address(mut self, address: impl Into<SocketAddr>) -> Self {
        self.0.metrics_address = Some(address.into());
        self
    }

    /// Whether log lines about calls hold params and results.
    pub fn log_payloads(mut self, log: bool) -> Self {
        self.0.log_payloads = log;
        self
    }

    /// Checks everything.
    ///
    /// # Errors
    /// All faults at once.
    pub fn build(self) -> Result<CentrifugoConfig, ConfigError> {
        ConfigError::check(self.faults())?;
        Ok(self.0)
    }

    /// As it is so far, with its faults.
    pub(super) fn config(&self) -> &CentrifugoConfig {
        &self.0
    }

    pub(super) fn faults(&self) -> Vec<Fault> {
        let config = &self.0;
        let mut faults = Vec::new();
        let mut fault = |variable, message: String| faults.push(Fault::new(variable, message));
        for (variable, secret) in [
            ("CENTRIFUGO__CENTRIFUGO_API_KEY", &config.centrifugo_api_key),
            (
                "CENTRIFUGO__CENTRIFUGO_TOKEN_HMAC_SECRET",
                &config.centrifugo_token_hmac_secret,
            ),
            ("CENTRIFUGO__PROXY_SECRET", &config.proxy_secret),
            (
                "CENTRIFUGO__PROXY_SECRET_PREVIOUS",
                &config.proxy_secret_previous,
            ),
        ] {
            let length = secret
                .as_ref()
                .map_or(MIN_BYTES, |secret| secret.expose().len());
            if length < MIN_BYTES {
                fault(
                    variable,
                    format!("has {length} bytes, needs at least {MIN_BYTES}"),
                );
            }
        }
        for (variable, secret) in [
            ("CENTRIFUGO__PROXY_SECRET", &config.proxy_secret),
            (
                "CENTRIFUGO__PROXY_SECRET_PREVIOUS",
                &config.proxy_secret_previous,
            ),
            ("CENTRIFUGO__CENTRIFUGO_API_KEY", &config.centrifugo_api_key),
            ("CENTRIFUGO__WRAPPER_API_KEY", &config.wrapper_api_key),
        ] {
            if secret
                .as_ref()
                .is_some_and(|secret| !is_header(secret.expose()))
            {
                let message = "is sent as a header: visible ASCII characters only";
                fault(variable, message.to_owned());
            }
        }
        if config.proxy_secret_previous.is_some() && config.proxy_secret.is_none() {
            fault(
                "CENTRIFUGO__PROXY_SECRET_PREVIOUS",
                String::from("needs CENTRIFUGO__PROXY_SECRET, the new one"),
            );
        }
        for (variable, url, schemes) in [
            (
                "CENTRIFUGO__CENTRIFUGO_URL",
                &config.centrifugo_url,
                ["ws://", "wss://"],
            ),
            (
                "CENTRIFUGO__CENTRIFUGO_API_URL",
                &config.centrifugo_api_url,
                ["http://", "https://"],
            ),
            (
                "CENTRIFUGO__WRAPPER_URL",
                &config.wrapper_url,
                ["http://", "https://"],
            ),
        ] {
            if url
                .as_ref()
                .is_some_and(|url| !has_scheme(url.as_str(), schemes))
            {
                fault(
                    variable,
                    format!("is no URL of the form {}HOST", schemes.join("HOST or ")),
                );
            }
        }
        for (variable, timeout) in [
            ("CENTRIFUGO__ACK_TIMEOUT", Some(config.ack_timeout)),
            ("CENTRIFUGO__PROXY_TIMEOUT", config.proxy_timeout),
        ] {
            if timeout.is_some_and(|timeout| timeout.is_zero() || timeout > LONGEST) {
                fault(
                    variable,
                    String::from("must be more than 0 and at most a day"),
                );
            }
        }
        for (variable, number) in [
            ("CENTRIFUGO__MAX_REQUEST_BYTES", config.max_request_bytes),
            ("CENTRIFUGO__MAX_REPLY_BYTES", config.max_reply_bytes),
            (
                "CENTRIFUGO__MAX_CONCURRENT_CALLS",
                config.max_concurrent_calls,
            ),
        ] {
            if number == 0 {
                fault(variable, String::from("must be more than 0"));
            }
        }
        if config.shutdown_delay > LONGEST {
            let message = String::from("must be at most a day");
            fault("CENTRIFUGO__SHUTDOWN_DELAY", message);
        }
        faults.extend(config.address_faults());
        faults.extend(config.tls_faults());
        let mut fault = |variable, message: String| faults.push(Fault::new(variable, message));
        if config.insecure && !config.listen_address.ip().is_loopback() {
            let message = format!(
                "needs a loopback CENTRIFUGO__LISTEN_ADDRESS, such as 127.0.0.1:3000, not {}",
                config.listen_address
            );
            fault("CENTRIFUGO__INSECURE", message);
        }
        if let Some(address) = &config.grpc_listen_address {
            if config.insecure && !address.is_private() {
                let message = format!(
                    "needs a loopback CENTRIFUGO__GRPC_LISTEN_ADDRESS, such as 127.0.0.1:3001, or a unix \
                     socket, not {address}"
                );
                fault("CENTRIFUGO__INSECURE", message);
            }
            if let Some(reason) = address.unsupported() {
                fault("CENTRIFUGO__GRPC_LISTEN_ADDRESS", String::from(reason));
            }
        }
        faults
    }
}

const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

fn is_header(secret: &str) -> bool {
    secret.bytes().all(|byte| byte.is_ascii_graphic())
}

fn has_scheme(url: &str, schemes: [&str; 2]) -> bool {
    schemes
        .iter()
        .filter_map(|scheme| url.strip_prefix(scheme))
        .any(|rest| {
            !rest.is_empty() && !rest.starts_with('/') && !rest.contains(char::is_whitespace)
        })
}

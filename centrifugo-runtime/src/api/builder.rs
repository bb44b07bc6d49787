//! The settings of a client that are not the whole server's.

use std::time::Duration;

use reqwest::Client;
use reqwest::redirect::Policy;

use super::CentrifugoApi;
use super::endpoint::Endpoint;
use super::retry::Retries;
use super::tls;
use super::transport::Transport;
use crate::config::{CentrifugoConfig, ConfigError, Fault, Secret};

/// Less than load balancers leave a connection open: a command that is not repeated must not meet one
/// that is being closed.
const IDLE: Duration = Duration::from_secs(30);

/// Makes a [`CentrifugoApi`].
///
/// ```
/// use std::time::Duration;
/// use centrifugo_runtime::CentrifugoApi;
///
/// let api = CentrifugoApi::builder()
///     .url("https://centrifugo.internal/api")
///     .key("0123456789abcdef0123456789abcdef")
///     .timeout(Duration::from_secs(5))
///     .retries(1)
///     .build()?;
/// assert!(!format!("{api:?}").contains("0123"));
/// # Ok::<(), centrifugo_runtime::ConfigError>(())
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct CentrifugoApiBuilder {
    config: Option<CentrifugoConfig>,
    url: Option<String>,
    key: Option<Secret>,
    timeout: Duration,
    attempt_timeout: Duration,
    connect_timeout: Duration,
    retries: u32,
    roots: Vec<Vec<u8>>,
    identity: Option<Secret>,
}

impl Default for CentrifugoApiBuilder {
    fn default() -> Self {
        Self {
            config: None,
            url: None,
            key: None,
            timeout: Duration::from_secs(10),
            attempt_timeout: Duration::from_secs(5),
            connect_timeout: Duration::from_secs(2),
            retries: 3,
            roots: Vec::new(),
            identity: None,
        }
    }
}

impl CentrifugoApiBuilder {
    /// URL and key as [`CentrifugoApi::from_config`] takes them.
    pub fn config(mut self, config: &CentrifugoConfig) -> Self {
        self.config = Some(config.clone());
        self
    }

    /// Where the API is, such as `http://localhost:8000/api`, in place of what the settings say.
    pub fn url(mut self, url: impl Into<String>) -> Self {
        self.url = Some(url.into());
        self
    }

    /// The key for [`url`](Self::url).
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = Some(Secret::new(key.into()));
        self
    }

    /// How long a command may take, with all its repeats: 10 seconds by default.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How long one attempt of a command that may be repeated waits for its answer: 5 seconds by
    /// default. One that may not be repeated has all the [`timeout`](Self::timeout).
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = timeout;
        self
    }

    /// How long to wait for a connection: 2 seconds by default.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// How often a command is tried again: 3 times by default. With 0, publications get no idempotency
    /// keys.
    pub fn retries(mut self, retries: u32) -> Self {
        self.retries = retries;
        self
    }

    /// Trusts more certificate authorities, such as a company's own; PEM.
    pub fn root_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.roots.push(pem.into());
        self
    }

    /// Shows a client certificate; PEM of the key and the certificates.
    pub fn identity(mut self, pem: impl Into<String>) -> Self {
        self.identity = Some(Secret::new(pem.into()));
        self
    }

    /// Checks everything. Nothing is sent.
    ///
    /// # Errors
    /// Where there is no URL or key, or one cannot be used.
    pub fn build(self) -> Result<CentrifugoApi, ConfigError> {
        let endpoint = match (&self.url, &self.config) {
            (None, Some(config)) => Endpoint::from_config(config)?,
            (Some(url), _) => {
                let key = self.key.as_ref().map(Secret::expose);
                Endpoint::new(("url", url), ("key", key))?
            }
            (None, None) => {
                let message = "is not set; such as http://localhost:8000/api";
                return Err(Fault::new("url", message).into());
            }
        };
        let client = Client::builder()
            .connect_timeout(self.connect_timeout)
            .tcp_nodelay(true)
            .pool_idle_timeout(IDLE)
            // A redirect would carry the key to wherever it points.
            .redirect(Policy::none())
            .tls_backend_preconfigured(tls::client_config(&self.roots, self.identity.as_ref())?)
            .build()
            .map_err(|error| Fault::new("TLS", format!("cannot be set up: {error}")))?;
        let retries = Retries {
            most: self.retries,
            timeout: self.timeout,
            attempt_timeout: self.attempt_timeout,
        };
        Ok(CentrifugoApi(std::sync::Arc::new(Transport::new(
            client, endpoint, retries,
        ))))
    }
}

//! The settings of a server, from code or from the environment, checked as a whole.

mod builder;
mod env;
mod fault;
mod file;
mod layers;
mod listen;
mod secret;
mod server_side;
mod tls;
mod url;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tracing::Level;

use crate::ending::Log;
use crate::policy::{Policy, answered_before};

pub use builder::CentrifugoConfigBuilder;
pub use fault::{ConfigError, Fault};
pub use listen::{ListenAddress, ListenAddressError};
pub(crate) use secret::MIN_BYTES as MIN_SECRET_BYTES;
pub use secret::Secret;
use url::Url;

/// The settings of a server: [`from_env`](Self::from_env), which reads files as well, or
/// [`builder`](Self::builder).
///
/// | variable | default | |
/// |---|---|---|
/// | `CENTRIFUGO__ENABLED` | `true` | with `false`, `serve` only waits for shutdown |
/// | `CENTRIFUGO__LISTEN_ADDRESS` | `127.0.0.1:3000` | where `serve` listens, `IP:PORT` |
/// | `CENTRIFUGO__GRPC_LISTEN_ADDRESS` | – | where `serve` listens for gRPC, too: `IP:PORT` or `unix:/path` |
/// | `CENTRIFUGO__TLS_CERTIFICATE`, `CENTRIFUGO__TLS_KEY` | – | PEM files: with them, both addresses of TCP speak TLS |
/// | `CENTRIFUGO__TLS_CLIENT_CA` | – | PEM file: Centrifugo needs a certificate of one of its authorities, too |
/// | `CENTRIFUGO__PROXY_SECRET` | – | shared with Centrifugo, at least 32 bytes; `serve` needs it |
/// | `CENTRIFUGO__PROXY_SECRET_PREVIOUS` | – | the proxy secret before it, accepted too: see [`SECRET_HEADER`](crate::SECRET_HEADER) |
/// | `CENTRIFUGO__INSECURE` | `false` | no proxy secret; only where each listen address is loopback or a unix socket, and with a warning at each start |
/// | `CENTRIFUGO__PROXY_TIMEOUT` | – | the `timeout` of Centrifugo's RPC proxy |
/// | `CENTRIFUGO__ACK_TIMEOUT` | `30` | deadline of a method without a timeout of its own; `CENTRIFUGO__DEFAULT_ACK_TIMEOUT` is read where this is not set |
/// | `CENTRIFUGO__MAX_REQUEST_BYTES` | `1048576` | a larger proxy request is answered with 413 |
/// | `CENTRIFUGO__MAX_REPLY_BYTES` | `1048576` | a larger result is a 500, and its size is logged: Centrifugo ends connections that have more to send than its `client.queue_max_size`, which is as much by default |
/// | `CENTRIFUGO__MAX_CONCURRENT_CALLS` | `10000` | with more handlers running, those that run by themselves too, a call gets 503 |
/// | `CENTRIFUGO__SHUTDOWN_DELAY` | `0` | for how long `serve` takes calls after it was told to stop, while `/health/ready` says 503 |
/// | `CENTRIFUGO__METRICS_ADDRESS` | – | where `serve` shows `/metrics`, `IP:PORT`; open to whoever reaches it |
/// | `CENTRIFUGO__LOG_LEVEL` | `INFO` | the lowest level of lines about calls: see [logging](crate#logging) |
/// | `CENTRIFUGO__LOG_ALL_CALLS` | `true` | a line for each call; with `false`, only for those that the server failed |
/// | `CENTRIFUGO__LOG_ONLY_WITH_ACK` | `false` | a line for each call with acknowledgement alone, which RPC calls are not |
/// | `CENTRIFUGO__LOG_PAYLOADS` | `false` | params and results in those lines |
/// | `CENTRIFUGO__CENTRIFUGO_URL` | – | where clients connect, `ws://` or `wss://` |
/// | `CENTRIFUGO__CENTRIFUGO_API_URL` | – | Centrifugo's HTTP API |
/// | `CENTRIFUGO__CENTRIFUGO_API_KEY` | – | its key, at least 32 bytes |
/// | `CENTRIFUGO__CENTRIFUGO_TOKEN_HMAC_SECRET` | – | signs [connection tokens](crate::token), at least 32 bytes |
/// | `CENTRIFUGO__WRAPPER_URL`, `CENTRIFUGO__WRAPPER_API_KEY` | – | of a service that takes the server API's commands in Centrifugo's place |
/// | `CENTRIFUGO__CONFIG_FILE` | `centrifugo-rpc.toml` | a TOML file with any of these |
///
/// Durations are seconds (`30`) or have a unit (`500ms`, `30s`, `2m`). An empty variable is one that
/// is not set.
///
/// **In a TOML file** the settings are in the table `[centrifugo]`, in lower case and without the prefix;
/// other tables are the application's own:
///
/// ```toml
/// [centrifugo]
/// centrifugo_api_url = "http://localhost:8000/api"
/// ack_timeout = 60
/// log_all_calls = false
/// ```
///
/// **Centrifugo's own variables.** Two secrets are Centrifugo's too. Where this process sees its
/// variables, they have to be the same:
///
/// | here | Centrifugo 6 | before |
/// |---|---|---|
/// | `CENTRIFUGO__CENTRIFUGO_TOKEN_HMAC_SECRET` | `CENTRIFUGO_CLIENT_TOKEN_HMAC_SECRET_KEY`, or `CENTRIFUGO_CLIENT_TOKEN_HMAC_PREVIOUS_SECRET_KEY` while it is being changed | `CENTRIFUGO_TOKEN_HMAC_SECRET` |
/// | `CENTRIFUGO__CENTRIFUGO_API_KEY` | `CENTRIFUGO_HTTP_API_KEY` | `CENTRIFUGO_API_KEY` |
///
/// Centrifugo's other variables are not read: `CENTRIFUGO_ADMIN_PASSWORD`, `CENTRIFUGO_ADMIN_SECRET`,
/// `CENTRIFUGO_LOG_LEVEL`; `CENTRIFUGO_RPC_PROXY_ENDPOINT`, which is `http://HOST:PORT/centrifugo/rpc/` of
/// the listen address; and `CENTRIFUGO_RPC_PROXY_TIMEOUT`, which is the proxy timeout below.
///
/// **Deadlines.** Centrifugo gives a call up after the `timeout` of its proxy, by default one
/// second, and its client then sees Centrifugo's own error 100. Tell the runtime that time as
/// `CENTRIFUGO__PROXY_TIMEOUT`, and each call ends a little earlier (a tenth of it, at most half a
/// second) with a 408 that says what happened. A method's own `timeout` is cut to the same length.
///
/// `Debug` shows no secret, and of URLs no password and no query.
#[derive(Debug, Clone)]
pub struct CentrifugoConfig {
    enabled: bool,
    wrapper_url: Option<Url>,
    wrapper_api_key: Option<Secret>,
    centrifugo_url: Option<Url>,
    centrifugo_api_url: Option<Url>,
    centrifugo_api_key: Option<Secret>,
    centrifugo_token_hmac_secret: Option<Secret>,
    ack_timeout: Duration,
    log_level: Level,
    log_all_calls: bool,
    log_only_with_ack: bool,
    listen_address: SocketAddr,
    grpc_listen_address: Option<ListenAddress>,
    tls_certificate: Option<PathBuf>,
    tls_key: Option<PathBuf>,
    tls_client_ca: Option<PathBuf>,
    proxy_secret: Option<Secret>,
    proxy_timeout: Option<Duration>,
    proxy_secret_previous: Option<Secret>,
    insecure: bool,
    max_request_bytes: usize,
    max_reply_bytes: usize,
    max_concurrent_calls: usize,
    shutdown_delay: Duration,
    metrics_address: Option<SocketAddr>,
    log_payloads: bool,
}

impl CentrifugoConfig {
    /// Reads the environment, then a `.env` file, then a TOML file; what is set in an earlier one of them
    /// counts.
    ///
    /// Both files are looked for in the working directory and the folders above it, the TOML file as
    /// `centrifugo-rpc.toml` unless `CENTRIFUGO__CONFIG_FILE` says where it is. No file is needed. The
    /// process's environment is not changed.
    ///
    /// # Errors
    /// All faults at once, each with its variable's name, and file and line where it is in a file.
    /// Nothing needs to be set here: `serve` requires what it needs. An unknown variable is logged; an
    /// unknown key in the TOML file is a fault.
    pub fn from_env() -> Result<Self, ConfigError> {
        env::read(None)
    }

    /// [`from_env`](Self::from_env) with this TOML file, which has to be there.
    ///
    /// # Errors
    /// As `from_env`.
    pub fn from_env_and_file(file: impl AsRef<Path>) -> Result<Self, ConfigError> {
        env::read(Some(file.as_ref()))
    }

    /// Settings from code, with the same defaults and the same checks.
    pub fn builder() -> CentrifugoConfigBuilder {
        CentrifugoConfigBuilder::default()
    }

    /// Whether calls are served.
    pub fn enabled(&self) -> bool {
        self.enabled
    }

    /// Where a wrapper service listens.
    pub fn wrapper_url(&self) -> Option<&str> {
        self.wrapper_url.as_ref().map(Url::as_str)
    }

    /// The key of a wrapper service.
    pub fn wrapper_api_key(&self) -> Option<&Secret> {
        self.wrapper_api_key.as_ref()
    }

    /// Where clients connect to Centrifugo.
    pub fn centrifugo_url(&self) -> Option<&str> {
        self.centrifugo_url.as_ref().map(Url::as_str)
    }

    /// Centrifugo's HTTP API.
    pub fn centrifugo_api_url(&self) -> Option<&str> {
        self.centrifugo_api_url.as_ref().map(Url::as_str)
    }

    /// The key of Centrifugo's HTTP API.
    pub fn centrifugo_api_key(&self) -> Option<&Secret> {
        self.centrifugo_api_key.as_ref()
    }

    /// The secret that connection tokens are signed with.
    pub fn centrifugo_token_hmac_secret(&self) -> Option<&Secret> {
        self.centrifugo_token_hmac_secret.as_ref()
    }

    /// The deadline of a method without a timeout of its own.
    pub fn ack_timeout(&self) -> Duration {
        self.ack_timeout
    }

    /// The lowest level of the runtime's lines about calls. It does not set up logging.
    pub fn log_level(&self) -> Level {
        self.log_level
    }

    /// Whether each call gets a log line.
    pub fn log_all_calls(&self) -> bool {
        self.log_all_calls
    }

    /// Whether only calls with acknowledgement get a log line.
    pub fn log_only_with_ack(&self) -> bool {
        self.log_only_with_ack
    }

    /// Where `serve` listens.
    pub fn listen_address(&self) -> SocketAddr {
        self.listen_address
    }

    /// Where `serve` listens for gRPC.
    pub fn grpc_listen_address(&self) -> Option<&ListenAddress> {
        self.grpc_listen_address.as_ref()
    }

    /// The secret that Centrifugo proves itself with.
    pub fn proxy_secret(&self) -> Option<&Secret> {
        self.proxy_secret.as_ref()
    }

    /// The proxy secret before this one, which is accepted, too.
    pub fn proxy_secret_previous(&self) -> Option<&Secret> {
        self.proxy_secret_previous.as_ref()
    }

    /// The timeout of Centrifugo's RPC proxy.
    pub fn proxy_timeout(&self) -> Option<Duration> {
        self.proxy_timeout
    }

    /// Whether calls are taken without a proxy secret.
    pub fn insecure(&self) -> bool {
        self.insecure
    }

    /// The largest proxy request that is read, in bytes.
    pub fn max_request_bytes(&self) -> usize {
        self.max_request_bytes
    }

    /// The largest result that is sent, in bytes.
    pub fn max_reply_bytes(&self) -> usize {
        self.max_reply_bytes
    }

    /// How many handlers may run at one time, those that run by themselves included.
    pub fn max_concurrent_calls(&self) -> usize {
        self.max_concurrent_calls
    }

    /// For how long calls are taken after `serve` was told to stop.
    pub fn shutdown_delay(&self) -> Duration {
        self.shutdown_delay
    }

    /// Where `serve` shows its metrics.
    pub fn metrics_address(&self) -> Option<SocketAddr> {
        self.metrics_address
    }

    /// Whether log lines about calls hold params and results.
    pub fn log_payloads(&self) -> bool {
        self.log_payloads
    }

    /// The proxy secret, `None` only where the settings say `insecure`.
    pub(crate) fn required_proxy_secret(&self) -> Result<Option<&Secret>, ConfigError> {
        if self.insecure {
            return Ok(None);
        }
        match &self.proxy_secret {
            Some(secret) => Ok(Some(secret)),
            None => Err(ConfigError::from(Fault::new(
                "CENTRIFUGO__PROXY_SECRET",
                "is not set; make one with `openssl rand -hex 32` and give it to Centrifugo as the \
                 static header `X-Centrifugo-Proxy-Secret` of its RPC proxy",
            ))),
        }
    }

    pub(crate) fn policy(&self) -> Policy {
        Policy {
            timeout: self.ack_timeout,
            longest: self.proxy_timeout.map(answered_before),
            max_concurrent: self.max_concurrent_calls,
            max_reply: self.max_reply_bytes,
            log: Log {
                all_calls: self.log_all_calls && !self.log_only_with_ack,
                level: self.log_level,
                payloads: self.log_payloads,
            },
        }
    }
}

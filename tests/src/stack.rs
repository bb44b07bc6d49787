//! Centrifugo and the test server together, set up as a user does it: by `cargo centrifugo config`.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use centrifugo_runtime::token::ConnectionToken;
use serde_json::Value;

use crate::centrifugo::Centrifugo;
use crate::rpc_server::RpcServer;
use crate::{binary, port, process};

/// A Centrifugo and the test server behind it.
#[derive(Debug)]
pub struct Stack {
    /// The one in front.
    pub centrifugo: Centrifugo,
    /// The one behind.
    pub server: RpcServer,
    /// `CENTRIFUGO__PROXY_SECRET`
    pub proxy_secret: String,
    hmac_secret: String,
}

impl Stack {
    /// Starts both, their files and logs in `folder`.
    ///
    /// # Errors
    /// If one does not start: with its log.
    pub fn start(folder: &Path) -> anyhow::Result<Self> {
        Self::start_over(&http_endpoint(), folder, |_| {})
    }

    /// Starts both, with Centrifugo reaching the server at `endpoint`, of whatever kind, and a
    /// configuration that is changed before Centrifugo has it.
    ///
    /// # Errors
    /// If one does not start: with its log.
    pub fn start_over(
        endpoint: &str,
        folder: &Path,
        change: impl FnOnce(&mut Value),
    ) -> anyhow::Result<Self> {
        let config = configure(folder, endpoint)?;
        let mut json: Value = serde_json::from_str(&std::fs::read_to_string(&config)?)?;
        change(&mut json);
        std::fs::write(&config, json.to_string())?;
        // The tests themselves reach it there, too.
        let http = if endpoint.starts_with("http") {
            endpoint.to_owned()
        } else {
            http_endpoint()
        };
        if !endpoint.starts_with("http://") {
            let address = http.split('/').nth(2).unwrap_or_default();
            add_setting(folder, "CENTRIFUGO__LISTEN_ADDRESS", address)?;
        }
        let text = |pointers: &[&str]| -> anyhow::Result<String> {
            let mut values = pointers.iter().filter_map(|pointer| json.pointer(pointer));
            let value = values.next().and_then(Value::as_str);
            Ok(value
                .with_context(|| format!("no {pointers:?}"))?
                .to_owned())
        };
        Ok(Self {
            proxy_secret: text(&[
                "/rpc/proxy/http/static_headers/X-Centrifugo-Proxy-Secret",
                "/rpc/proxy/grpc/static_metadata/x-centrifugo-proxy-secret",
            ])?,
            hmac_secret: text(&["/client/token/hmac_secret_key"])?,
            server: RpcServer::start(folder, &http)?,
            centrifugo: Centrifugo::start(&config)?,
        })
    }

    /// A connection token for a user, or an anonymous one for `""`, that ends in `ttl` seconds.
    ///
    /// # Errors
    /// If no user can have such an id.
    pub fn token(&self, user: &str, ttl: i64) -> anyhow::Result<String> {
        token(user, ttl, &self.hmac_secret)
    }

    /// A token as [`token`](Self::token) makes it, but signed by somebody else.
    ///
    /// # Errors
    /// If no user can have such an id.
    pub fn forged_token(&self, user: &str, ttl: i64) -> anyhow::Result<String> {
        token(user, ttl, "a secret that Centrifugo knows nothing of")
    }
}

/// Where a server may be reached by HTTP.
fn http_endpoint() -> String {
    format!("http://127.0.0.1:{}/centrifugo/rpc/", port::free())
}

/// Adds a setting of the server to the `.env` file in `folder`.
///
/// # Errors
/// If it cannot be written.
pub fn add_setting(folder: &Path, variable: &str, value: &str) -> anyhow::Result<()> {
    use std::io::Write as _;
    let mut file = std::fs::File::options()
        .append(true)
        .open(folder.join(".env"))?;
    Ok(writeln!(file, "{variable}={value}")?)
}

/// Writes `centrifugo.json` and `.env` into `folder`; returns the path of the first.
///
/// # Errors
/// If `cargo centrifugo config` fails.
pub fn configure(folder: &Path, endpoint: &str) -> anyhow::Result<PathBuf> {
    let config = folder.join("centrifugo.json");
    let mut command = binary::cargo_centrifugo("config")?;
    command.args(["--package", "test-server", "--endpoint", endpoint]);
    command.args(["--port", &port::free().to_string()]);
    // Pages of tests are served from any port.
    command.args(["--allowed-origin", "http://localhost:*"]);
    command
        .arg("--output")
        .arg(&config)
        .arg("--env")
        .arg(folder.join(".env"));
    process::run(&mut command)?;
    Ok(config)
}

fn token(user: &str, ttl: i64, secret: &str) -> anyhow::Result<String> {
    let token = match user {
        "" => ConnectionToken::anonymous(),
        user => ConnectionToken::user(user),
    };
    let now = std::time::UNIX_EPOCH.elapsed()?.as_secs();
    Ok(token
        .expires_at(now.saturating_add_signed(ttl))
        .sign(secret)?)
}

//! Centrifugo and the test server together, set up as a user does it: by `cargo centrifugo config`.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use centrifugo_runtime::token::ConnectionToken;

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
        let endpoint = format!("http://127.0.0.1:{}/centrifugo/rpc/", port::free());
        let config = configure(folder, &endpoint)?;
        let json: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(&config)?)?;
        let text = |pointer: &str| -> anyhow::Result<String> {
            let value = json.pointer(pointer).and_then(serde_json::Value::as_str);
            Ok(value.with_context(|| format!("no {pointer}"))?.to_owned())
        };
        let secret = "/rpc/proxy/http/static_headers/X-Centrifugo-Proxy-Secret";
        Ok(Self {
            proxy_secret: text(secret)?,
            hmac_secret: text("/client/token/hmac_secret_key")?,
            server: RpcServer::start(folder, &endpoint)?,
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

/// Writes `centrifugo.json` and `.env` into `folder`; returns the path of the first.
///
/// # Errors
/// If `cargo centrifugo config` fails.
pub fn configure(folder: &Path, endpoint: &str) -> anyhow::Result<PathBuf> {
    let config = folder.join("centrifugo.json");
    let mut command = binary::cargo_centrifugo("config")?;
    command.args(["--package", "test-server", "--endpoint", endpoint]);
    command.args(["--port", &port::free().to_string()]);
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

//! A running Centrifugo.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, ensure};

use crate::process::Background;
use crate::{http, tool};

/// A running Centrifugo. It is killed when this is dropped.
#[derive(Debug)]
pub struct Centrifugo {
    process: Option<Background>,
    config: PathBuf,
    port: u16,
    api_key: String,
    environment: BTreeMap<String, String>,
}

impl Centrifugo {
    /// Starts Centrifugo with a configuration file, which says the port and the API key, and waits
    /// until it is healthy. The log is beside the file.
    ///
    /// # Errors
    /// If it is not healthy in time: with its log.
    pub fn start(config: &Path) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(config)
            .with_context(|| format!("cannot read `{}`", config.display()))?;
        let json: serde_json::Value = serde_json::from_str(&text)?;
        let port = json["http_server"]["port"].as_u64().context("no port")?;
        let mut centrifugo = Self {
            process: None,
            config: config.to_owned(),
            port: u16::try_from(port)?,
            api_key: json["http_api"]["key"]
                .as_str()
                .context("no API key")?
                .to_owned(),
            environment: BTreeMap::new(),
        };
        centrifugo.restart()?;
        Ok(centrifugo)
    }

    /// Kills it if it runs, and starts it.
    ///
    /// # Errors
    /// Those of [`start`](Self::start).
    pub fn restart(&mut self) -> anyhow::Result<()> {
        self.process = None;
        let mut command = Command::new(tool::centrifugo::binary()?);
        command.arg("-c").arg(&self.config);
        // A test tells nobody about itself.
        command.env("CENTRIFUGO_USAGE_STATS_DISABLED", "true");
        // It takes each variable with its prefix for a setting of its own.
        command.env_remove("CENTRIFUGO_BIN");
        // What suites send as a header of the connection, really or as browsers have to.
        command.env("CENTRIFUGO_RPC_PROXY_HTTP_HEADERS", "X-Tenant");
        command.env("CENTRIFUGO_RPC_PROXY_EMULATED_HEADERS", "X-Tenant");
        command.envs(&self.environment);
        let mut process = Background::start(&self.log_file(), &mut command)?;
        let health = format!("http://127.0.0.1:{}/health", self.port);
        process.wait_until(Duration::from_secs(60), || {
            http::get(&health).is_ok_and(|(status, _)| status == 200)
        })?;
        self.process = Some(process);
        Ok(())
    }

    /// Sets a variable of its environment, from the next start on.
    pub fn set(&mut self, variable: &str, value: &str) {
        self.environment
            .insert(variable.to_owned(), value.to_owned());
    }

    /// Changes its configuration file, for the next start.
    ///
    /// # Errors
    /// If the file cannot be read or written.
    pub fn change(&self, change: impl FnOnce(&mut serde_json::Value)) -> anyhow::Result<()> {
        let mut config = serde_json::from_str(&std::fs::read_to_string(&self.config)?)?;
        change(&mut config);
        Ok(std::fs::write(&self.config, config.to_string())?)
    }

    /// Where clients connect.
    pub fn url(&self) -> String {
        format!("ws://127.0.0.1:{}/connection/websocket", self.port)
    }

    /// Where browsers reach it: `http://127.0.0.1:…`.
    pub fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// All that it logged.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.log_file()).unwrap_or_default()
    }

    /// Publishes to a channel by the server API.
    ///
    /// # Errors
    /// If Centrifugo refuses.
    pub fn publish(&self, channel: &str, data: &serde_json::Value) -> anyhow::Result<()> {
        let url = format!("http://127.0.0.1:{}/api/publish", self.port);
        let body = serde_json::json!({"channel": channel, "data": data}).to_string();
        let headers = [
            ("content-type", "application/json"),
            ("x-api-key", &self.api_key),
        ];
        let (status, reply) = http::post(&url, &headers, body.as_bytes())?;
        // Refusals have the status 200 and an `error`.
        ensure!(
            status == 200 && !reply.contains("\"error\""),
            "publish: {status} {reply}"
        );
        Ok(())
    }

    fn log_file(&self) -> PathBuf {
        self.config.with_file_name("centrifugo.log")
    }
}

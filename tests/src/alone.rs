//! A Centrifugo without a server behind it, with a few namespaces, and a client of its server API.

use std::fs;

use anyhow::{Context as _, ensure};
use centrifugo_runtime::CentrifugoApi;
use centrifugo_runtime::token::ConnectionToken;
use serde_json::{Value, json};

use crate::centrifugo::Centrifugo;
use crate::connection::Connection;
use crate::{folder, port};

/// Its `http_api.key`.
pub const API_KEY: &str = "api-key-of-the-tests-0123456789abcdef";
/// Its `client.token.hmac_secret_key`.
pub const HMAC_SECRET: &str = "hmac-secret-of-the-tests-0123456789abcdef";

/// A running Centrifugo.
#[derive(Debug)]
pub struct Alone {
    /// The process.
    pub centrifugo: Centrifugo,
    /// A client of its API.
    pub api: CentrifugoApi,
    /// Where it listens.
    pub port: u16,
}

impl Alone {
    /// Starts it for the test `name`.
    ///
    /// # Errors
    /// If it does not start: with its log.
    pub fn start(name: &str) -> anyhow::Result<Self> {
        Self::start_with(name, |_| {})
    }

    /// Starts it for the test `name` with its configuration changed.
    ///
    /// # Errors
    /// If it does not start: with its log.
    pub fn start_with(name: &str, change: impl FnOnce(&mut Value)) -> anyhow::Result<Self> {
        let folder = folder::empty(&format!("alone-{name}"))?;
        let port = port::free();
        let mut config = json!({
            "http_server": {"address": "127.0.0.1", "port": port},
            "health": {"enabled": true},
            "log": {"level": "error"},
            "http_api": {"key": API_KEY},
            "client": {"token": {"hmac_secret_key": HMAC_SECRET}, "expired_close_delay": "1s"},
            "channel": {"namespaces": [
                {"name": "user", "allow_user_limited_channels": true, "history_size": 10,
                 "history_ttl": "60s", "force_recovery": true},
                {"name": "board", "presence": true, "join_leave": true, "history_size": 10,
                 "history_ttl": "60s", "allow_subscribe_for_client": true},
                {"name": "plain", "allow_subscribe_for_client": true},
                {"name": "closed", "presence": true},
            ]},
        });
        change(&mut config);
        let file = folder.join("centrifugo.json");
        fs::write(&file, config.to_string())?;
        Ok(Self {
            centrifugo: Centrifugo::start(&file)?,
            api: CentrifugoApi::builder()
                .url(format!("http://127.0.0.1:{port}"))
                .key(API_KEY)
                .build()?,
            port,
        })
    }

    /// A connection of a user, subscribed to channels, and its client id.
    ///
    /// # Errors
    /// If Centrifugo refuses.
    pub async fn connect(
        &self,
        user: &str,
        channels: &[&str],
    ) -> anyhow::Result<(Connection, String)> {
        let token = ConnectionToken::user(user).sign(HMAC_SECRET)?;
        let (mut connection, answer) = Connection::open(&self.centrifugo.url(), &token).await?;
        for channel in channels {
            let answer = connection
                .ask("subscribe", json!({"channel": channel}))
                .await?;
            ensure!(answer.get("error").is_none(), "{channel}: {answer}");
        }
        let client = answer["connect"]["client"].as_str().context("no client")?;
        Ok((connection, client.to_owned()))
    }
}

//! A Centrifugo with a few namespaces, and a client of its server API.

use std::fs;

use centrifugo_runtime::CentrifugoApi;
use centrifugo_runtime::token::ConnectionToken;
use centrifugo_tests::centrifugo::Centrifugo;
use centrifugo_tests::connection::Connection;
use centrifugo_tests::{folder, port};
use serde_json::{Value, json};

pub(crate) const API_KEY: &str = "api-key-of-the-tests-0123456789abcdef";
pub(crate) const HMAC_SECRET: &str = "hmac-secret-of-the-tests-0123456789abcdef";

pub(crate) struct Server {
    pub(crate) centrifugo: Centrifugo,
    pub(crate) api: CentrifugoApi,
    pub(crate) port: u16,
}

/// A Centrifugo for the test `name`, its configuration changed by `change`.
pub(crate) fn server_with(name: &str, change: impl FnOnce(&mut Value)) -> Server {
    let folder = folder::empty(&format!("api-{name}")).unwrap();
    let port = port::free();
    let mut config = json!({
        "http_server": {"address": "127.0.0.1", "port": port},
        "health": {"enabled": true},
        "log": {"level": "error"},
        "http_api": {"key": API_KEY},
        "client": {"token": {"hmac_secret_key": HMAC_SECRET}, "concurrency": 8},
        "channel": {"namespaces": [
            {"name": "user", "allow_user_limited_channels": true, "history_size": 10, "history_ttl": "60s",
             "force_recovery": true},
            {"name": "board", "presence": true, "join_leave": true, "history_size": 10,
             "history_ttl": "60s", "allow_subscribe_for_client": true},
            {"name": "plain", "allow_subscribe_for_client": true},
        ]},
    });
    change(&mut config);
    let config_file = folder.join("centrifugo.json");
    fs::write(&config_file, config.to_string()).unwrap();
    let api = CentrifugoApi::builder()
        .url(format!("http://127.0.0.1:{port}"))
        .key(API_KEY)
        .build()
        .unwrap();
    Server {
        centrifugo: Centrifugo::start(&config_file).unwrap(),
        api,
        port,
    }
}

pub(crate) fn server(name: &str) -> Server {
    server_with(name, |_| {})
}

impl Server {
    /// A connection of a user, subscribed to channels.
    pub(crate) async fn connect(&self, user: &str, channels: &[&str]) -> (Connection, String) {
        let token = ConnectionToken::user(user).sign(HMAC_SECRET).unwrap();
        let (mut connection, answer) = Connection::open(&self.centrifugo.url(), &token)
            .await
            .unwrap();
        for channel in channels {
            let answer = connection
                .ask("subscribe", json!({"channel": channel}))
                .await
                .unwrap();
            assert!(answer.get("error").is_none(), "{answer}");
        }
        let client = answer["connect"]["client"].as_str().unwrap().to_owned();
        (connection, client)
    }
}

//! Centrifugo's own configuration file.

use std::collections::BTreeSet;
use std::time::Duration;

use anyhow::ensure;
use askama::Template;
use centrifugo_build::manifest::Manifest;

use super::settings::Settings;
use super::{Config, duration};

/// How many calls of one connection run at a time; by Centrifugo's default one slow call stops all
/// others of its connection.
const CONCURRENCY: u32 = 64;

/// Everything but numbers and truth values is JSON already.
#[derive(Template)]
#[template(path = "config/centrifugo.json", escape = "none")]
struct File {
    port: u16,
    allowed_origins: String,
    anonymous: bool,
    concurrency: u32,
    hmac_secret: String,
    endpoint: String,
    is_grpc: bool,
    proxy_timeout: String,
    proxy_secret: String,
    namespaces: Vec<String>,
    api_key: String,
}

/// The file's text.
pub(super) fn render(
    config: &Config,
    manifest: &Manifest,
    settings: &Settings,
    proxy_timeout: Duration,
) -> anyhow::Result<String> {
    let file = File {
        port: config.port,
        allowed_origins: serde_json::to_string(&config.allowed_origins)?,
        anonymous: manifest.methods.iter().any(|method| method.anonymous),
        concurrency: CONCURRENCY,
        hmac_secret: serde_json::to_string(&settings.hmac_secret.value)?,
        endpoint: serde_json::to_string(config.endpoint.as_str())?,
        is_grpc: config.endpoint.is_grpc(),
        proxy_timeout: serde_json::to_string(&duration::text(proxy_timeout))?,
        proxy_secret: serde_json::to_string(&settings.proxy_secret.value)?,
        namespaces: namespaces(manifest)?,
        api_key: serde_json::to_string(&settings.api_key.value)?,
    };
    Ok(file.render()? + "\n")
}

/// The namespaces of the methods' names: Centrifugo answers 104 to a call in one that it does not
/// know.
fn namespaces(manifest: &Manifest) -> anyhow::Result<Vec<String>> {
    let methods = manifest.methods.iter();
    let names: BTreeSet<&str> = methods
        .filter_map(|method| Some(method.name.split_once(':')?.0))
        .collect();
    for name in &names {
        ensure!(
            name.len() >= 2,
            "Centrifugo has no namespaces of one character, such as `{name}:`"
        );
    }
    names
        .into_iter()
        .map(|name| Ok(serde_json::to_string(name)?))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use clap::Parser as _;
    use serde_json::{Value, json};

    use super::{namespaces, render};
    use crate::command::config::settings::tests::{manifest, settings};

    #[derive(clap::Parser)]
    struct Arguments {
        #[command(flatten)]
        config: super::Config,
    }

    fn rendered(arguments: &[&str], methods: &[&str]) -> Value {
        let arguments = Arguments::parse_from([&["config"], arguments].concat());
        let methods: Vec<(&str, Option<u64>)> = methods.iter().map(|name| (*name, None)).collect();
        let text = render(
            &arguments.config,
            &manifest(&methods),
            &settings(),
            Duration::from_millis(1500),
        );
        serde_json::from_str(&text.unwrap()).unwrap()
    }

    #[test]
    fn the_arguments_are_in_it() {
        let config = rendered(
            &[
                "--port",
                "9",
                "--allowed-origin",
                "http://a",
                "--allowed-origin",
                "http://\"b",
            ],
            &["tasks.list"],
        );
        assert_eq!(config["http_server"]["port"], 9);
        assert_eq!(
            config["client"]["allowed_origins"],
            json!(["http://a", "http://\"b"])
        );
        assert_eq!(config["rpc"]["proxy"]["timeout"], "1500ms");
        assert_eq!(config["rpc"]["namespaces"], json!([]));
        assert_eq!(
            config["client"]["allow_anonymous_connect_without_token"],
            false
        );
    }

    #[test]
    fn the_secret_is_where_the_proxy_has_it() {
        let proxy =
            |endpoint: &str| rendered(&["--endpoint", endpoint], &[])["rpc"]["proxy"].take();
        let http = proxy("https://server/");
        assert!(http["http"]["static_headers"]["X-Centrifugo-Proxy-Secret"].is_string());
        assert!(http.get("grpc").is_none());
        for endpoint in ["grpc://127.0.0.1:3001", "unix:///run/app.sock"] {
            let grpc = proxy(endpoint);
            assert_eq!(grpc["endpoint"], endpoint);
            assert!(grpc["grpc"]["static_metadata"]["x-centrifugo-proxy-secret"].is_string());
            assert!(grpc.get("http").is_none());
        }
    }

    #[test]
    fn each_namespace_is_there_once() {
        let config = rendered(
            &[],
            &["chat:list", "chat:send", "tasks.list", "shop.eu:buy"],
        );
        assert_eq!(
            config["rpc"]["namespaces"],
            json!([
                {"name": "chat", "proxy_enabled": true},
                {"name": "shop.eu", "proxy_enabled": true},
            ])
        );
    }

    #[test]
    fn a_namespace_that_centrifugo_refuses_is_an_error() {
        assert!(namespaces(&manifest(&[("a:b", None)])).is_err());
    }
}

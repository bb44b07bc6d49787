//! One Centrifugo, with both servers behind it.

use centrifugo_tests::centrifugo::Centrifugo;
use centrifugo_tests::{folder, port};
use serde_json::json;

use crate::echo::{SECRET, SECRET_HEADER};
use crate::measure::Server;

pub(crate) fn start(servers: &[Server; 2]) -> anyhow::Result<Centrifugo> {
    let proxies = servers.iter().map(|server| {
        let port = server.port;
        let endpoint = if server.kind.starts_with("http") {
            format!("http://127.0.0.1:{port}/centrifugo/rpc/")
        } else {
            format!("grpc://127.0.0.1:{port}")
        };
        json!({
            "name": server.namespace(), "endpoint": endpoint, "timeout": "10s",
            "http": {"static_headers": {SECRET_HEADER: SECRET}},
            "grpc": {"static_metadata": {SECRET_HEADER: SECRET}},
        })
    });
    let namespaces = servers.iter().map(|server| {
        let name = server.namespace();
        json!({"name": name, "proxy_enabled": true, "proxy_name": name})
    });
    let config = json!({
        "http_server": {"address": "127.0.0.1", "port": port::free()},
        "log": {"level": "error"},
        "health": {"enabled": true},
        "http_api": {"key": SECRET},
        "client": {
            "token": {"hmac_secret_key": SECRET}, "concurrency": 64,
        },
        "proxies": proxies.collect::<Vec<_>>(),
        "rpc": {"namespaces": namespaces.collect::<Vec<_>>()},
    });
    let folder = folder::empty(&format!("bench-dispatch-{}", servers[0].kind))?;
    let file = folder.join("centrifugo.json");
    std::fs::write(&file, config.to_string())?;
    Centrifugo::start(&file)
}

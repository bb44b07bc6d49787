//! What `cargo centrifugo config` writes, judged by Centrifugo and by the server.

use std::path::{Path, PathBuf};
use std::process::Command;

use centrifugo_tests::centrifugo::Centrifugo;
use centrifugo_tests::{binary, folder, port, process, tool};
use serde_json::Value;

/// What Centrifugo logs at start about a key that it does not know.
const UNKNOWN_KEY: &str = "unknown";

fn configure(package: &str, folder: &Path, arguments: &[&str]) -> anyhow::Result<String> {
    let mut command = binary::cargo_centrifugo("config")?;
    let manifest = folder::workspace().join("Cargo.toml");
    command.args(["--manifest-path".as_ref(), manifest.as_os_str()]);
    // A `.env` file there is read.
    command
        .args(["--package", package])
        .args(arguments)
        .current_dir(folder);
    process::run(&mut command)
}

fn check(config: &Path) -> anyhow::Result<String> {
    process::run(
        Command::new(tool::centrifugo::binary()?)
            .arg("checkconfig")
            .arg("-c")
            .arg(config),
    )
}

fn start(config: &Path) -> anyhow::Result<Centrifugo> {
    check(config)?;
    Centrifugo::start(config)
}

fn files(folder: &Path) -> [PathBuf; 2] {
    [folder.join("centrifugo.json"), folder.join(".env")]
}

#[test]
fn centrifugo_takes_it_and_knows_every_key() -> anyhow::Result<()> {
    for package in ["test-server", "tasks", "board"] {
        let folder = folder::empty(&format!("config-{package}"))?;
        let port = port::free().to_string();
        let arguments = ["--port", &port, "--allowed-origin", "http://localhost:5173"];
        let config = folder.join("centrifugo.json");
        std::fs::write(&config, configure(package, &folder, &arguments)?)?;
        let centrifugo = start(&config)?;
        let log = centrifugo.log();
        assert!(!log.to_lowercase().contains(UNKNOWN_KEY), "{log}");
        assert!(!log.contains("\"level\":\"error\""), "{log}");
    }
    Ok(())
}

#[test]
fn centrifugo_takes_each_kind_of_endpoint() -> anyhow::Result<()> {
    for (name, endpoint, line) in [
        (
            "grpc",
            "grpc://127.0.0.1:3001",
            "CENTRIFUGO__GRPC_LISTEN_ADDRESS=127.0.0.1:3001",
        ),
        (
            "unix",
            "unix:///run/app.sock",
            "CENTRIFUGO__GRPC_LISTEN_ADDRESS=unix:/run/app.sock",
        ),
    ] {
        let folder = folder::empty(&format!("config-{name}"))?;
        let port = port::free().to_string();
        let arguments = ["--port", &port, "--endpoint", endpoint];
        let files_to = ["--output", "centrifugo.json", "--env", ".env"];
        configure(
            "test-server",
            &folder,
            &[&arguments[..], &files_to].concat(),
        )?;
        let [config, env] = files(&folder);
        let log = start(&config)?.log();
        assert!(!log.to_lowercase().contains(UNKNOWN_KEY), "{log}");
        assert!(!log.contains("\"level\":\"error\""), "{log}");
        let env = std::fs::read_to_string(env)?;
        assert!(env.lines().any(|l| l == line), "{env}");
    }
    Ok(())
}

#[test]
fn centrifugo_tells_of_a_key_that_it_does_not_know() -> anyhow::Result<()> {
    let folder = folder::empty("config-unknown-key")?;
    let port = port::free().to_string();
    let text = configure("test-server", &folder, &["--port", &port])?;
    let mut json: Value = serde_json::from_str(&text)?;
    json["client"]["no_such_key"] = Value::Bool(true);
    let config = folder.join("centrifugo.json");
    std::fs::write(&config, json.to_string())?;
    let log = start(&config)?.log();
    assert!(log.to_lowercase().contains(UNKNOWN_KEY), "{log}");
    Ok(())
}

#[test]
fn both_files_agree_also_when_one_is_made_again() -> anyhow::Result<()> {
    let folder = folder::empty("config-again")?;
    let [config, env] = files(&folder);
    configure(
        "tasks",
        &folder,
        &["--output", "centrifugo.json", "--env", ".env"],
    )?;
    let first = std::fs::read_to_string(&config)?;
    // The `.env` file that is there now says what the secrets are.
    configure(
        "tasks",
        &folder,
        &["--output", "centrifugo.json", "--force"],
    )?;
    assert_eq!(std::fs::read_to_string(&config)?, first);

    let env = std::fs::read_to_string(env)?;
    let json: Value = serde_json::from_str(&first)?;
    for (variable, pointer) in [
        (
            "CENTRIFUGO__PROXY_SECRET",
            "/rpc/proxy/http/static_headers/X-Centrifugo-Proxy-Secret",
        ),
        (
            "CENTRIFUGO__CENTRIFUGO_TOKEN_HMAC_SECRET",
            "/client/token/hmac_secret_key",
        ),
        ("CENTRIFUGO__CENTRIFUGO_API_KEY", "/http_api/key"),
        ("CENTRIFUGO__PROXY_TIMEOUT", "/rpc/proxy/timeout"),
    ] {
        let value = json.pointer(pointer).and_then(Value::as_str).unwrap();
        let line = format!("{variable}={value}");
        assert!(env.lines().any(|l| l == line), "{variable}");
    }
    Ok(())
}

#[test]
fn no_file_is_overwritten_and_none_is_written_alone() -> anyhow::Result<()> {
    let folder = folder::empty("config-overwrite")?;
    let [config, env] = files(&folder);
    std::fs::write(&env, "MINE=1\n")?;
    let error = configure(
        "tasks",
        &folder,
        &["--output", "centrifugo.json", "--env", ".env"],
    )
    .unwrap_err()
    .to_string();
    assert!(
        error.contains(".env") && error.contains("--force"),
        "{error}"
    );
    assert_eq!(std::fs::read_to_string(&env)?, "MINE=1\n");
    assert!(!config.exists());
    Ok(())
}

#[test]
fn secrets_of_the_environment_are_taken() -> anyhow::Result<()> {
    let folder = folder::empty("config-environment")?;
    let mut command = binary::cargo_centrifugo("config")?;
    command.args(["-p", "tasks"]).current_dir(&folder);
    command
        .arg("--manifest-path")
        .arg(folder::workspace().join("Cargo.toml"));
    command.env(
        "CENTRIFUGO__PROXY_SECRET",
        "a-proxy-secret-that-is-long-enough",
    );
    let json: Value = serde_json::from_str(&process::run(&mut command)?)?;
    let headers = &json["rpc"]["proxy"]["http"]["static_headers"];
    assert_eq!(
        headers["X-Centrifugo-Proxy-Secret"],
        "a-proxy-secret-that-is-long-enough"
    );

    command.env("CENTRIFUGO__PROXY_SECRET", "short");
    let error = process::run(&mut command).unwrap_err().to_string();
    assert!(error.contains("CENTRIFUGO__PROXY_SECRET"), "{error}");
    Ok(())
}

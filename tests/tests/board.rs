//! The example `board`: its server, the real Centrifugo, and two people in Chromium.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use centrifugo_tests::centrifugo::Centrifugo;
use centrifugo_tests::process::Background;
use centrifugo_tests::tool::{chromium, node};
use centrifugo_tests::{binary, folder, http, port, process};

const LIMIT: Duration = Duration::from_secs(5 * 60);

#[test]
fn two_pages_see_each_others_changes() -> anyhow::Result<()> {
    let folder = folder::empty("board")?;
    let (server, page) = (port::free(), port::free());
    let config = configure(&folder, server, page)?;
    let centrifugo = Centrifugo::start(&config)?;
    let _server = start(&folder, server)?;

    let suite = folder::workspace().join("tests/e2e/board");
    let mut run = Command::new("node");
    run.arg("run.mjs").current_dir(suite);
    run.env("BOARD_WORK", folder.join("work"))
        .env("BOARD_EXAMPLE", folder::workspace().join("examples/board"))
        .env("BOARD_SERVER", format!("http://127.0.0.1:{server}"))
        .env("BOARD_CENTRIFUGO", centrifugo.origin())
        .env("BOARD_PORT", page.to_string())
        .env("BOARD_CHROMIUM", chromium::binary()?)
        .env("E2E_NODE_MODULES", node::modules()?);
    process::run_within(LIMIT, &folder.join("suite.log"), &mut run)
}

fn configure(folder: &Path, server: u16, page: u16) -> anyhow::Result<std::path::PathBuf> {
    let config = folder.join("centrifugo.json");
    let mut command = binary::cargo_centrifugo("config")?;
    command.args(["--package", "board"]);
    command.args([
        "--endpoint",
        &format!("http://127.0.0.1:{server}/centrifugo/rpc/"),
    ]);
    command.args(["--port", &port::free().to_string()]);
    command.args(["--allowed-origin", &format!("http://localhost:{page}")]);
    command.arg("--output").arg(&config);
    command.arg("--env").arg(folder.join(".env"));
    process::run(&mut command)?;
    Ok(config)
}

fn start(folder: &Path, port: u16) -> anyhow::Result<Background> {
    let mut command = Command::new(binary::board()?);
    command.current_dir(folder);
    let mut server = Background::start(&folder.join("server.log"), &mut command)?;
    let token = format!("http://127.0.0.1:{port}/token?name=ada");
    server.wait_until(Duration::from_secs(60), || {
        http::post(&token, &[], b"").is_ok_and(|(status, _)| status == 200)
    })?;
    Ok(server)
}

//! The workspace's own programs, built as a user's `cargo build` does it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use anyhow::{Context as _, bail};
use cargo_metadata::Message;

use crate::{folder, process};

/// `cargo-centrifugo`, ready for arguments, in the workspace's folder.
///
/// # Errors
/// If it cannot be built.
pub fn cargo_centrifugo(command: &str) -> anyhow::Result<Command> {
    let mut cargo_centrifugo = Command::new(path("cargo-centrifugo")?);
    cargo_centrifugo
        .args(["centrifugo", command])
        .current_dir(folder::workspace());
    for (name, _) in std::env::vars_os() {
        // Settings of whoever runs the tests are none of the tests'.
        if name.to_string_lossy().starts_with("CENTRIFUGO__") {
            cargo_centrifugo.env_remove(name);
        }
    }
    Ok(cargo_centrifugo)
}

/// The program of the package `test-server`.
///
/// # Errors
/// If it cannot be built.
pub fn test_server() -> anyhow::Result<&'static Path> {
    path("test-server")
}

/// The program of the example `board`.
///
/// # Errors
/// If it cannot be built.
pub fn board() -> anyhow::Result<&'static Path> {
    path("board")
}

fn path(name: &str) -> anyhow::Result<&'static Path> {
    static BUILT: OnceLock<Result<BTreeMap<String, PathBuf>, String>> = OnceLock::new();
    match BUILT.get_or_init(|| build().map_err(|error| format!("{error:#}"))) {
        Ok(built) => built
            .get(name)
            .map(PathBuf::as_path)
            .with_context(|| format!("no `{name}`")),
        Err(error) => bail!("{error}"),
    }
}

fn build() -> anyhow::Result<BTreeMap<String, PathBuf>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut build = Command::new(cargo);
    build.args(["build", "--message-format", "json-render-diagnostics"]);
    build.args(["-p", "cargo-centrifugo", "-p", "test-server", "-p", "board"]);
    build
        .current_dir(folder::workspace())
        .env("CARGO_TARGET_DIR", folder::target());
    let messages = process::run(&mut build)?;
    let mut built = BTreeMap::new();
    for message in Message::parse_stream(messages.as_bytes()) {
        if let Message::CompilerArtifact(artifact) = message?
            && let Some(executable) = artifact.executable
        {
            built.insert(artifact.target.name, executable.into_std_path_buf());
        }
    }
    Ok(built)
}

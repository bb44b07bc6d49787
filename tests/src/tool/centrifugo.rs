//! Centrifugo itself, built from its Go module.

use std::env;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::{Tool, go, once, write};
use crate::process;

const GO_MOD: &str = include_str!("../../tools/centrifugo/go.mod");
const GO_SUM: &str = include_str!("../../tools/centrifugo/go.sum");

/// The binary; that which `CENTRIFUGO_BIN` names if it is set.
///
/// # Errors
/// If there is no Go, or the build fails.
pub fn binary() -> anyhow::Result<PathBuf> {
    static FOLDER: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    if let Some(binary) = env::var_os("CENTRIFUGO_BIN") {
        return Ok(binary.into());
    }
    Ok(once(&FOLDER, set_up)?.join("centrifugo"))
}

fn set_up() -> anyhow::Result<PathBuf> {
    let go = go::version()?;
    let tool = Tool {
        name: "centrifugo",
        doing: "building Centrifugo 6.9.1, about two minutes the first time",
        made_from: &[&go, GO_MOD, GO_SUM],
    };
    tool.set_up(build)
}

fn build(folder: &Path) -> anyhow::Result<()> {
    write(folder, &[("go.mod", GO_MOD), ("go.sum", GO_SUM)])?;
    process::run_with_retries(|| {
        let mut build = go::command("build", folder);
        build.args(["-o", "centrifugo", "github.com/centrifugal/centrifugo/v6"]);
        build
    })?;
    Ok(())
}

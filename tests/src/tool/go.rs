//! Go, and staticcheck built with it.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use super::{Tool, once, write};
use crate::process;

const GO_MOD: &str = include_str!("../../tools/go/go.mod");
const GO_SUM: &str = include_str!("../../tools/go/go.sum");

/// `go <verb>` in a folder with a go.mod, which it may complete: lists of a module's versions are
/// not needed for that.
pub fn command(verb: &str, folder: &Path) -> Command {
    let mut go = Command::new("go");
    go.arg(verb)
        .current_dir(folder)
        .env("GOWORK", "off")
        .env("GOFLAGS", "-mod=mod -buildvcs=false");
    go
}

/// What `go version` says.
///
/// # Errors
/// If Go is not installed.
pub fn version() -> anyhow::Result<String> {
    process::run(Command::new("go").arg("version"))
}

/// The binary of staticcheck.
///
/// # Errors
/// If there is no Go, or the build fails.
pub fn staticcheck() -> anyhow::Result<PathBuf> {
    static FOLDER: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    Ok(once(&FOLDER, set_up)?.join("staticcheck"))
}

fn set_up() -> anyhow::Result<PathBuf> {
    let go = version()?;
    let tool = Tool {
        name: "staticcheck",
        doing: "building staticcheck, about half a minute the first time",
        made_from: &[&go, GO_MOD, GO_SUM],
    };
    tool.set_up(|folder| {
        write(folder, &[("go.mod", GO_MOD), ("go.sum", GO_SUM)])?;
        process::run_with_retries(|| {
            let mut build = command("build", folder);
            build.args(["-o", "staticcheck", "honnef.co/go/tools/cmd/staticcheck"]);
            build
        })?;
        Ok(())
    })
}

//! Node.js with the npm packages that the TypeScript SDKs and their checks need.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use anyhow::ensure;

use super::{Tool, once, write};
use crate::process;

const FILES: [(&str, &str); 4] = [
    (
        "package.json",
        include_str!("../../tools/node/package.json"),
    ),
    (
        "package-lock.json",
        include_str!("../../tools/node/package-lock.json"),
    ),
    (
        "eslint.config.mjs",
        include_str!("../../tools/node/eslint.config.mjs"),
    ),
    (".npmrc", include_str!("../../tools/node/.npmrc")),
];

/// The two TypeScript compilers that SDKs have to pass.
pub const COMPILERS: [&str; 2] = ["typescript/bin/tsc", "typescript-7/bin/tsc"];

/// The folder `node_modules`.
///
/// # Errors
/// If there is no Node.js or npm, or the installation fails.
pub fn modules() -> anyhow::Result<PathBuf> {
    static FOLDER: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    Ok(once(&FOLDER, set_up)?.join("node_modules"))
}

/// Node.js 22, which has a WebSocket of its own, as 20 has not.
///
/// # Errors
/// Those of [`modules`], or if npm has none for this platform.
pub fn version_22() -> anyhow::Result<PathBuf> {
    let arch = match std::env::consts::ARCH {
        "aarch64" => "arm64",
        _ => "x64",
    };
    let package = format!("node-22-{}-{arch}", std::env::consts::OS);
    let node = modules()?.join(package).join("bin/node");
    ensure!(node.is_file(), "there is no `{}`", node.display());
    Ok(node)
}

/// A program of an installed package: `prettier/bin/prettier.cjs`.
///
/// # Errors
/// Those of [`modules`].
pub fn command(script: &str, folder: &Path) -> anyhow::Result<Command> {
    let mut node = Command::new("node");
    node.arg(modules()?.join(script)).current_dir(folder);
    Ok(node)
}

fn set_up() -> anyhow::Result<PathBuf> {
    let version = process::run(Command::new("node").arg("--version"))?;
    let mut made_from = vec![version.as_str()];
    made_from.extend(FILES.iter().map(|(_, contents)| *contents));
    let tool = Tool {
        name: "node",
        doing: "installing npm packages, about half a minute the first time",
        made_from: &made_from,
    };
    tool.set_up(|folder| {
        write(folder, &FILES)?;
        process::run_with_retries(|| {
            let mut npm = Command::new("npm");
            npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
                .current_dir(folder);
            npm
        })?;
        Ok(())
    })
}

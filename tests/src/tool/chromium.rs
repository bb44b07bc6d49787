//! Chromium, for pages. It is the system's: no registry has it as a package of its own.

use std::env;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use anyhow::{Context as _, ensure};
use fs4::fs_std::FileExt as _;

use super::once;
use crate::{folder, process};

const NAMES: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

/// The browser that `CHROMIUM` names, or the one in `PATH`. Debian's is installed where there is none
/// and the tests may do that.
///
/// # Errors
/// If there is none.
pub fn binary() -> anyhow::Result<&'static Path> {
    static BINARY: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    once(&BINARY, || match env::var_os("CHROMIUM") {
        Some(given) => Ok(given.into()),
        None => in_path().map_or_else(install, Ok),
    })
}

fn in_path() -> Option<PathBuf> {
    let folders: Vec<_> = env::split_paths(&env::var_os("PATH")?).collect();
    let mut files = NAMES
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    files.find(|file| file.is_file())
}

fn install() -> anyhow::Result<PathBuf> {
    // Other tests may want it at the same time, and apt takes one at a time.
    let lock = folder::target().join("chromium.lock");
    let lock = File::create(&lock).with_context(|| format!("cannot write `{}`", lock.display()))?;
    lock.lock_exclusive()?;
    if let Some(installed) = in_path() {
        return Ok(installed);
    }
    let is_root = process::run(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    ensure!(
        is_root && Path::new("/etc/debian_version").exists(),
        "there is no Chromium: install it, or say where it is in `CHROMIUM`"
    );
    process::say("installing Chromium, about a minute the first time");
    let apt_get = |arguments: &[&str]| {
        process::run_with_retries(|| {
            let mut apt_get = Command::new("apt-get");
            apt_get
                .args(arguments)
                .env("DEBIAN_FRONTEND", "noninteractive");
            apt_get
        })
    };
    apt_get(&["update", "-qq"])?;
    apt_get(&[
        "install",
        "-y",
        "-qq",
        "--no-install-recommends",
        "chromium",
    ])?;
    in_path().context("apt installed Chromium, but it is not in PATH")
}

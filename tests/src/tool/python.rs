//! Python in a virtual environment with the packages that the Python SDKs and their checks need.

use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

use super::{Tool, once};
use crate::{folder, process};

const REQUIREMENTS: &str = include_str!("../../tools/python/requirements.txt");

/// The interpreter of the virtual environment.
///
/// # Errors
/// If there is no Python, or the installation fails.
pub fn interpreter() -> anyhow::Result<PathBuf> {
    static FOLDER: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    Ok(once(&FOLDER, set_up)?.join("bin").join("python"))
}

/// `python -m <module>`, with nothing of the caller's own Python settings.
///
/// # Errors
/// Those of [`interpreter`].
pub fn command(module: &str) -> anyhow::Result<Command> {
    let mut python = Command::new(interpreter()?);
    python.args(["-m", module]);
    python
        .env_remove("PYTHONPATH")
        .env_remove("PYTHONHOME")
        .env_remove("VIRTUAL_ENV");
    Ok(python)
}

fn set_up() -> anyhow::Result<PathBuf> {
    const WHICH: &str = "import sys; print(sys.version, sys.base_prefix)";
    // Version managers choose by the working folder.
    let python = || {
        let mut python = Command::new("python3");
        python.current_dir(folder::workspace());
        python
    };
    let version = process::run(python().args(["-c", WHICH]))?;
    let tool = Tool {
        name: "python",
        doing: "installing Python packages, about half a minute the first time",
        made_from: &[&version, REQUIREMENTS],
    };
    tool.set_up(|folder| {
        process::run(python().args(["-m", "venv"]).arg(folder))?;
        let requirements = folder.join("requirements.txt");
        std::fs::write(&requirements, REQUIREMENTS)?;
        process::run_with_retries(|| {
            let mut pip = Command::new(folder.join("bin").join("python"));
            pip.args([
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
                "-r",
            ]);
            pip.arg(&requirements);
            pip
        })?;
        Ok(())
    })
}

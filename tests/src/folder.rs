//! Where things are: the workspace, cargo's target folder, and folders of a test's own. Knows names
//! of folders and nothing of what is in them.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use anyhow::Context as _;

/// The folder of the workspace.
pub fn workspace() -> &'static Path {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().expect("this package lies in the workspace")
}

/// Cargo's target folder, in which the running test itself lies.
pub fn target() -> &'static Path {
    static TARGET: OnceLock<PathBuf> = OnceLock::new();
    TARGET.get_or_init(|| {
        let test = env::current_exe().unwrap_or_default();
        let target = test
            .ancestors()
            .find(|folder| folder.join("CACHEDIR.TAG").exists());
        target.map_or_else(|| workspace().join("target"), Path::to_owned)
    })
}

/// A folder with nothing in it, for the files of the test `name`. It is kept until the next run, so
/// that logs can be read.
///
/// # Errors
/// If it cannot be emptied or made.
pub fn empty(name: &str) -> anyhow::Result<PathBuf> {
    let folder = target().join("tmp").join("harness").join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder)
            .with_context(|| format!("cannot remove `{}`", folder.display()))?;
    }
    fs::create_dir_all(&folder).with_context(|| format!("cannot make `{}`", folder.display()))?;
    Ok(folder)
}

/// Copies a folder and all in it, except what git does not keep: installed and built things.
///
/// # Errors
/// If something cannot be read or written.
pub fn copy(from: &Path, to: &Path) -> anyhow::Result<()> {
    const NOT_KEPT: [&str; 6] = [
        "node_modules",
        "__pycache__",
        ".venv",
        "dist",
        ".pytest_cache",
        ".mypy_cache",
    ];
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| format!("cannot read `{}`", from.display()))? {
        let entry = entry?;
        let name = entry.file_name();
        if NOT_KEPT.iter().any(|not_kept| name == *not_kept) {
            continue;
        }
        let to = to.join(&name);
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &to)?;
        } else {
            fs::copy(entry.path(), &to)
                .with_context(|| format!("cannot copy `{}`", entry.path().display()))?;
        }
    }
    Ok(())
}

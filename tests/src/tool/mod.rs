//! The tools of the client languages and Centrifugo, set up below the target folder on first use and
//! redone only when what they are made from changes.

pub mod centrifugo;
pub mod chromium;
pub mod go;
pub mod node;
pub mod python;

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use fs4::fs_std::FileExt as _;

use crate::{folder, process};

/// A tool: what it is made from, and how long that takes.
#[derive(Debug, Clone, Copy)]
struct Tool<'a> {
    /// The name of its folder below `target/tools/`.
    name: &'a str,
    /// Told to the person who waits for it.
    doing: &'a str,
    /// It is redone when this changes.
    made_from: &'a [&'a str],
}

impl Tool<'_> {
    /// The tool's folder, in which `make` made it now or earlier. One process at a time makes it,
    /// the others wait.
    fn set_up(&self, make: impl FnOnce(&Path) -> anyhow::Result<()>) -> anyhow::Result<PathBuf> {
        let tools = folder::target().join("tools");
        let folder = tools.join(self.name);
        let stamp = folder.join(".made-from");
        fs::create_dir_all(&tools).with_context(|| format!("cannot make `{}`", tools.display()))?;
        let lock = tools.join(format!("{}.lock", self.name));
        let lock =
            File::create(&lock).with_context(|| format!("cannot write `{}`", lock.display()))?;
        lock.lock_exclusive()
            .with_context(|| format!("cannot lock {}", self.name))?;
        let made_from = self.made_from.join("\n");
        if fs::read_to_string(&stamp).is_ok_and(|stamp| stamp == made_from) {
            return Ok(folder);
        }
        process::say(self.doing);
        if folder.exists() {
            fs::remove_dir_all(&folder)
                .with_context(|| format!("cannot remove `{}`", folder.display()))?;
        }
        fs::create_dir_all(&folder)?;
        make(&folder).with_context(|| format!("cannot set up {}", self.name))?;
        // Last: what is half made has no stamp.
        fs::write(&stamp, made_from)?;
        Ok(folder)
    }
}

/// Writes files of this package's `tools/` folder into `folder`.
fn write(folder: &Path, files: &[(&str, &str)]) -> anyhow::Result<()> {
    for (name, contents) in files {
        let path = folder.join(name);
        fs::write(&path, contents).with_context(|| format!("cannot write `{}`", path.display()))?;
    }
    Ok(())
}

/// The one result of setting a tool up, for all threads of this process.
fn once(
    cell: &'static std::sync::OnceLock<Result<PathBuf, String>>,
    set_up: impl FnOnce() -> anyhow::Result<PathBuf>,
) -> anyhow::Result<&'static Path> {
    match cell.get_or_init(|| set_up().map_err(|error| format!("{error:#}"))) {
        Ok(folder) => Ok(folder),
        Err(error) => Err(anyhow::anyhow!("{error}")),
    }
}

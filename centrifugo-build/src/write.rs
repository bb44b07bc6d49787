//! Puts files into `OUT_DIR`: only what changed, so that what depends on them is not built anew.

use std::path::Path;
use std::{fs, io};

/// Writes `contents` to `path` unless they are there already.
pub(crate) fn write_if_changed(path: &Path, contents: &str) -> io::Result<()> {
    if fs::read(path).is_ok_and(|old| old == contents.as_bytes()) {
        return Ok(());
    }
    let part = path.with_extension("part");
    fs::write(&part, contents)?;
    fs::rename(&part, path)
}

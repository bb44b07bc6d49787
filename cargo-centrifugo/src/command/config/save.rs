//! Files with secrets: readable for their owner alone, and never overwritten unasked.

use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, ensure};

/// May the file be written?
pub(super) fn check(file: &Path, force: bool) -> anyhow::Result<()> {
    ensure!(
        force || !file.exists(),
        "`{}` exists; pass `--force` to overwrite it",
        file.display()
    );
    Ok(())
}

/// Writes the file whole.
pub(super) fn save(file: &Path, contents: &str, force: bool) -> anyhow::Result<()> {
    let folder = match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let write = || -> std::io::Result<()> {
        let mut temporary = tempfile::NamedTempFile::new_in(folder)?;
        temporary.write_all(contents.as_bytes())?;
        if force {
            temporary.persist(file)?;
        } else {
            temporary.persist_noclobber(file)?;
        }
        Ok(())
    };
    write().with_context(|| format!("cannot write `{}`", file.display()))?;
    eprintln!("{}: written", file.display());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{check, save};

    #[test]
    fn a_file_is_overwritten_only_when_asked() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("config.json");
        save(&file, "one", false).unwrap();
        assert!(check(&file, false).is_err());
        assert!(save(&file, "two", false).is_err());
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "one");
        save(&file, "two", true).unwrap();
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "two");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn others_cannot_read_it() {
        use std::os::unix::fs::PermissionsExt as _;

        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(".env");
        save(&file, "", false).unwrap();
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o077, 0);
    }
}

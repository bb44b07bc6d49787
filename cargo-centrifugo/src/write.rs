//! Puts an SDK's files on disk: only what changed, each file whole, and removes only what an
//! earlier run wrote.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Component, Path, PathBuf};

use anyhow::Context as _;

use crate::render::SdkFile;

/// The file that names what an SDK's folder holds of ours, one path a line.
const LIST: &str = ".centrifugo-files";

/// What [`write()`] did, or [`check()`] would have had to do, in one language's folder.
#[derive(Debug)]
pub(crate) struct Report {
    folder: PathBuf,
    written: Vec<String>,
    removed: Vec<String>,
    unchanged: Vec<String>,
}

impl Report {
    /// Was, or is, anything to be done?
    pub(crate) fn changed(&self) -> bool {
        !self.written.is_empty() || !self.removed.is_empty()
    }

    /// Tells the user, on stderr.
    pub(crate) fn print(&self, verbose: bool, check: bool) {
        let (written, removed) = if check {
            ("differs", "is no longer generated")
        } else {
            ("written", "removed")
        };
        if verbose || check {
            let all = [(&self.written, written), (&self.removed, removed)];
            for (paths, what) in all {
                for path in paths {
                    eprintln!("  {}: {what}", self.folder.join(path).display());
                }
            }
        }
        if verbose {
            for path in &self.unchanged {
                eprintln!("  {}: unchanged", self.folder.join(path).display());
            }
        }
        let folder = self.folder.display();
        match (check, self.changed()) {
            (true, true) => {
                eprintln!("{folder}: not up to date; run the same command without `--check`")
            }
            (true, false) => eprintln!("{folder}: up to date"),
            (false, _) => eprintln!(
                "{folder}: {} written, {} removed, {} unchanged",
                self.written.len(),
                self.removed.len(),
                self.unchanged.len()
            ),
        }
    }
}

/// Compares `folder` with `files` and writes nothing.
pub(crate) fn check(folder: &Path, files: &[SdkFile]) -> anyhow::Result<Report> {
    compare(folder, &with_list(files))
}

/// Makes `folder` hold `files`.
pub(crate) fn write(folder: &Path, files: &[SdkFile]) -> anyhow::Result<Report> {
    let files = with_list(files);
    let report = compare(folder, &files)?;
    for file in files
        .iter()
        .filter(|file| report.written.contains(&file.path))
    {
        write_file(&folder.join(&file.path), &file.contents)?;
    }
    for path in &report.removed {
        let path = folder.join(path);
        fs::remove_file(&path).with_context(|| format!("cannot remove `{}`", path.display()))?;
        remove_empty_parents(folder, &path);
    }
    Ok(report)
}

/// The files and, last, the list of them: it is written when all others are.
fn with_list(files: &[SdkFile]) -> Vec<SdkFile> {
    let mut paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    paths.push(LIST);
    paths.sort_unstable();
    let list = SdkFile::new(LIST, paths.join("\n") + "\n");
    files.iter().cloned().chain([list]).collect()
}

fn compare(folder: &Path, files: &[SdkFile]) -> anyhow::Result<Report> {
    let mut report = Report {
        folder: folder.to_owned(),
        written: vec![],
        removed: vec![],
        unchanged: vec![],
    };
    for file in files {
        let path = folder.join(&file.path);
        let same = match fs::read(&path) {
            Ok(contents) => contents == file.contents.as_bytes(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => false,
            Err(error) => {
                return Err(error).with_context(|| format!("cannot read `{}`", path.display()));
            }
        };
        let paths = if same {
            &mut report.unchanged
        } else {
            &mut report.written
        };
        paths.push(file.path.clone());
    }
    let kept: BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
    for path in listed(folder)? {
        if !kept.contains(path.as_str()) && folder.join(&path).exists() {
            report.removed.push(path);
        }
    }
    Ok(report)
}

/// What an earlier run says it wrote. Paths that lead out of the folder are none of ours.
fn listed(folder: &Path) -> anyhow::Result<Vec<String>> {
    let path = folder.join(LIST);
    let list = match fs::read_to_string(&path) {
        Ok(list) => list,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(vec![]),
        Err(error) => {
            return Err(error).with_context(|| format!("cannot read `{}`", path.display()));
        }
    };
    let within = |path: &str| {
        !path.is_empty()
            && Path::new(path)
                .components()
                .all(|c| matches!(c, Component::Normal(_)))
    };
    Ok(list
        .lines()
        .filter(|line| within(line))
        .map(str::to_owned)
        .collect())
}

/// Writes beside the file and renames, so that nobody ever reads half of it.
fn write_file(path: &Path, contents: &str) -> anyhow::Result<()> {
    let write = || -> io::Result<()> {
        let folder = path.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder)?;
        let mut builder = tempfile::Builder::new();
        #[cfg(unix)]
        builder.permissions(permissions());
        let mut file = builder.tempfile_in(folder)?;
        file.write_all(contents.as_bytes())?;
        file.persist(path).map_err(|error| error.error)?;
        Ok(())
    };
    write().with_context(|| format!("cannot write `{}`", path.display()))
}

/// What `fs::write` would give a new file; tempfile's own default is for the owner alone.
#[cfg(unix)]
fn permissions() -> fs::Permissions {
    use std::os::unix::fs::PermissionsExt as _;
    fs::Permissions::from_mode(0o666)
}

fn remove_empty_parents(folder: &Path, path: &Path) {
    let parents = path
        .ancestors()
        .skip(1)
        .take_while(|parent| *parent != folder);
    for parent in parents {
        // Fails on a folder that holds anything, which is what we want of it.
        if fs::remove_dir(parent).is_err() {
            break;
        }
    }
}

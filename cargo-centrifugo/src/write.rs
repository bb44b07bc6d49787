//! Puts an SDK's files on disk: only what changed, each file whole, and removes only what an
//! earlier run wrote.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, BufRead, BufReader};
use std::path::{Component, Path, PathBuf};

use anyhow::Context as _;
use tempfile::TempPath;

use crate::render::{Contents, SdkFile};

/// The file that names what an SDK's folder holds of ours, one path a line.
const LIST: &str = ".centrifugo-files";

/// What [`Staged::commit`] did, or [`check()`] would have had to do, in one language's folder.
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
pub(crate) fn check(folder: &Path, files: Vec<SdkFile>) -> anyhow::Result<Report> {
    let mut report = Report::new(folder);
    report.note_removed(&files)?;
    let list = list(&files);
    for mut file in files.into_iter().chain([list]) {
        report.note(&mut file)?;
    }
    Ok(report)
}

/// Files that lie beside those whose place they are to take. They are gone if they never do.
pub(crate) struct Staged {
    report: Report,
    /// Each with its place.
    files: Vec<(TempPath, PathBuf)>,
}

/// Writes what differs beside what is there.
pub(crate) fn stage(folder: &Path, files: Vec<SdkFile>) -> anyhow::Result<Staged> {
    let mut staged = Staged {
        report: Report::new(folder),
        files: vec![],
    };
    staged.report.note_removed(&files)?;
    // The list is written when all others are.
    let list = list(&files);
    for mut file in files.into_iter().chain([list]) {
        if staged.report.note(&mut file)? {
            let path = folder.join(&file.path);
            let beside = write_beside(&path, &mut file.contents)?;
            staged.files.push((beside, path));
        }
    }
    Ok(staged)
}

impl Staged {
    /// Makes the folder hold the files.
    pub(crate) fn commit(mut self) -> anyhow::Result<Report> {
        for (file, path) in self.files.drain(..) {
            let persisted = file.persist(&path).map_err(|error| error.error);
            persisted.with_context(|| format!("cannot write `{}`", path.display()))?;
        }
        let folder = &self.report.folder;
        for path in &self.report.removed {
            let path = folder.join(path);
            fs::remove_file(&path)
                .with_context(|| format!("cannot remove `{}`", path.display()))?;
            remove_empty_parents(folder, &path);
        }
        let report = Report::new(folder);
        Ok(std::mem::replace(&mut self.report, report))
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        for (file, path) in self.files.drain(..) {
            drop(file);
            remove_empty_parents(&self.report.folder, &path);
        }
        // As above: it fails unless there is nothing in it.
        let _ = fs::remove_dir(&self.report.folder);
    }
}

/// The list of the files.
fn list(files: &[SdkFile]) -> SdkFile {
    let mut paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    paths.push(LIST);
    paths.sort_unstable();
    SdkFile::new(LIST, paths.join("\n") + "\n")
}

impl Report {
    fn new(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
            written: vec![],
            removed: vec![],
            unchanged: vec![],
        }
    }

    /// Notes whether the file has to be written, and says so.
    fn note(&mut self, file: &mut SdkFile) -> anyhow::Result<bool> {
        let path = self.folder.join(&file.path);
        let same = holds(&path, &mut file.contents)
            .with_context(|| format!("cannot read `{}`", path.display()))?;
        let paths = if same {
            &mut self.unchanged
        } else {
            &mut self.written
        };
        paths.push(file.path.clone());
        Ok(!same)
    }

    /// Notes what an earlier run wrote and this one does not.
    fn note_removed(&mut self, files: &[SdkFile]) -> anyhow::Result<()> {
        let kept: BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
        for path in listed(&self.folder)? {
            let is_kept = kept.contains(path.as_str()) || path == LIST;
            if !is_kept && self.folder.join(&path).exists() {
                self.removed.push(path);
            }
        }
        Ok(())
    }
}

/// Is this what the file holds? Both are read a part at a time.
fn holds(path: &Path, contents: &mut Contents) -> io::Result<bool> {
    let mut file = match fs::File::open(path) {
        Ok(file) => BufReader::new(file),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(error),
    };
    let mut contents = contents.read()?;
    loop {
        let (one, other) = (file.fill_buf()?, contents.fill_buf()?);
        let length = one.len().min(other.len());
        if length == 0 || one[..length] != other[..length] {
            return Ok(one.is_empty() && other.is_empty());
        }
        file.consume(length);
        contents.consume(length);
    }
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

/// Writes beside the file, so that renaming makes it whole at once.
fn write_beside(path: &Path, contents: &mut Contents) -> anyhow::Result<TempPath> {
    let mut write = || -> io::Result<TempPath> {
        let folder = path.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder)?;
        let mut builder = tempfile::Builder::new();
        #[cfg(unix)]
        builder.permissions(permissions());
        let mut file = builder.tempfile_in(folder)?;
        io::copy(&mut contents.read()?, &mut file)?;
        // Closed: there may be more files than a process can hold open.
        Ok(file.into_temp_path())
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

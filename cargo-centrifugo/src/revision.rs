//! A git revision laid out in a temporary folder.
//!
//! In: a folder of a work tree, and a revision. Out: the same place in the revision's files. Work
//! tree, index and references of the user stay as they are: git is given an index of its own, and
//! only reads the repository's objects. It knows nothing of cargo.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use anyhow::{Context as _, ensure};

/// The files of a revision. They are removed when this is dropped.
#[derive(Debug)]
pub(crate) struct Checkout {
    folder: tempfile::TempDir,
    /// The top of the work tree.
    top: PathBuf,
    /// The commit's id.
    commit: String,
}

impl Checkout {
    /// Lays out `revision` of the repository in whose work tree `folder` lies.
    pub(crate) fn of(folder: &Path, revision: &str) -> anyhow::Result<Self> {
        let top = git(folder, &["rev-parse", "--show-toplevel"])?;
        ensure!(
            top.status.success(),
            "`{revision}` is no file, and `{}` is in no git repository: {}",
            folder.display(),
            reason(&top)
        );
        let top = PathBuf::from(line(&top)).canonicalize()?;
        let commit = format!("{revision}^{{commit}}");
        let commit = git(
            folder,
            &[
                "rev-parse",
                "--verify",
                "--quiet",
                "--end-of-options",
                &commit,
            ],
        )?;
        ensure!(
            commit.status.success(),
            "`{revision}` is neither a file nor a revision of the git repository in `{}`",
            top.display()
        );
        let commit = line(&commit);
        let folder = tempfile::Builder::new()
            .prefix("cargo-centrifugo-")
            .tempdir()
            .context("cannot make a temporary folder")?;
        let checkout = Self {
            folder,
            top,
            commit,
        };
        checkout.lay_out()?;
        Ok(checkout)
    }

    /// The commit's id, as short as people know it.
    pub(crate) fn commit(&self) -> &str {
        &self.commit[..self.commit.len().min(12)]
    }

    /// Where the revision has what the work tree has here.
    pub(crate) fn place_of(&self, path: &Path) -> anyhow::Result<PathBuf> {
        let path = path.canonicalize()?;
        let inner = path.strip_prefix(&self.top).with_context(|| {
            format!(
                "`{}` is not in the work tree `{}`",
                path.display(),
                self.top.display()
            )
        })?;
        Ok(self.tree().join(inner))
    }

    /// Canonical, as paths of cargo are.
    fn tree(&self) -> PathBuf {
        let folder = self.folder.path();
        folder
            .canonicalize()
            .unwrap_or(folder.to_owned())
            .join("tree")
    }

    /// Unlike `git archive` it does not heed `export-ignore`, and unlike `git worktree` it leaves
    /// nothing in the repository.
    fn lay_out(&self) -> anyhow::Result<()> {
        let index = self.folder.path().join("index");
        let mut prefix = OsString::from("--prefix=");
        prefix.push(self.tree());
        prefix.push("/");
        let read = [OsStr::new("read-tree"), OsStr::new(&self.commit)];
        let write = [OsStr::new("checkout-index"), OsStr::new("--all"), &prefix];
        for arguments in [&read[..], &write[..]] {
            let mut command = command(&self.top);
            // What follows could make git write beside the index, or run the user's hooks.
            for setting in [
                "core.splitIndex=false",
                "core.fsmonitor=false",
                "core.sparseCheckout=false",
                "core.hooksPath=/dev/null",
            ] {
                command.args(["-c", setting]);
            }
            let output = run(command.args(arguments).env("GIT_INDEX_FILE", &index))?;
            ensure!(
                output.status.success(),
                "cannot lay out commit `{}`: {}",
                self.commit(),
                reason(&output)
            );
        }
        Ok(())
    }
}

fn git(folder: &Path, arguments: &[&str]) -> anyhow::Result<Output> {
    run(command(folder).args(arguments))
}

fn command(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder);
    // A git hook has these set, and they say where its own repository is, not where the package is.
    for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"] {
        command.env_remove(variable);
    }
    command
}

fn run(command: &mut Command) -> anyhow::Result<Output> {
    command.output().context("cannot run `git`")
}

fn line(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout)
        .trim_end()
        .to_owned()
}

fn reason(output: &Output) -> String {
    let stderr = String::from_utf8_lossy(&output.stderr);
    let line = stderr.lines().next().unwrap_or_default();
    line.trim_start_matches("fatal: ").to_owned()
}

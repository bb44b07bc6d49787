//! Source texts and places in them. Knows nothing of Rust.

use std::path::{Path, PathBuf};

/// A file of [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct FileId(u32);

/// A range of bytes of a file. Unlike `proc_macro2::Span` it may cross threads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Span {
    pub(crate) file: FileId,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// All files that were read.
#[derive(Debug, Default)]
pub(crate) struct Sources {
    files: Vec<File>,
    /// Besides these, what the result depends on.
    watched: Vec<PathBuf>,
}

/// A file with its text.
#[derive(Debug)]
pub(crate) struct File {
    pub(crate) path: PathBuf,
    /// What diagnostics call it: a path that their reader can open.
    pub(crate) shown: String,
    /// What manifests call it, the same on every machine.
    pub(crate) position: String,
    /// May it change? Files of fetched packages do not.
    pub(crate) is_local: bool,
    pub(crate) text: String,
}

impl Sources {
    pub(crate) fn add(&mut self, file: File) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).expect("fewer than 2^32 files"));
        self.files.push(file);
        id
    }

    /// Notes a file that is not read here, but has a say in the result.
    pub(crate) fn watch(&mut self, path: PathBuf) {
        if !self.paths().any(|other| *other == path) {
            self.watched.push(path);
        }
    }

    pub(crate) fn path(&self, id: FileId) -> &Path {
        &self.file(id).path
    }

    /// All files on which the result depends and which may change.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &Path> {
        let files = self.files.iter().filter(|file| file.is_local);
        files
            .map(|file| file.path.as_path())
            .chain(self.watched.iter().map(PathBuf::as_path))
    }

    pub(crate) fn shown(&self, id: FileId) -> &str {
        &self.file(id).shown
    }

    /// The file's name in manifests.
    pub(crate) fn position(&self, id: FileId) -> &str {
        &self.file(id).position
    }

    /// Is the file of the workspace or of a path dependency?
    pub(crate) fn is_local(&self, id: FileId) -> bool {
        self.file(id).is_local
    }

    pub(crate) fn text(&self, id: FileId) -> &str {
        &self.file(id).text
    }

    /// Line and column, both from 1, the column in characters.
    pub(crate) fn line_column(&self, file: FileId, offset: u32) -> (u32, u32) {
        let before = self.text(file).get(..offset as usize).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        let column = before[line_start..].chars().count() + 1;
        (
            u32::try_from(line).unwrap_or(u32::MAX),
            u32::try_from(column).unwrap_or(u32::MAX),
        )
    }

    fn file(&self, id: FileId) -> &File {
        &self.files[id.0 as usize]
    }
}

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
}

#[derive(Debug)]
struct File {
    path: PathBuf,
    shown: String,
    text: String,
}

impl Sources {
    /// `shown` is how manifests and diagnostics name the file: relative to the package, with `/`.
    pub(crate) fn add(&mut self, path: PathBuf, shown: String, text: String) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).expect("fewer than 2^32 files"));
        self.files.push(File { path, shown, text });
        id
    }

    pub(crate) fn path(&self, id: FileId) -> &Path {
        &self.file(id).path
    }

    pub(crate) fn paths(&self) -> impl Iterator<Item = &Path> {
        self.files.iter().map(|file| file.path.as_path())
    }

    pub(crate) fn shown(&self, id: FileId) -> &str {
        &self.file(id).shown
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

//! The functions that the build script has found: `OUT_DIR/centrifugo/handlers`, one a line, of
//! method, function and source file with tabs between them.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use super::Handler;

#[derive(Debug, Default)]
pub(super) struct Found(HashMap<(String, String), Vec<PathBuf>>);

type Cache = HashMap<PathBuf, (SystemTime, Arc<Found>)>;

/// One compilation asks once a handler; an editor's process asks for many crates and lives on while
/// the file changes.
static CACHE: Mutex<Option<Cache>> = Mutex::new(None);

impl Found {
    /// `None` where there is no such file.
    pub(super) fn read(file: &Path) -> Option<Arc<Self>> {
        let modified = fs::metadata(file).and_then(|data| data.modified()).ok()?;
        let mut cache = CACHE.lock().unwrap_or_else(PoisonError::into_inner);
        let cache = cache.get_or_insert_default();
        if let Some((_, found)) = cache.get(file).filter(|(at, _)| *at == modified) {
            return Some(Arc::clone(found));
        }
        let found = Arc::new(Self::parse(&fs::read_to_string(file).ok()?));
        cache.insert(file.to_owned(), (modified, Arc::clone(&found)));
        Some(found)
    }

    fn parse(text: &str) -> Self {
        let mut found = Self::default();
        for line in text.lines() {
            let mut parts = line.splitn(3, '\t');
            if let (Some(method), Some(function), Some(file)) =
                (parts.next(), parts.next(), parts.next())
            {
                let file = PathBuf::from(file);
                let file = file.canonicalize().unwrap_or(file);
                found
                    .0
                    .entry((method.to_owned(), function.to_owned()))
                    .or_default()
                    .push(file);
            }
        }
        found
    }

    pub(super) fn has(&self, handler: &Handler) -> bool {
        let function = handler
            .function
            .strip_prefix("r#")
            .unwrap_or(&handler.function);
        [function, &handler.function]
            .iter()
            .filter_map(|name| self.0.get(&(handler.method.clone(), (*name).to_owned())))
            .flatten()
            .any(|file| handler.file.as_ref().is_none_or(|own| own == file))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn handler(method: &str, function: &str, file: Option<&str>) -> Handler {
        let file = file.map(PathBuf::from);
        Handler {
            method: method.to_owned(),
            function: function.to_owned(),
            file,
        }
    }

    #[test]
    fn name_function_and_file_decide() {
        let found = Found::parse("a.b\tget\t/no/src/a b.rs\na.type\ttype\t/no/src/c.rs\n");
        assert!(found.has(&handler("a.b", "get", Some("/no/src/a b.rs"))));
        assert!(found.has(&handler("a.b", "get", None)));
        assert!(found.has(&handler("a.type", "r#type", None)));
        assert!(!found.has(&handler("a.b", "get", Some("/no/src/c.rs"))));
        assert!(!found.has(&handler("a.c", "get", None)));
        assert!(!found.has(&handler("a.b", "set", None)));
    }

    #[test]
    fn a_changed_file_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("handlers");
        assert!(Found::read(&file).is_none());
        fs::write(&file, "a\tf\t/x\n").unwrap();
        assert!(Found::read(&file).unwrap().has(&handler("a", "f", None)));
        fs::write(&file, "b\tf\t/x\n").unwrap();
        let later = SystemTime::now() + std::time::Duration::from_secs(2);
        fs::File::options()
            .write(true)
            .open(&file)
            .unwrap()
            .set_modified(later)
            .unwrap();
        assert!(Found::read(&file).unwrap().has(&handler("b", "f", None)));
    }
}

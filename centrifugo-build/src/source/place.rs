//! What files are called, in diagnostics and in manifests.

use std::path::{Component, Path, PathBuf};

/// The folder of a package, and from where it is seen.
#[derive(Debug)]
pub(crate) struct Place<'a> {
    /// The package whose files these are.
    pub(crate) package: &'a Path,
    /// What stands before their names in manifests: nothing for the user's own package.
    pub(crate) prefix: Option<&'a str>,
    /// The user's package.
    pub(crate) seen_from: &'a Path,
    /// May the files change?
    pub(crate) is_local: bool,
    /// Are they in the user's workspace?
    pub(crate) is_near: bool,
}

impl Place<'_> {
    /// A path that the reader of a diagnostic can open: relative to the user's package if it is
    /// near, with forward slashes.
    pub(crate) fn shown(&self, path: &Path) -> String {
        if self.is_near {
            slashed(&relative(self.seen_from, path))
        } else {
            slashed(path)
        }
    }

    /// `shared/src/lib.rs`: the package's name, and the path in its folder.
    pub(crate) fn position(&self, path: &Path) -> String {
        let within = match path.strip_prefix(self.package) {
            Ok(within) => within,
            Err(_) => path.file_name().map_or(path, Path::new),
        };
        let within = slashed(within);
        match self.prefix {
            Some(prefix) => format!("{prefix}/{within}"),
            None => within,
        }
    }
}

fn slashed(path: &Path) -> String {
    path.to_string_lossy()
        .replace(std::path::MAIN_SEPARATOR, "/")
}

/// `path` as it is written in the folder `from`.
fn relative(from: &Path, path: &Path) -> PathBuf {
    if let Ok(within) = path.strip_prefix(from) {
        return within.to_owned();
    }
    let mut base = from.components().peekable();
    let mut rest = path.components().peekable();
    let mut shared = 0;
    while let (Some(a), Some(b)) = (base.peek(), rest.peek())
        && a == b
    {
        shared += usize::from(matches!(a, Component::Normal(_)));
        base.next();
        rest.next();
    }
    if shared == 0 {
        return path.to_owned();
    }
    base.map(|_| Component::ParentDir).chain(rest).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_near_by_are_shown_from_the_users_package_and_others_in_full() {
        let mut place = Place {
            package: Path::new("/home/me/shared"),
            prefix: Some("shared"),
            seen_from: Path::new("/home/me/apps/board"),
            is_local: true,
            is_near: true,
        };
        let file = Path::new("/home/me/shared/src/a.rs");
        assert_eq!(place.shown(file), "../../shared/src/a.rs");
        assert_eq!(place.position(file), "shared/src/a.rs");
        place.is_near = false;
        assert_eq!(place.shown(file), "/home/me/shared/src/a.rs");
    }

    #[test]
    fn files_of_the_users_package_have_no_prefix() {
        let folder = Path::new("/home/me/board");
        let place = Place {
            package: folder,
            prefix: None,
            seen_from: folder,
            is_local: true,
            is_near: true,
        };
        let file = Path::new("/home/me/board/src/../../outside.rs");
        assert_eq!(place.shown(file), "src/../../outside.rs");
        assert_eq!(place.position(file), "src/../../outside.rs");
    }
}

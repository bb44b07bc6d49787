//! A package's targets, of which one is the crate with the handlers.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::cargo_toml::Target;
use super::{span, underscored};
use crate::diagnostic::{Diagnostic, messages};
use crate::source::FileId;

pub(super) struct Targets {
    pub(super) lib: Option<Target>,
    pub(super) bins: Vec<Target>,
    pub(super) autobins: bool,
}

impl Targets {
    /// The crate root and the crate's name: of the lib if there is one, else of the only bin, else of
    /// the target that `root` in the settings names.
    pub(super) fn root(
        &self,
        folder: &Path,
        package: &str,
        setting: Option<(&str, std::ops::Range<usize>)>,
        file: FileId,
    ) -> Result<(PathBuf, String), Vec<Diagnostic>> {
        let lib = self.lib(folder, package);
        let bins = self.bins(folder, package);
        if let Some((root, range)) = setting {
            let path = folder.join(root);
            if !path.is_file() {
                let fault = messages::bad_setting("root", root, "a file of this package");
                return Err(vec![fault.at(span(file, &range))]);
            }
            let named = lib.iter().chain(&bins).find(|(target, _)| *target == path);
            let name = named.map_or_else(|| underscored(package), |(_, name)| name.clone());
            return Ok((path, name));
        }
        if let Some(lib) = lib {
            return Ok(lib);
        }
        match <[_; 1]>::try_from(bins) {
            Ok([bin]) => Ok(bin),
            Err(bins) => {
                let names: Vec<String> = bins.into_iter().map(|(_, name)| name).collect();
                Err(vec![messages::no_root(&names)])
            }
        }
    }

    pub(super) fn lib(&self, folder: &Path, package: &str) -> Option<(PathBuf, String)> {
        let target = self.lib.as_ref();
        let path = target.and_then(|lib| lib.path.as_deref());
        let path = folder.join(path.unwrap_or("src/lib.rs"));
        let name = target
            .and_then(|lib| lib.name.as_deref())
            .unwrap_or(package);
        (target.is_some() || path.is_file()).then(|| (path, underscored(name)))
    }

    fn bins(&self, folder: &Path, package: &str) -> Vec<(PathBuf, String)> {
        let mut bins: BTreeMap<String, PathBuf> = BTreeMap::new();
        if self.autobins {
            let main = folder.join("src/main.rs");
            if main.is_file() {
                bins.insert(package.to_owned(), main);
            }
            for entry in fs::read_dir(folder.join("src/bin"))
                .into_iter()
                .flatten()
                .flatten()
            {
                let path = entry.path();
                let nested = path.join("main.rs");
                let Some(name) = path.file_stem().and_then(|name| name.to_str()) else {
                    continue;
                };
                if path.extension().is_some_and(|extension| extension == "rs") {
                    bins.insert(name.to_owned(), path.clone());
                } else if nested.is_file() {
                    bins.insert(name.to_owned(), nested);
                }
            }
        }
        for bin in &self.bins {
            let name = bin.name.as_deref().unwrap_or(package);
            let path = match &bin.path {
                Some(path) => folder.join(path),
                None if name == package => folder.join("src/main.rs"),
                None => folder.join("src/bin").join(format!("{name}.rs")),
            };
            bins.retain(|_, other| *other != path);
            bins.insert(name.to_owned(), path);
        }
        bins.into_iter()
            .map(|(name, path)| (path, underscored(&name)))
            .collect()
    }
}

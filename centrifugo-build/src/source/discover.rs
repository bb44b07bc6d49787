//! The module tree of a crate, from its root file, as rustc finds it. Files of one depth are read
//! and parsed in parallel.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::cfg::Cfg;
use super::files::{FileId, Sources, Span};
use crate::diagnostic::{Diagnostic, messages};
use crate::parse::{self, ModuleBody, ModuleItem, Vis};

/// All modules of a crate.
#[derive(Debug)]
pub(crate) struct Crate {
    /// The first is the crate root; parents come before their children.
    pub(crate) modules: Vec<Module>,
}

/// An index of [`Crate::modules`].
pub(crate) type ModuleId = usize;

/// The crate root's.
pub(crate) const ROOT: ModuleId = 0;

#[derive(Debug)]
pub(crate) struct Module {
    /// Empty for the root.
    pub(crate) name: String,
    pub(crate) parent: Option<ModuleId>,
    pub(crate) vis: Vis,
    pub(crate) children: Vec<ModuleId>,
    pub(crate) body: ModuleBody,
}

impl Crate {
    /// `["tasks", "model"]`
    pub(crate) fn path(&self, module: ModuleId) -> Vec<&str> {
        let mut path: Vec<&str> = self
            .ancestors(module)
            .map(|id| self.modules[id].name.as_str())
            .collect();
        path.pop();
        path.reverse();
        path
    }

    /// The module, its parent, … the root.
    pub(crate) fn ancestors(&self, module: ModuleId) -> impl Iterator<Item = ModuleId> {
        std::iter::successors(Some(module), |id| self.modules[*id].parent)
    }

    pub(crate) fn is_within(&self, module: ModuleId, outer: ModuleId) -> bool {
        self.ancestors(module).any(|id| id == outer)
    }
}

/// A file that waits to be read.
struct Pending {
    module: ModuleId,
    path: PathBuf,
    /// Where `mod x;` in it looks: rustc's rule differs for `x.rs` and `x/mod.rs`.
    folder: PathBuf,
    /// The files on the way to it, to find a file that includes itself.
    chain: Vec<PathBuf>,
}

/// Reads the crate whose root file is `root`. `package` is the folder that paths are shown relative to.
///
/// All files read are in `sources` also after an error: they are what a rebuild depends on.
pub(crate) fn discover(
    package: &Path,
    root: &Path,
    cfg: &Cfg,
    sources: &mut Sources,
) -> Result<Crate, Vec<Diagnostic>> {
    let mut discovery = Discovery {
        package,
        krate: Crate { modules: vec![] },
        errors: vec![],
    };
    discovery.add_module(String::new(), None, Vis::Public);
    let folder = root.parent().unwrap_or(Path::new("")).to_owned();
    let mut pending = vec![Pending {
        module: ROOT,
        path: root.to_owned(),
        folder,
        chain: vec![],
    }];
    while !pending.is_empty() {
        pending = discovery.round(pending, cfg, sources);
    }
    if discovery.errors.is_empty() {
        Ok(discovery.krate)
    } else {
        Err(discovery.errors)
    }
}

struct Discovery<'a> {
    package: &'a Path,
    krate: Crate,
    errors: Vec<Diagnostic>,
}

/// Where the modules of one file or inline module are looked for.
struct Place<'a> {
    file: FileId,
    /// `mod x;` → `folder/x.rs`
    folder: PathBuf,
    /// `#[path = "p"] mod x;` → `path_folder/p`
    path_folder: PathBuf,
    chain: &'a [PathBuf],
}

impl Discovery<'_> {
    fn add_module(&mut self, name: String, parent: Option<ModuleId>, vis: Vis) -> ModuleId {
        let id = self.krate.modules.len();
        let body = ModuleBody::default();
        self.krate.modules.push(Module {
            name,
            parent,
            vis,
            children: vec![],
            body,
        });
        if let Some(parent) = parent {
            self.krate.modules[parent].children.push(id);
        }
        id
    }

    /// Reads and parses the pending files; gives the files that they name.
    fn round(&mut self, pending: Vec<Pending>, cfg: &Cfg, sources: &mut Sources) -> Vec<Pending> {
        let mut files = Vec::with_capacity(pending.len());
        for file in pending {
            match fs::read(&file.path).map(String::from_utf8) {
                Ok(Ok(text)) => {
                    let id = sources.add(file.path.clone(), self.shown(&file.path), text);
                    files.push((id, file));
                }
                Ok(Err(_)) => self
                    .errors
                    .push(messages::not_utf8(&self.shown(&file.path))),
                Err(error) => {
                    self.errors
                        .push(messages::unreadable(&self.shown(&file.path), &error));
                }
            }
        }
        let bodies = parse_all(&files, cfg, sources);
        let mut next = vec![];
        for ((id, file), body) in files.into_iter().zip(bodies) {
            match body {
                Ok(body) => {
                    let parent = file.path.parent().unwrap_or(Path::new("")).to_owned();
                    let mut chain = file.chain;
                    chain.push(file.path);
                    let place = Place {
                        file: id,
                        folder: file.folder,
                        path_folder: parent,
                        chain: &chain,
                    };
                    self.add_body(file.module, body, &place, &mut next);
                }
                Err(errors) => self.errors.extend(errors),
            }
        }
        next
    }

    fn add_body(
        &mut self,
        module: ModuleId,
        mut body: ModuleBody,
        place: &Place<'_>,
        next: &mut Vec<Pending>,
    ) {
        for item in std::mem::take(&mut body.modules) {
            self.add_item(module, item, place, next);
        }
        self.krate.modules[module].body = body;
    }

    fn add_item(
        &mut self,
        parent: ModuleId,
        item: ModuleItem,
        place: &Place<'_>,
        next: &mut Vec<Pending>,
    ) {
        let name = item.name.text;
        let id = self.add_module(name.clone(), Some(parent), item.vis);
        if let Some(body) = item.body {
            // Within an inline module both kinds of path begin in its own folder.
            let folder = match &item.path {
                Some(path) => place.path_folder.join(path),
                None => place.folder.join(&name),
            };
            let place = Place {
                file: place.file,
                path_folder: folder.clone(),
                folder,
                ..*place
            };
            self.add_body(id, body, &place, next);
            return;
        }
        match self.find(&name, item.path.as_deref(), place, item.name.span) {
            Ok((path, folder)) => {
                next.push(Pending {
                    module: id,
                    path,
                    folder,
                    chain: place.chain.to_vec(),
                });
            }
            Err(error) => self.errors.push(error),
        }
    }

    /// The file of `mod name;`, and the folder of its own modules.
    fn find(
        &self,
        name: &str,
        path: Option<&str>,
        place: &Place<'_>,
        span: Span,
    ) -> Result<(PathBuf, PathBuf), Diagnostic> {
        let (path, folder) = if let Some(path) = path {
            let path = place.path_folder.join(path);
            let folder = path.parent().unwrap_or(Path::new("")).to_owned();
            (path, folder)
        } else {
            let flat = place.folder.join(format!("{name}.rs"));
            let nested = place.folder.join(name).join("mod.rs");
            let folder = place.folder.join(name);
            match (flat.is_file(), nested.is_file()) {
                (true, true) => {
                    let [flat, nested] = [&flat, &nested].map(|path| self.shown(path));
                    return Err(messages::ambiguous_module(name, &flat, &nested).at(span));
                }
                (false, true) => (nested, folder),
                (true, false) => (flat, folder),
                (false, false) => {
                    let [flat, nested] = [&flat, &nested].map(|path| self.shown(path));
                    return Err(messages::missing_module(name, &flat, &nested).at(span));
                }
            }
        };
        let same = |other: &PathBuf| match (fs::canonicalize(other), fs::canonicalize(&path)) {
            (Ok(a), Ok(b)) => a == b,
            _ => false,
        };
        if place.chain.iter().any(same) {
            return Err(messages::circular_module(name, &self.shown(&path)).at(span));
        }
        if let Err(error) = fs::File::open(&path)
            .and_then(|file| file.metadata())
            .and_then(|data| {
                if data.is_file() {
                    Ok(())
                } else {
                    Err(io::Error::other("it is not a file"))
                }
            })
        {
            return Err(messages::unreadable(&self.shown(&path), &error).at(span));
        }
        Ok((path, folder))
    }

    fn shown(&self, path: &Path) -> String {
        shown(self.package, path)
    }
}

/// `path` as diagnostics and manifests name it: relative to `package`, with forward slashes.
pub(crate) fn shown(package: &Path, path: &Path) -> String {
    let path = path.strip_prefix(package).unwrap_or(path);
    path.to_string_lossy()
        .replace(std::path::MAIN_SEPARATOR, "/")
}

type Parsed = Result<ModuleBody, Vec<Diagnostic>>;

/// Parses on as many threads as are worth it. Each thread's memory for spans goes with the thread.
fn parse_all(files: &[(FileId, Pending)], cfg: &Cfg, sources: &Sources) -> Vec<Parsed> {
    let parse = |index: usize| {
        let (id, _) = files[index];
        parse::parse_file(id, sources.text(id), cfg)
    };
    let threads = thread::available_parallelism()
        .map_or(1, usize::from)
        .min(files.len() / 4);
    if threads < 2 {
        return (0..files.len()).map(parse).collect();
    }
    let next = AtomicUsize::new(0);
    let results: Mutex<Vec<Option<Parsed>>> =
        Mutex::new(std::iter::repeat_with(|| None).take(files.len()).collect());
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    if index >= files.len() {
                        break;
                    }
                    let parsed = parse(index);
                    results
                        .lock()
                        .expect("no thread panics while it holds this")[index] = Some(parsed);
                }
            });
        }
    });
    let results = results
        .into_inner()
        .expect("no thread panics while it holds this");
    results
        .into_iter()
        .map(|parsed| parsed.expect("every index was taken"))
        .collect()
}

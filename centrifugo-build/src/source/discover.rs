//! The module tree of a crate, from its root file, as rustc finds it. Files of one depth are read
//! and parsed in parallel.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::cfg::Cfg;
use super::files::{File, FileId, Sources, Span};
use super::place::Place;
use super::world::{Crate, CrateId, ModuleId, World};
use crate::diagnostic::{Diagnostic, messages};
use crate::parse::{self, ModuleBody, ModuleItem, Parsed};

/// A file that waits to be read.
struct Pending {
    module: ModuleId,
    path: PathBuf,
    /// Where `mod x;` in it looks: rustc's rule differs for `x.rs` and `x/mod.rs`.
    folder: PathBuf,
    /// The files on the way to it, to find a file that includes itself.
    chain: Vec<PathBuf>,
}

/// A crate to read.
pub(crate) struct Root<'a> {
    pub(crate) path: &'a Path,
    pub(crate) place: Place<'a>,
    pub(crate) cfg: &'a Cfg,
}

/// Reads the crate with this root into `world`.
///
/// What is wrong with single files is noted in their modules. All files read are in `sources`, also
/// those at fault: they are what a rebuild depends on.
pub(crate) fn discover(
    world: &mut World,
    krate: Crate,
    root: &Root<'_>,
    sources: &mut Sources,
) -> CrateId {
    let krate = world.add_crate(krate);
    let module = world.crates[krate].root;
    let folder = root.path.parent().unwrap_or(Path::new("")).to_owned();
    let mut pending = vec![Pending {
        module,
        path: root.path.to_owned(),
        folder,
        chain: vec![],
    }];
    let mut discovery = Discovery { root, krate, world };
    while !pending.is_empty() {
        pending = discovery.round(pending, sources);
    }
    krate
}

struct Discovery<'a> {
    root: &'a Root<'a>,
    krate: CrateId,
    world: &'a mut World,
}

/// Where the modules of one file or inline module are looked for.
struct Within<'a> {
    file: FileId,
    /// `mod x;` → `folder/x.rs`
    folder: PathBuf,
    /// `#[path = "p"] mod x;` → `path_folder/p`
    path_folder: PathBuf,
    chain: &'a [PathBuf],
}

impl Discovery<'_> {
    /// Reads and parses the pending files; gives the files that they name.
    fn round(&mut self, pending: Vec<Pending>, sources: &mut Sources) -> Vec<Pending> {
        let place = &self.root.place;
        let mut files = Vec::with_capacity(pending.len());
        for file in pending {
            let shown = place.shown(&file.path);
            let fault = match fs::read(&file.path).map(String::from_utf8) {
                Ok(Ok(text)) => {
                    let id = sources.add(File {
                        position: place.position(&file.path),
                        path: file.path.clone(),
                        shown,
                        is_local: place.is_local,
                        text,
                    });
                    files.push((id, file));
                    continue;
                }
                Ok(Err(_)) => messages::not_utf8(&shown),
                Err(error) => messages::unreadable(&shown, &error),
            };
            self.world.modules[file.module].unreadable = Some(fault);
        }
        let bodies = parse_all(&files, self.root.cfg, sources);
        let mut next = vec![];
        for ((id, file), parsed) in files.into_iter().zip(bodies) {
            let parsed = match parsed {
                Ok(parsed) => parsed,
                Err(fault) => {
                    self.world.modules[file.module].unreadable = Some(fault);
                    continue;
                }
            };
            if !parsed.faults.is_empty() {
                self.world.faults.insert(id, parsed.faults);
            }
            let parent = file.path.parent().unwrap_or(Path::new("")).to_owned();
            let mut chain = file.chain;
            chain.push(file.path);
            let within = Within {
                file: id,
                folder: file.folder,
                path_folder: parent,
                chain: &chain,
            };
            self.add_body(file.module, parsed.body, &within, &mut next);
        }
        next
    }

    fn add_body(
        &mut self,
        module: ModuleId,
        mut body: ModuleBody,
        within: &Within<'_>,
        next: &mut Vec<Pending>,
    ) {
        for item in std::mem::take(&mut body.modules) {
            self.add_item(module, item, within, next);
        }
        self.world.modules[module].body = body;
    }

    fn add_item(
        &mut self,
        parent: ModuleId,
        item: ModuleItem,
        within: &Within<'_>,
        next: &mut Vec<Pending>,
    ) {
        let name = item.name.text;
        let id = (self.world).add_module(self.krate, name.clone(), Some(parent), item.vis);
        if let Some(body) = item.body {
            // Within an inline module both kinds of path begin in its own folder.
            let folder = match &item.path {
                Some(path) => within.path_folder.join(path),
                None => within.folder.join(&name),
            };
            let within = Within {
                file: within.file,
                path_folder: folder.clone(),
                folder,
                ..*within
            };
            self.add_body(id, body, &within, next);
            return;
        }
        match self.find(&name, item.path.as_deref(), within, item.name.span) {
            Ok((path, folder)) => {
                next.push(Pending {
                    module: id,
                    path,
                    folder,
                    chain: within.chain.to_vec(),
                });
            }
            Err(fault) => self.world.modules[id].unreadable = Some(fault),
        }
    }

    /// The file of `mod name;`, and the folder of its own modules.
    fn find(
        &self,
        name: &str,
        path: Option<&str>,
        within: &Within<'_>,
        span: Span,
    ) -> Result<(PathBuf, PathBuf), Diagnostic> {
        let shown = |path: &Path| self.root.place.shown(path);
        let (path, folder) = if let Some(path) = path {
            let path = within.path_folder.join(path);
            let folder = path.parent().unwrap_or(Path::new("")).to_owned();
            (path, folder)
        } else {
            let flat = within.folder.join(format!("{name}.rs"));
            let nested = within.folder.join(name).join("mod.rs");
            let folder = within.folder.join(name);
            match (flat.is_file(), nested.is_file()) {
                (true, true) => {
                    let [flat, nested] = [&flat, &nested].map(|path| shown(path));
                    return Err(messages::ambiguous_module(name, &flat, &nested).at(span));
                }
                (false, true) => (nested, folder),
                (true, false) => (flat, folder),
                (false, false) => {
                    let [flat, nested] = [&flat, &nested].map(|path| shown(path));
                    return Err(messages::missing_module(name, &flat, &nested).at(span));
                }
            }
        };
        let same = |other: &PathBuf| match (fs::canonicalize(other), fs::canonicalize(&path)) {
            (Ok(a), Ok(b)) => a == b,
            _ => false,
        };
        if within.chain.iter().any(same) {
            return Err(messages::circular_module(name, &shown(&path)).at(span));
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
            return Err(messages::unreadable(&shown(&path), &error).at(span));
        }
        Ok((path, folder))
    }
}

/// Parses on as many threads as are worth it. Each thread's memory for spans goes with the thread.
fn parse_all(
    files: &[(FileId, Pending)],
    cfg: &Cfg,
    sources: &Sources,
) -> Vec<Result<Parsed, Diagnostic>> {
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
    let results: Mutex<Vec<Option<Result<Parsed, Diagnostic>>>> =
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
                    // Else it keeps a copy of each file, and of each place that was asked for.
                    proc_macro2::extra::invalidate_current_thread_spans();
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

//! The modules of all crates that are read: the user's own, and those of dependencies in which
//! something lies that the user's crate needs. Knows what is in them, not what a name means.

use std::collections::BTreeMap;

use super::files::FileId;
use crate::diagnostic::Diagnostic;
use crate::manifest::Package;
use crate::parse::{ModuleBody, Vis};

/// All that is read.
#[derive(Debug, Default)]
pub(crate) struct World {
    /// The first is the root of the user's crate; parents come before their children.
    pub(crate) modules: Vec<Module>,
    /// The first is the user's.
    pub(crate) crates: Vec<Crate>,
    /// Files of other crates with attributes that cannot be parsed. They count if something that is
    /// needed lies in the file.
    pub(crate) faults: BTreeMap<FileId, Vec<Diagnostic>>,
    /// Has cargo said what the user's dependencies are called? Until then it is `Cargo.toml` that
    /// does, which does not know names of lib targets.
    pub(crate) is_complete: bool,
}

/// An index of [`World::modules`].
pub(crate) type ModuleId = usize;

/// An index of [`World::crates`].
pub(crate) type CrateId = usize;

/// The root of the user's crate.
pub(crate) const ROOT: ModuleId = 0;

/// The user's crate.
pub(crate) const OWN: CrateId = 0;

#[derive(Debug)]
pub(crate) struct Module {
    pub(crate) krate: CrateId,
    /// Empty for a root.
    pub(crate) name: String,
    pub(crate) parent: Option<ModuleId>,
    pub(crate) vis: Vis,
    pub(crate) children: Vec<ModuleId>,
    pub(crate) body: ModuleBody,
    /// Why its file could not be read or parsed. It is an error of the user's crate, and one of
    /// another crate if something that is needed may lie in it.
    pub(crate) unreadable: Option<Diagnostic>,
}

#[derive(Debug)]
pub(crate) struct Crate {
    pub(crate) root: ModuleId,
    /// In Rust paths: the target's name.
    pub(crate) name: String,
    /// What ids of its types begin with: the name, with the version if another crate has the name.
    pub(crate) label: String,
    pub(crate) package: Package,
    pub(crate) origin: Origin,
    /// Edition 2015: paths in `use` begin at the root.
    pub(crate) uses_begin_at_root: bool,
    /// What dependencies are called in it.
    pub(crate) externs: BTreeMap<String, Extern>,
}

/// Whose source it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// Of the user's package.
    Package,
    /// Of a path dependency, in the workspace or not: it may change.
    Path,
    /// Of a registry or a git repository.
    Fetched,
}

/// A dependency, as one crate sees it.
#[derive(Debug, Clone)]
pub(crate) struct Extern {
    pub(crate) package: String,
    pub(crate) source: ExternSource,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ExternSource {
    /// Nobody asked for it yet. Its number among the packages that cargo knows, once it was asked.
    Unread(Option<usize>),
    Read(CrateId),
    /// A proc-macro crate: it has no types.
    Macros,
    /// It cannot be read, and why.
    Failed(String),
}

impl World {
    /// Adds a crate with nothing but its root module.
    pub(crate) fn add_crate(&mut self, mut krate: Crate) -> CrateId {
        let id = self.crates.len();
        krate.label = self.label(&krate);
        krate.root = self.modules.len();
        self.crates.push(krate);
        self.add_module(id, String::new(), None, Vis::Public);
        id
    }

    fn label(&self, krate: &Crate) -> String {
        let taken = |label: &String| self.crates.iter().any(|other| other.label == *label);
        let version = format!("{}@{}", krate.name, krate.package.version);
        let mut labels = [krate.name.clone(), version.clone()]
            .into_iter()
            .chain((2..).map(|number| format!("{version}#{number}")));
        labels
            .find(|label| !taken(label))
            .expect("there is always another number")
    }

    pub(crate) fn add_module(
        &mut self,
        krate: CrateId,
        name: String,
        parent: Option<ModuleId>,
        vis: Vis,
    ) -> ModuleId {
        let id = self.modules.len();
        self.modules.push(Module {
            krate,
            name,
            parent,
            vis,
            children: vec![],
            body: ModuleBody::default(),
            unreadable: None,
        });
        if let Some(parent) = parent {
            self.modules[parent].children.push(id);
        }
        id
    }

    /// The crate that a module is of.
    pub(crate) fn crate_of(&self, module: ModuleId) -> &Crate {
        &self.crates[self.modules[module].krate]
    }

    /// Is the module of the user's crate?
    pub(crate) fn is_own(&self, module: ModuleId) -> bool {
        self.modules[module].krate == OWN
    }

    /// The path within its crate: `["tasks", "model"]`
    pub(crate) fn path(&self, module: ModuleId) -> Vec<&str> {
        let mut path: Vec<&str> = self
            .ancestors(module)
            .map(|id| self.modules[id].name.as_str())
            .collect();
        path.pop();
        path.reverse();
        path
    }

    /// The path with the crate before it, as no other module has it: `["board", "tasks", "model"]`
    pub(crate) fn full_path(&self, module: ModuleId) -> Vec<&str> {
        let label = self.crate_of(module).label.as_str();
        let mut path = self.path(module);
        path.insert(0, label);
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

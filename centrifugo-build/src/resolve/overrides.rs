//! Stand-ins: `[package.metadata.centrifugo.types]`, which say of a type, or of a `with` module or
//! function, which Rust type has the same form in JSON.

use std::cell::RefCell;
use std::collections::BTreeSet;

use super::lowering::Lowering;
use super::names::{Names, Res};
use crate::diagnostic::{Diagnostic, messages};
use crate::parse::{TypeExpr, UseKind};
use crate::source::Span;
use crate::source::world::{ModuleId, ROOT};

/// One line of the settings.
#[derive(Debug)]
pub(crate) struct StandIn {
    /// As it is written: `geo::Point`, `crate::time::seconds`.
    pub(crate) path: String,
    pub(crate) expr: TypeExpr,
    pub(crate) place: Span,
}

/// All stand-ins, by what their paths lead to.
pub(crate) struct Overrides<'a> {
    stand_ins: &'a [StandIn],
    paths: Vec<String>,
    used: RefCell<BTreeSet<usize>>,
}

impl<'a> Overrides<'a> {
    pub(crate) fn new(stand_ins: &'a [StandIn], names: &Names<'_>) -> Self {
        let paths = stand_ins
            .iter()
            .map(|stand_in| canonical(names, ROOT, &stand_in.path, stand_in.place));
        Self {
            stand_ins,
            paths: paths.collect(),
            used: RefCell::default(),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.stand_ins.is_empty()
    }

    /// The stand-in of a type, by its path.
    pub(crate) fn of_type(&self, path: &str) -> Option<usize> {
        let index = self.paths.iter().position(|known| known == path)?;
        self.used.borrow_mut().insert(index);
        Some(index)
    }

    /// The stand-in of a function, or of its module.
    pub(crate) fn of_function(&self, path: &str) -> Option<usize> {
        let module = || self.of_type(path.rsplit_once("::")?.0);
        self.of_type(path).or_else(module)
    }

    pub(crate) fn expr(&self, index: usize) -> &'a TypeExpr {
        &self.stand_ins[index].expr
    }

    /// Those that stand for nothing that a method reaches.
    pub(crate) fn unused(&self) -> Vec<Diagnostic> {
        let used = self.used.borrow();
        let unused = (0..self.stand_ins.len()).filter(|index| !used.contains(index));
        unused
            .map(|index| {
                let stand_in = &self.stand_ins[index];
                messages::unused_stand_in(&stand_in.path).at(stand_in.place)
            })
            .collect()
    }
}

/// The one way to write a path of any namespace: the part of it that is found in the type
/// namespace as an item's, a module's or another package's path, then the rest.
pub(crate) fn canonical(names: &Names<'_>, module: ModuleId, path: &str, place: Span) -> String {
    let mut end = path.len();
    loop {
        let head = match names.resolve_text(module, &path[..end], place) {
            Some(Res::Item(id)) => Some(names.item_path(id)),
            Some(Res::Module(id)) => Some(names.module_path(id)),
            Some(Res::Extern(path)) => Some(names.by_package(&path)),
            Some(Res::Primitive(_)) | None => None,
        };
        if let Some(head) = head {
            return head + &path[end..];
        }
        match path[..end].rfind("::") {
            Some(at) if at > 0 => end = at,
            _ => return of_function(names, module, path, place),
        }
    }
}

/// A function of this module, or one that a `use` brings in.
fn of_function(names: &Names<'_>, module: ModuleId, path: &str, place: Span) -> String {
    if path.contains("::") {
        return path.to_owned();
    }
    let mut uses = names.world.modules[module].body.uses.iter();
    let imported = uses.find(|item| matches!(&item.kind, UseKind::Name(name) if name.text == path));
    let (owner, name) = match imported.map(|item| item.path.as_slice()) {
        Some([owner @ .., name]) if !owner.is_empty() => (owner, name.text.as_str()),
        _ => return format!("{}::{path}", names.module_path(module)),
    };
    let owner: Vec<&str> = owner.iter().map(|name| name.text.as_str()).collect();
    let owner = owner.join("::");
    match names.resolve_text(module, &owner, place) {
        Some(_) => format!("{}::{name}", canonical(names, module, &owner, place)),
        None => format!("{owner}::{name}"),
    }
}

impl Lowering<'_> {
    /// The canonical form of a path that is written in `module`.
    pub(crate) fn canonical(&self, module: ModuleId, path: &crate::parse::Path) -> String {
        canonical(&self.names, module, &path.display(), path.span)
    }
}

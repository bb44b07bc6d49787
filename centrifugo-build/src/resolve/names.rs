//! Name resolution in the type namespace: `use` with renames, globs and re-exports, `crate`, `self`
//! and `super`, dependencies under the names that `Cargo.toml` gives them, std's prelude.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use super::known;
use crate::diagnostic::{Diagnostic, messages};
use crate::parse::{Name, Path, TypeItem, Use, UseKind};
use crate::source::Span;
use crate::source::discover::{Crate, ModuleId, ROOT};

/// What a path leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Res {
    Module(ModuleId),
    Item(ItemId),
    /// A path into another crate: that crate's name here, then the rest.
    Extern(Vec<String>),
    /// `bool`, `i64`, `str` …
    Primitive(&'static str),
}

/// A type of the crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct ItemId {
    pub(crate) module: ModuleId,
    index: usize,
}

#[derive(Clone)]
pub(crate) struct Names<'a> {
    pub(crate) krate: &'a Crate,
    /// What a dependency is called here → its package.
    externs: &'a BTreeMap<String, String>,
    scopes: Rc<[HashMap<&'a str, Vec<Local>>]>,
}

#[derive(Debug, Clone, Copy)]
enum Local {
    Item(usize),
    Child(ModuleId),
    Use(usize),
}

/// The outcome of looking a name up in one module.
enum Lookup {
    Found(Res),
    Nothing,
    /// A glob import of a crate that is not read might bring it.
    Maybe(String),
}

/// Modules and names that are being looked up, to end what goes in circles.
type Visiting = Vec<(ModuleId, String)>;

impl<'a> Names<'a> {
    pub(crate) fn new(krate: &'a Crate, externs: &'a BTreeMap<String, String>) -> Self {
        let scopes = krate.modules.iter().map(|module| {
            let mut scope: HashMap<&str, Vec<Local>> = HashMap::new();
            for (index, item) in module.body.types.iter().enumerate() {
                scope
                    .entry(&item.name.text)
                    .or_default()
                    .push(Local::Item(index));
            }
            for child in &module.children {
                scope
                    .entry(&krate.modules[*child].name)
                    .or_default()
                    .push(Local::Child(*child));
            }
            for (index, item) in module.body.uses.iter().enumerate() {
                if let UseKind::Name(name) = &item.kind {
                    scope.entry(&name.text).or_default().push(Local::Use(index));
                }
            }
            scope
        });
        Self {
            krate,
            externs,
            scopes: scopes.collect(),
        }
    }

    pub(crate) fn item(&self, id: ItemId) -> &'a TypeItem {
        &self.krate.modules[id.module].body.types[id.index]
    }

    /// The path of a dependency's item by its package's name, where std, core and alloc are one.
    pub(crate) fn by_package(&self, path: &[String]) -> String {
        let package = match path[0].as_str() {
            "std" | "core" | "alloc" => "std",
            name => self.externs.get(name).map_or(name, String::as_str),
        };
        let rest = path[1..].iter().map(String::as_str);
        std::iter::once(package)
            .chain(rest)
            .collect::<Vec<_>>()
            .join("::")
    }

    /// Resolves a path written in `module`.
    ///
    /// # Errors
    ///
    /// If it leads nowhere, or nowhere that can be seen.
    pub(crate) fn resolve(&self, module: ModuleId, path: &Path) -> Result<Res, Diagnostic> {
        let names: Vec<&Name> = path.segments.iter().map(|segment| &segment.name).collect();
        let found = self.path(module, path.leading_colon, &names, &mut vec![]);
        found
            .map_err(|error| error.at(path.span))?
            .ok_or_else(|| messages::unresolved(&path.display()).at(path.span))
    }

    /// [`resolve`](Self::resolve) for what may well be no name of the type namespace: derives,
    /// attributes, functions in serde's strings.
    pub(crate) fn resolve_text(&self, module: ModuleId, path: &str, span: Span) -> Option<Res> {
        let leading_colon = path.starts_with("::");
        let names: Vec<Name> = path
            .trim_start_matches("::")
            .split("::")
            .map(|text| Name {
                text: text.trim().to_owned(),
                span,
            })
            .collect();
        let names: Vec<&Name> = names.iter().collect();
        self.path(module, leading_colon, &names, &mut vec![])
            .ok()
            .flatten()
    }

    /// The module that a path of `pub(in …)` names.
    pub(crate) fn module_of(&self, module: ModuleId, path: &[String]) -> Option<ModuleId> {
        path.iter()
            .try_fold(module, |module, name| match name.as_str() {
                "crate" => Some(ROOT),
                "self" => Some(module),
                "super" => self.krate.modules[module].parent,
                name => {
                    let modules = &self.krate.modules;
                    modules[module]
                        .children
                        .iter()
                        .copied()
                        .find(|id| modules[*id].name == name)
                }
            })
    }

    fn path(
        &self,
        module: ModuleId,
        leading_colon: bool,
        names: &[&Name],
        visiting: &mut Visiting,
    ) -> Result<Option<Res>, Diagnostic> {
        let (first, mut rest) = names.split_first().expect("a path has a segment");
        let mut res = match first.text.as_str() {
            _ if leading_colon => Res::Extern(vec![first.text.clone()]),
            "crate" => Res::Module(ROOT),
            "self" => Res::Module(module),
            "super" => match self.krate.modules[module].parent {
                Some(parent) => Res::Module(parent),
                None => return Ok(None),
            },
            _ => match self.first(module, first, rest.is_empty(), visiting)? {
                Some(res) => res,
                None => return Ok(None),
            },
        };
        while let Some((name, after)) = rest.split_first() {
            res = match res {
                Res::Module(inner) if name.text == "super" => {
                    match self.krate.modules[inner].parent {
                        Some(parent) => Res::Module(parent),
                        None => return Ok(None),
                    }
                }
                Res::Module(inner) => match self.lookup(inner, &name.text, visiting)? {
                    Lookup::Found(res) => res,
                    Lookup::Maybe(glob) => return Err(messages::hidden_by_glob(&name.text, &glob)),
                    Lookup::Nothing => return Ok(None),
                },
                Res::Extern(mut path) => {
                    path.push(name.text.clone());
                    Res::Extern(path)
                }
                Res::Item(_) | Res::Primitive(_) => return Ok(None),
            };
            rest = after;
        }
        Ok(Some(res))
    }

    /// The first segment: what the module knows, then dependencies, then std's prelude.
    fn first(
        &self,
        module: ModuleId,
        name: &Name,
        is_only: bool,
        visiting: &mut Visiting,
    ) -> Result<Option<Res>, Diagnostic> {
        let glob = match self.lookup(module, &name.text, visiting)? {
            Lookup::Found(res) => return Ok(Some(res)),
            Lookup::Maybe(glob) => Some(glob),
            Lookup::Nothing => None,
        };
        let text = name.text.as_str();
        let is_crate = matches!(text, "std" | "core" | "alloc") || self.externs.contains_key(text);
        if is_crate && !(is_only && known::in_prelude(text).is_some()) {
            return Ok(Some(Res::Extern(vec![text.to_owned()])));
        }
        let prelude = known::in_prelude(text)
            .map(|path| Res::Extern(path.split("::").map(str::to_owned).collect()))
            .or_else(|| known::primitive(text).map(Res::Primitive));
        match (prelude, glob) {
            (_, Some(glob)) => Err(messages::hidden_by_glob(text, &glob)),
            (prelude, None) => Ok(prelude),
        }
    }

    fn lookup(
        &self,
        module: ModuleId,
        name: &str,
        visiting: &mut Visiting,
    ) -> Result<Lookup, Diagnostic> {
        if visiting
            .iter()
            .any(|(id, visited)| *id == module && visited == name)
        {
            return Ok(Lookup::Nothing);
        }
        visiting.push((module, name.to_owned()));
        let found = self.lookup_once(module, name, visiting);
        visiting.pop();
        found
    }

    fn lookup_once(
        &self,
        module: ModuleId,
        name: &str,
        visiting: &mut Visiting,
    ) -> Result<Lookup, Diagnostic> {
        let locals = self.scopes[module].get(name).map_or(&[][..], Vec::as_slice);
        for local in locals {
            match *local {
                Local::Item(index) => {
                    return Ok(Lookup::Found(Res::Item(ItemId { module, index })));
                }
                Local::Child(child) => return Ok(Lookup::Found(Res::Module(child))),
                Local::Use(_) => {}
            }
        }
        for local in locals {
            let Local::Use(index) = *local else { continue };
            let item = &self.krate.modules[module].body.uses[index];
            if let Some(res) = self.used(module, item, visiting)? {
                return Ok(Lookup::Found(res));
            }
        }
        self.globs(module, name, visiting)
    }

    fn used(
        &self,
        module: ModuleId,
        item: &Use,
        visiting: &mut Visiting,
    ) -> Result<Option<Res>, Diagnostic> {
        let path: Vec<&Name> = item.path.iter().collect();
        self.path(module, item.leading_colon, &path, visiting)
    }

    fn globs(
        &self,
        module: ModuleId,
        name: &str,
        visiting: &mut Visiting,
    ) -> Result<Lookup, Diagnostic> {
        let mut maybe = None;
        for item in &self.krate.modules[module].body.uses {
            if !matches!(item.kind, UseKind::Glob) {
                continue;
            }
            match self.used(module, item, visiting)? {
                Some(Res::Module(inner)) if self.sees(module, inner, name) => {
                    match self.lookup(inner, name, visiting)? {
                        Lookup::Found(res) => return Ok(Lookup::Found(res)),
                        Lookup::Maybe(glob) => maybe = maybe.or(Some(glob)),
                        Lookup::Nothing => {}
                    }
                }
                Some(Res::Extern(mut path)) => {
                    let glob = path.join("::");
                    let package = self.by_package(&path);
                    path.push(name.to_owned());
                    if known::known(&self.by_package(&path)).is_some() {
                        return Ok(Lookup::Found(Res::Extern(path)));
                    }
                    if !known::is_harmless_glob(&package) {
                        maybe = maybe.or(Some(glob));
                    }
                }
                _ => {}
            }
        }
        Ok(maybe.map_or(Lookup::Nothing, Lookup::Maybe))
    }

    /// May a glob in `module` bring `name` of `inner`? Only what is visible here.
    fn sees(&self, module: ModuleId, inner: ModuleId, name: &str) -> bool {
        let Some(locals) = self.scopes[inner].get(name) else {
            return true;
        };
        locals.iter().any(|local| {
            let body = &self.krate.modules[inner].body;
            let vis = match *local {
                Local::Item(index) => &body.types[index].vis,
                Local::Use(index) => &body.uses[index].vis,
                Local::Child(child) => &self.krate.modules[child].vis,
            };
            self.scope_of(inner, vis)
                .is_none_or(|scope| self.krate.is_within(module, scope))
        })
    }
}

//! What a path means: the questions that the rest of resolution asks of names. How rustc's rules answer
//! them stands in `lookup` and `members`.
//!
//! A question may need a crate whose source is not read yet. Then the crate is noted in [`Wants`],
//! and the answer is worth nothing: all is resolved anew when the crate is there.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use super::known;
use super::lookup::{Place, Trust, Walk};
use crate::diagnostic::{Diagnostic, messages};
use crate::parse::{Name, Path, TypeItem, UseKind};
use crate::source::Span;
use crate::source::load::Want;
use crate::source::world::{Extern, ExternSource, ModuleId, ROOT, World};

/// What a path leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Res {
    /// Of any crate that is read.
    Module(ModuleId),
    /// Of any crate that is read.
    Item(ItemId),
    /// A path into a crate that is not read, or whose meaning is known: the name of the package,
    /// where std, core and alloc are one, then the rest.
    Extern(Vec<String>),
    /// `bool`, `i64`, `str` …
    Primitive(&'static str),
}

/// A type of some crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct ItemId {
    pub(crate) module: ModuleId,
    pub(super) index: usize,
}

/// Crates that are needed and not read.
#[derive(Debug, Default)]
pub(crate) struct Wants(RefCell<BTreeSet<Want>>);

impl Wants {
    pub(super) fn add(&self, want: Want) {
        self.0.borrow_mut().insert(want);
    }

    pub(crate) fn into_inner(self) -> BTreeSet<Want> {
        self.0.into_inner()
    }
}

#[derive(Clone)]
pub(crate) struct Names<'a> {
    pub(crate) world: &'a World,
    pub(super) wants: &'a Wants,
    scopes: Rc<[HashMap<&'a str, Vec<Local>>]>,
    /// Of all modules.
    paths: Rc<[String]>,
}

/// What a module itself says of a name.
#[derive(Debug, Clone, Copy)]
pub(super) enum Local {
    Item(usize),
    Child(ModuleId),
    Use(usize),
    /// Of the value namespace.
    Const(usize),
}

impl<'a> Names<'a> {
    pub(crate) fn new(world: &'a World, wants: &'a Wants) -> Self {
        let scopes = world.modules.iter().map(|module| {
            let mut scope: HashMap<&str, Vec<Local>> = HashMap::new();
            let mut add = |name: &'a str, local| scope.entry(name).or_default().push(local);
            for (index, item) in module.body.types.iter().enumerate() {
                add(&item.name.text, Local::Item(index));
            }
            for child in &module.children {
                add(&world.modules[*child].name, Local::Child(*child));
            }
            for (index, item) in module.body.uses.iter().enumerate() {
                if let UseKind::Name(name) = &item.kind {
                    add(&name.text, Local::Use(index));
                }
            }
            for (index, item) in module.body.consts.iter().enumerate() {
                add(&item.name.text, Local::Const(index));
            }
            scope
        });
        let paths = (0..world.modules.len()).map(|module| world.full_path(module).join("::"));
        Self {
            world,
            wants,
            scopes: scopes.collect(),
            paths: paths.collect(),
        }
    }

    pub(crate) fn item(&self, id: ItemId) -> &'a TypeItem {
        &self.world.modules[id.module].body.types[id.index]
    }

    /// `board::tasks::Task`: an item's path, by which no other item goes.
    pub(crate) fn item_path(&self, id: ItemId) -> String {
        [&self.paths[id.module], self.item(id).name.text.as_str()].join("::")
    }

    /// `board::tasks`
    pub(crate) fn module_path(&self, module: ModuleId) -> String {
        self.paths[module].clone()
    }

    /// A path that begins with the crate's name, as the crate itself writes it.
    pub(crate) fn written_in_root(&self, path: &str) -> String {
        let own = &self.world.crate_of(ROOT).label;
        match path.strip_prefix(own.as_str()) {
            Some(rest) if rest.starts_with("::") => format!("crate{rest}"),
            _ => path.to_owned(),
        }
    }

    /// The path of [`Res::Extern`] as `known` has it.
    pub(crate) fn by_package(&self, path: &[String]) -> String {
        path.join("::")
    }

    /// Resolves a path written in `module`.
    ///
    /// # Errors
    ///
    /// If it leads nowhere, or nowhere that can be seen or read.
    pub(crate) fn resolve(&self, module: ModuleId, path: &Path) -> Result<Res, Diagnostic> {
        let place = self.place(module, path)?;
        if let (Res::Extern(full), Some(want)) = (&place.res, &place.unread)
            && !is_known(full)
        {
            if let Some(ExternSource::Failed(why)) = self.source_of(want) {
                let error = messages::unread_crate(&path.display(), &full[0], why);
                return Err(error.at(path.span));
            }
            self.wants_unread(&place);
        }
        if let Res::Item(id) = place.res
            && let Some(faults) = self.world.faults.get(&self.item(id).name.span.file)
        {
            let fault = faults.first().expect("a file at fault has a fault").clone();
            return Err(fault.note(path.span, "used here"));
        }
        Ok(place.res)
    }

    /// [`resolve`](Self::resolve) that reads no further crate: for what need not be known.
    pub(crate) fn peek(&self, module: ModuleId, path: &Path) -> Option<Res> {
        let names: Vec<&Name> = path.segments.iter().map(|segment| &segment.name).collect();
        let found = self.path(module, path.leading_colon, &names, &mut Walk::default());
        Some(found.ok()??.res)
    }

    /// How generated code in the user's crate writes a path that leads into another crate,
    /// whether that is read or not: what the dependency is called in the user's crate, then the rest.
    /// None if the path leads to something of the user's crate.
    pub(crate) fn way(&self, module: ModuleId, path: &Path) -> Option<Vec<String>> {
        let names: Vec<&Name> = path.segments.iter().map(|segment| &segment.name).collect();
        let mut walk = Walk {
            trusts: Trust::Abroad,
            ..Walk::default()
        };
        let found = self.path(module, path.leading_colon, &names, &mut walk);
        found.ok()??.way
    }

    /// [`peek`](Self::peek) for what may well be no name of the type namespace: derives, attributes,
    /// functions in serde's strings.
    pub(crate) fn resolve_text(&self, module: ModuleId, path: &str, span: Span) -> Option<Res> {
        self.text(module, path, span, &mut Walk::default())
    }

    /// [`resolve_text`](Self::resolve_text) that reads further crates.
    pub(crate) fn read_text(&self, module: ModuleId, path: &str, span: Span) -> Option<Res> {
        self.text(module, path, span, &mut Walk::reading())
    }

    /// The paths that a type may have which a path written in `module` names and which is not found:
    /// a macro may make it in the module that the path leads to, or in one that a glob imports.
    pub(crate) fn supposed(&self, module: ModuleId, path: &Path) -> Vec<String> {
        let names: Vec<&Name> = path.segments.iter().map(|segment| &segment.name).collect();
        let mut walk = Walk {
            trusts: Trust::Everywhere,
            ..Walk::default()
        };
        let found = self.path(module, path.leading_colon, &names, &mut walk);
        let mut paths = vec![];
        if let Ok(Some(Res::Extern(full))) = found.map(|place| place.map(|place| place.res)) {
            paths.push(full.join("::"));
        }
        if let [name] = names.as_slice() {
            let globs = self.visible_globs(module, &[]).filter_map(|item| {
                match self.used(module, item, &mut Walk::default()).ok()??.res {
                    Res::Module(inner) => Some(self.module_path(inner)),
                    Res::Extern(full) => Some(full.join("::")),
                    _ => None,
                }
            });
            let modules = [self.module_path(module)].into_iter().chain(globs);
            paths.extend(modules.map(|module| format!("{module}::{}", name.text)));
        }
        paths
    }

    fn place(&self, module: ModuleId, path: &Path) -> Result<Place, Diagnostic> {
        let names: Vec<&Name> = path.segments.iter().map(|segment| &segment.name).collect();
        let found = self.path(module, path.leading_colon, &names, &mut Walk::reading());
        let place = found
            .map_err(|error| match error.span {
                Some(_) => error.note(path.span, "used here"),
                None => error.at(path.span),
            })?
            .ok_or_else(|| {
                let supposed = self.supposed(module, path).into_iter().next();
                let supposed = supposed.unwrap_or_else(|| path.display());
                messages::unresolved(&path.display(), &self.written_in_root(&supposed))
                    .at(path.span)
            })?;
        // A module may have the name of a primitive type without being in its way.
        if let (Res::Module(_), [name]) = (&place.res, names.as_slice())
            && let Some(primitive) = known::primitive(&name.text)
        {
            return Ok(Place::of(Res::Primitive(primitive)));
        }
        Ok(place)
    }

    fn text(&self, module: ModuleId, path: &str, span: Span, walk: &mut Walk) -> Option<Res> {
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
        let found = self.path(module, leading_colon, &names, walk);
        let place = match found.ok().flatten() {
            Some(place) => place,
            None => self.macro_of_root(module, &names)?,
        };
        if walk.reads
            && let Res::Extern(full) = &place.res
            && !is_known(full)
        {
            self.wants_unread(&place);
        }
        Some(place.res)
    }

    /// A derive that `#[macro_use] extern crate serde;` in the crate's root brings everywhere.
    fn macro_of_root(&self, module: ModuleId, names: &[&Name]) -> Option<Place> {
        let [name] = names else { return None };
        let krate = self.world.crate_of(module);
        let uses = &self.world.modules[krate.root].body.macro_uses;
        uses.iter().find_map(|used| {
            let package = &krate.externs.get(&used.text)?.package;
            let full = vec![package.clone(), name.text.clone()];
            is_known(&full).then(|| Place::of(Res::Extern(full)))
        })
    }

    /// Notes the crate that would have to be read to see what is at `place`.
    pub(super) fn wants_unread(&self, place: &Place) {
        if let Some(want) = &place.unread
            && let Some(ExternSource::Unread(_)) = self.source_of(want)
        {
            self.wants.add(want.clone());
        }
    }

    pub(super) fn extern_of(&self, want: &Want) -> Option<&'a Extern> {
        self.world.crates[want.0].externs.get(&want.1)
    }

    fn source_of(&self, want: &Want) -> Option<&'a ExternSource> {
        Some(&self.extern_of(want)?.source)
    }

    pub(super) fn locals(&self, module: ModuleId, name: &str) -> &[Local] {
        self.scopes[module].get(name).map_or(&[], Vec::as_slice)
    }
}

pub(super) fn is_known(path: &[String]) -> bool {
    known::known(&path.join("::")).is_some()
}

//! What a module has under a name: its own items, what its `use` brings, what its globs bring.

use super::known;
use super::lookup::{Place, Walk};
use super::names::{ItemId, Local, Names, Res, is_known};
use crate::diagnostic::{Diagnostic, messages};
use crate::parse::{Name, Use, UseKind};
use crate::source::world::{ExternSource, ModuleId};

/// The outcome of looking a name up in one module.
pub(super) enum Lookup {
    Found(Place),
    Nothing,
    /// Something that cannot be read might bring it.
    Maybe(Diagnostic),
}

impl Names<'_> {
    /// Looks a name up in a module, as all `viewers` see it.
    pub(super) fn lookup(
        &self,
        module: ModuleId,
        name: &str,
        viewers: &[ModuleId],
        walk: &mut Walk,
    ) -> Result<Lookup, Diagnostic> {
        let is_visited = |(id, visited): &(ModuleId, String)| *id == module && visited == name;
        if walk.visiting.iter().any(is_visited) {
            return Ok(Lookup::Nothing);
        }
        walk.visiting.push((module, name.to_owned()));
        let found = self.lookup_once(module, name, viewers, walk);
        walk.visiting.pop();
        match (found?, &self.world.modules[module].unreadable) {
            (Lookup::Nothing, Some(fault)) => Ok(Lookup::Maybe(fault.clone())),
            (found, _) => Ok(found),
        }
    }

    fn lookup_once(
        &self,
        module: ModuleId,
        name: &str,
        viewers: &[ModuleId],
        walk: &mut Walk,
    ) -> Result<Lookup, Diagnostic> {
        let locals = self.locals(module, name);
        let mut seen = locals
            .iter()
            .filter(|local| self.sees(viewers, module, **local));
        let own = seen.clone().find_map(|local| match *local {
            Local::Item(index) => Some(Res::Item(ItemId { module, index })),
            Local::Child(child) => Some(Res::Module(child)),
            Local::Use(_) | Local::Const(_) => None,
        });
        if let Some(res) = own {
            return Ok(Lookup::Found(Place::of(res)));
        }
        let used = seen.find_map(|local| match *local {
            Local::Use(index) => {
                let item = &self.world.modules[module].body.uses[index];
                self.used(module, item, walk).transpose()
            }
            _ => None,
        });
        match used.transpose()? {
            Some(place) => Ok(Lookup::Found(place)),
            None => self.globs(module, name, viewers, walk),
        }
    }

    /// Where a `use` leads.
    pub(super) fn used(
        &self,
        module: ModuleId,
        item: &Use,
        walk: &mut Walk,
    ) -> Result<Option<Place>, Diagnostic> {
        let path: Vec<&Name> = item.path.iter().collect();
        let krate = self.world.crate_of(module);
        let is_relative = matches!(path[0].text.as_str(), "self" | "super" | "crate");
        if krate.uses_begin_at_root && !is_relative {
            return self.path(krate.root, false, &path, walk);
        }
        self.path(module, item.leading_colon, &path, walk)
    }

    fn globs(
        &self,
        module: ModuleId,
        name: &str,
        viewers: &[ModuleId],
        walk: &mut Walk,
    ) -> Result<Lookup, Diagnostic> {
        let mut maybe = None;
        for item in self.visible_globs(module, viewers) {
            let Some(place) = self.used(module, item, walk)? else {
                continue;
            };
            let found = match &place.res {
                Res::Module(inner) => match place.known(name) {
                    Some(known) => Lookup::Found(known),
                    // What a glob brings is seen no further than it was.
                    None => self.lookup(*inner, name, &[viewers, &[module]].concat(), walk)?,
                },
                Res::Extern(full) => self.unread_glob(&place, full, name, walk),
                Res::Item(_) | Res::Primitive(_) => Lookup::Nothing,
            };
            match found {
                Lookup::Found(found) => return Ok(Lookup::Found(place.reach(name, found))),
                Lookup::Maybe(error) => maybe = maybe.or(Some(error)),
                Lookup::Nothing => {}
            }
        }
        Ok(maybe.map_or(Lookup::Nothing, Lookup::Maybe))
    }

    pub(super) fn visible_globs(
        &self,
        module: ModuleId,
        viewers: &[ModuleId],
    ) -> impl Iterator<Item = &Use> {
        let uses = self.world.modules[module].body.uses.iter();
        uses.filter(move |item| {
            matches!(item.kind, UseKind::Glob) && self.is_seen(viewers, module, &item.vis)
        })
    }

    /// A glob import of a crate that is not read.
    fn unread_glob(&self, place: &Place, full: &[String], name: &str, walk: &Walk) -> Lookup {
        let path = [full, &[name.to_owned()]].concat();
        if is_known(&path) {
            let found = Place {
                unread: place.unread.clone(),
                ..Place::of(Res::Extern(path))
            };
            return Lookup::Found(found);
        }
        let is_std_name = known::in_prelude(name).is_some() || known::primitive(name).is_some();
        let glob = full.join("::");
        if is_std_name && known::is_harmless_glob(&glob) {
            return Lookup::Nothing;
        }
        match &place.unread {
            // A glob of std, or of macros.
            None if full[0] != "std" || known::is_harmless_glob(&glob) => Lookup::Nothing,
            None => Lookup::Maybe(messages::hidden_by_glob(name, &glob, None)),
            Some(want) => {
                let source = self.extern_of(want).map(|found| &found.source);
                let why = match source {
                    Some(ExternSource::Failed(why)) => Some(why.as_str()),
                    _ => None,
                };
                if walk.reads {
                    self.wants_unread(place);
                }
                Lookup::Maybe(messages::hidden_by_glob(name, &glob, why))
            }
        }
    }

    /// Do all `viewers` see what stands in `module`?
    pub(super) fn sees(&self, viewers: &[ModuleId], module: ModuleId, local: Local) -> bool {
        let body = &self.world.modules[module].body;
        let vis = match local {
            Local::Item(index) => &body.types[index].vis,
            Local::Use(index) => &body.uses[index].vis,
            Local::Child(child) => &self.world.modules[child].vis,
            Local::Const(index) => &body.consts[index].vis,
        };
        self.is_seen(viewers, module, vis)
    }
}

//! Names of the value namespace, as far as they are lengths of arrays: constants.

use super::lookup::Walk;
use super::names::{Local, Names, Res};
use crate::parse::{ArrayLen, Name, Path};
use crate::source::world::ModuleId;

impl Names<'_> {
    /// The value of the constant that a path written in `module` names. None if it is no constant
    /// whose value is an integer literal, or another such constant.
    pub(crate) fn constant(&self, module: ModuleId, path: &Path) -> Option<u64> {
        let names: Vec<&Name> = path.segments.iter().map(|segment| &segment.name).collect();
        self.constant_at(module, path.leading_colon, &names, &mut Walk::reading())
    }

    fn constant_at(
        &self,
        module: ModuleId,
        leading_colon: bool,
        names: &[&Name],
        walk: &mut Walk,
    ) -> Option<u64> {
        let (name, modules) = names.split_last()?;
        if modules.is_empty() {
            return self.constant_in(module, &name.text, &[], walk);
        }
        // Constants have a walk of their own: a type of the same name is none of their business.
        let place = self.path(module, leading_colon, modules, &mut Walk::reading());
        let place = place.ok()??;
        match place.res {
            Res::Module(inner) => self.constant_in(inner, &name.text, &[module], walk),
            Res::Extern(_) => {
                self.wants_unread(&place);
                None
            }
            Res::Item(_) | Res::Primitive(_) => None,
        }
    }

    fn constant_in(
        &self,
        module: ModuleId,
        name: &str,
        viewers: &[ModuleId],
        walk: &mut Walk,
    ) -> Option<u64> {
        let is_visited = |(id, visited): &(ModuleId, String)| *id == module && visited == name;
        if walk.visiting.iter().any(is_visited) {
            return None;
        }
        walk.visiting.push((module, name.to_owned()));
        let body = &self.world.modules[module].body;
        let seen =
            (self.locals(module, name).iter()).filter(|local| self.sees(viewers, module, **local));
        let constant = seen.clone().find_map(|local| match *local {
            Local::Const(index) => Some(match &body.consts[index].value {
                ArrayLen::Number(number) => Some(*number),
                ArrayLen::Path(path) => {
                    let names: Vec<&Name> = path.segments.iter().map(|s| &s.name).collect();
                    self.constant_at(module, path.leading_colon, &names, walk)
                }
                ArrayLen::Unknown => None,
            }),
            _ => None,
        });
        let value = constant.unwrap_or_else(|| {
            let used = seen.filter_map(|local| match *local {
                Local::Use(index) => Some(&body.uses[index]),
                _ => None,
            });
            let mut used = used.filter_map(|item| {
                let path: Vec<&Name> = item.path.iter().collect();
                self.constant_at(module, item.leading_colon, &path, walk)
            });
            used.next()
        });
        let value = match (constant, value) {
            (None, None) => self.visible_globs(module, viewers).find_map(|item| {
                let place = self.used(module, item, &mut Walk::reading()).ok()??;
                match place.res {
                    Res::Module(inner) => {
                        self.constant_in(inner, name, &[viewers, &[module]].concat(), walk)
                    }
                    Res::Extern(_) => {
                        self.wants_unread(&place);
                        None
                    }
                    _ => None,
                }
            }),
            _ => value,
        };
        walk.visiting.pop();
        value
    }
}

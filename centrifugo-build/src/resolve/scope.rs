//! Who sees what: visibilities as modules.

use super::names::{ItemId, Names};
use crate::parse::{TypeItemKind, Vis};
use crate::source::world::{ModuleId, ROOT};

impl Names<'_> {
    /// The module within which an item of `module` with this visibility is seen; none if everywhere.
    pub(crate) fn scope_of(&self, module: ModuleId, vis: &Vis) -> Option<ModuleId> {
        match vis {
            Vis::Public => None,
            Vis::In(path) if path.is_empty() => Some(module),
            Vis::In(path) => self.module_of(module, path).or(Some(module)),
        }
    }

    /// Do all `viewers` see an item of `module` with this visibility?
    pub(super) fn is_seen(&self, viewers: &[ModuleId], module: ModuleId, vis: &Vis) -> bool {
        viewers.is_empty()
            || (self.scope_of(module, vis))
                .is_none_or(|scope| viewers.iter().all(|id| self.world.is_within(*id, scope)))
    }

    /// Like [`scope_of`](Self::scope_of), and the modules on the way count as well.
    pub(crate) fn reach_of(&self, module: ModuleId, vis: &Vis) -> Option<ModuleId> {
        let mut reach = self.scope_of(module, vis);
        for id in self.world.ancestors(module) {
            let Some(parent) = self.world.modules[id].parent else {
                break;
            };
            let scope = self.scope_of(parent, &self.world.modules[id].vis);
            reach = match (reach, scope) {
                (Some(a), Some(b)) => Some(if self.world.is_within(a, b) { a } else { b }),
                (a, b) => a.or(b),
            };
        }
        reach
    }

    /// The first on the way from the crate root to an item that the root does not see: what it is
    /// called, and where it is seen.
    pub(crate) fn hidden_from_root(
        &self,
        module: ModuleId,
        name: &str,
        vis: &Vis,
    ) -> Option<(String, String)> {
        let mut way: Vec<(String, ModuleId, &Vis)> = vec![(format!("`{name}`"), module, vis)];
        for id in self.world.ancestors(module) {
            if let Some(parent) = self.world.modules[id].parent {
                let inner = &self.world.modules[id];
                way.push((format!("`mod {}`", inner.name), parent, &inner.vis));
            }
        }
        way.into_iter()
            .rev()
            .find_map(|(what, module, vis)| match self.scope_of(module, vis) {
                Some(scope) if scope != ROOT => Some((what, self.shown_module(scope))),
                _ => None,
            })
    }

    /// Is a type seen in less places than `reach`? An alias is not looked at: rustc sees through it.
    pub(crate) fn is_less_visible(&self, item: ItemId, reach: Option<ModuleId>) -> bool {
        if matches!(self.item(item).kind, TypeItemKind::Alias(_)) {
            return false;
        }
        let vis = &self.item(item).vis;
        match (self.scope_of(item.module, vis), reach) {
            (None, _) => false,
            (Some(_), None) => true,
            (Some(scope), Some(reach)) => !self.world.is_within(reach, scope),
        }
    }

    /// The module that a path of `pub(in …)` names.
    fn module_of(&self, module: ModuleId, path: &[String]) -> Option<ModuleId> {
        path.iter()
            .try_fold(module, |module, name| match name.as_str() {
                "crate" => Some(self.world.crate_of(module).root),
                "self" => Some(module),
                "super" => self.world.modules[module].parent,
                name => {
                    let modules = &self.world.modules;
                    modules[module]
                        .children
                        .iter()
                        .copied()
                        .find(|id| modules[*id].name == name)
                }
            })
    }

    fn shown_module(&self, module: ModuleId) -> String {
        let path = self.world.path(module);
        format!(
            "`{}`",
            std::iter::once("crate")
                .chain(path)
                .collect::<Vec<_>>()
                .join("::")
        )
    }
}

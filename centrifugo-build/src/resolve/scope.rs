//! Who sees what: visibilities as modules.

use super::names::{ItemId, Names};
use crate::parse::{TypeItemKind, Vis};
use crate::source::discover::{ModuleId, ROOT};

impl Names<'_> {
    /// The module within which an item of `module` with this visibility is seen; none if everywhere.
    pub(crate) fn scope_of(&self, module: ModuleId, vis: &Vis) -> Option<ModuleId> {
        match vis {
            Vis::Public => None,
            Vis::In(path) if path.is_empty() => Some(module),
            Vis::In(path) => self.module_of(module, path).or(Some(module)),
        }
    }

    /// Like [`scope_of`](Self::scope_of), and the modules on the way count as well.
    pub(crate) fn reach_of(&self, module: ModuleId, vis: &Vis) -> Option<ModuleId> {
        let mut reach = self.scope_of(module, vis);
        for id in self.krate.ancestors(module) {
            let Some(parent) = self.krate.modules[id].parent else {
                break;
            };
            let scope = self.scope_of(parent, &self.krate.modules[id].vis);
            reach = match (reach, scope) {
                (Some(a), Some(b)) => Some(if self.krate.is_within(a, b) { a } else { b }),
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
        for id in self.krate.ancestors(module) {
            if let Some(parent) = self.krate.modules[id].parent {
                let inner = &self.krate.modules[id];
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
            (Some(scope), Some(reach)) => !self.krate.is_within(reach, scope),
        }
    }

    fn shown_module(&self, module: ModuleId) -> String {
        let path = self.krate.path(module);
        format!(
            "`{}`",
            std::iter::once("crate")
                .chain(path)
                .collect::<Vec<_>>()
                .join("::")
        )
    }
}

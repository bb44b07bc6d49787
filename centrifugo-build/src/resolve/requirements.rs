//! What a type must and must not have beside its serde attributes.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::fields::Macros;
use super::known::{self, Known};
use super::lowering::{Direction, Lowering};
use super::names::{ItemId, Res};
use crate::diagnostic::messages;
use crate::parse::{Name, TypeItem, TypeItemKind, TypeKind};
use crate::source::Span;
use crate::source::world::ModuleId;

impl Lowering<'_> {
    pub(super) fn check_derive(&mut self, id: ItemId, item: &TypeItem, direction: Direction) {
        let wanted = match direction {
            Direction::Input => Known::Deserialize,
            Direction::Output => Known::Serialize,
        };
        if !self.derives(id, &wanted) {
            self.not_derived(id, item, direction);
        }
    }

    pub(super) fn not_derived(&mut self, id: ItemId, item: &TypeItem, direction: Direction) {
        let (derive, verb) = match direction {
            Direction::Input => ("serde::Deserialize", "sent"),
            Direction::Output => ("serde::Serialize", "received"),
        };
        let name = &item.name;
        let path = self.names.written_in_root(&self.names.item_path(id));
        let manual = self.manual_impls().get(&(id, direction)).copied();
        self.errors.push(match manual {
            Some(place) => messages::manual_impl(&name.text, derive, &path).at(place),
            None => messages::not_derived(&name.text, derive, verb).at(name.span),
        });
    }

    /// Is one of the item's derives the one that is meant?
    pub(crate) fn derives(&self, id: ItemId, wanted: &Known) -> bool {
        if self.derives_plainly(id, wanted) {
            return true;
        }
        // Another crate may export serde's derives again.
        let needs_import = matches!(wanted, Known::Serialize | Known::Deserialize);
        let mut derives = self.names.item(id).derives.iter();
        needs_import
            && derives.any(|path| {
                let res = self.names.read_text(id.module, &path.text, path.span);
                self.meaning(res.as_ref()).as_ref() == Some(wanted)
            })
    }

    /// [`derives`](Self::derives) that reads no further crate.
    pub(crate) fn derives_plainly(&self, id: ItemId, wanted: &Known) -> bool {
        self.derived(id).contains(wanted)
    }

    /// The item's derives whose meaning is known. They are asked for many times.
    fn derived(&self, id: ItemId) -> Rc<[Known]> {
        if let Some(known) = self.derived.borrow().get(&id) {
            return known.clone();
        }
        let derives = self.names.item(id).derives.iter();
        let known: Rc<[Known]> = derives
            .filter_map(|path| self.meaning_of(id.module, path))
            .collect();
        self.derived.borrow_mut().insert(id, known.clone());
        known
    }

    /// What a derive means. A module has the same few on most of its types.
    fn meaning_of(&self, module: ModuleId, path: &Name) -> Option<Known> {
        if let Some(known) = self.meanings.borrow().get(module, &path.text) {
            return known.clone();
        }
        let res = self.names.resolve_text(module, &path.text, path.span);
        let known = self.meaning(res.as_ref());
        (self.meanings.borrow_mut()).insert(module, &path.text, known.clone());
        known
    }

    fn meaning(&self, res: Option<&Res>) -> Option<Known> {
        match res {
            Some(Res::Extern(path)) => known::known(&self.names.by_package(path)),
            _ => None,
        }
    }

    fn manual_impls(&mut self) -> &BTreeMap<(ItemId, Direction), Span> {
        if self.manual.is_none() {
            let mut manual = BTreeMap::new();
            for (module, data) in self.names.world.modules.iter().enumerate() {
                for item in &data.body.impls {
                    let path = item.trait_path.display();
                    let direction = match self.known_text(module, &path, item.trait_path.span) {
                        Some(Known::Serialize) => Direction::Output,
                        Some(Known::Deserialize) => Direction::Input,
                        _ => continue,
                    };
                    let TypeKind::Path(self_path) = &item.self_type.kind else {
                        continue;
                    };
                    if let Some(Res::Item(id)) = self.names.peek(module, self_path) {
                        manual.insert((id, direction), item.self_type.span);
                    }
                }
            }
            self.manual = Some(manual);
        }
        self.manual.as_ref().expect("it was just made")
    }

    /// Which macros of serde_with stand at an item. Any other attribute macro can rewrite the type;
    /// a helper attribute of a derive cannot, and leads nowhere as a path.
    pub(super) fn macros(&mut self, id: ItemId, item: &TypeItem) -> Macros {
        let mut macros = Macros::default();
        for path in &item.attributes {
            let text = path.text.as_str();
            let mut segments = text.trim_start_matches("::").split("::");
            let first = segments.next().unwrap_or_default();
            if matches!(first, "rustfmt" | "clippy" | "diagnostic" | "rust_analyzer") {
                continue;
            }
            let leads = self.names.resolve_text(id.module, text, path.span);
            let known = self.meaning(leads.as_ref());
            let is_early = |derive: &Name| derive.span.start < path.span.start;
            if matches!(known, Some(Known::SerdeAs | Known::SkipSerializingNone))
                && item.derives.iter().any(is_early)
            {
                self.errors.push(messages::late_macro(text).at(path.span));
            }
            match known {
                Some(Known::SerdeAs) => macros.serde_as = true,
                Some(Known::SkipSerializingNone) => macros.skip_none = true,
                _ => {
                    if leads.is_some() || segments.next().is_some() {
                        let error = messages::attribute_macro(&item.name.text, text);
                        self.errors.push(error.at(path.span));
                    }
                }
            }
        }
        macros
    }
}

/// Is it the definition of another type, which `with` names? A derive gives it no impl itself.
pub(super) fn is_remote(item: &TypeItem) -> bool {
    match &item.kind {
        TypeItemKind::Struct { serde, .. } | TypeItemKind::Enum { serde, .. } => {
            serde.remote.is_some()
        }
        TypeItemKind::Alias(_) | TypeItemKind::Other(_) => false,
    }
}

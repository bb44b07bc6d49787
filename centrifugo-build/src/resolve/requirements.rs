//! What a type must and must not have beside its serde attributes, and what can be said of shapes
//! only when all are known.

use std::collections::{BTreeMap, HashMap};

use super::known::Known;
use super::names::{ItemId, Res};
use super::types::{Direction, Found, Lowering};
use crate::diagnostic::messages;
use crate::manifest::{Content, Field, Shape, Tagging, Type, Variant};
use crate::parse::{TypeItem, TypeKind};
use crate::source::Span;

impl Lowering<'_> {
    pub(super) fn check_derive(&mut self, id: ItemId, item: &TypeItem, direction: Direction) {
        let (wanted, derive, verb) = match direction {
            Direction::Input => (Known::Deserialize, "serde::Deserialize", "sent"),
            Direction::Output => (Known::Serialize, "serde::Serialize", "received"),
        };
        if self.derives(id, &wanted) {
            return;
        }
        let name = &item.name;
        let manual = self.manual_impls().get(&(id, direction)).copied();
        self.errors.push(match manual {
            Some(place) => messages::manual_impl(&name.text, derive).at(place),
            None => messages::not_derived(&name.text, derive, verb).at(name.span),
        });
    }

    fn manual_impls(&mut self) -> &BTreeMap<(ItemId, Direction), Span> {
        if self.manual.is_none() {
            let mut manual = BTreeMap::new();
            for (module, data) in self.names.krate.modules.iter().enumerate() {
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
                    if let Ok(Res::Item(id)) = self.names.resolve(module, self_path) {
                        manual.insert((id, direction), item.self_type.span);
                    }
                }
            }
            self.manual = Some(manual);
        }
        self.manual.as_ref().expect("it was just made")
    }

    /// An attribute macro can rewrite the type. A helper attribute of a derive cannot, and leads
    /// nowhere as a path.
    pub(super) fn check_macros(&mut self, id: ItemId, item: &TypeItem) {
        for path in &item.attributes {
            let first = path
                .segments
                .first()
                .map_or("", |segment| segment.name.text.as_str());
            let is_tool = matches!(first, "rustfmt" | "clippy" | "diagnostic" | "rust_analyzer");
            let leads = || {
                self.names
                    .resolve_text(id.module, &path.display(), path.span)
                    .is_some()
            };
            if !is_tool && leads() {
                let error = messages::attribute_macro(&item.name.text, &path.display());
                self.errors.push(error.at(path.span));
            }
        }
    }

    /// What can be said only when all shapes are known: keys of maps, and keys beside a tag.
    pub(super) fn check_after(&mut self) {
        let ids = &self.ids;
        let mut errors = vec![];
        for (item, found) in &self.found {
            let name = &self.names.item(*item).name;
            for shape in [&found.input, &found.output].into_iter().flatten() {
                each_type(shape, &mut |ty| {
                    if let Type::Map { key, .. } = ty
                        && let Type::Named { id } = key.as_ref()
                        && !is_key(&self.found, ids, id, 0)
                    {
                        let what = format!("`{id}`");
                        errors.push(messages::map_key(&what).at(name.span));
                    }
                });
                if let Shape::Enum {
                    tagging: Tagging::Internal { tag },
                    variants,
                    ..
                } = shape
                {
                    errors.extend(
                        tag_collisions(&self.found, ids, tag, variants).map(|variant| {
                            messages::duplicate_key(tag, "the enum's tag", &variant).at(name.span)
                        }),
                    );
                }
            }
        }
        self.errors.extend(errors);
    }
}

/// Newtype variants whose struct has a key of the tag's name. (Of a variant's own fields, rustc
/// says so.)
fn tag_collisions<'v>(
    found: &'v BTreeMap<ItemId, Found>,
    ids: &'v HashMap<String, ItemId>,
    tag: &'v str,
    variants: &'v [Variant],
) -> impl Iterator<Item = String> + 'v {
    variants.iter().filter_map(move |variant| {
        let Content::Newtype {
            item: Type::Named { id },
        } = &variant.content
        else {
            return None;
        };
        let found = found.get(ids.get(id)?)?;
        let has_key = |shape: &Shape| match shape {
            Shape::Struct { fields, .. } => fields.iter().any(|field| field.wire_name == tag),
            _ => false,
        };
        let collides = [&found.input, &found.output]
            .into_iter()
            .flatten()
            .any(has_key);
        collides.then(|| format!("a field of {}", variant.name))
    })
}

/// Can a named type be the key of a map: a unit enum, or a newtype of what can?
fn is_key(
    found: &BTreeMap<ItemId, Found>,
    ids: &HashMap<String, ItemId>,
    id: &str,
    depth: usize,
) -> bool {
    let Some(found_type) = ids.get(id).and_then(|item| found.get(item)) else {
        return false;
    };
    let shape_is_key = |shape: &Shape| match shape {
        Shape::Enum {
            tagging: Tagging::External,
            variants,
            ..
        } => variants.iter().all(|variant| variant.content.is_unit()),
        Shape::Newtype { item } => match item {
            Type::Bool | Type::Integer { .. } | Type::String { .. } => true,
            Type::Named { id } => depth < 64 && is_key(found, ids, id, depth + 1),
            _ => false,
        },
        _ => false,
    };
    [&found_type.input, &found_type.output]
        .into_iter()
        .flatten()
        .all(shape_is_key)
}

fn each_type(shape: &Shape, f: &mut impl FnMut(&Type)) {
    fn fields(list: &[Field], f: &mut impl FnMut(&Type)) {
        list.iter().for_each(|field| field.r#type.each(f));
    }
    match shape {
        Shape::Struct { fields: list, .. } => fields(list, f),
        Shape::Newtype { item } => item.each(f),
        Shape::Enum { variants, .. } => {
            for variant in variants {
                match &variant.content {
                    Content::Unit => {}
                    Content::Newtype { item } => item.each(f),
                    Content::Struct { fields: list } => fields(list, f),
                }
            }
        }
    }
}

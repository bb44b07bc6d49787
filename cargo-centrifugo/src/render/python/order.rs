//! The order of the types in `models.py`.
//!
//! A base class and what an alias is made of must stand before; what a field is annotated with
//! should, because pydantic can then read the class when it is imported.

use std::collections::{BTreeSet, HashMap};

use centrifugo_build::manifest::{Content, Manifest, Shape, Tagging, Type, TypeDef, Variant};

use super::types::Types;
use crate::render::references::{in_content, in_type, references};

/// The types, each behind those that it needs.
pub(super) fn order(manifest: &Manifest) -> Vec<&TypeDef> {
    let mut walk = Walk {
        defs: manifest.types_by_id(),
        state: HashMap::new(),
        order: vec![],
    };
    for def in &manifest.types {
        walk.visit(&def.id);
    }
    walk.order
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Open,
    Done,
}

struct Walk<'a> {
    defs: HashMap<&'a str, &'a TypeDef>,
    state: HashMap<&'a str, State>,
    order: Vec<&'a TypeDef>,
}

impl<'a> Walk<'a> {
    fn visit(&mut self, id: &'a str) {
        if self.state.contains_key(id) {
            return;
        }
        let Some(def) = self.defs.get(id).copied() else {
            return;
        };
        self.state.insert(id, State::Open);
        let needed = self.needed(def);
        for id in &needed {
            self.visit(id);
        }
        for id in mentioned(def) {
            // What needs a type that is still open must wait for it.
            if !needed.contains(id) && !self.needs_open(id, &mut BTreeSet::new()) {
                self.visit(id);
            }
        }
        self.state.insert(id, State::Done);
        self.order.push(def);
    }

    fn needs_open(&self, id: &'a str, seen: &mut BTreeSet<&'a str>) -> bool {
        match self.state.get(id) {
            Some(State::Done) => return false,
            Some(State::Open) => return true,
            None => {}
        }
        if !seen.insert(id) {
            return false;
        }
        let Some(def) = self.defs.get(id).copied() else {
            return false;
        };
        self.needed(def)
            .into_iter()
            .any(|id| self.needs_open(id, seen))
    }

    /// What is evaluated when Python reads the type: an alias's value, a variant's base class.
    fn needed(&self, def: &'a TypeDef) -> BTreeSet<&'a str> {
        let mut ids: BTreeSet<&str> = evaluated(def).into_iter().collect();
        for shape in shapes(def) {
            let Shape::Enum {
                tagging: Tagging::Internal { .. },
                variants,
                ..
            } = shape
            else {
                continue;
            };
            for variant in variants.iter().filter(|variant| !variant.untagged) {
                if let Content::Newtype { item } = &variant.content {
                    ids.extend(self.base(item));
                }
            }
        }
        ids
    }

    /// The struct whose class is the base of a variant that holds `item`.
    fn base(&self, item: &'a Type) -> Option<&'a str> {
        let Type::Named { id } = item else {
            return None;
        };
        let mut id = id.as_str();
        for _ in 0..self.defs.len() {
            let def = self.defs.get(id)?;
            match shapes(def).next()? {
                Shape::Struct(_) => return Some(id),
                Shape::Newtype {
                    item: Type::Named { id: next },
                    ..
                } => id = next,
                _ => return None,
            }
        }
        None
    }
}

fn shapes(def: &TypeDef) -> impl Iterator<Item = &Shape> {
    [def.shapes.input(), def.shapes.output()]
        .into_iter()
        .flatten()
}

fn mentioned(def: &TypeDef) -> BTreeSet<&str> {
    let mut ids = BTreeSet::new();
    for shape in shapes(def) {
        references(shape, &mut |id| {
            ids.insert(id);
        });
    }
    ids
}

/// The types in the value of an alias.
fn evaluated(def: &TypeDef) -> Vec<&str> {
    let mut ids = vec![];
    let mut add = |id| ids.push(id);
    for shape in shapes(def) {
        match shape {
            Shape::Struct(_) => {}
            Shape::Newtype { item, .. } => in_type(item, &mut add),
            Shape::Tuple { .. } => references(shape, &mut add),
            Shape::Enum {
                tagging, variants, ..
            } => {
                for variant in variants {
                    if is_member(tagging, variant) {
                        in_content(&variant.content, &mut add);
                    }
                }
            }
        }
    }
    ids
}

/// Does the content itself stand in the enum's union, not a class of the variant's?
fn is_member(tagging: &Tagging, variant: &Variant) -> bool {
    (variant.untagged || *tagging == Tagging::Untagged)
        && !matches!(variant.content, Content::Struct(_))
}

/// Does an alias lead back to itself through nothing but aliases?
pub(super) fn is_recursive_alias(def: &TypeDef, types: &Types<'_>) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = evaluated(def);
    while let Some(id) = open.pop() {
        if id == def.id {
            return true;
        }
        if seen.insert(id) {
            open.extend(evaluated(types.def(id)));
        }
    }
    false
}

/// Does an alias lead back to itself with nothing around it, as `struct A(Option<Box<A>>)` does?
pub(super) fn is_nothing_but_itself(def: &TypeDef, types: &Types<'_>) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = bare(def);
    while let Some(id) = open.pop() {
        if id == def.id {
            return true;
        }
        if seen.insert(id) {
            open.extend(bare(types.def(id)));
        }
    }
    false
}

/// The types that an alias is, without those within them.
fn bare(def: &TypeDef) -> Vec<&str> {
    let mut ids = vec![];
    for shape in shapes(def) {
        match shape {
            Shape::Struct(_) | Shape::Tuple { .. } => {}
            Shape::Newtype { item, .. } => ids.extend(bare_type(item)),
            Shape::Enum {
                tagging, variants, ..
            } => {
                for variant in variants {
                    if let Content::Newtype { item } = &variant.content
                        && is_member(tagging, variant)
                    {
                        ids.extend(bare_type(item));
                    }
                }
            }
        }
    }
    ids
}

fn bare_type(r#type: &Type) -> Option<&str> {
    match r#type {
        Type::Named { id } => Some(id),
        Type::Option { item } => bare_type(item),
        _ => None,
    }
}

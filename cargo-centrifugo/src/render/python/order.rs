//! The order of the types in `models.py`.
//!
//! A base class and what an alias is made of must stand before; what a field is annotated with
//! should, because pydantic can then read the class when it is imported.

use std::collections::{BTreeMap, BTreeSet};

use centrifugo_build::manifest::{Content, Manifest, Shape, Tagging, TypeDef};

use super::shape;
use super::types::Types;

/// The types, each behind those that it needs.
pub(super) fn order(manifest: &Manifest) -> Vec<&TypeDef> {
    let mut walk = Walk {
        defs: manifest.types_by_id(),
        state: BTreeMap::new(),
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
    defs: BTreeMap<&'a str, &'a TypeDef>,
    state: BTreeMap<&'a str, State>,
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
        let needed = needed(def);
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
        needed(def).into_iter().any(|id| self.needs_open(id, seen))
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
        shape::references(shape, &mut |id| {
            ids.insert(id);
        });
    }
    ids
}

/// What is evaluated when Python reads the type: an alias's value, a variant's base class.
fn needed(def: &TypeDef) -> BTreeSet<&str> {
    let mut ids = BTreeSet::new();
    let mut add = |item| {
        shape::in_type(item, &mut |id| {
            ids.insert(id);
        });
    };
    for shape in shapes(def) {
        match shape {
            Shape::Struct { .. } => {}
            Shape::Newtype { item } => add(item),
            Shape::Enum {
                tagging: Tagging::Internal { .. },
                variants,
                ..
            } => {
                for variant in variants {
                    if let Content::Newtype { item } = &variant.content {
                        add(item);
                    }
                }
            }
            Shape::Enum { .. } => {}
        }
    }
    ids
}

/// Does a newtype lead back to itself through nothing but newtypes?
pub(super) fn is_recursive_alias(def: &TypeDef, types: &Types<'_>) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = newtype_ids(def);
    while let Some(id) = open.pop() {
        if id == def.id {
            return true;
        }
        if seen.insert(id) {
            open.extend(newtype_ids(types.def(id)));
        }
    }
    false
}

fn newtype_ids(def: &TypeDef) -> Vec<&str> {
    let mut ids = vec![];
    for shape in shapes(def) {
        if let Shape::Newtype { item } = shape {
            shape::in_type(item, &mut |id| ids.push(id));
        }
    }
    ids
}

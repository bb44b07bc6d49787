//! What can be said only when all shapes are known: keys of maps, contents beside a tag, and what
//! serde cannot read from a buffer.

use std::collections::BTreeSet;

use super::lowering::{Direction, Lowering};
use crate::diagnostic::{Diagnostic, messages};
use crate::manifest::{Content, Integer, Object, Shape, Tagging, Type, Variant};

const DIRECTIONS: [Direction; 2] = [Direction::Input, Direction::Output];

/// Newtypes within newtypes; more stand for themselves.
const MAX_DEPTH: usize = 64;

impl Lowering<'_> {
    pub(crate) fn check_shapes(&mut self) {
        let mut errors = vec![];
        for (id, found) in &self.found {
            for direction in DIRECTIONS {
                let Some(shape) = found.shape(direction) else {
                    continue;
                };
                let mut error = |part: Option<&str>, error: Diagnostic| {
                    errors.push(match self.place_of(id, part) {
                        Some(place) => error.at(place),
                        None => error,
                    });
                };
                shape.each_type(&mut |ty| {
                    if let Type::Map { key, .. } = ty
                        && let Type::Named { id } = key.as_ref()
                        && !self.is_key(key, direction, 0)
                    {
                        error(None, messages::map_key(&format!("`{id}`")));
                    }
                });
                self.check_rest(shape, direction, &mut error);
                if let Shape::Enum {
                    tagging: Tagging::Internal { tag },
                    variants,
                    ..
                } = shape
                {
                    for variant in variants.iter().filter(|variant| !variant.untagged) {
                        self.check_tagged(tag, variant, direction, &mut error);
                    }
                }
            }
        }
        errors.extend(self.unreadable());
        self.errors.extend(errors);
    }

    /// Keys of a flattened map are keys of a map.
    fn check_rest(
        &self,
        shape: &Shape,
        direction: Direction,
        error: &mut impl FnMut(Option<&str>, Diagnostic),
    ) {
        for object in objects(shape) {
            if let Some(rest) = &object.rest
                && let Type::Named { id } = &rest.key
                && !self.is_key(&rest.key, direction, 0)
            {
                error(None, messages::map_key(&format!("`{id}`")));
            }
        }
    }

    /// Can it be the key of a map: a string, number or boolean, a unit enum, or a newtype of these?
    fn is_key(&self, ty: &Type, direction: Direction, depth: usize) -> bool {
        let id = match ty {
            Type::Bool | Type::Integer { .. } | Type::Float { .. } | Type::String { .. } => {
                return true;
            }
            Type::Named { id } if depth < MAX_DEPTH => id,
            _ => return false,
        };
        match self.found.get(id).and_then(|found| found.shape(direction)) {
            Some(Shape::Enum {
                tagging: Tagging::External,
                variants,
                ..
            }) => variants
                .iter()
                .all(|variant| variant.content.is_unit() && !variant.untagged),
            Some(Shape::Newtype { item, .. }) => self.is_key(item, direction, depth + 1),
            _ => false,
        }
    }

    /// The content of an internally tagged variant stands beside the tag.
    fn check_tagged(
        &self,
        tag: &str,
        variant: &Variant,
        direction: Direction,
        error: &mut impl FnMut(Option<&str>, Diagnostic),
    ) {
        let Content::Newtype { item } = &variant.content else {
            return;
        };
        if !self.is_object(item, direction, 0) {
            error(Some(&variant.name), messages::tagged_value(&variant.name));
        }
        let mut ty = item;
        for _ in 0..MAX_DEPTH {
            let Type::Named { id } = ty else { return };
            match self.found.get(id).and_then(|found| found.shape(direction)) {
                Some(Shape::Newtype { item, .. }) => ty = item,
                Some(Shape::Struct(object)) => {
                    if object.fields.iter().any(|field| field.wire_name == tag) {
                        let field = format!("a field of {}", variant.name);
                        error(
                            Some(&variant.name),
                            messages::duplicate_key(tag, "the enum's tag", &field),
                        );
                    }
                    return;
                }
                Some(Shape::Enum {
                    tagging: Tagging::Internal { tag: inner } | Tagging::Adjacent { tag: inner, .. },
                    ..
                }) if inner == tag => {
                    let field = format!("the tag of {}", variant.name);
                    error(
                        Some(&variant.name),
                        messages::duplicate_key(tag, "the enum's tag", &field),
                    );
                    return;
                }
                _ => return,
            }
        }
    }

    /// Source: serde's `private/ser.rs`, `TaggedSerializer`.
    fn is_object(&self, ty: &Type, direction: Direction, depth: usize) -> bool {
        let id = match ty {
            Type::Null | Type::Map { .. } => return true,
            Type::Named { id } if depth < MAX_DEPTH => id,
            _ => return false,
        };
        match self.found.get(id).and_then(|found| found.shape(direction)) {
            Some(Shape::Struct(_)) => true,
            Some(Shape::Newtype { item, .. }) => self.is_object(item, direction, depth + 1),
            Some(Shape::Enum {
                tagging, variants, ..
            }) => variants.iter().all(|variant| {
                let untagged = *tagging == Tagging::Untagged || variant.untagged;
                match &variant.content {
                    _ if !untagged => true,
                    Content::Struct(_) => true,
                    Content::Newtype { item } => self.is_object(item, direction, depth + 1),
                    Content::Unit | Content::Tuple { .. } => false,
                }
            }),
            Some(Shape::Tuple { .. }) | None => false,
        }
    }

    /// Tagged and untagged enums and flattened values are read from a buffer, in which serde keeps
    /// keys of maps as strings and no integer beyond 64 bits.
    ///
    /// Source: serde's `private/de.rs`, `Content`, and https://github.com/serde-rs/serde/issues/1183.
    fn unreadable(&self) -> Vec<Diagnostic> {
        let mut queue: Vec<(String, Type)> = vec![];
        for (id, found) in &self.found {
            if let Some(shape) = &found.input {
                for ty in buffered(shape) {
                    queue.push((id.clone(), ty.clone()));
                }
            }
        }
        let mut errors = vec![];
        let mut seen: BTreeSet<String> = BTreeSet::new();
        while let Some((owner, ty)) = queue.pop() {
            let mut named = vec![];
            ty.each(&mut |ty| match ty {
                Type::Named { id } => named.push(id.clone()),
                _ => {
                    if let Some(what) = self.not_from_buffer(ty) {
                        let error = messages::buffered(what, &owner);
                        errors.push(match self.place_of(&owner, None) {
                            Some(place) => error.at(place),
                            None => error,
                        });
                    }
                }
            });
            for id in named {
                let shape = self.found.get(&id).and_then(|found| found.input.as_ref());
                if let (Some(shape), true) = (shape, seen.insert(id.clone())) {
                    top_types(shape, &mut |ty| queue.push((id.clone(), ty.clone())));
                }
            }
        }
        errors
    }

    fn not_from_buffer(&self, ty: &Type) -> Option<&'static str> {
        match ty {
            Type::Integer {
                repr: Integer::I128 | Integer::U128,
                ..
            } => Some("a 128-bit integer"),
            Type::Map { key, .. } if !self.is_text_key(key, 0) => {
                Some("a map whose keys are numbers or booleans")
            }
            _ => None,
        }
    }

    fn is_text_key(&self, key: &Type, depth: usize) -> bool {
        match key {
            Type::Bool | Type::Integer { .. } | Type::Float { .. } => false,
            Type::Named { id } if depth < MAX_DEPTH => {
                match self.found.get(id).and_then(|found| found.input.as_ref()) {
                    Some(Shape::Newtype { item, .. }) => self.is_text_key(item, depth + 1),
                    _ => true,
                }
            }
            _ => true,
        }
    }
}

fn objects(shape: &Shape) -> Vec<&Object> {
    match shape {
        Shape::Struct(object) => vec![object],
        Shape::Enum { variants, .. } => variants
            .iter()
            .filter_map(|variant| match &variant.content {
                Content::Struct(object) => Some(object),
                _ => None,
            })
            .collect(),
        Shape::Tuple { .. } | Shape::Newtype { .. } => vec![],
    }
}

/// The types that serde reads from a buffer when it reads `shape`.
fn buffered(shape: &Shape) -> Vec<Type> {
    let mut types = vec![];
    for object in objects(shape) {
        let flattened = object.fields.iter().filter(|f| f.flattened.is_some());
        types.extend(flattened.map(|field| field.r#type.clone()));
        types.extend(object.flatten.iter().map(|value| value.r#type.clone()));
        if let Some(rest) = &object.rest {
            types.push(Type::Map {
                key: Box::new(rest.key.clone()),
                value: Box::new(rest.value.clone()),
            });
        }
    }
    if let Shape::Enum {
        tagging, variants, ..
    } = shape
    {
        let buffers = |variant: &&Variant| variant.untagged || *tagging != Tagging::External;
        for variant in variants.iter().filter(buffers) {
            content_types(&variant.content, &mut |ty| types.push(ty.clone()));
        }
    }
    types
}

fn top_types(shape: &Shape, f: &mut impl FnMut(&Type)) {
    match shape {
        Shape::Struct(object) => object_types(object, f),
        Shape::Tuple { items } => items.iter().for_each(|item| f(&item.r#type)),
        Shape::Newtype { item, .. } => f(item),
        Shape::Enum { variants, .. } => {
            variants
                .iter()
                .for_each(|variant| content_types(&variant.content, f));
        }
    }
}

fn content_types(content: &Content, f: &mut impl FnMut(&Type)) {
    match content {
        Content::Unit => {}
        Content::Newtype { item } => f(item),
        Content::Tuple { items } => items.iter().for_each(|item| f(&item.r#type)),
        Content::Struct(object) => object_types(object, f),
    }
}

fn object_types(object: &Object, f: &mut impl FnMut(&Type)) {
    object.fields.iter().for_each(|field| f(&field.r#type));
    object.flatten.iter().for_each(|value| f(&value.r#type));
    if let Some(rest) = &object.rest {
        f(&Type::Map {
            key: Box::new(rest.key.clone()),
            value: Box::new(rest.value.clone()),
        });
    }
}

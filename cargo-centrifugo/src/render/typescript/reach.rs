//! What types lead to, however far away: values to look at, variants to tell apart, themselves.

use std::collections::{HashMap, HashSet};

use centrifugo_build::manifest::{Content, Int64, Object, Shape, Tagging, Type, TypeDef, Validate};

use super::types::{Direction, is_untagged};
use crate::render::references::closure;

/// A type in one direction.
type Place<'a> = (&'a str, Direction);

/// What the types of a manifest lead to.
#[derive(Debug)]
pub(super) struct Reach<'a> {
    looked_at: HashSet<Place<'a>>,
    whole: HashSet<Place<'a>>,
    made_of_itself: HashSet<Place<'a>>,
}

impl<'a> Reach<'a> {
    pub(super) fn new(defs: &'a [TypeDef], int64: Int64, validate: Validate) -> Self {
        let mut users: HashMap<Place<'a>, Vec<Place<'a>>> = HashMap::new();
        let mut uses: HashMap<Place<'a>, Vec<Place<'a>>> = HashMap::new();
        let mut made_of: HashMap<Place<'a>, Vec<Place<'a>>> = HashMap::new();
        let mut untagged = vec![];
        let mut seeds = vec![];
        for def in defs {
            for direction in Direction::BOTH {
                let Some(shape) = direction.shape(def) else {
                    continue;
                };
                let place = (def.id.as_str(), direction);
                let mut ids = vec![];
                let mut found = false;
                each_value(shape, &mut |ty| {
                    found |= is_looked_at(ty, direction, int64);
                    named(ty, &mut ids);
                });
                // A schema says all of each type.
                let all = !validate.is_none();
                if found || all {
                    seeds.push(place);
                }
                if has_untagged(shape) || all {
                    untagged.push(place);
                }
                for id in ids {
                    users.entry((id, direction)).or_default().push(place);
                    uses.entry(place).or_default().push((id, direction));
                }
                let parts = parts(shape).into_iter().map(|id| (id, direction));
                let parts: Vec<_> = parts.collect();
                if !parts.is_empty() {
                    made_of.insert(place, parts);
                }
            }
        }
        let looked_at = closure(seeds, &users);
        untagged.retain(|place| looked_at.contains(place));
        let whole = closure(untagged, &uses);
        let made_of_itself = made_of
            .iter()
            .filter(|(place, parts)| closure(parts.to_vec(), &made_of).contains(place))
            .map(|(place, _)| *place)
            .collect();
        Self {
            looked_at,
            whole,
            made_of_itself,
        }
    }

    /// Is there anything in it that a received value, or one to be sent, is looked at for?
    pub(super) fn is_looked_at(&self, id: &str, direction: Direction) -> bool {
        self.looked_at.contains(&(id, direction)) || self.is_whole(id, direction)
    }

    /// Is it in an untagged variant, so that all of it is needed to tell which variant it is?
    pub(super) fn is_whole(&self, id: &str, direction: Direction) -> bool {
        self.whole.contains(&(id, direction))
    }

    /// Would its alias lead back to itself with nothing but aliases and unions on the way?
    pub(super) fn is_made_of_itself(&self, id: &str, direction: Direction) -> bool {
        self.made_of_itself.contains(&(id, direction))
    }
}

/// Is a value looked at for what stands in this very type?
fn is_looked_at(ty: &Type, direction: Direction, int64: Int64) -> bool {
    let looked_at = |ty: &Type| is_looked_at(ty, direction, int64);
    match ty {
        Type::Integer { repr, .. } => repr.exceeds_f64(),
        Type::Number | Type::Any => int64 == Int64::Number,
        Type::Float { .. } => direction == Direction::Output,
        Type::Option { item } => !is_float(item) && looked_at(item),
        Type::List { item, .. } | Type::Array { item, .. } => looked_at(item),
        Type::Map { value, .. } => looked_at(value),
        Type::Tuple { items } => items.iter().any(looked_at),
        Type::Null
        | Type::Bool
        | Type::String { .. }
        | Type::Literal { .. }
        | Type::Bytes
        | Type::Named { .. }
        | Type::Param { .. }
        | Type::Apply(_) => false,
    }
}

/// A float, or `null` for whatever reason.
pub(super) fn is_float(ty: &Type) -> bool {
    match ty {
        Type::Float { .. } => true,
        Type::Option { item } => is_float(item),
        _ => false,
    }
}

/// The named types in it, without those of map keys.
fn named<'a>(ty: &'a Type, ids: &mut Vec<&'a str>) {
    match ty {
        Type::Named { id } => ids.push(id),
        Type::Option { item } | Type::List { item, .. } | Type::Array { item, .. } => {
            named(item, ids);
        }
        Type::Map { value, .. } => named(value, ids),
        Type::Tuple { items } => items.iter().for_each(|item| named(item, ids)),
        _ => {}
    }
}

fn has_untagged(shape: &Shape) -> bool {
    matches!(shape, Shape::Enum { tagging, variants, .. }
        if variants.iter().any(|variant| is_untagged(tagging, variant)))
}

/// The types whose values are values of this one as they are.
fn parts(shape: &Shape) -> Vec<&str> {
    let mut parts = vec![];
    match shape {
        Shape::Newtype { item, .. } => parts.extend(part(item)),
        Shape::Enum {
            tagging, variants, ..
        } => {
            for variant in variants {
                if let Content::Newtype { item } = &variant.content
                    && is_untagged(tagging, variant)
                {
                    parts.extend(part(item));
                }
            }
        }
        Shape::Struct(_) | Shape::Tuple { .. } => {}
    }
    parts
}

/// A type that is flattened into itself, so that its keys have no end.
pub(super) fn flattened_into_itself(defs: &[TypeDef]) -> Option<&str> {
    for direction in Direction::BOTH {
        let mut edges: HashMap<Place<'_>, Vec<Place<'_>>> = HashMap::new();
        let mut flattened = vec![];
        for def in defs {
            let Some(shape) = direction.shape(def) else {
                continue;
            };
            let beside: Vec<_> = beside(shape)
                .into_iter()
                .map(|id| (id, direction))
                .collect();
            flattened.extend(&beside);
            let parts = parts(shape).into_iter().map(|id| (id, direction));
            edges.insert((&def.id, direction), parts.chain(beside).collect());
        }
        let mut found: Vec<Place<'_>> = closure(flattened, &edges).into_iter().collect();
        found.sort_unstable();
        for place in found {
            let next = edges.get(&place).cloned().unwrap_or_default();
            if closure(next, &edges).contains(&place) {
                return Some(place.0);
            }
        }
    }
    None
}

/// The types whose keys stand beside others of this one.
fn beside(shape: &Shape) -> Vec<&str> {
    let mut types = vec![];
    match shape {
        Shape::Struct(object) => types.extend(object.flatten.iter().map(|value| &value.r#type)),
        Shape::Enum {
            tagging, variants, ..
        } => {
            let internal = matches!(tagging, Tagging::Internal { .. });
            for variant in variants {
                match &variant.content {
                    Content::Struct(object) => {
                        types.extend(object.flatten.iter().map(|value| &value.r#type));
                    }
                    Content::Newtype { item } if internal && !variant.untagged => types.push(item),
                    _ => {}
                }
            }
        }
        Shape::Tuple { .. } | Shape::Newtype { .. } => {}
    }
    types.into_iter().filter_map(part).collect()
}

fn part(ty: &Type) -> Option<&str> {
    match ty {
        Type::Named { id } => Some(id),
        Type::Option { item } => part(item),
        _ => None,
    }
}

/// Calls `f` with the types of the values in a shape.
fn each_value<'s>(shape: &'s Shape, f: &mut impl FnMut(&'s Type)) {
    match shape {
        Shape::Struct(object) => each_in_object(object, f),
        Shape::Tuple { items } => items.iter().for_each(|item| f(&item.r#type)),
        Shape::Newtype { item, .. } => f(item),
        Shape::Enum { variants, .. } => {
            for variant in variants {
                match &variant.content {
                    Content::Unit => {}
                    Content::Newtype { item } => f(item),
                    Content::Tuple { items } => items.iter().for_each(|item| f(&item.r#type)),
                    Content::Struct(object) => each_in_object(object, f),
                }
            }
        }
    }
}

fn each_in_object<'s>(object: &'s Object, f: &mut impl FnMut(&'s Type)) {
    object.fields.iter().for_each(|field| f(&field.r#type));
    object.flatten.iter().for_each(|value| f(&value.r#type));
    object.rest.iter().for_each(|rest| f(&rest.value));
}

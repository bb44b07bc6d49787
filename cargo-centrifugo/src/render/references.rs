//! Which named types a shape or a type refers to, and what that leads to.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use centrifugo_build::manifest::{Content, Object, Shape, Shapes, Type, TypeDef};

/// The types that refer to each type.
pub(super) fn users<'a>(defs: impl Iterator<Item = &'a TypeDef>) -> HashMap<&'a str, Vec<&'a str>> {
    let mut users: HashMap<&str, Vec<&str>> = HashMap::new();
    for def in defs {
        let mut add = |id| users.entry(id).or_default().push(&def.id);
        match &def.shapes {
            Shapes::Input(shape) | Shapes::Output(shape) | Shapes::Both(shape) => {
                references(shape, &mut add);
            }
            Shapes::Split { input, output } => {
                references(input, &mut add);
                references(output, &mut add);
            }
        }
    }
    users
}

/// The types that may be other ones sent than received, be it only because of a type that they refer
/// to. All others look alike without being looked at.
pub(super) fn may_be_split<'a>(
    defs: impl Iterator<Item = &'a TypeDef>,
    users: &HashMap<&'a str, Vec<&'a str>>,
) -> HashSet<&'a str> {
    let differ = defs.filter(|def| !matches!(def.shapes, Shapes::Both(_)));
    closure(differ.map(|def| def.id.as_str()).collect(), users)
}

/// All that the edges lead to.
pub(super) fn closure<T: Copy + Eq + Hash>(
    seeds: Vec<T>,
    edges: &HashMap<T, Vec<T>>,
) -> HashSet<T> {
    let mut todo = seeds;
    let mut found = HashSet::new();
    while let Some(place) = todo.pop() {
        if found.insert(place) {
            todo.extend(edges.get(&place).into_iter().flatten().copied());
        }
    }
    found
}

/// Calls `found` with the id of each type that `shape` names.
pub(super) fn references<'a>(shape: &'a Shape, found: &mut impl FnMut(&'a str)) {
    match shape {
        Shape::Struct(object) => in_object(object, found),
        Shape::Tuple { items } => items.iter().for_each(|item| in_type(&item.r#type, found)),
        Shape::Newtype { item, .. } => in_type(item, found),
        Shape::Enum { variants, .. } => variants.iter().for_each(|v| in_content(&v.content, found)),
    }
}

/// Calls `found` with the id of each type that a variant's content names.
pub(super) fn in_content<'a>(content: &'a Content, found: &mut impl FnMut(&'a str)) {
    match content {
        Content::Unit => {}
        Content::Newtype { item } => in_type(item, found),
        Content::Tuple { items } => items.iter().for_each(|item| in_type(&item.r#type, found)),
        Content::Struct(object) => in_object(object, found),
    }
}

fn in_object<'a>(object: &'a Object, found: &mut impl FnMut(&'a str)) {
    for field in &object.fields {
        in_type(&field.r#type, found);
    }
    for value in &object.flatten {
        in_type(&value.r#type, found);
    }
    if let Some(rest) = &object.rest {
        in_type(&rest.key, found);
        in_type(&rest.value, found);
    }
}

/// Calls `found` with the id of each type that `r#type` names.
pub(super) fn in_type<'a>(r#type: &'a Type, found: &mut impl FnMut(&'a str)) {
    r#type.each(&mut |part| match part {
        Type::Named { id } => found(id),
        Type::Apply(applied) => found(&applied.id),
        _ => {}
    });
}

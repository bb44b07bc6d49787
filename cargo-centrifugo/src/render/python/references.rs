//! Which named types a shape or a type refers to.

use centrifugo_build::manifest::{Content, Object, Shape, Type};

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
    match r#type {
        Type::Named { id } => found(id),
        Type::Option { item } | Type::List { item, .. } | Type::Array { item, .. } => {
            in_type(item, found);
        }
        Type::Tuple { items } => items.iter().for_each(|item| in_type(item, found)),
        Type::Map { key, value } => {
            in_type(key, found);
            in_type(value, found);
        }
        Type::Apply(applied) => {
            found(&applied.id);
            applied.args.iter().for_each(|item| in_type(item, found));
        }
        Type::Null
        | Type::Bool
        | Type::Integer { .. }
        | Type::Float { .. }
        | Type::Number
        | Type::String { .. }
        | Type::Literal { .. }
        | Type::Bytes
        | Type::Any
        | Type::Param { .. } => {}
    }
}

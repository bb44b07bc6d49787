//! One class or two: what of a type's two shapes one Python class can say.
//!
//! In: an input and an output shape. Out: their common form, or none; and which types need a class a
//! direction.

use std::collections::{BTreeMap, HashSet};

use centrifugo_build::manifest::{
    Content, Element, Field, Object, Presence, Shape, Shapes, Type, TypeDef,
};
use serde_json::Value;

use super::nulls::Nulls;
use super::shape::{self, Absent, Body, Case, Cases, Direction, Form, Keys, Slot};
use crate::render::references::{closure, users};

/// The form of a class that is right in both directions, if there is one.
pub(super) fn merged<'a>(
    input: &'a Shape,
    output: &'a Shape,
    nulls: &Nulls<'_>,
) -> Option<Form<'a>> {
    match (input, output) {
        (Shape::Struct(i), Shape::Struct(o)) => Some(Form::Struct(keys(i, o, nulls)?)),
        (Shape::Newtype { item: i, .. }, Shape::Newtype { item: o, .. }) => {
            (i == o).then_some(Form::Newtype(i))
        }
        (Shape::Tuple { items: i }, Shape::Tuple { items: o }) => {
            same_elements(i, o).then_some(Form::Tuple(o))
        }
        (
            Shape::Enum {
                tagging: ti,
                variants: i,
                ..
            },
            Shape::Enum {
                tagging: to,
                variants: o,
                ..
            },
        ) if ti == to && i.len() == o.len() => Some(Form::Enum(Cases {
            tagging: to,
            cases: i
                .iter()
                .zip(o)
                .map(|(i, o)| {
                    let same =
                        i.name == o.name && i.wire_name == o.wire_name && i.untagged == o.untagged;
                    let body = body(&i.content, &o.content, nulls)?;
                    same.then_some(Case {
                        variant: o,
                        body,
                        other: i.other,
                    })
                })
                .collect::<Option<_>>()?,
            closed: false,
        })),
        _ => None,
    }
}

fn body<'a>(input: &'a Content, output: &'a Content, nulls: &Nulls<'_>) -> Option<Body<'a>> {
    match (input, output) {
        (Content::Unit, Content::Unit) => Some(Body::Unit),
        (Content::Newtype { item: i }, Content::Newtype { item: o }) => {
            (i == o).then_some(Body::Newtype(i))
        }
        (Content::Tuple { items: i }, Content::Tuple { items: o }) => {
            same_elements(i, o).then_some(Body::Tuple(o))
        }
        (Content::Struct(i), Content::Struct(o)) => Some(Body::Struct(keys(i, o, nulls)?)),
        _ => None,
    }
}

/// What is received has all elements, and that may be sent.
fn same_elements(input: &[Element], output: &[Element]) -> bool {
    let types =
        |elements: &[Element]| -> Vec<Type> { elements.iter().map(|e| e.r#type.clone()).collect() };
    types(input) == types(output)
}

fn keys<'a>(input: &'a Object, output: &'a Object, nulls: &Nulls<'_>) -> Option<Keys<'a>> {
    let flat = |object: &Object| -> Vec<Type> {
        object.flatten.iter().map(|f| f.r#type.clone()).collect()
    };
    let rest = |object: &Object| {
        object
            .rest
            .as_ref()
            .map(|r| (r.key.clone(), r.value.clone()))
    };
    if flat(input) != flat(output) || rest(input) != rest(output) {
        return None;
    }
    let mut given: BTreeMap<&str, &Field> = input
        .fields
        .iter()
        .map(|field| (field.wire_name.as_str(), field))
        .collect();
    let slots = output
        .fields
        .iter()
        .map(|field| match given.remove(field.wire_name.as_str()) {
            Some(input) => slot(input, field, nulls),
            // A tag that serde writes and does not look at.
            None => (matches!(field.r#type, Type::Literal { .. }) && !input.deny_unknown_fields)
                .then_some(Slot {
                    field,
                    absent: Absent::Never,
                    aliases: &[],
                }),
        })
        .collect::<Option<_>>()?;
    given.is_empty().then_some(Keys {
        slots,
        flatten: &output.flatten,
        rest: output.rest.as_ref(),
        closed: false,
    })
}

fn slot<'a>(input: &'a Field, output: &'a Field, nulls: &Nulls<'_>) -> Option<Slot<'a>> {
    let absent = if input.r#type == output.r#type {
        match (&input.presence, &output.presence) {
            (Presence::Required, Presence::Required) => Absent::Never,
            (Presence::Optional, Presence::Optional) => shape::absent(input, nulls),
            (Presence::Optional, Presence::Required) if nulls.among(&input.r#type) => {
                shape::absent(input, nulls)
            }
            (Presence::Default(_), Presence::Required) => shape::absent(input, nulls),
            // What the server leaves out is what its `skip_serializing_if` says, which the manifest
            // does not tell; only for an empty default is it the default in all likelihood.
            (Presence::Default(value), Presence::Optional) if is_empty(value) => {
                shape::absent(input, nulls)
            }
            _ => return None,
        }
    } else {
        // `Option` that is skipped when it is `None`: nobody needs to send the `null`.
        let inner = matches!(&input.r#type, Type::Option { item } if **item == output.r#type);
        let skipped = input.presence == Presence::Default(Value::Null)
            && output.presence == Presence::Optional;
        if !(inner && skipped) {
            return None;
        }
        shape::absent(output, nulls)
    };
    Some(Slot {
        field: output,
        absent,
        aliases: &input.aliases,
    })
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(value) => !value,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(entries) => entries.is_empty(),
    }
}

/// The ids of the types that need a class a direction: their own, or those of a type they hold.
pub(super) fn split<'a>(defs: &[&'a TypeDef], nulls: &Nulls<'_>) -> HashSet<&'a str> {
    let in_both = |def: &&TypeDef| matches!(def.shapes, Shapes::Both(_) | Shapes::Split { .. });
    let defs = || defs.iter().copied().filter(in_both);
    let split = defs().filter(|def| shape::form(def, Direction::Both, nulls).is_none());
    let split = split.map(|def| def.id.as_str()).collect();
    closure(split, &users(defs()))
}

//! One class or two: what of a type's two shapes one Python class can say.
//!
//! In: the manifest's shapes. Out: for each type whether it needs a class a direction, and the
//! fields of a class. Knows no names of Python's.

use std::collections::{BTreeMap, BTreeSet};

use centrifugo_build::manifest::{
    Content, Field, Manifest, Presence, Shape, Shapes, Tagging, Type, TypeDef, Variant,
};
use serde_json::Value;

/// Which way a class's values go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Direction {
    Input,
    Output,
    Both,
}

/// A key of an object, in the directions of its class.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Slot<'a> {
    pub(super) field: &'a Field,
    pub(super) absent: Absent<'a>,
}

/// What it means that a key is not there.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Absent<'a> {
    /// It is always there.
    Never,
    /// `None` stands for it, and is never on the wire.
    Omitted,
    /// The same as this value.
    Default(&'a Value),
}

/// The content of a variant, in the directions of its class.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Body<'a> {
    Unit,
    Newtype(&'a Type),
    Struct(Vec<Slot<'a>>),
}

/// A type in the directions of its class.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Form<'a> {
    Struct {
        slots: Vec<Slot<'a>>,
        deny_unknown_fields: bool,
    },
    Newtype(&'a Type),
    Enum {
        tagging: &'a Tagging,
        variants: Vec<(&'a Variant, Body<'a>)>,
        deny_unknown_fields: bool,
    },
}

/// The form of `def` in `direction`; `None` if it has none there, or if one class cannot say both.
pub(super) fn form(def: &TypeDef, direction: Direction) -> Option<Form<'_>> {
    match (direction, &def.shapes) {
        (Direction::Both, Shapes::Split { input, output }) => merged(input, output),
        (Direction::Both, shapes) => alone(shapes.input().or(shapes.output())?, false),
        (Direction::Input, shapes) => alone(shapes.input()?, true),
        (Direction::Output, shapes) => alone(shapes.output()?, false),
    }
}

fn alone(shape: &Shape, sent: bool) -> Option<Form<'_>> {
    Some(match shape {
        Shape::Struct {
            fields,
            deny_unknown_fields,
        } => Form::Struct {
            slots: slots(fields),
            deny_unknown_fields: sent && *deny_unknown_fields,
        },
        Shape::Newtype { item } => Form::Newtype(item),
        Shape::Enum {
            tagging,
            variants,
            deny_unknown_fields,
        } => Form::Enum {
            tagging,
            variants: variants.iter().map(|v| (v, body(&v.content))).collect(),
            deny_unknown_fields: sent && *deny_unknown_fields,
        },
    })
}

fn body(content: &Content) -> Body<'_> {
    match content {
        Content::Unit => Body::Unit,
        Content::Newtype { item } => Body::Newtype(item),
        Content::Struct { fields } => Body::Struct(slots(fields)),
    }
}

/// Fields of a class for one direction.
pub(super) fn slots(fields: &[Field]) -> Vec<Slot<'_>> {
    fields
        .iter()
        .map(|field| Slot {
            field,
            absent: absent(field),
        })
        .collect()
}

fn absent(field: &Field) -> Absent<'_> {
    match &field.presence {
        Presence::Required => Absent::Never,
        Presence::Optional if nullable(&field.r#type) => Absent::Default(&Value::Null),
        Presence::Optional => Absent::Omitted,
        Presence::Default(value) => Absent::Default(value),
    }
}

fn nullable(r#type: &Type) -> bool {
    matches!(r#type, Type::Null | Type::Option { .. } | Type::Any)
}

fn merged<'a>(input: &'a Shape, output: &'a Shape) -> Option<Form<'a>> {
    match (input, output) {
        (Shape::Struct { fields: i, .. }, Shape::Struct { fields: o, .. }) => Some(Form::Struct {
            slots: merged_slots(i, o)?,
            deny_unknown_fields: false,
        }),
        (Shape::Newtype { item: i }, Shape::Newtype { item: o }) => {
            (i == o).then_some(Form::Newtype(i))
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
        ) if ti == to && i.len() == o.len() => Some(Form::Enum {
            tagging: to,
            variants: i
                .iter()
                .zip(o)
                .map(|(i, o)| {
                    let same = i.name == o.name && i.wire_name == o.wire_name;
                    let body = merged_body(&i.content, &o.content)?;
                    same.then_some((o, body))
                })
                .collect::<Option<_>>()?,
            deny_unknown_fields: false,
        }),
        _ => None,
    }
}

fn merged_body<'a>(input: &'a Content, output: &'a Content) -> Option<Body<'a>> {
    match (input, output) {
        (Content::Unit, Content::Unit) => Some(Body::Unit),
        (Content::Newtype { item: i }, Content::Newtype { item: o }) => {
            (i == o).then_some(Body::Newtype(i))
        }
        (Content::Struct { fields: i }, Content::Struct { fields: o }) => {
            Some(Body::Struct(merged_slots(i, o)?))
        }
        _ => None,
    }
}

fn merged_slots<'a>(input: &'a [Field], output: &'a [Field]) -> Option<Vec<Slot<'a>>> {
    if input.len() != output.len() {
        return None;
    }
    input
        .iter()
        .zip(output)
        .map(|(i, o)| merged_slot(i, o))
        .collect()
}

fn merged_slot<'a>(input: &'a Field, output: &'a Field) -> Option<Slot<'a>> {
    if input.wire_name != output.wire_name {
        return None;
    }
    let absent = if input.r#type == output.r#type {
        match (&input.presence, &output.presence) {
            (Presence::Required, Presence::Required) => Absent::Never,
            (Presence::Optional, Presence::Optional) => absent(input),
            (Presence::Default(value), Presence::Required) => Absent::Default(value),
            // What the server leaves out is what its `skip_serializing_if` says, which the manifest
            // does not tell; only for an empty default is it the default in all likelihood.
            (Presence::Default(value), Presence::Optional) if is_empty(value) => {
                Absent::Default(value)
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
        absent(output)
    };
    Some(Slot {
        field: output,
        absent,
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
pub(super) fn split(manifest: &Manifest) -> BTreeSet<&str> {
    let mut holders: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut split = BTreeSet::new();
    let mut queue = vec![];
    for def in &manifest.types {
        if !matches!(def.shapes, Shapes::Both(_) | Shapes::Split { .. }) {
            continue;
        }
        for shape in [def.shapes.input(), def.shapes.output()]
            .into_iter()
            .flatten()
        {
            references(shape, &mut |id| {
                holders.entry(id).or_default().push(&def.id)
            });
        }
        if form(def, Direction::Both).is_none() {
            queue.push(def.id.as_str());
        }
    }
    while let Some(id) = queue.pop() {
        if split.insert(id) {
            queue.extend(holders.get(id).into_iter().flatten());
        }
    }
    split
}

/// Calls `found` with the id of each type that `shape` names.
pub(super) fn references<'a>(shape: &'a Shape, found: &mut impl FnMut(&'a str)) {
    match shape {
        Shape::Struct { fields, .. } => in_fields(fields, found),
        Shape::Newtype { item } => in_type(item, found),
        Shape::Enum { variants, .. } => {
            for variant in variants {
                match &variant.content {
                    Content::Unit => {}
                    Content::Newtype { item } => in_type(item, found),
                    Content::Struct { fields } => in_fields(fields, found),
                }
            }
        }
    }
}

fn in_fields<'a>(fields: &'a [Field], found: &mut impl FnMut(&'a str)) {
    for field in fields {
        in_type(&field.r#type, found);
    }
}

/// Calls `found` with the id of each type that `r#type` names.
pub(super) fn in_type<'a>(r#type: &'a Type, found: &mut impl FnMut(&'a str)) {
    match r#type {
        Type::Named { id } => found(id),
        Type::Option { item } | Type::List { item } => in_type(item, found),
        Type::Tuple { items } => items.iter().for_each(|item| in_type(item, found)),
        Type::Map { key, value } => {
            in_type(key, found);
            in_type(value, found);
        }
        Type::Null
        | Type::Bool
        | Type::Integer { .. }
        | Type::Float { .. }
        | Type::String { .. }
        | Type::Any => {}
    }
}

//! What a class is made of: a type's shape in the directions in which the class is used.
//!
//! In: the manifest's shapes. Out: the form of each class. Knows no names of Python's.

use centrifugo_build::manifest::{
    Content, Element, Field, Flatten, Object, Presence, Rest, Shape, Shapes, Tagging, Type,
    TypeDef, Variant,
};
use serde_json::Value;

use super::merge;
use super::nulls::Nulls;

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
    /// Other keys that the server takes for it.
    pub(super) aliases: &'a [String],
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

/// The keys of an object.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Keys<'a> {
    pub(super) slots: Vec<Slot<'a>>,
    pub(super) flatten: &'a [Flatten],
    pub(super) rest: Option<&'a Rest>,
    /// Other keys are an error.
    pub(super) closed: bool,
}

/// The content of a variant, in the directions of its class.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Body<'a> {
    Unit,
    Newtype(&'a Type),
    Tuple(&'a [Element]),
    Struct(Keys<'a>),
}

/// A variant with its content.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Case<'a> {
    pub(super) variant: &'a Variant,
    pub(super) body: Body<'a>,
    /// It also stands for unknown names.
    pub(super) other: bool,
}

/// An enum, in the directions of its classes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cases<'a> {
    pub(super) tagging: &'a Tagging,
    pub(super) cases: Vec<Case<'a>>,
    /// Other keys beside tag and content are an error.
    pub(super) closed: bool,
}

/// A type in the directions of its class.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Form<'a> {
    Struct(Keys<'a>),
    Tuple(&'a [Element]),
    Newtype(&'a Type),
    Enum(Cases<'a>),
}

/// The form of `def` in `direction`; `None` if it has none there, or if one class cannot say both.
pub(super) fn form<'a>(
    def: &'a TypeDef,
    direction: Direction,
    nulls: &Nulls<'_>,
) -> Option<Form<'a>> {
    let mut form = match (direction, &def.shapes) {
        (Direction::Both, Shapes::Split { input, output }) => merge::merged(input, output, nulls)?,
        (Direction::Both, shapes) => alone(shapes.input().or(shapes.output())?, false, nulls),
        (Direction::Input, shapes) => alone(shapes.input()?, true, nulls),
        (Direction::Output, shapes) => alone(shapes.output()?, false, nulls),
    };
    if let (Form::Enum(cases), Some(Shape::Enum { variants, .. })) = (&mut form, def.shapes.input())
    {
        // What the server writes for unknown names, a client reads so, too.
        for other in variants.iter().filter(|variant| variant.other) {
            for case in &mut cases.cases {
                case.other |= case.variant.name == other.name;
            }
        }
    }
    Some(form)
}

fn alone<'a>(shape: &'a Shape, sent: bool, nulls: &Nulls<'_>) -> Form<'a> {
    match shape {
        Shape::Struct(object) => Form::Struct(keys(object, sent, nulls)),
        Shape::Tuple { items } => Form::Tuple(items),
        Shape::Newtype { item, .. } => Form::Newtype(item),
        Shape::Enum {
            tagging,
            variants,
            deny_unknown_fields,
        } => Form::Enum(Cases {
            tagging,
            cases: variants
                .iter()
                .map(|variant| Case {
                    variant,
                    body: body(&variant.content, sent, nulls),
                    other: variant.other,
                })
                .collect(),
            closed: sent && *deny_unknown_fields,
        }),
    }
}

fn body<'a>(content: &'a Content, sent: bool, nulls: &Nulls<'_>) -> Body<'a> {
    match content {
        Content::Unit => Body::Unit,
        Content::Newtype { item } => Body::Newtype(item),
        Content::Tuple { items } => Body::Tuple(items),
        Content::Struct(object) => Body::Struct(keys(object, sent, nulls)),
    }
}

fn keys<'a>(object: &'a Object, sent: bool, nulls: &Nulls<'_>) -> Keys<'a> {
    Keys {
        slots: slots(&object.fields, nulls),
        flatten: &object.flatten,
        rest: object.rest.as_ref(),
        closed: sent && object.deny_unknown_fields,
    }
}

/// Fields of a class for one direction.
pub(super) fn slots<'a>(fields: &'a [Field], nulls: &Nulls<'_>) -> Vec<Slot<'a>> {
    fields
        .iter()
        .map(|field| Slot {
            field,
            absent: absent(field, nulls),
            aliases: &field.aliases,
        })
        .collect()
}

/// What it means that the field is not there, by its presence alone.
pub(super) fn absent<'a>(field: &'a Field, nulls: &Nulls<'_>) -> Absent<'a> {
    match &field.presence {
        Presence::Required => Absent::Never,
        Presence::Optional if nulls.among(&field.r#type) => Absent::Default(&Value::Null),
        Presence::Optional => Absent::Omitted,
        // NaN, of which JSON says no more.
        Presence::Default(Value::Null) if matches!(field.r#type, Type::Float { .. }) => {
            Absent::Omitted
        }
        Presence::Default(value) => Absent::Default(value),
    }
}

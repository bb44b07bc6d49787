//! Short words for the parts of a manifest.

use centrifugo_manifest::{
    Content, Element, Field, Flatten, Float, Format, Integer, Object, Presence, Rest, Shape,
    Shapes, Tagging, Type, TypeDef, Variant,
};

pub(crate) fn int(repr: Integer) -> Type {
    let nonzero = false;
    Type::Integer { repr, nonzero }
}

pub(crate) fn u8() -> Type {
    int(Integer::U8)
}

pub(crate) fn f64() -> Type {
    Type::Float { repr: Float::F64 }
}

pub(crate) fn string() -> Type {
    Type::String { format: None }
}

pub(crate) fn format(format: Format) -> Type {
    let format = Some(format);
    Type::String { format }
}

pub(crate) fn option(item: Type) -> Type {
    let item = Box::new(item);
    Type::Option { item }
}

pub(crate) fn list(item: Type) -> Type {
    Type::List {
        item: Box::new(item),
        unordered: false,
    }
}

pub(crate) fn set(item: Type) -> Type {
    Type::List {
        item: Box::new(item),
        unordered: true,
    }
}

pub(crate) fn array(item: Type, len: u64) -> Type {
    let item = Box::new(item);
    Type::Array { item, len }
}

pub(crate) fn tuple<const N: usize>(items: [Type; N]) -> Type {
    let items = items.into();
    Type::Tuple { items }
}

pub(crate) fn map(key: Type, value: Type) -> Type {
    Type::Map {
        key: Box::new(key),
        value: Box::new(value),
    }
}

pub(crate) fn named(id: &str) -> Type {
    let id = id.to_owned();
    Type::Named { id }
}

/// A type that looks the same in both directions, but that all keys are written.
pub(crate) fn def(id: &str, shape: Shape) -> TypeDef {
    let output = all_written(shape.clone());
    if output == shape {
        return shapes(id, Shapes::Both(shape));
    }
    split(id, shape, output)
}

fn all_written(mut shape: Shape) -> Shape {
    let write_all = |object: &mut Object| {
        for field in &mut object.fields {
            field.presence = Presence::Required;
        }
    };
    match &mut shape {
        Shape::Struct(object) => write_all(object),
        Shape::Enum { variants, .. } => {
            for variant in variants {
                if let Content::Struct(object) = &mut variant.content {
                    write_all(object);
                }
            }
        }
        Shape::Tuple { .. } | Shape::Newtype { .. } => {}
    }
    shape
}

pub(crate) fn split(id: &str, input: Shape, output: Shape) -> TypeDef {
    shapes(id, Shapes::Split { input, output })
}

fn shapes(id: &str, shapes: Shapes) -> TypeDef {
    TypeDef {
        id: id.to_owned(),
        name: id.to_owned(),
        generic: None,
        shapes,
        docs: None,
        deprecated: None,
        position: None,
    }
}

pub(crate) fn field(name: &str, r#type: Type) -> Field {
    Field {
        name: name.to_owned(),
        wire_name: name.to_owned(),
        aliases: Vec::new(),
        r#type,
        presence: Presence::Required,
        checked: false,
        flattened: None,
        docs: None,
        deprecated: None,
    }
}

pub(crate) fn optional(name: &str, r#type: Type) -> Field {
    Field {
        presence: Presence::Optional,
        ..field(name, r#type)
    }
}

/// A field of the struct that is flattened as `path`.
pub(crate) fn within(path: &str, inner: Field) -> Field {
    Field {
        flattened: Some(path.to_owned()),
        ..inner
    }
}

pub(crate) fn object<const N: usize>(fields: [Field; N]) -> Object {
    Object {
        fields: fields.into(),
        ..Object::default()
    }
}

pub(crate) fn deny(object: Object) -> Object {
    Object {
        deny_unknown_fields: true,
        ..object
    }
}

pub(crate) fn flatten(object: Object, name: &str, r#type: Type) -> Object {
    let mut object = object;
    object.flatten.push(Flatten {
        name: name.to_owned(),
        r#type,
        docs: None,
    });
    object
}

pub(crate) fn rest(object: Object, key: Type, value: Type) -> Object {
    Object {
        rest: Some(Rest {
            name: "rest".to_owned(),
            key,
            value,
            docs: None,
        }),
        ..object
    }
}

pub(crate) fn newtype(item: Type) -> Shape {
    let checked = false;
    Shape::Newtype { item, checked }
}

pub(crate) fn element(r#type: Type) -> Element {
    Element {
        r#type,
        presence: Presence::Required,
        checked: false,
        docs: None,
    }
}

fn variant(name: &str, content: Content) -> Variant {
    Variant {
        name: name.to_owned(),
        wire_name: name.to_owned(),
        aliases: Vec::new(),
        other: false,
        untagged: false,
        content,
        checked: false,
        docs: None,
        deprecated: None,
    }
}

pub(crate) fn unit(name: &str) -> Variant {
    variant(name, Content::Unit)
}

pub(crate) fn holds(name: &str, item: Type) -> Variant {
    variant(name, Content::Newtype { item })
}

pub(crate) fn row<const N: usize>(name: &str, items: [Type; N]) -> Variant {
    let items = items.into_iter().map(element).collect();
    variant(name, Content::Tuple { items })
}

pub(crate) fn record(name: &str, object: Object) -> Variant {
    variant(name, Content::Struct(object))
}

pub(crate) fn untagged(inner: Variant) -> Variant {
    let untagged = true;
    Variant { untagged, ..inner }
}

pub(crate) fn other(name: &str) -> Variant {
    let other = true;
    Variant {
        other,
        ..unit(name)
    }
}

pub(crate) fn also(alias: &str, mut inner: Variant) -> Variant {
    inner.aliases.push(alias.to_owned());
    inner
}

pub(crate) fn variants<const N: usize>(tagging: Tagging, variants: [Variant; N]) -> Shape {
    Shape::Enum {
        tagging,
        variants: variants.into(),
        deny_unknown_fields: false,
    }
}

pub(crate) fn internal(tag: &str) -> Tagging {
    let tag = tag.to_owned();
    Tagging::Internal { tag }
}

pub(crate) fn adjacent(tag: &str, content: &str) -> Tagging {
    Tagging::Adjacent {
        tag: tag.to_owned(),
        content: content.to_owned(),
    }
}

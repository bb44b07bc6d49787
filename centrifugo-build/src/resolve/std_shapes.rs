//! Types of std that serde writes as objects or enums. Source: serde's `ser/impls.rs` and
//! `de/impls.rs`, where each is written as a derive with `deny_unknown_fields` would be.

use super::known::{Known, StdType};
use super::lowering::{Direction, Lowering};
use super::ty::KnownTy;
use crate::manifest::{Content, Field, Integer, Object, Presence, Shape, Tagging, Type, Variant};

impl Lowering<'_> {
    pub(super) fn std_shape(&mut self, ty: &KnownTy, direction: Direction) -> Shape {
        let Known::Std(std) = ty.known else {
            unreachable!("only types of std are reached as such")
        };
        let args: Vec<Type> = ty
            .args
            .iter()
            .map(|arg| self.lower(arg, direction))
            .collect();
        let integer = |repr| Type::Integer {
            repr,
            nonzero: false,
        };
        let object = |fields: &[(&str, Type)]| {
            Shape::Struct(Object {
                fields: fields
                    .iter()
                    .map(|(name, ty)| field(name, ty.clone()))
                    .collect(),
                deny_unknown_fields: direction == Direction::Input,
                ..Object::default()
            })
        };
        match (std, args.as_slice()) {
            (StdType::Duration, _) => object(&[
                ("secs", integer(Integer::U64)),
                ("nanos", integer(Integer::U32)),
            ]),
            (StdType::SystemTime, _) => object(&[
                ("secs_since_epoch", integer(Integer::U64)),
                ("nanos_since_epoch", integer(Integer::U32)),
            ]),
            (StdType::Range, [index]) => {
                object(&[("start", index.clone()), ("end", index.clone())])
            }
            (StdType::RangeFrom, [index]) => object(&[("start", index.clone())]),
            (StdType::RangeTo, [index]) => object(&[("end", index.clone())]),
            (StdType::Bound, [value]) => external(&[
                ("Unbounded", None),
                ("Included", Some(value)),
                ("Excluded", Some(value)),
            ]),
            (StdType::Result, [ok, err]) => external(&[("Ok", Some(ok)), ("Err", Some(err))]),
            _ => unreachable!("the number of arguments was checked"),
        }
    }
}

fn field(name: &str, ty: Type) -> Field {
    Field {
        name: name.to_owned(),
        wire_name: name.to_owned(),
        aliases: vec![],
        r#type: ty,
        presence: Presence::Required,
        checked: false,
        flattened: None,
        docs: None,
        deprecated: None,
    }
}

fn external(variants: &[(&str, Option<&Type>)]) -> Shape {
    let variant = |(name, item): &(&str, Option<&Type>)| Variant {
        name: (*name).to_owned(),
        wire_name: (*name).to_owned(),
        aliases: vec![],
        other: false,
        untagged: false,
        content: item.map_or(Content::Unit, |item| Content::Newtype {
            item: item.clone(),
        }),
        checked: false,
        docs: None,
        deprecated: None,
    };
    Shape::Enum {
        tagging: Tagging::External,
        variants: variants.iter().map(variant).collect(),
        deny_unknown_fields: false,
    }
}

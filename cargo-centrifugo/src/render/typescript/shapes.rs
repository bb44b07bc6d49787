//! The forms of structs and enums.

use anyhow::Context as _;
use centrifugo_build::manifest::{self, Content, Field, Presence, Shape, Tagging, Type, Variant};
use serde_json::Value;

use super::beside::Keys;
use super::docs;
use super::literals;
use super::ts::{Property, Ts};
use super::types::{Lowering, is_untagged, tagged};
use super::union::{Member, union};

impl Lowering<'_> {
    /// What the name of the type stands for.
    pub(super) fn declared(&self, id: &str) -> anyhow::Result<Ts> {
        let members = self.shape_members(self.shape(id)?, &mut vec![id.to_owned()])?;
        Ok(union(members))
    }

    /// As [`Lowering::members`].
    pub(super) fn shape_members(
        &self,
        shape: &Shape,
        within: &mut Vec<String>,
    ) -> anyhow::Result<Vec<Member>> {
        Ok(match shape {
            Shape::Struct(object) => vec![Member::other(self.object(vec![], object)?)],
            Shape::Tuple { items } => vec![Member::other(self.elements(items)?)],
            Shape::Newtype { item, .. } => self.members(item, within)?,
            Shape::Enum {
                tagging, variants, ..
            } => {
                let mut members = vec![];
                for variant in variants {
                    members.extend(self.variant(tagging, variant, variants, within)?);
                }
                members
            }
        })
    }

    fn variant(
        &self,
        tagging: &Tagging,
        variant: &Variant,
        all: &[Variant],
        within: &mut Vec<String>,
    ) -> anyhow::Result<Vec<Member>> {
        if is_untagged(tagging, variant) {
            return match &variant.content {
                Content::Newtype { item } => self.members(item, within),
                Content::Unit => Ok(vec![Member::keyword("null")]),
                content => Ok(vec![Member::other(self.content(content)?)]),
            };
        }
        let ts = match tagging {
            Tagging::External if variant.content.is_unit() => {
                return Ok(vec![Member::literal(literals::string(&variant.wire_name))]);
            }
            Tagging::External => {
                let others = tagged(tagging, all).filter(|other| !other.content.is_unit());
                one_key(variant, self.content(&variant.content)?, others)
            }
            Tagging::Internal { tag } => self.internal(tag, variant)?,
            Tagging::Adjacent { tag, content } => {
                let mut properties = vec![tag_property(tag, variant)];
                if !variant.content.is_unit() {
                    properties.push(Property {
                        docs: vec![],
                        key: literals::key(content),
                        optional: false,
                        r#type: self.content(&variant.content)?,
                    });
                }
                Ts::object(properties)
            }
            Tagging::Untagged => unreachable!("taken above"),
        };
        Ok(vec![Member::other(ts)])
    }

    fn internal(&self, tag: &str, variant: &Variant) -> anyhow::Result<Ts> {
        let tag = tag_property(tag, variant);
        match &variant.content {
            Content::Unit => Ok(Ts::object(vec![tag])),
            Content::Struct(object) => self.object(vec![tag], object),
            Content::Newtype { item } => {
                let mut keys = Keys::new(vec![tag]);
                self.add_keys(item, &mut keys)
                    .with_context(|| format!("variant `{}`", variant.name))?;
                self.keys_type(keys)
            }
            Content::Tuple { .. } => {
                anyhow::bail!("variant `{}` is a tagged tuple", variant.name)
            }
        }
    }

    /// The content of a variant on its own.
    pub(super) fn content(&self, content: &Content) -> anyhow::Result<Ts> {
        match content {
            Content::Unit => Ok(Ts::word("null")),
            Content::Newtype { item } => self.ty(item),
            Content::Tuple { items } => self.elements(items),
            Content::Struct(object) => self.object(vec![], object),
        }
    }

    /// The object with these properties before its own.
    pub(super) fn object(
        &self,
        head: Vec<Property>,
        object: &manifest::Object,
    ) -> anyhow::Result<Ts> {
        let mut keys = Keys::new(head);
        self.add_object(object, &mut keys)?;
        self.keys_type(keys)
    }

    pub(super) fn property(&self, field: &Field) -> anyhow::Result<Property> {
        let docs = if self.documented {
            docs::field(field)
        } else {
            vec![]
        };
        Ok(Property {
            docs,
            key: literals::key(&field.wire_name),
            optional: !field.presence.is_required(),
            r#type: self.ty(self.needed(field))?,
        })
    }

    fn needed<'f>(&self, field: &'f Field) -> &'f Type {
        match (&field.r#type, &field.presence) {
            (Type::Option { item }, Presence::Default(Value::Null))
                if self.without_needless_null =>
            {
                item
            }
            (whole, _) => whole,
        }
    }

    pub(super) fn properties(&self, fields: &[Field]) -> anyhow::Result<Vec<Property>> {
        fields.iter().map(|field| self.property(field)).collect()
    }
}

fn tag_property(tag: &str, variant: &Variant) -> Property {
    Property {
        docs: docs::variant(variant),
        key: literals::key(tag),
        optional: false,
        r#type: Ts::Word(literals::string(&variant.wire_name)),
    }
}

/// The variant's key with its content. serde takes one key; without the others, an object with two
/// would type-check.
pub(super) fn one_key<'v>(
    variant: &Variant,
    content: Ts,
    all: impl Iterator<Item = &'v Variant>,
) -> Ts {
    let mut properties = vec![Property {
        docs: docs::variant(variant),
        key: literals::key(&variant.wire_name),
        optional: false,
        r#type: content,
    }];
    let others = all.filter(|other| other.wire_name != variant.wire_name);
    properties.extend(others.map(|other| never(literals::key(&other.wire_name))));
    Ts::object(properties)
}

/// A key that is not there.
pub(super) fn never(key: String) -> Property {
    Property {
        docs: vec![],
        key,
        optional: true,
        r#type: Ts::word("never"),
    }
}

//! The forms of structs and enums.

use std::borrow::Cow;

use anyhow::Context as _;
use centrifugo_build::manifest::{self, Content, Field, Presence, Shape, Tagging, Type, Variant};
use serde_json::Value;

use super::beside::Keys;
use super::docs;
use super::literals;
use super::ts::{Property, Ts};
use super::types::{Lowering, is_untagged, tagged};
use super::union::{Member, union};

impl<'a> Lowering<'a> {
    /// What the name of the type stands for.
    pub(super) fn declared(&self, id: &'a str) -> anyhow::Result<Ts<'a>> {
        let members = self.shape_members(self.shape(id)?, &mut vec![id])?;
        Ok(union(members))
    }

    /// As [`Lowering::members`].
    pub(super) fn shape_members(
        &self,
        shape: &'a Shape,
        within: &mut Vec<&'a str>,
    ) -> anyhow::Result<Vec<Member<'a>>> {
        Ok(match shape {
            Shape::Struct(object) => vec![Member::other(self.object(vec![], object)?)],
            Shape::Tuple { items } => vec![Member::other(self.elements(items)?)],
            Shape::Newtype { item, .. } => self.members(item, within)?,
            Shape::Enum {
                tagging, variants, ..
            } => {
                let mut members = Vec::with_capacity(variants.len());
                for variant in variants {
                    self.add_variant(tagging, variant, variants, within, &mut members)?;
                }
                members
            }
        })
    }

    fn add_variant(
        &self,
        tagging: &'a Tagging,
        variant: &'a Variant,
        all: &'a [Variant],
        within: &mut Vec<&'a str>,
        members: &mut Vec<Member<'a>>,
    ) -> anyhow::Result<()> {
        let member = match tagging {
            _ if is_untagged(tagging, variant) => match &variant.content {
                Content::Newtype { item } => {
                    members.extend(self.members(item, within)?);
                    return Ok(());
                }
                Content::Unit => Member::keyword("null"),
                content => Member::other(self.content(content)?),
            },
            Tagging::External if variant.content.is_unit() => {
                Member::literal(literals::string(&variant.wire_name).into())
            }
            Tagging::External => {
                let others = tagged(tagging, all).filter(|other| !other.content.is_unit());
                Member::other(one_key(variant, self.content(&variant.content)?, others))
            }
            Tagging::Internal { tag } => Member::other(self.internal(tag, variant)?),
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
                Member::other(Ts::object(properties))
            }
            Tagging::Untagged => unreachable!("taken above"),
        };
        members.push(member);
        Ok(())
    }

    fn internal(&self, tag: &'a str, variant: &'a Variant) -> anyhow::Result<Ts<'a>> {
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
    pub(super) fn content(&self, content: &'a Content) -> anyhow::Result<Ts<'a>> {
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
        head: Vec<Property<'a>>,
        object: &'a manifest::Object,
    ) -> anyhow::Result<Ts<'a>> {
        let mut keys = Keys::new(head);
        self.add_object(object, &mut keys)?;
        self.keys_type(keys)
    }

    pub(super) fn property(&self, field: &'a Field) -> anyhow::Result<Property<'a>> {
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

    pub(super) fn properties(&self, fields: &'a [Field]) -> anyhow::Result<Vec<Property<'a>>> {
        fields.iter().map(|field| self.property(field)).collect()
    }
}

fn tag_property<'a>(tag: &'a str, variant: &'a Variant) -> Property<'a> {
    Property {
        docs: docs::variant(variant),
        key: literals::key(tag),
        optional: false,
        r#type: Ts::Word(literals::string(&variant.wire_name).into()),
    }
}

/// The variant's key with its content. serde takes one key; without the others, an object with two
/// would type-check.
pub(super) fn one_key<'a>(
    variant: &'a Variant,
    content: Ts<'a>,
    all: impl Iterator<Item = &'a Variant>,
) -> Ts<'a> {
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
pub(super) fn never(key: Cow<'_, str>) -> Property<'_> {
    Property {
        docs: vec![],
        key,
        optional: true,
        r#type: Ts::word("never"),
    }
}

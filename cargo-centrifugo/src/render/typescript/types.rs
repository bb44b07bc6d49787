//! Types of the manifest as TypeScript types, and where in them there are integers that a number
//! may not hold.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Context as _;
use centrifugo_build::manifest::{Content, Field, Format, Shape, Tagging, Type, TypeDef, Variant};

use super::docs;
use super::names::{self, Names};

/// Which way a value goes, seen from the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Direction {
    /// Sent.
    Input,
    /// Received.
    Output,
}

/// A TypeScript type.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Ts {
    /// A keyword, a name or a literal.
    Word(String),
    Array(Box<Ts>),
    Tuple(Vec<Ts>),
    Union(Vec<Ts>),
    /// `{ [key: string]: T }`
    Index(&'static str, Box<Ts>),
    /// `{ [key in Color]?: T }`
    Mapped(String, Box<Ts>),
    /// Always one property a line.
    Object(Vec<Property>),
}

impl Ts {
    fn word(word: &str) -> Self {
        Self::Word(word.to_owned())
    }

    fn nullable(self) -> Self {
        let null = Self::word("null");
        match self {
            // Takes all in.
            Self::Word(word) if word == "unknown" || word == "null" => Self::Word(word),
            Self::Union(mut items) => {
                if !items.contains(&null) {
                    items.push(null);
                }
                Self::Union(items)
            }
            other => Self::Union(vec![other, null]),
        }
    }
}

/// A property of an object type.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Property {
    /// Lines of its doc comment.
    pub(super) docs: Vec<String>,
    pub(super) key: String,
    pub(super) optional: bool,
    pub(super) r#type: Ts,
}

/// Where in a value there are integers of 64 bits or more.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Check {
    Integer,
    /// That of a named type.
    Named(String),
    /// In each element of an array or value of a map.
    Each(Box<Check>),
    /// In these properties or elements, by their key in an object literal.
    Fields(Vec<(String, Check)>),
    /// In these variants, by the value of the tag.
    Tagged(String, Vec<(String, Check)>),
}

/// Lowers types of one direction.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lowering<'a> {
    pub(super) names: &'a Names,
    pub(super) types: &'a BTreeMap<&'a str, &'a TypeDef>,
    /// Ids of the types with integers that a number may not hold.
    pub(super) wide: &'a BTreeSet<(&'a str, Direction)>,
    pub(super) direction: Direction,
}

impl<'a> Lowering<'a> {
    pub(super) fn ty(&self, ty: &Type) -> anyhow::Result<Ts> {
        Ok(match ty {
            Type::Null => Ts::word("null"),
            Type::Bool => Ts::word("boolean"),
            Type::Integer { .. } | Type::Float { .. } => Ts::word("number"),
            Type::String { .. } => Ts::word("string"),
            Type::Any => Ts::word("unknown"),
            Type::Option { item } => self.ty(item)?.nullable(),
            Type::List { item } => Ts::Array(Box::new(self.ty(item)?)),
            Type::Tuple { items } => {
                Ts::Tuple(items.iter().map(|t| self.ty(t)).collect::<Result<_, _>>()?)
            }
            Type::Map { key, value } => self.map(key, self.ty(value)?)?,
            Type::Named { id } => Ts::Word(self.names.of_type(id, self.direction)?.to_owned()),
        })
    }

    fn map(&self, key: &Type, value: Ts) -> anyhow::Result<Ts> {
        let value = Box::new(value);
        Ok(match key {
            Type::String { .. } => Ts::Index("string", value),
            // An index by a number would miss keys beyond 2^53, one by such a string does not.
            Type::Integer { repr } if repr.exceeds_f64() => Ts::Index("`${bigint}`", value),
            Type::Integer { .. } => Ts::Index("`${number}`", value),
            Type::Bool => Ts::Mapped(r#""true" | "false""#.to_owned(), value),
            Type::Named { id } => match self.shape(id)? {
                Shape::Newtype { item } => self.map(item, *value)?,
                Shape::Enum { .. } => {
                    Ts::Mapped(self.names.of_type(id, self.direction)?.to_owned(), value)
                }
                Shape::Struct { .. } => anyhow::bail!("typescript: `{id}` is the key of a map"),
            },
            other => anyhow::bail!("typescript: {other:?} is the key of a map"),
        })
    }

    pub(super) fn shape(&self, id: &str) -> anyhow::Result<&'a Shape> {
        let def = self.types.get(id);
        let shape = def.and_then(|def| match self.direction {
            Direction::Input => def.shapes.input(),
            Direction::Output => def.shapes.output(),
        });
        shape.with_context(|| format!("typescript: the manifest lacks a shape of `{id}`"))
    }

    pub(super) fn property(&self, field: &Field) -> anyhow::Result<Property> {
        Ok(Property {
            docs: docs::field(field),
            key: names::key(&field.wire_name),
            optional: !field.presence.is_required(),
            r#type: self.ty(&field.r#type)?,
        })
    }

    pub(super) fn properties(&self, fields: &[Field]) -> anyhow::Result<Vec<Property>> {
        fields.iter().map(|field| self.property(field)).collect()
    }

    /// The form of a struct, newtype or enum.
    pub(super) fn shape_type(&self, shape: &Shape) -> anyhow::Result<Ts> {
        match shape {
            Shape::Struct { fields, .. } => Ok(Ts::Object(self.properties(fields)?)),
            Shape::Newtype { item } => self.ty(item),
            Shape::Enum {
                variants, tagging, ..
            } => {
                let mut items = vec![];
                for variant in variants {
                    items.push(match tagging {
                        Tagging::Internal { tag } => self.internal(tag, variant)?,
                        Tagging::External => self.external(variant, variants)?,
                    });
                }
                Ok(match items.len() {
                    0 => Ts::word("never"),
                    1 => items.remove(0),
                    _ => Ts::Union(items),
                })
            }
        }
    }

    fn internal(&self, tag: &str, variant: &Variant) -> anyhow::Result<Ts> {
        let mut properties = vec![Property {
            docs: docs::item(variant.docs.as_deref(), &[], variant.deprecated.as_ref()),
            key: names::key(tag),
            optional: false,
            r#type: Ts::Word(names::string(&variant.wire_name)),
        }];
        properties.extend(self.properties(self.merged(&variant.content)?)?);
        Ok(Ts::Object(properties))
    }

    /// The fields that stand beside the tag.
    fn merged<'b>(&self, content: &'b Content) -> anyhow::Result<&'b [Field]>
    where
        'a: 'b,
    {
        match content {
            Content::Unit => Ok(&[]),
            Content::Struct { fields } => Ok(fields),
            Content::Newtype { item } => self.merged_type(item),
        }
    }

    fn merged_type(&self, item: &Type) -> anyhow::Result<&'a [Field]> {
        let Type::Named { id } = item else {
            anyhow::bail!("typescript: {item:?} stands beside the tag of an enum");
        };
        match self.shape(id)? {
            Shape::Struct { fields, .. } => Ok(fields),
            Shape::Newtype { item } => self.merged_type(item),
            Shape::Enum { .. } => {
                anyhow::bail!("typescript: enum `{id}` stands beside the tag of an enum")
            }
        }
    }

    fn external(&self, variant: &Variant, all: &[Variant]) -> anyhow::Result<Ts> {
        let content = match &variant.content {
            Content::Unit => return Ok(Ts::Word(names::string(&variant.wire_name))),
            Content::Newtype { item } => self.ty(item)?,
            Content::Struct { fields } => Ts::Object(self.properties(fields)?),
        };
        let mut properties = vec![Property {
            docs: docs::item(variant.docs.as_deref(), &[], variant.deprecated.as_ref()),
            key: names::key(&variant.wire_name),
            optional: false,
            r#type: content,
        }];
        // serde takes one key; without these, an object with two would type-check.
        let others = all
            .iter()
            .filter(|other| !other.content.is_unit() && other.wire_name != variant.wire_name);
        properties.extend(others.map(|other| Property {
            docs: vec![],
            key: names::key(&other.wire_name),
            optional: true,
            r#type: Ts::word("never"),
        }));
        Ok(Ts::Object(properties))
    }

    pub(super) fn check(&self, ty: &Type) -> anyhow::Result<Option<Check>> {
        let each = |check: Check| Check::Each(Box::new(check));
        Ok(match ty {
            Type::Integer { repr } if repr.exceeds_f64() => Some(Check::Integer),
            Type::Option { item } => self.check(item)?,
            Type::List { item } => self.check(item)?.map(each),
            Type::Map { value, .. } => self.check(value)?.map(each),
            Type::Tuple { items } => {
                let mut fields = vec![];
                for (index, item) in items.iter().enumerate() {
                    if let Some(check) = self.check(item)? {
                        fields.push((index.to_string(), check));
                    }
                }
                (!fields.is_empty()).then_some(Check::Fields(fields))
            }
            Type::Named { id } => {
                let name = self.names.of_type(id, self.direction)?;
                let wide = self.wide.contains(&(id.as_str(), self.direction));
                wide.then(|| Check::Named(name.to_owned()))
            }
            _ => None,
        })
    }

    pub(super) fn fields_check(&self, fields: &[Field]) -> anyhow::Result<Option<Check>> {
        let mut checks = vec![];
        for field in fields {
            if let Some(check) = self.check(&field.r#type)? {
                checks.push((names::literal_key(&field.wire_name), check));
            }
        }
        Ok((!checks.is_empty()).then_some(Check::Fields(checks)))
    }

    pub(super) fn shape_check(&self, shape: &Shape) -> anyhow::Result<Option<Check>> {
        let Shape::Enum {
            variants, tagging, ..
        } = shape
        else {
            return match shape {
                Shape::Struct { fields, .. } => self.fields_check(fields),
                Shape::Newtype { item } => self.check(item),
                Shape::Enum { .. } => unreachable!("taken above"),
            };
        };
        let mut checks = vec![];
        for variant in variants {
            let check = match (&variant.content, tagging) {
                (Content::Unit, _) => None,
                (Content::Newtype { item }, Tagging::External) => self.check(item)?,
                (content, _) => self.fields_check(self.merged(content)?)?,
            };
            if let Some(check) = check {
                checks.push((names::literal_key(&variant.wire_name), check));
            }
        }
        Ok((!checks.is_empty()).then(|| match tagging {
            Tagging::External => Check::Fields(checks),
            Tagging::Internal { tag } => Check::Tagged(tag.clone(), checks),
        }))
    }
}

/// What a string holds, if its type says so.
pub(super) fn format_docs(format: Format) -> &'static str {
    match format {
        Format::Char => "One character.",
        Format::Uuid => "A UUID.",
        Format::DateTimeUtc => "An instant: `2024-01-31T12:00:00Z`.",
        Format::DateTimeOffset => "An instant with its offset: `2024-01-31T12:00:00+01:00`.",
        Format::NaiveDateTime => "Date and time without a zone: `2024-01-31T12:00:00`.",
        Format::Date => "A date: `2024-01-31`.",
        Format::Time => "A time of day: `12:00:00`.",
    }
}

//! Types of the manifest as TypeScript types.

use std::collections::HashMap;

use anyhow::Context as _;
use centrifugo_build::manifest::{
    Applied, Content, Element, Format, Int64, Integer, Shape, Tagging, Type, TypeDef, Variant,
};

use super::literals;
use super::names::Names;
use super::reach::Reach;
use super::ts::Ts;
use super::union::{Atoms, Member, union};

/// Up to this length an array of fixed length is written out as a tuple.
const WRITTEN_OUT: u64 = 16;
/// Up to this length TypeScript counts the elements of a tuple.
const COUNTED: u64 = 999;

/// Which way a value goes, seen from the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Direction {
    /// Sent.
    Input,
    /// Received.
    Output,
}

impl Direction {
    pub(super) const BOTH: [Self; 2] = [Self::Input, Self::Output];

    /// The type's shape in this direction, if it has one.
    pub(super) fn shape(self, def: &TypeDef) -> Option<&Shape> {
        match self {
            Self::Input => def.shapes.input(),
            Self::Output => def.shapes.output(),
        }
    }
}

/// Lowers types of one direction.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lowering<'a> {
    pub(super) names: &'a Names,
    pub(super) types: &'a HashMap<&'a str, &'a TypeDef>,
    /// What types lead to.
    pub(super) reach: &'a Reach<'a>,
    pub(super) int64: Int64,
    pub(super) direction: Direction,
    /// Without the `null` of a key that may as well be left out: the server takes both for the same.
    pub(super) without_needless_null: bool,
    /// With what the source says of fields: a comparison of types needs none of it.
    pub(super) documented: bool,
}

impl<'a> Lowering<'a> {
    pub(super) fn ty(&self, ty: &'a Type) -> anyhow::Result<Ts<'a>> {
        Ok(match ty {
            Type::Null => Ts::word("null"),
            Type::Bool => Ts::word("boolean"),
            Type::Integer { repr, .. } => Ts::word(self.integer(*repr)),
            Type::Float { .. } => Ts::word("number"),
            Type::Number | Type::Option { .. } => union(self.members(ty, &mut vec![])?),
            Type::String { .. } => Ts::word("string"),
            Type::Literal { value } => Ts::Word(literals::string(value).into()),
            Type::Bytes => Ts::Array(Box::new(Ts::word("number"))),
            Type::Any => Ts::word("unknown"),
            Type::List { item, .. } => Ts::Array(Box::new(self.ty(item)?)),
            Type::Array { item, len } => Self::array(self.ty(item)?, *len),
            Type::Tuple { items } => {
                let items = items.iter().map(|item| Ok((self.ty(item)?, false)));
                Ts::Tuple(items.collect::<anyhow::Result<_>>()?)
            }
            Type::Map { key, value } => self.map(key, self.ty(value)?)?,
            Type::Named { id } => Ts::word(self.names.of_type(id, self.direction)?),
            Type::Param { name } => Ts::Param(name.into()),
            Type::Apply(Applied { id, args }) => {
                let args = args.iter().map(|arg| self.ty(arg));
                let name = self.names.of_type(id, self.direction)?;
                Ts::applied(name, args.collect::<anyhow::Result<_>>()?)
            }
        })
    }

    /// The members of the union that the type is; one, if it is none.
    ///
    /// `within` names the declaration that the type makes up, with those written out in it: no type
    /// alias may be made up of itself, so what leads back is written out, and left out the second
    /// time, as it then adds nothing. It is empty where a type only refers to others.
    pub(super) fn members(
        &self,
        ty: &'a Type,
        within: &mut Vec<&'a str>,
    ) -> anyhow::Result<Vec<Member<'a>>> {
        match ty {
            Type::Number => {
                let mut members = vec![Member::keyword("number")];
                if self.int64 == Int64::Bigint {
                    members.push(Member::keyword("bigint"));
                }
                Ok(members)
            }
            Type::Option { item } => {
                let mut members = self.members(item, within)?;
                members.push(Member::keyword("null"));
                Ok(members)
            }
            Type::Named { id }
                if !within.is_empty() && self.reach.is_made_of_itself(id, self.direction) =>
            {
                self.written_out(id, within)
            }
            ty => Ok(vec![Member {
                atoms: self.atoms(ty, &mut vec![])?,
                ts: self.ty(ty)?,
            }]),
        }
    }

    fn written_out(
        &self,
        id: &'a str,
        within: &mut Vec<&'a str>,
    ) -> anyhow::Result<Vec<Member<'a>>> {
        if within.contains(&id) {
            return Ok(vec![]);
        }
        within.push(id);
        self.shape_members(self.shape(id)?, within)
    }

    pub(super) fn integer(&self, repr: Integer) -> &'static str {
        if repr.exceeds_f64() && self.int64 == Int64::Bigint {
            "bigint"
        } else {
            "number"
        }
    }

    fn array(item: Ts<'a>, len: u64) -> Ts<'a> {
        if len <= WRITTEN_OUT {
            Ts::Tuple((0..len).map(|_| (item.clone(), false)).collect())
        } else if len <= COUNTED {
            Ts::Repeat(Box::new(item), len)
        } else {
            Ts::Array(Box::new(item))
        }
    }

    pub(super) fn elements(&self, items: &'a [Element]) -> anyhow::Result<Ts<'a>> {
        let items = items.iter().map(|item| {
            let optional = !item.presence.is_required();
            Ok((self.ty(&item.r#type)?, optional))
        });
        Ok(Ts::Tuple(items.collect::<anyhow::Result<_>>()?))
    }

    pub(super) fn map(&self, key: &'a Type, value: Ts<'a>) -> anyhow::Result<Ts<'a>> {
        Ok(match self.map_key(key)? {
            MapKey::Pattern(key) => Ts::index(key, value),
            MapKey::OneOf(keys) => Ts::Mapped(keys.into(), Box::new(value)),
        })
    }

    pub(super) fn map_key(&self, key: &'a Type) -> anyhow::Result<MapKey<'a>> {
        Ok(match key {
            Type::String { .. } => MapKey::Pattern("string"),
            // An index by a number would miss keys beyond 2^53, one by such a string does not.
            Type::Integer { repr, .. } if repr.exceeds_f64() => MapKey::Pattern("`${bigint}`"),
            Type::Integer { .. } | Type::Float { .. } => MapKey::Pattern("`${number}`"),
            Type::Bool => MapKey::OneOf(r#""true" | "false""#),
            Type::Named { id } => match self.shape(id)? {
                Shape::Newtype { item, .. } => self.map_key(item)?,
                Shape::Enum { .. } => MapKey::OneOf(self.names.of_type(id, self.direction)?),
                Shape::Struct(_) | Shape::Tuple { .. } => {
                    anyhow::bail!("`{id}` is the key of a map")
                }
            },
            other => anyhow::bail!("{other:?} is the key of a map"),
        })
    }

    /// The direction of what is declared for values of the type in this direction: one declaration is
    /// for both, if both look alike.
    pub(super) fn in_declared_direction(self, def: &TypeDef) -> Self {
        let direction = if self.names.is_split(&def.id) {
            self.direction
        } else if def.shapes.output().is_some() {
            Direction::Output
        } else {
            Direction::Input
        };
        Self { direction, ..self }
    }

    pub(super) fn shape(&self, id: &str) -> anyhow::Result<&'a Shape> {
        let def = self.types.get(id);
        def.and_then(|def| self.direction.shape(def))
            .with_context(|| format!("the manifest lacks a shape of `{id}`"))
    }

    /// What the type has in common with others that it may stand beside in a union.
    fn atoms(&self, ty: &'a Type, seen: &mut Vec<&'a str>) -> anyhow::Result<Atoms> {
        Ok(match ty {
            Type::Null => Atoms::keyword("null"),
            Type::Bool => Atoms::keyword("boolean"),
            Type::Integer { repr, .. } => Atoms::keyword(self.integer(*repr)),
            Type::Float { .. } => Atoms::keyword("number"),
            Type::String { .. } => Atoms::keyword("string"),
            Type::Literal { .. } => Atoms::LITERAL,
            Type::Any => Atoms::keyword("unknown"),
            Type::Option { item } => self.atoms(item, seen)?.and(Atoms::keyword("null")),
            Type::Named { id } => self.atoms_of(id, seen)?,
            Type::Number
            | Type::Bytes
            | Type::List { .. }
            | Type::Array { .. }
            | Type::Tuple { .. }
            | Type::Map { .. }
            | Type::Param { .. }
            | Type::Apply(_) => Atoms::OTHER,
        })
    }

    /// As [`Lowering::atoms`], of a named type.
    pub(super) fn atoms_of(&self, id: &'a str, seen: &mut Vec<&'a str>) -> anyhow::Result<Atoms> {
        if seen.contains(&id) {
            return Ok(Atoms::default());
        }
        seen.push(id);
        match self.shape(id)? {
            Shape::Newtype { item, .. } => self.atoms(item, seen),
            Shape::Enum {
                tagging, variants, ..
            } => self.enum_atoms(tagging, variants, seen),
            Shape::Struct(_) | Shape::Tuple { .. } => Ok(Atoms::OTHER),
        }
    }

    fn enum_atoms(
        &self,
        tagging: &Tagging,
        variants: &'a [Variant],
        seen: &mut Vec<&'a str>,
    ) -> anyhow::Result<Atoms> {
        let mut atoms = Atoms::default();
        for variant in variants {
            let untagged = is_untagged(tagging, variant);
            atoms = atoms.and(match &variant.content {
                Content::Unit if untagged => Atoms::keyword("null"),
                Content::Unit if *tagging == Tagging::External => Atoms::LITERAL,
                Content::Newtype { item } if untagged => self.atoms(item, seen)?,
                _ => Atoms::OTHER,
            });
        }
        Ok(atoms)
    }
}

/// What the keys of a map are in TypeScript.
#[derive(Debug, Clone, Copy)]
pub(super) enum MapKey<'a> {
    /// Any that are like this.
    Pattern(&'static str),
    /// Some of these.
    OneOf(&'a str),
}

/// Is nothing but its content in JSON?
pub(super) fn is_untagged(tagging: &Tagging, variant: &Variant) -> bool {
    variant.untagged || *tagging == Tagging::Untagged
}

/// The variants that have a name in JSON.
pub(super) fn tagged<'v>(
    tagging: &'v Tagging,
    variants: &'v [Variant],
) -> impl Iterator<Item = &'v Variant> {
    variants
        .iter()
        .filter(move |variant| !is_untagged(tagging, variant))
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
        Format::Ipv4 => "An IPv4 address: `127.0.0.1`.",
        Format::Ipv6 => "An IPv6 address: `::1`.",
        Format::Ip => "An IP address: `127.0.0.1` or `::1`.",
        Format::SocketAddrV4 => "An IPv4 address with a port: `127.0.0.1:80`.",
        Format::SocketAddrV6 => "An IPv6 address with a port: `[::1]:80`.",
        Format::SocketAddr => "An IP address with a port: `127.0.0.1:80` or `[::1]:80`.",
        Format::Url => "An absolute URL: `https://example.org/`.",
        Format::Decimal => "A decimal number: `1.20`.",
        Format::Hex => "Bytes in hexadecimal: `00ff`.",
        Format::Base64 => "Bytes in base 64: `AP8=`.",
        Format::Text => "The text form of a value.",
    }
}

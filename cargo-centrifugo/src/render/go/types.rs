//! How a value of the manifest's types looks in Go, and what reads and writes it.
//!
//! In: a [`Type`] and its direction. Out: a [`GoType`]. The functions it names are those of
//! `read_values.go` and `write_values.go`, and `decodeX` and `encodeX` of each named type `X`.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use anyhow::Context as _;
use centrifugo_build::manifest::{Manifest, Shape, Tagging, Type, TypeDef};
use serde_json::Value;

use super::codecs::{self, plain};
use super::{formats, keys, names};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Input,
    Output,
}

/// A type in Go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct GoType {
    pub(super) go: Cow<'static, str>,
    /// An expression: `func(*reader) T`.
    pub(super) read: Cow<'static, str>,
    /// An expression: `func(*writer, T)`.
    pub(super) write: Cow<'static, str>,
    pub(super) kind: Kind,
}

/// What Go's zero value of a type means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Bool,
    Integer,
    Float,
    Text,
    /// `json.Number`: the zero value is written as 0.
    Number,
    /// `*big.Int`: nil is written as 0.
    BigInteger,
    /// A named struct.
    Struct,
    /// Nothing of use.
    Other,
    /// `null` itself.
    Null,
    /// Nil is empty.
    List,
    /// Nil is empty.
    Map,
    /// Nil is none of its variants.
    Sum,
    /// Nil is null.
    Any,
    /// Nil is null.
    Option,
}

impl Kind {
    /// Can nil say that a value is not there?
    pub(super) fn has_free_nil(self) -> bool {
        matches!(
            self,
            Self::List | Self::Map | Self::Sum | Self::Any | Self::BigInteger
        )
    }

    /// A newtype of it can have no methods, or means something by nil: it is a struct around it.
    pub(super) fn is_boxed(self) -> bool {
        matches!(self, Self::Option | Self::Sum | Self::BigInteger)
    }

    fn within_newtype(self) -> Self {
        if self.is_boxed() { Self::Other } else { self }
    }
}

/// The manifest's types, and the names that they have in Go.
#[derive(Debug)]
pub(super) struct Types<'m> {
    by_id: HashMap<&'m str, &'m TypeDef>,
    /// Types that need two: `X` as received, `XInput` as sent.
    pub(super) split: HashSet<&'m str>,
    /// The names of all types and errors.
    named: HashSet<String>,
    /// The name of `Optional`, which gives way to a user's type.
    pub(super) optional: String,
}

impl<'m> Types<'m> {
    pub(super) fn new(manifest: &'m Manifest) -> Self {
        let types = manifest.types.iter().map(|def| &def.name);
        let named = types.chain(manifest.errors.iter().map(|error| &error.name));
        Self {
            by_id: manifest.types_by_id(),
            named: named
                .map(|name| names::type_name(name).into_owned())
                .collect(),
            split: HashSet::new(),
            optional: names::own(manifest, "Optional"),
        }
    }

    pub(super) fn name(&self, id: &str, direction: Direction) -> anyhow::Result<String> {
        let name = names::type_name(&self.get(id)?.name);
        Ok(
            if direction == Direction::Input && self.split.contains(id) {
                format!("{name}Input")
            } else {
                name.into_owned()
            },
        )
    }

    /// The name of a variant of `sum`. Where a type has it, as in `enum Event { Sent(EventSent) }`, the
    /// variant gives way.
    pub(super) fn variant(&self, sum: &str, variant: &str) -> String {
        let name = format!("{sum}{}", names::type_name(variant));
        if self.named.contains(&name) {
            format!("{name}Variant")
        } else {
            name
        }
    }

    pub(super) fn shape(&self, id: &str, direction: Direction) -> anyhow::Result<&'m Shape> {
        let shapes = &self.get(id)?.shapes;
        let shape = match direction {
            Direction::Input => shapes.input(),
            Direction::Output => shapes.output(),
        };
        shape.with_context(|| format!("go: `{id}` has no shape in the direction it is used in"))
    }

    fn get(&self, id: &str) -> anyhow::Result<&'m TypeDef> {
        let found = self.by_id.get(id).copied();
        found.with_context(|| format!("go: the manifest has no type `{id}`"))
    }

    /// Does the Go type name one that is deprecated?
    pub(super) fn names_deprecated(&self, ty: &Type) -> bool {
        match ty {
            Type::Named { id } => self.get(id).is_ok_and(|def| def.deprecated.is_some()),
            Type::Option { item } | Type::List { item, .. } | Type::Array { item, .. } => {
                self.names_deprecated(item)
            }
            Type::Map { key, value } => self.names_deprecated(key) || self.names_deprecated(value),
            Type::Tuple { items } => items.iter().any(|item| self.names_deprecated(item)),
            _ => false,
        }
    }

    /// The type with newtypes taken off.
    pub(super) fn inner<'t>(
        &self,
        mut ty: &'t Type,
        direction: Direction,
    ) -> anyhow::Result<&'t Type>
    where
        'm: 't,
    {
        // A newtype of itself has no value, but must not hang us.
        for _ in 0..self.by_id.len() {
            let Type::Named { id } = ty else { break };
            let Shape::Newtype { item, .. } = self.shape(id, direction)? else {
                break;
            };
            ty = item;
        }
        Ok(ty)
    }

    pub(super) fn lower(&self, ty: &Type, direction: Direction) -> anyhow::Result<GoType> {
        Ok(match ty {
            Type::Null => plain!("struct{}", "Null", Kind::Null),
            Type::Bool => plain!("bool", "Bool", Kind::Bool),
            Type::Integer { repr, nonzero } => codecs::integer(*repr, *nonzero),
            Type::Float { repr } => codecs::float(*repr, direction),
            Type::Number => plain!("json.Number", "Number", Kind::Number),
            Type::String { format } => formats::string(*format),
            Type::Literal { value } => GoType {
                go: "string".into(),
                read: format!("readLiteral({})", names::quoted(value)).into(),
                write: format!("writeLiteral({})", names::quoted(value)).into(),
                kind: Kind::Other,
            },
            Type::Bytes => plain!("[]byte", "Bytes", Kind::List),
            Type::Any => plain!("json.RawMessage", "Any", Kind::Any),
            Type::Option { item } => codecs::option(self.lower(item, direction)?),
            Type::List { item, .. } => codecs::list(&self.lower(item, direction)?),
            Type::Array { item, len } => codecs::array(&self.lower(item, direction)?, *len),
            Type::Map { key, value } => {
                let (key, read) = keys::key(self, key, direction)?;
                let value = self.lower(value, direction)?;
                GoType {
                    read: format!("readMap({read}, {})", value.read).into(),
                    // Writing a key needs to know no more than the key.
                    write: format!("writeMap[{key}]({})", value.write).into(),
                    go: format!("map[{key}]{}", value.go).into(),
                    kind: Kind::Map,
                }
            }
            Type::Tuple { items } => {
                let items = items.iter().map(|item| self.lower(item, direction));
                codecs::tuple(&items.collect::<anyhow::Result<Vec<_>>>()?)
            }
            Type::Named { id } => {
                let name = self.name(id, direction)?;
                GoType {
                    read: ["decode", &name].concat().into(),
                    write: ["encode", &name].concat().into(),
                    kind: self.kind(self.shape(id, direction)?, direction)?,
                    go: name.into(),
                }
            }
            Type::Param { .. } | Type::Apply(_) => anyhow::bail!("a parameter stands for no type"),
        })
    }

    fn kind(&self, shape: &Shape, direction: Direction) -> anyhow::Result<Kind> {
        let item = match shape {
            Shape::Struct(_) | Shape::Tuple { .. } => return Ok(Kind::Struct),
            Shape::Enum { .. } if is_unit_enum(shape) => return Ok(Kind::Text),
            Shape::Enum { .. } => return Ok(Kind::Sum),
            Shape::Newtype { item, .. } => item,
        };
        let inner = self.inner(item, direction)?;
        // What is within a list says nothing about the list, and may be the newtype itself.
        Ok(match inner {
            Type::List { .. } => Kind::List,
            Type::Map { .. } => Kind::Map,
            Type::Option { .. } | Type::Array { .. } | Type::Tuple { .. } => Kind::Other,
            Type::Named { id } => match self.shape(id, direction)? {
                Shape::Newtype { .. } => Kind::Other,
                shape => self.kind(shape, direction)?.within_newtype(),
            },
            _ => self.lower(inner, direction)?.kind.within_newtype(),
        })
    }
}

/// An enum whose variants are all strings.
pub(super) fn is_unit_enum(shape: &Shape) -> bool {
    matches!(shape, Shape::Enum { tagging: Tagging::External, variants, .. }
        if variants.iter().all(|variant| variant.content.is_unit() && !variant.untagged))
}

/// Is a default what Go's zero value says?
pub(super) fn is_zero(default: &Value, kind: Kind) -> bool {
    match kind {
        Kind::Bool => default == &Value::Bool(false),
        Kind::Integer | Kind::Float | Kind::Number | Kind::BigInteger => default
            .as_f64()
            .is_some_and(|number| number == 0.0 && number.is_sign_positive()),
        Kind::Text => default == "",
        // Bytes may be a string.
        Kind::List => default.as_array().is_some_and(Vec::is_empty) || default == "",
        Kind::Map => default.as_object().is_some_and(serde_json::Map::is_empty),
        Kind::Any | Kind::Option | Kind::Null => default.is_null(),
        Kind::Struct | Kind::Other | Kind::Sum => false,
    }
}

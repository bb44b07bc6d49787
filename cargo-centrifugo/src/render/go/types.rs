//! How a value of the manifest's types looks in Go, and what reads and writes it.
//!
//! In: a [`Type`] and its direction. Out: a [`GoType`]. The functions it names are those of
//! `read.go` and `write.go`, and `decodeX` and `encodeX` of each named type `X`.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, bail};
use centrifugo_build::manifest::{Float, Format, Integer, Manifest, Shape, Type, TypeDef};
use serde_json::Value;

use super::names;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Input,
    Output,
}

/// A type in Go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct GoType {
    pub(super) go: String,
    /// An expression: `func(*reader) T`.
    pub(super) read: String,
    /// An expression: `func(*writer, T)`.
    pub(super) write: String,
    pub(super) kind: Kind,
}

/// What Go's zero value of a type means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Bool,
    Number,
    Text,
    /// `json.Number`: the zero value is written as 0.
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

/// The manifest's types, and the names that they have in Go.
#[derive(Debug)]
pub(super) struct Types<'m> {
    by_id: BTreeMap<&'m str, &'m TypeDef>,
    /// Types that need two: `X` as received, `XInput` as sent.
    pub(super) split: BTreeSet<&'m str>,
}

impl<'m> Types<'m> {
    pub(super) fn new(manifest: &'m Manifest) -> Self {
        Self {
            by_id: manifest.types_by_id(),
            split: BTreeSet::new(),
        }
    }

    pub(super) fn name(&self, id: &str, direction: Direction) -> anyhow::Result<String> {
        let name = names::type_name(&self.get(id)?.name);
        Ok(
            if direction == Direction::Input && self.split.contains(id) {
                format!("{name}Input")
            } else {
                name
            },
        )
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

    pub(super) fn lower(&self, ty: &Type, direction: Direction) -> anyhow::Result<GoType> {
        Ok(match ty {
            Type::Null => plain("struct{}", "Null", Kind::Null),
            Type::Bool => plain("bool", "Bool", Kind::Bool),
            Type::Integer { repr } => integer(*repr),
            Type::Float { repr: Float::F32 } => plain("float32", "Float32", Kind::Number),
            Type::Float { repr: Float::F64 } => plain("float64", "Float64", Kind::Number),
            Type::String { format } => string(*format),
            Type::Any => plain("json.RawMessage", "Any", Kind::Any),
            Type::Option { item } => option(self.lower(item, direction)?),
            Type::List { item } => {
                let item = self.lower(item, direction)?;
                GoType {
                    go: format!("[]{}", item.go),
                    read: format!("readList({})", item.read),
                    write: format!("writeList({})", item.write),
                    kind: Kind::List,
                }
            }
            Type::Map { key, value } => self.map(key, &self.lower(value, direction)?, direction)?,
            Type::Tuple { items } => {
                let items = items.iter().map(|item| self.lower(item, direction));
                tuple(&items.collect::<anyhow::Result<Vec<_>>>()?)
            }
            Type::Named { id } => {
                let name = self.name(id, direction)?;
                GoType {
                    read: format!("decode{name}"),
                    write: format!("encode{name}"),
                    kind: self.kind(self.shape(id, direction)?, direction)?,
                    go: name,
                }
            }
        })
    }

    fn kind(&self, shape: &Shape, direction: Direction) -> anyhow::Result<Kind> {
        Ok(match shape {
            Shape::Struct { .. } => Kind::Struct,
            Shape::Enum { .. } if is_unit_enum(shape) => Kind::Text,
            Shape::Enum { .. } => Kind::Sum,
            Shape::Newtype { item } => match self.lower(item, direction)?.kind {
                kind @ (Kind::Bool | Kind::Number | Kind::Text | Kind::Struct) => kind,
                _ => Kind::Other,
            },
        })
    }

    fn map(&self, key: &Type, value: &GoType, direction: Direction) -> anyhow::Result<GoType> {
        let (go, read) = self.key(key, direction)?;
        Ok(GoType {
            read: format!("readMap({read}[{go}], {})", value.read),
            // Writing a key needs to know no more than the key.
            write: format!("writeMap[{go}]({})", value.write),
            go: format!("map[{go}]{}", value.go),
            kind: Kind::Map,
        })
    }

    /// The Go type of a map's keys, and what reads them.
    fn key(&self, ty: &Type, direction: Direction) -> anyhow::Result<(String, &'static str)> {
        let key = |go: &str, read| Ok((go.to_owned(), read));
        match ty {
            Type::String { .. } => key("string", "readTextKey"),
            Type::Bool => key("bool", "readBoolKey"),
            Type::Integer { repr } => match repr {
                Integer::I128 | Integer::U128 => key("json.Number", "readTextKey"),
                Integer::I8 | Integer::I16 | Integer::I32 | Integer::I64 => {
                    key(&integer(*repr).go, "readIntKey")
                }
                _ => key(&integer(*repr).go, "readUintKey"),
            },
            Type::Named { id } => {
                let name = self.name(id, direction)?;
                match self.shape(id, direction)? {
                    shape if is_unit_enum(shape) => Ok((name, "readTextKey")),
                    Shape::Newtype { item } if self.lower(item, direction)?.go != "time.Time" => {
                        Ok((name, self.key(item, direction)?.1))
                    }
                    _ => bail!("go: `{id}` cannot be the key of a map"),
                }
            }
            _ => bail!("go: {ty:?} cannot be the key of a map"),
        }
    }
}

fn plain(go: &str, function: &str, kind: Kind) -> GoType {
    GoType {
        go: go.to_owned(),
        read: format!("read{function}"),
        write: format!("write{function}"),
        kind,
    }
}

fn integer(repr: Integer) -> GoType {
    let go = match repr {
        Integer::I128 => return plain("json.Number", "Int128", Kind::BigInteger),
        Integer::U128 => return plain("json.Number", "Uint128", Kind::BigInteger),
        Integer::I8 => "int8",
        Integer::I16 => "int16",
        Integer::I32 => "int32",
        Integer::I64 => "int64",
        Integer::U8 => "uint8",
        Integer::U16 => "uint16",
        Integer::U32 => "uint32",
        Integer::U64 => "uint64",
    };
    let function = if go.starts_with('u') { "Uint" } else { "Int" };
    plain(go, &format!("{function}[{go}]"), Kind::Number)
}

fn string(format: Option<Format>) -> GoType {
    match format {
        Some(Format::DateTimeUtc) => plain("time.Time", "Time", Kind::Other),
        Some(Format::DateTimeOffset) => GoType {
            write: "writeTimeOffset".to_owned(),
            ..plain("time.Time", "Time", Kind::Other)
        },
        Some(Format::Char) => plain("string", "Char", Kind::Other),
        // Go has no type for a date or a time alone, and none for a UUID.
        None | Some(Format::Uuid | Format::NaiveDateTime | Format::Date | Format::Time) => {
            plain("string", "String", Kind::Text)
        }
    }
}

fn option(item: GoType) -> GoType {
    let nullable = |write: String| GoType {
        go: item.go.clone(),
        read: format!("readNullable({})", item.read),
        write,
        kind: Kind::Option,
    };
    match item.kind {
        // null already says it: serde gives None for it whatever is inside.
        Kind::Null | Kind::Option => item,
        Kind::Any => nullable(item.write.clone()),
        Kind::List => nullable(format!("writeNullableList({})", item.write)),
        Kind::Map => nullable(format!("writeNullableMap({})", item.write)),
        Kind::Sum => nullable(format!("writeNullable({})", item.write)),
        _ => GoType {
            go: format!("*{}", item.go),
            read: format!("readPointer({})", item.read),
            write: format!("writePointer({})", item.write),
            kind: Kind::Option,
        },
    }
}

/// Elements of one type are an array; others a `TupleN`.
fn tuple(items: &[GoType]) -> GoType {
    let array = |item: &GoType| {
        let go = format!("[{}]{}", items.len(), item.go);
        GoType {
            read: format!("readArray[{go}]({})", item.read),
            write: format!("writeArray[{go}]({})", item.write),
            go,
            kind: Kind::Other,
        }
    };
    match items {
        [] => GoType {
            go: "[0]struct{}".to_owned(),
            read: "readArray[[0]struct{}](readNull)".to_owned(),
            write: "writeArray[[0]struct{}](writeNull)".to_owned(),
            kind: Kind::Other,
        },
        [first, rest @ ..] if rest.iter().all(|item| item == first) => array(first),
        _ => {
            let join = |part: fn(&GoType) -> &str| {
                let parts: Vec<&str> = items.iter().map(part).collect();
                parts.join(", ")
            };
            let count = items.len();
            GoType {
                go: format!("Tuple{count}[{}]", join(|item| &item.go)),
                read: format!("readTuple{count}({})", join(|item| &item.read)),
                write: format!("writeTuple{count}({})", join(|item| &item.write)),
                kind: Kind::Other,
            }
        }
    }
}

/// An enum whose variants are all strings.
pub(super) fn is_unit_enum(shape: &Shape) -> bool {
    use centrifugo_build::manifest::Tagging;
    matches!(shape, Shape::Enum { tagging: Tagging::External, variants, .. }
        if variants.iter().all(|variant| variant.content.is_unit()))
}

/// Is a default what Go's zero value says?
pub(super) fn is_zero(default: &Value, kind: Kind) -> bool {
    match kind {
        Kind::Bool => default == &Value::Bool(false),
        Kind::Number | Kind::BigInteger => default
            .as_f64()
            .is_some_and(|number| number == 0.0 && number.is_sign_positive()),
        Kind::Text => default == "",
        Kind::List => default.as_array().is_some_and(Vec::is_empty),
        Kind::Map => default.as_object().is_some_and(serde_json::Map::is_empty),
        Kind::Any | Kind::Option | Kind::Null => default.is_null(),
        Kind::Struct | Kind::Other | Kind::Sum => false,
    }
}

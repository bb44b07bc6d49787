//! The type mapping: how a value of the manifest's types is annotated in Python.
//!
//! In: a [`Type`]. Out: an expression over the aliases of `_wire`, `_t` (typing), `_b` (builtins)
//! and the package's own classes.

use std::collections::{BTreeMap, BTreeSet};

use centrifugo_build::manifest::{
    Content, Float, Format, Integer, Manifest, Shape, Tagging, Type, TypeDef,
};
use serde_json::Value;

use super::layout::Expr;
use super::names::{self, ClassNames};
use super::shape::{self, Direction};
use super::text;

/// Where an annotation stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scope {
    /// Before the package's classes: `_m.` outside of `models.py`.
    pub(super) models: &'static str,
    /// `_b.` where an attribute hides a builtin.
    pub(super) builtins: &'static str,
}

/// The names of all types, by direction.
pub(super) struct Types<'a> {
    defs: BTreeMap<&'a str, &'a TypeDef>,
    /// The class, and the one for sending where it is another.
    classes: BTreeMap<&'a str, (String, Option<String>)>,
}

impl<'a> Types<'a> {
    pub(super) fn new(manifest: &'a Manifest, names: &mut ClassNames) -> Self {
        let split: BTreeSet<&str> = shape::split(manifest);
        let classes = manifest
            .types
            .iter()
            .map(|def| {
                let name = names::class(&def.name);
                let input = split
                    .contains(def.id.as_str())
                    .then(|| names.derived(&name, "Input"));
                (def.id.as_str(), (name, input))
            })
            .collect();
        Self {
            defs: manifest.types_by_id(),
            classes,
        }
    }

    /// The classes of a type: name and direction.
    pub(super) fn classes_of(&self, def: &TypeDef) -> Vec<(&str, Direction)> {
        let (name, input) = &self.classes[def.id.as_str()];
        match input {
            Some(input) => vec![
                (name.as_str(), Direction::Output),
                (input.as_str(), Direction::Input),
            ],
            None => vec![(name.as_str(), self.direction_of(def))],
        }
    }

    fn direction_of(&self, def: &TypeDef) -> Direction {
        match (def.shapes.input(), def.shapes.output()) {
            (Some(_), None) => Direction::Input,
            (None, _) => Direction::Output,
            _ => Direction::Both,
        }
    }

    /// The name of a type's class.
    pub(super) fn class(&self, id: &str, direction: Direction) -> &str {
        let (name, input) = &self.classes[id];
        match (direction, input) {
            (Direction::Input, Some(input)) => input,
            _ => name,
        }
    }

    pub(super) fn def(&self, id: &str) -> &'a TypeDef {
        self.defs[id]
    }

    /// The type with newtypes taken off.
    pub(super) fn resolved<'t>(&'t self, mut r#type: &'t Type, direction: Direction) -> &'t Type {
        // A newtype of itself has no value, but must not hang us.
        for _ in 0..self.defs.len() {
            let Type::Named { id } = r#type else { break };
            let Some(Shape::Newtype { item }) = self.shape(id, direction) else {
                break;
            };
            r#type = item;
        }
        r#type
    }

    /// The shape of a type that is used in `direction`.
    pub(super) fn shape(&self, id: &str, direction: Direction) -> Option<&'a Shape> {
        let shapes = &self.def(id).shapes;
        match direction {
            Direction::Input => shapes.input(),
            Direction::Output | Direction::Both => shapes.output().or(shapes.input()),
        }
    }

    /// The annotation of a value.
    pub(super) fn annotation(&self, r#type: &Type, direction: Direction, scope: Scope) -> Expr {
        let inner = |item: &Type| self.annotation(item, direction, scope);
        let builtin =
            |name: &str, items| Expr::subscript(&format!("{}{name}", scope.builtins), items);
        match r#type {
            Type::Null => Expr::atom("None"),
            Type::Bool => Expr::atom("_w.Bool"),
            Type::Integer { repr } => Expr::atom(format!("_w.{}", integer(*repr))),
            Type::Float {
                repr: Float::F32 | Float::F64,
            } => Expr::atom("_w.Float"),
            Type::String { format } => Expr::atom(string(*format)),
            Type::Option { item } => optional(inner(item)),
            Type::List { item } => builtin("list", vec![inner(item)]),
            Type::Tuple { items } if items.is_empty() => builtin("tuple", vec![Expr::atom("()")]),
            Type::Tuple { items } => builtin("tuple", items.iter().map(inner).collect()),
            Type::Map { key, value } => {
                builtin("dict", vec![self.key(key, direction, scope), inner(value)])
            }
            Type::Any => Expr::atom("_t.Any"),
            Type::Named { id } => {
                Expr::atom(format!("{}{}", scope.models, self.class(id, direction)))
            }
        }
    }

    /// Keys are strings in JSON, so numbers and bools are read from strings there.
    fn key(&self, key: &Type, direction: Direction, scope: Scope) -> Expr {
        match self.resolved(key, direction) {
            Type::Integer { repr } => Expr::atom(format!("_w.{}Key", integer(*repr))),
            Type::Bool => Expr::atom("_w.BoolKey"),
            _ => self.annotation(key, direction, scope),
        }
    }

    /// A default as a Python literal; `None` for a value that has none, or that must be made anew.
    pub(super) fn literal(
        &self,
        r#type: &Type,
        value: &Value,
        direction: Direction,
    ) -> Option<Expr> {
        match (self.resolved(r#type, direction), value) {
            (Type::Option { .. } | Type::Null, Value::Null)
            | (Type::Bool, Value::Bool(_))
            | (Type::Integer { .. }, Value::Number(_))
            | (
                Type::String {
                    format: None | Some(Format::Char),
                },
                Value::String(_),
            )
            | (Type::Any, _) => Some(json(value)),
            (Type::Float { .. }, Value::Number(number)) => {
                let text = number.to_string();
                let whole = text.chars().all(|c| c.is_ascii_digit() || c == '-');
                Some(Expr::atom(if whole { format!("{text}.0") } else { text }))
            }
            (Type::Option { item }, value) => self.literal(item, value, direction),
            (Type::List { item }, Value::Array(values)) => {
                let items = values.iter().map(|v| self.literal(item, v, direction));
                Some(bracket("[", items.collect::<Option<_>>()?, "]"))
            }
            (Type::Tuple { items }, Value::Array(values)) if items.len() == values.len() => {
                let items = items.iter().zip(values);
                let items = items.map(|(item, v)| self.literal(item, v, direction));
                Some(bracket("(", items.collect::<Option<_>>()?, ")"))
            }
            (Type::Map { key, value: item }, Value::Object(entries)) => {
                let plain = matches!(self.resolved(key, direction), Type::String { format: None });
                if !plain && !entries.is_empty() {
                    return None;
                }
                let entries = entries.iter().map(|(key, v)| {
                    let item = self.literal(item, v, direction)?;
                    Some(Expr::After(
                        format!("{}: ", text::string(key)),
                        Box::new(item),
                    ))
                });
                Some(bracket("{", entries.collect::<Option<_>>()?, "}"))
            }
            (Type::Named { id }, Value::String(_)) => match self.shape(id, direction)? {
                Shape::Enum {
                    tagging: Tagging::External,
                    variants,
                    ..
                } if variants.iter().all(|v| v.content == Content::Unit) => Some(json(value)),
                _ => None,
            },
            _ => None,
        }
    }
}

/// `item | None`
pub(super) fn optional(item: Expr) -> Expr {
    let none = Expr::atom("None");
    match item {
        Expr::Union(items) if items.contains(&none) => Expr::Union(items),
        Expr::Union(items) => Expr::Union(items.into_iter().chain([none]).collect()),
        item if item == none || item == Expr::atom("_t.Any") => item,
        item => Expr::Union(vec![item, none]),
    }
}

fn bracket(open: &str, items: Vec<Expr>, close: &'static str) -> Expr {
    Expr::Bracket {
        open: open.to_owned(),
        items,
        close,
    }
}

/// JSON as a Python literal.
pub(super) fn json(value: &Value) -> Expr {
    match value {
        Value::Null => Expr::atom("None"),
        Value::Bool(true) => Expr::atom("True"),
        Value::Bool(false) => Expr::atom("False"),
        Value::Number(number) => Expr::atom(number.to_string()),
        Value::String(value) => Expr::atom(text::string(value)),
        Value::Array(items) => bracket("[", items.iter().map(json).collect(), "]"),
        Value::Object(entries) => {
            let entries = entries.iter().map(|(key, value)| {
                Expr::After(format!("{}: ", text::string(key)), Box::new(json(value)))
            });
            bracket("{", entries.collect(), "}")
        }
    }
}

fn integer(repr: Integer) -> &'static str {
    match repr {
        Integer::I8 => "I8",
        Integer::I16 => "I16",
        Integer::I32 => "I32",
        Integer::I64 => "I64",
        Integer::I128 => "I128",
        Integer::U8 => "U8",
        Integer::U16 => "U16",
        Integer::U32 => "U32",
        Integer::U64 => "U64",
        Integer::U128 => "U128",
    }
}

fn string(format: Option<Format>) -> &'static str {
    match format {
        None => "_w.Str",
        Some(Format::Char) => "_w.Char",
        Some(Format::Uuid) => "_w.Uuid",
        Some(Format::DateTimeUtc | Format::DateTimeOffset) => "_w.DateTime",
        Some(Format::NaiveDateTime) => "_w.NaiveDateTime",
        Some(Format::Date) => "_w.Date",
        Some(Format::Time) => "_w.Time",
    }
}

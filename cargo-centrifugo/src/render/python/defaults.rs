//! Defaults as Python literals.
//!
//! In: a default's JSON and its type. Out: an expression, or none where only the type's codec can
//! make the value.

use centrifugo_build::manifest::{Content, Format, Shape, Tagging, Type};
use serde_json::Value;

use super::layout::Expr;
use super::shape::Direction;
use super::text;
use super::types::Types;

impl Types<'_> {
    /// A default as a Python literal; `None` for a value that has none, or that must be made anew.
    pub(super) fn literal(
        &self,
        r#type: &Type,
        value: &Value,
        direction: Direction,
    ) -> Option<Expr<'static>> {
        if *value == Value::Null && self.nulls.among(r#type) {
            return Some(json(value));
        }
        match (self.resolved(r#type, direction), value) {
            (Type::Number, Value::Number(_))
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
            (Type::List { item, .. } | Type::Array { item, .. }, Value::Array(values)) => {
                let items = values.iter().map(|v| self.literal(item, v, direction));
                Some(Expr::bracket(["[", "]"], items.collect::<Option<_>>()?))
            }
            (Type::Tuple { items }, Value::Array(values)) if items.len() == values.len() => {
                let items = items.iter().zip(values);
                let items = items.map(|(item, v)| self.literal(item, v, direction));
                Some(Expr::bracket(["(", ")"], items.collect::<Option<_>>()?))
            }
            (Type::Map { key, value: item }, Value::Object(entries)) => {
                let plain = matches!(self.resolved(key, direction), Type::String { format: None });
                if !plain && !entries.is_empty() {
                    return None;
                }
                let entries = entries.iter().map(|(key, v)| {
                    let item = self.literal(item, v, direction)?;
                    Some(Expr::after(format!("{}: ", text::string(key)), item))
                });
                Some(Expr::bracket(["{", "}"], entries.collect::<Option<_>>()?))
            }
            (Type::Named { id }, Value::String(_)) => match self.shape(id, direction)? {
                Shape::Enum {
                    tagging: Tagging::External,
                    variants,
                    ..
                } if variants
                    .iter()
                    .all(|v| v.content == Content::Unit && !v.untagged) =>
                {
                    Some(json(value))
                }
                _ => None,
            },
            _ => None,
        }
    }
}

/// JSON as a Python literal.
pub(super) fn json(value: &Value) -> Expr<'static> {
    match value {
        Value::Null => Expr::NONE,
        Value::Bool(true) => Expr::atom("True"),
        Value::Bool(false) => Expr::atom("False"),
        Value::Number(number) => Expr::atom(number.to_string()),
        Value::String(value) => Expr::atom(text::string(value)),
        Value::Array(items) => Expr::bracket(["[", "]"], items.iter().map(json).collect()),
        Value::Object(entries) => {
            let entries = entries
                .iter()
                .map(|(key, value)| Expr::after(format!("{}: ", text::string(key)), json(value)));
            Expr::bracket(["{", "}"], entries.collect())
        }
    }
}

//! Maps: keys are strings that stand for other values.

use std::borrow::Cow;

use super::super::outcome::{Certainty, Outcome};
use super::super::path::Path;
use super::super::scalars::{integer_name, is_integer};
use super::{At, Input, Source};
use crate::json::{Entry, number};
use crate::model::{Shape, Type};

impl Input<'_> {
    /// All keys and all values; of equal keys too, though serde takes the last.
    pub(super) fn map<'a>(
        &self,
        key: &Type,
        value: &Type,
        entries: impl Iterator<Item = &'a Entry<'a>>,
        at: At<'_>,
    ) -> Outcome {
        let mut certainty = Certainty::Sure;
        for entry in entries {
            let name = entry.key.string().unwrap_or(Cow::Borrowed("?"));
            let path = Path::Key(at.path, &name);
            certainty &= self.key(key, at.child(entry.key, &path))?;
            certainty &= self.value(value, at.child(entry.value, &path))?;
        }
        Ok(certainty)
    }

    fn key(&self, r#type: &Type, at: At<'_>) -> Outcome {
        // What is kept is kept as a string, and serde reads no number out of one.
        if at.source != Source::Text {
            return self.value(r#type, at);
        }
        let text = at.node.text();
        let inner = text.get(1..text.len().saturating_sub(1)).unwrap_or("");
        match r#type {
            Type::Integer { repr, nonzero } => {
                let fits = is_number(inner) && is_integer(*repr, *nonzero, inner);
                refused_unless(fits, &integer_name(*repr, *nonzero), at)
            }
            Type::Float { .. } => refused_unless(is_number(inner), "a number", at),
            Type::Bool => refused_unless(matches!(inner, "true" | "false"), "a boolean", at),
            Type::Option { item } => self.key(item, at),
            Type::Named { id } => match self.named(id, at)? {
                (Shape::Newtype { item, checked }, at) => Ok(self.key(item, at)?.unless(*checked)),
                (shape, at) => self.shape(shape, at),
            },
            _ => self.value(r#type, at),
        }
    }
}

/// serde_json reads a number that fills the quotes, without an escape or a space.
fn is_number(inner: &str) -> bool {
    let digit_or_minus = |c: char| c.is_ascii_digit() || c == '-';
    inner.starts_with(digit_or_minus)
        && inner.ends_with(|c: char| c.is_ascii_digit())
        && number(inner).is_some()
}

fn refused_unless(fits: bool, expected: &str, at: At<'_>) -> Outcome {
    if fits {
        return Ok(Certainty::Sure);
    }
    let found = at.node.text();
    Err(at.fault(format!("expected a key that is {expected}, found {found}")))
}

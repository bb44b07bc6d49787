//! Values of the types that have no name.

use super::super::formats::{self, Reading};
use super::super::outcome::{Certainty, Outcome};
use super::super::path::Path;
use super::super::scalars::{self, integer_name, is_integer, unexpected};
use super::times;
use super::{At, Input, Source};
use crate::json::{Kind, Node, Number};
use crate::model::{Element, Format, Integer, Type};

impl Input<'_> {
    pub(super) fn value(&self, r#type: &Type, at: At<'_>) -> Outcome {
        match r#type {
            Type::Null => null(at),
            Type::Bool => sure(matches!(at.open()?, Kind::Bool), "a boolean", at),
            Type::Integer { repr, nonzero } => integer(*repr, *nonzero, at),
            Type::Float { .. } | Type::Number => {
                sure(matches!(at.open()?, Kind::Number(_)), "a number", at)
            }
            Type::String { format: None } => match at.open()? {
                Kind::String => string(at).map(|_| Certainty::Sure),
                _ => sure(false, "a string", at),
            },
            Type::String {
                format: Some(format),
            } => formatted(*format, at),
            Type::Literal { .. } => Ok(Certainty::Sure),
            Type::Bytes => self.bytes(at),
            Type::Option { item } => match at.open()? {
                Kind::Null => Ok(Certainty::Sure),
                _ => self.value(item, at),
            },
            Type::List { item, .. } => self.items(at, |_| true, "an array", |_| item),
            Type::Array { item, len } => {
                let right = |found| found as u64 == *len;
                self.items(at, right, &format!("an array of {len}"), |_| item)
            }
            Type::Tuple { items } => {
                let right = |found| found == items.len();
                let expected = format!("an array of {}", items.len());
                self.items(at, right, &expected, |index| &items[index])
            }
            Type::Map { key, value } => match at.open()? {
                Kind::Object(entries) => self.map(key, value, entries.iter(), at),
                _ => sure(false, "an object", at),
            },
            Type::Any => at.keep(at.source).map(|_| Certainty::Sure),
            Type::Named { id } => {
                let (shape, at) = self.named(id, at)?;
                let certainty = self.shape(shape, at)?;
                times::check(id, at).map(|()| certainty)
            }
            Type::Param { .. } | Type::Apply(_) => Err(at.fault(scalars::OPEN.to_owned())),
        }
    }

    fn items<'t>(
        &self,
        at: At<'_>,
        has_right_length: impl Fn(usize) -> bool,
        expected: &str,
        item: impl Fn(usize) -> &'t Type,
    ) -> Outcome {
        match at.open()? {
            Kind::Array(items) if has_right_length(items.len()) => {
                self.each(&items, at, |index, at| self.value(item(index), at))
            }
            Kind::Array(items) => {
                Err(at.fault(format!("expected {expected}, found {}", items.len())))
            }
            _ => sure(false, expected, at),
        }
    }

    /// The elements of a tuple struct or variant; those at the end may have defaults.
    pub(super) fn elements(&self, elements: &[Element], at: At<'_>) -> Outcome {
        let Kind::Array(items) = at.open()? else {
            return sure(false, "an array", at);
        };
        let missing = elements.get(items.len()..);
        if missing.is_none_or(|missing| missing.iter().any(|e| e.presence.is_required())) {
            let expected = elements.len();
            let found = items.len();
            return Err(at.fault(format!("expected an array of {expected}, found {found}")));
        }
        self.each(&items, at, |index, at| {
            let element = &elements[index];
            Ok(self.value(&element.r#type, at)?.unless(element.checked))
        })
    }

    fn each(
        &self,
        items: &[Node<'_>],
        at: At<'_>,
        check: impl Fn(usize, At<'_>) -> Outcome,
    ) -> Outcome {
        let mut certainty = Certainty::Sure;
        for (index, item) in items.iter().enumerate() {
            certainty &= check(index, at.child(*item, &Path::Index(at.path, index)))?;
        }
        Ok(certainty)
    }

    fn bytes(&self, at: At<'_>) -> Outcome {
        const BYTE: Type = Type::Integer {
            repr: Integer::U8,
            nonzero: false,
        };
        match at.open()? {
            // serde_json does not look at the escapes of a string that is read as bytes.
            Kind::String => Ok(Certainty::Sure),
            Kind::Array(_) => self.items(at, |_| true, "an array", |_| &BYTE),
            _ => sure(false, "an array of bytes", at),
        }
    }
}

fn null(at: At<'_>) -> Outcome {
    match at.open()? {
        Kind::Null => Ok(Certainty::Sure),
        Kind::Object(entries) if at.source == Source::Kept && entries.is_empty() => {
            Ok(Certainty::Sure)
        }
        // A unit struct takes it, `()` does not.
        Kind::Array(items) if at.source == Source::Kept && items.is_empty() => {
            Ok(Certainty::Unsure)
        }
        _ => sure(false, "null", at),
    }
}

fn integer(repr: Integer, nonzero: bool, at: At<'_>) -> Outcome {
    let wide = matches!(repr, Integer::I128 | Integer::U128);
    let fits = match at.open()? {
        // serde keeps no integers of 128 bits.
        Kind::Number(_) => {
            (!wide || at.source == Source::Text) && is_integer(repr, nonzero, at.node.text())
        }
        _ => false,
    };
    sure(fits, &integer_name(repr, nonzero), at)
}

fn formatted(format: Format, at: At<'_>) -> Outcome {
    match at.open()? {
        Kind::String => match formats::read(format, &string(at)?) {
            Reading::Accepts => Ok(Certainty::Sure),
            Reading::Unknown => Ok(Certainty::Unsure),
            Reading::Refuses => sure(false, formats::name(format), at),
        },
        Kind::Number(number) if format == Format::Decimal => Ok(decimal(number)),
        _ => sure(false, formats::name(format), at),
    }
}

/// `rust_decimal` goes through a float and has less range than one.
fn decimal(number: Number) -> Certainty {
    match number {
        Number::Float(value) => {
            Certainty::Sure.unless(value != 0.0 && !(1e-9..1e28).contains(&value.abs()))
        }
        Number::Unsigned(_) | Number::Negative(_) => Certainty::Sure,
    }
}

fn string(at: At<'_>) -> Result<std::borrow::Cow<'_, str>, super::Fault> {
    at.node.string().map_err(|reason| at.fault(reason))
}

/// Sure or refused.
pub(super) fn sure(fits: bool, expected: &str, at: At<'_>) -> Outcome {
    if fits {
        Ok(Certainty::Sure)
    } else {
        Err(unfit(expected, at))
    }
}

/// The fault of a value that is something else.
pub(super) fn unfit(expected: &str, at: At<'_>) -> super::Fault {
    at.fault(unexpected(expected, at.node))
}

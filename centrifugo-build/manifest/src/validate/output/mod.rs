//! What `Serialize` may write.
//!
//! One form for each value: no aliases, no unknown keys, nothing missing that is always there.

mod enums;
mod objects;

use super::formats;
use super::outcome::{Certainty, Outcome};
use super::path::Path;
use super::scalars::{self, integer_name, is_integer, quoted, unexpected};
use super::{Direction, Fault, Validator};
use crate::json::{Entry, Kind, Node, number};
use crate::model::{Element, Integer, Shape, Type};

/// How many named types may stand for one value before the type is one that never ends.
const NEVER_ENDS: u16 = 100;

type Checked = Result<(), Fault>;

pub(super) struct Output<'m> {
    types: &'m Validator<'m>,
}

/// A value and where it stands.
#[derive(Clone, Copy)]
struct At<'a> {
    node: Node<'a>,
    path: &'a Path<'a>,
    names: u16,
}

impl<'a> At<'a> {
    fn open(&self) -> Result<Kind<'a>, Fault> {
        self.node.open().map_err(|reason| self.fault(reason))
    }

    fn child<'b>(&self, node: Node<'b>, path: &'b Path<'b>) -> At<'b> {
        At {
            node,
            path,
            names: 0,
        }
    }

    fn fault(&self, reason: impl Into<String>) -> Fault {
        self.path.fault(reason)
    }

    fn string(&self) -> Result<std::borrow::Cow<'a, str>, Fault> {
        self.node.string().map_err(|reason| self.fault(reason))
    }

    fn expect(&self, fits: bool, expected: &str) -> Checked {
        if fits {
            Ok(())
        } else {
            Err(self.unfit(expected))
        }
    }

    fn unfit(&self, expected: &str) -> Fault {
        self.fault(unexpected(expected, self.node))
    }
}

impl<'m> Output<'m> {
    pub(super) fn new(types: &'m Validator<'m>) -> Self {
        Self { types }
    }

    pub(super) fn check(&self, r#type: &Type, node: Node<'_>) -> Outcome {
        let path = &Path::Root;
        let names = 0;
        self.value(r#type, At { node, path, names })?;
        Ok(Certainty::Sure)
    }

    fn value(&self, r#type: &Type, at: At<'_>) -> Checked {
        match r#type {
            Type::Null => at.expect(matches!(at.open()?, Kind::Null), "null"),
            Type::Bool => at.expect(matches!(at.open()?, Kind::Bool), "a boolean"),
            Type::Integer { repr, nonzero } => {
                let fits = is_integer(*repr, *nonzero, at.node.text());
                at.expect(fits, &integer_name(*repr, *nonzero))
            }
            // NaN and the infinities are `null`.
            Type::Float { .. } => {
                let fits = matches!(at.open()?, Kind::Number(_) | Kind::Null);
                at.expect(fits, "a number or null")
            }
            Type::Number => at.expect(matches!(at.open()?, Kind::Number(_)), "a number"),
            Type::String { format } => self.string(*format, at),
            Type::Literal { value } => {
                let fits = matches!(at.open()?, Kind::String) && at.string()? == *value;
                at.expect(fits, &format!("the string {value:?}"))
            }
            Type::Bytes => {
                let byte = Type::Integer {
                    repr: Integer::U8,
                    nonzero: false,
                };
                self.items(at, None, |_| &byte)
            }
            Type::Option { item } => match at.open()? {
                Kind::Null => Ok(()),
                _ => self.value(item, at),
            },
            Type::List { item, .. } => self.items(at, None, |_| item),
            Type::Array { item, len } => self.items(at, Some(*len), |_| item),
            Type::Tuple { items } => {
                self.items(at, Some(items.len() as u64), |index| &items[index])
            }
            Type::Map { key, value } => match at.open()? {
                Kind::Object(entries) => self.map(key, value, &entries, at),
                _ => at.expect(false, "an object"),
            },
            Type::Any => at.node.open_all().map_err(|reason| at.fault(reason)),
            Type::Named { id } => {
                let (shape, at) = self.named(id, at)?;
                self.shape(shape, at)
            }
            Type::Param { .. } | Type::Apply(_) => Err(at.fault(scalars::OPEN.to_owned())),
        }
    }

    fn named<'a>(&self, id: &str, at: At<'a>) -> Result<(&'m Shape, At<'a>), Fault> {
        let shape = self.types.shape(id, Direction::Output).ok_or_else(|| {
            at.fault(format!(
                "the manifest has no type `{id}` that clients receive"
            ))
        })?;
        if at.names == NEVER_ENDS {
            return Err(at.fault(format!("the type `{id}` never ends")));
        }
        let names = at.names + 1;
        Ok((shape, At { names, ..at }))
    }

    fn shape(&self, shape: &Shape, at: At<'_>) -> Checked {
        match shape {
            Shape::Struct(object) => match at.open()? {
                Kind::Object(entries) => self.object(object, &entries, at),
                _ => at.expect(false, "an object"),
            },
            Shape::Tuple { items } => self.elements(items, at),
            Shape::Newtype { item, .. } => self.value(item, at),
            Shape::Enum {
                tagging, variants, ..
            } => self.enumeration(tagging, variants, at),
        }
    }

    fn string(&self, format: Option<crate::model::Format>, at: At<'_>) -> Checked {
        let Kind::String = at.open()? else {
            return at.expect(false, format.map_or("a string", formats::name));
        };
        let text = at.string()?;
        match format {
            Some(format) => at.expect(formats::is_written(format, &text), formats::name(format)),
            None => Ok(()),
        }
    }

    fn elements(&self, elements: &[Element], at: At<'_>) -> Checked {
        let len = elements.len() as u64;
        self.items(at, Some(len), |index| &elements[index].r#type)
    }

    fn items<'t>(&self, at: At<'_>, len: Option<u64>, item: impl Fn(usize) -> &'t Type) -> Checked {
        let Kind::Array(items) = at.open()? else {
            return at.expect(false, "an array");
        };
        if let Some(len) = len.filter(|len| *len != items.len() as u64) {
            let found = items.len();
            return Err(at.fault(format!("expected an array of {len}, found {found}")));
        }
        items.iter().enumerate().try_for_each(|(index, node)| {
            self.value(item(index), at.child(*node, &Path::Index(at.path, index)))
        })
    }

    fn map(&self, key: &Type, value: &Type, entries: &[Entry<'_>], at: At<'_>) -> Checked {
        entries.iter().try_for_each(|entry| {
            let name = entry.key.string().map_err(|reason| at.fault(reason))?;
            let path = Path::Key(at.path, &name);
            self.key(key, at.child(entry.key, &path))?;
            self.value(value, at.child(entry.value, &path))
        })
    }

    fn key(&self, r#type: &Type, at: At<'_>) -> Checked {
        let text = at.string()?;
        let expect = |fits, expected: &str| at.expect(fits, &format!("a key that is {expected}"));
        match r#type {
            Type::Integer { repr, nonzero } => expect(
                is_integer(*repr, *nonzero, &text),
                &integer_name(*repr, *nonzero),
            ),
            Type::Float { .. } => expect(
                !text.contains(char::is_whitespace) && number(&text).is_some(),
                "a number",
            ),
            Type::Bool => expect(matches!(&*text, "true" | "false"), "a boolean"),
            Type::Option { item } => self.key(item, at),
            Type::Named { id } => match self.named(id, at)? {
                (Shape::Newtype { item, .. }, at) => self.key(item, at),
                (shape, at) => self.shape(shape, at),
            },
            _ => self.value(r#type, at),
        }
    }
}

fn one_of<'a>(names: impl Iterator<Item = &'a str>) -> String {
    format!("one of {}", quoted(names))
}

//! What `Deserialize` accepts.
//!
//! serde reads a value in one of three ways ([`Source`]), and they differ. Each rule here was read
//! from serde's `private/de.rs` and serde_derive's `de/`, and `tests/serde_agrees.rs` compares them.

mod adjacent;
mod enums;
mod flatten;
mod keys;
mod objects;
mod times;
mod values;

use super::outcome::{Certainty, Outcome};
use super::path::Path;
use super::{Direction, Fault, Validator};
use crate::json::{Entry, Kind, Node};
use crate::model::{Shape, Type};

/// How many named types may stand for one value before the type is one that never ends.
const NEVER_ENDS: u16 = 100;

pub(super) struct Input<'m> {
    types: &'m Validator<'m>,
}

/// What serde reads a value from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    /// serde_json's text.
    Text,
    /// A kept value that is read once, `ContentDeserializer`: content beside a tag or before it,
    /// keys of a flattened struct. An empty object may stand for `()`.
    Kept,
    /// A kept value that may be read again, `ContentRefDeserializer`: untagged content, flattened
    /// maps.
    Shared,
}

/// A value, where it stands, and how serde reads it.
#[derive(Clone, Copy)]
struct At<'a> {
    node: Node<'a>,
    source: Source,
    path: &'a Path<'a>,
    names: u16,
}

impl<'a> At<'a> {
    fn open(&self) -> Result<Kind<'a>, Fault> {
        self.node.open().map_err(|reason| self.fault(reason))
    }

    /// Keeps the value for later, which opens all of it.
    fn keep(self, source: Source) -> Result<Self, Fault> {
        if self.source == Source::Text {
            self.node.open_all().map_err(|reason| self.fault(reason))?;
        }
        Ok(Self { source, ..self })
    }

    fn child<'b>(&self, node: Node<'b>, path: &'b Path<'b>) -> At<'b> {
        At {
            node,
            source: self.source,
            path,
            names: 0,
        }
    }

    fn fault(&self, reason: impl Into<String>) -> Fault {
        self.path.fault(reason)
    }

    fn key(&self, entry: &Entry<'a>) -> Result<std::borrow::Cow<'a, str>, Fault> {
        entry.key.string().map_err(|reason| self.fault(reason))
    }
}

impl<'m> Input<'m> {
    pub(super) fn new(types: &'m Validator<'m>) -> Self {
        Self { types }
    }

    pub(super) fn check(&self, r#type: &Type, node: Node<'_>) -> Outcome {
        self.value(
            r#type,
            At {
                node,
                source: Source::Text,
                path: &Path::Root,
                names: 0,
            },
        )
    }

    /// The shape of a named type, and the value seen as one of it.
    fn named<'a>(&self, id: &str, at: At<'a>) -> Result<(&'m Shape, At<'a>), Fault> {
        let shape = self.types.shape(id, Direction::Input).ok_or_else(|| {
            at.fault(format!("the manifest has no type `{id}` that clients send"))
        })?;
        if at.names == NEVER_ENDS {
            return Err(at.fault(format!("the type `{id}` never ends")));
        }
        let names = at.names + 1;
        Ok((shape, At { names, ..at }))
    }

    fn shape(&self, shape: &Shape, at: At<'_>) -> Outcome {
        match shape {
            Shape::Struct(object) => self.structure(object, at),
            Shape::Tuple { items } => self.elements(items, at),
            Shape::Newtype { item, checked } => Ok(self.value(item, at)?.unless(*checked)),
            Shape::Enum {
                tagging,
                variants,
                deny_unknown_fields,
            } => self.enumeration(tagging, variants, *deny_unknown_fields, at),
        }
    }

    /// An object, or an array of its fields, which serde takes and clients never send.
    fn structure(&self, object: &crate::model::Object, at: At<'_>) -> Outcome {
        match at.open()? {
            Kind::Object(entries) => self.object(object, &entries, at),
            Kind::Array(_) if !object.is_flattened() => Ok(Certainty::Unsure),
            _ => Err(at.fault(super::scalars::unexpected("an object", at.node))),
        }
    }
}

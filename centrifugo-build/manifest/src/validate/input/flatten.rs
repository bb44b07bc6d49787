//! `#[serde(flatten)]`: what is not a field of the struct itself is kept and read again, once for
//! each flattened value.
//!
//! A flattened struct takes its keys out, and so do an externally and an adjacently tagged enum.
//! Everything else only looks: what it read is still there for the next one, and still an unknown
//! key to `deny_unknown_fields`. The manifest does not say in which order the source has them:
//! structs are taken first, then enums, then the map.

use super::super::outcome::{Certainty, Outcome};
use super::enums::names;
use super::objects::{Fields, unknown_key};
use super::values::sure;
use super::{At, Fault, Input, Source};
use crate::json::{Entry, Node};
use crate::model::{Object, Shape, Tagging, Type};

/// What is kept; taken entries are gone.
struct Pool<'a> {
    entries: Vec<Option<Entry<'a>>>,
    /// For certain? serde stops to take where it refuses, and perhaps it refused something.
    certainty: Certainty,
}

impl<'a> Pool<'a> {
    fn left(&self) -> Vec<Entry<'a>> {
        self.entries.iter().flatten().copied().collect()
    }

    /// Takes what has one of these keys, when it is asked for the next one and not before.
    fn take_each<'p>(
        &'p mut self,
        is_taken: impl Fn(&str) -> bool + 'p,
    ) -> impl Iterator<Item = Entry<'a>> + 'p {
        self.entries.iter_mut().filter_map(move |slot| {
            let key = slot.as_ref()?.key.string().ok()?;
            if is_taken(&key) { slot.take() } else { None }
        })
    }
}

impl Input<'_> {
    pub(super) fn flattened(&self, object: &Object, entries: &[Entry<'_>], at: At<'_>) -> Outcome {
        let own = object.fields.iter().filter(|f| f.flattened.is_none());
        let mut own = Fields::new(own);
        let mut pool = Pool {
            entries: Vec::new(),
            certainty: Certainty::Sure,
        };
        for entry in entries {
            if !own.take(self, entry, at)? {
                at.child(entry.value, at.path).keep(Source::Kept)?;
                pool.entries.push(Some(*entry));
            }
        }
        let mut certainty = own.finish(at)?;
        certainty &= self.inlined(object, &mut pool, at)?;
        for flatten in &object.flatten {
            certainty &= self.merged(&flatten.r#type, &mut pool, at)?;
        }
        let left = pool.left();
        if let Some(rest) = &object.rest {
            let at = at.from(Source::Shared);
            certainty &= self.map(&rest.key, &rest.value, left.iter(), at)?;
        }
        match left.first() {
            Some(entry) if object.deny_unknown_fields => {
                Err(unknown_key(&at.key_of(entry), object.fields.iter(), at))
            }
            _ => Ok(certainty),
        }
    }

    /// The flattened structs whose fields the manifest lists beside the struct's own.
    fn inlined(&self, object: &Object, pool: &mut Pool<'_>, at: At<'_>) -> Outcome {
        let mut paths: Vec<&str> = Vec::new();
        for path in object.fields.iter().filter_map(|f| f.flattened.as_deref()) {
            if !paths.contains(&path) {
                paths.push(path);
            }
        }
        let mut certainty = Certainty::Sure;
        for path in &paths {
            let within = |other: &&str| {
                other
                    .strip_prefix(path)
                    .is_some_and(|rest| rest.starts_with('.'))
            };
            let holds_others = paths.iter().any(within);
            let fields = object.fields.iter();
            let mut fields = Fields::new(fields.filter(|f| f.flattened.as_deref() == Some(path)));
            if holds_others || path.contains('.') {
                let source = if holds_others {
                    Source::Shared
                } else {
                    Source::Kept
                };
                for entry in pool.left() {
                    fields.take(self, &entry, at.from(source))?;
                }
            } else {
                self.take_fields(&mut fields, pool, at)?;
            }
            certainty &= fields.finish(at)?;
        }
        Ok(certainty)
    }

    fn take_fields(
        &self,
        fields: &mut Fields<'_>,
        pool: &mut Pool<'_>,
        at: At<'_>,
    ) -> Result<(), Fault> {
        for slot in &mut pool.entries {
            let known =
                |entry: &mut Entry<'_>| entry.key.string().is_ok_and(|key| fields.knows(&key));
            if let Some(entry) = slot.take_if(known) {
                fields.take(self, &entry, at.from(Source::Kept))?;
                pool.certainty &= fields.certainty();
            }
        }
        Ok(())
    }

    /// A flattened value that is no plain struct.
    fn merged(&self, r#type: &Type, pool: &mut Pool<'_>, at: At<'_>) -> Outcome {
        match r#type {
            // It is `None` if it does not fit. What it took until then stays taken.
            Type::Option { item } => match self.merged(item, pool, at) {
                Ok(certainty) => Ok(certainty),
                Err(_) => Ok(pool.certainty),
            },
            Type::Null => Ok(Certainty::Sure),
            Type::Map { .. } | Type::Any => {
                let left = pool.left();
                self.value(r#type, at.entries(&left, Source::Shared))
            }
            Type::Named { id } => {
                let (shape, at) = self.named(id, at)?;
                self.merged_shape(shape, pool, at)
            }
            _ => sure(false, "an object", at),
        }
    }

    fn merged_shape(&self, shape: &Shape, pool: &mut Pool<'_>, at: At<'_>) -> Outcome {
        match shape {
            Shape::Newtype { item, checked } => Ok(self.merged(item, pool, at)?.unless(*checked)),
            Shape::Struct(object) if !object.is_flattened() => {
                let mut fields = Fields::new(object.fields.iter());
                self.take_fields(&mut fields, pool, at)?;
                fields.finish(at)
            }
            Shape::Enum {
                tagging: Tagging::External,
                variants,
                ..
            } if !variants.iter().any(|variant| variant.untagged) => {
                let is_variant = |key: &str| variants.iter().any(|v| names(v).any(|n| n == key));
                let taken = pool.take_each(is_variant).next();
                match taken {
                    Some(entry) => self.shape(shape, at.entries(&[entry], Source::Kept)),
                    None => Err(at.fault("none of its keys is a variant")),
                }
            }
            Shape::Enum {
                tagging: Tagging::Adjacent { tag, content },
                variants,
                deny_unknown_fields,
            } if !variants.iter().any(|variant| variant.untagged) => {
                let (tag, content) = (tag.as_str(), content.as_str());
                let entries = pool.take_each(|key| key == tag || key == content);
                let at = at.from(Source::Kept);
                self.adjacent((tag, content), variants, *deny_unknown_fields, entries, at)
            }
            Shape::Struct(_) | Shape::Enum { .. } => {
                let left = pool.left();
                self.shape(shape, at.entries(&left, Source::Shared))
            }
            Shape::Tuple { .. } => sure(false, "an object", at),
        }
    }
}

impl<'a> At<'a> {
    fn from(self, source: Source) -> Self {
        Self { source, ..self }
    }

    /// The same place, with these entries as its value.
    pub(super) fn entries<'b>(self, entries: &'b [Entry<'b>], source: Source) -> At<'b>
    where
        'a: 'b,
    {
        At {
            node: Node::Entries(entries),
            source,
            ..self
        }
    }
}

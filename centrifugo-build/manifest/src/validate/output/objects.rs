//! Objects, and values whose keys stand beside those of others.
//!
//! Which key belongs to what is not always clear: a flattened map may hold the names of variants
//! of the enum beside it. All ways to claim the keys are followed, and one has to work out.

use super::super::path::Path;
use super::{At, Checked, Fault, Output};
use crate::json::Entry;
use crate::model::{Content, Object, Presence, Shape, Tagging, Type, Variant};

/// Entries that nobody has claimed yet.
#[derive(Clone)]
pub(super) struct Pool<'a>(Vec<Entry<'a>>);

/// What is left on each way to claim what a value writes; at least one.
pub(super) type Ways<'a> = Result<Vec<Pool<'a>>, Fault>;

impl<'a> Pool<'a> {
    pub(super) fn new(entries: &[Entry<'a>]) -> Self {
        Self(entries.to_vec())
    }

    /// Claims a key, which is there once or not at all.
    pub(super) fn take(&mut self, key: &str, at: At<'_>) -> Result<Option<Entry<'a>>, Fault> {
        let is_it = |entry: &Entry<'_>| entry.key.string().is_ok_and(|found| found == key);
        let Some(index) = self.0.iter().position(is_it) else {
            return Ok(None);
        };
        let entry = self.0.remove(index);
        if self.0.iter().any(is_it) {
            return Err(at.fault(format!("the key `{key}` is there twice")));
        }
        Ok(Some(entry))
    }
}

/// Everything must be claimed in the end.
pub(super) fn finish(ways: Vec<Pool<'_>>, at: At<'_>) -> Checked {
    let least = ways.into_iter().min_by_key(|pool| pool.0.len());
    match least.and_then(|pool| pool.0.first().copied()) {
        Some(entry) => Err(at.fault(format!("unknown key {}", entry.key.text()))),
        None => Ok(()),
    }
}

impl Output<'_> {
    pub(super) fn object(&self, object: &Object, entries: &[Entry<'_>], at: At<'_>) -> Checked {
        finish(self.fields(object, Pool::new(entries), at)?, at)
    }

    /// Claims what the object writes.
    pub(super) fn fields<'a>(&self, object: &Object, mut pool: Pool<'a>, at: At<'_>) -> Ways<'a> {
        for field in &object.fields {
            let name = &field.wire_name;
            match pool.take(name, at)? {
                Some(entry) => {
                    let path = Path::Key(at.path, name);
                    self.value(&field.r#type, at.child(entry.value, &path))?;
                }
                None if field.presence == Presence::Optional => {}
                None => return Err(at.fault(format!("missing key `{name}`"))),
            }
        }
        let mut ways = vec![pool];
        for flatten in &object.flatten {
            ways = any(at, ways, |pool| self.merged(&flatten.r#type, pool, at))?;
        }
        match &object.rest {
            Some(rest) => any(at, ways, |pool| {
                self.map(&rest.key, &rest.value, &pool.0, at)?;
                Ok(vec![Pool(Vec::new())])
            }),
            None => Ok(ways),
        }
    }

    /// Claims the keys of a value that stand beside those of others.
    pub(super) fn merged<'a>(&self, r#type: &Type, pool: Pool<'a>, at: At<'_>) -> Ways<'a> {
        match r#type {
            Type::Null => Ok(vec![pool]),
            Type::Option { item } => {
                let mut ways = self.merged(item, pool.clone(), at).unwrap_or_default();
                ways.push(pool);
                Ok(ways)
            }
            Type::Map { key, value } => {
                self.map(key, value, &pool.0, at)?;
                Ok(vec![Pool(Vec::new())])
            }
            Type::Any => {
                for entry in &pool.0 {
                    self.value(&Type::Any, at.child(entry.value, at.path))?;
                }
                Ok(vec![Pool(Vec::new())])
            }
            Type::Named { id } => {
                let (shape, at) = self.named(id, at)?;
                match shape {
                    Shape::Struct(object) => self.fields(object, pool, at),
                    Shape::Newtype { item, .. } => self.merged(item, pool, at),
                    Shape::Enum {
                        tagging, variants, ..
                    } => any(at, variants.iter().collect(), |variant| {
                        self.merged_variant(tagging, variant, pool.clone(), at)
                    }),
                    Shape::Tuple { .. } => Err(at.unfit("an object")),
                }
            }
            _ => Err(at.unfit("an object")),
        }
    }

    fn merged_variant<'a>(
        &self,
        tagging: &Tagging,
        variant: &Variant,
        mut pool: Pool<'a>,
        at: At<'_>,
    ) -> Ways<'a> {
        match tagging {
            _ if variant.untagged => self.merged_content(&variant.content, pool, at),
            Tagging::Untagged => self.merged_content(&variant.content, pool, at),
            Tagging::External => {
                let name = &variant.wire_name;
                let Some(entry) = pool.take(name, at)? else {
                    return Err(at.fault(format!("missing key `{name}`")));
                };
                let path = Path::Key(at.path, name);
                self.content(&variant.content, at.child(entry.value, &path))?;
                Ok(vec![pool])
            }
            Tagging::Internal { tag } => {
                self.tag(tag, variant, &mut pool, at)?;
                self.beside_tag(&variant.content, pool, at)
            }
            Tagging::Adjacent { tag, content } => {
                self.adjacent(tag, content, variant, &mut pool, at)?;
                Ok(vec![pool])
            }
        }
    }

    /// The content of an internally tagged variant.
    pub(super) fn beside_tag<'a>(&self, content: &Content, pool: Pool<'a>, at: At<'_>) -> Ways<'a> {
        match content {
            Content::Newtype {
                item: Type::Option { .. },
            } => Err(at.fault("serde writes no option beside a tag")),
            _ => self.merged_content(content, pool, at),
        }
    }

    fn merged_content<'a>(&self, content: &Content, pool: Pool<'a>, at: At<'_>) -> Ways<'a> {
        match content {
            Content::Unit => Ok(vec![pool]),
            Content::Newtype { item } => self.merged(item, pool, at),
            Content::Struct(object) => self.fields(object, pool, at),
            Content::Tuple { .. } => Err(at.unfit("an object")),
        }
    }
}

/// All ways that work out from any of these; if none does, why not.
fn any<'a, T>(at: At<'_>, from: Vec<T>, mut step: impl FnMut(T) -> Ways<'a>) -> Ways<'a> {
    let mut ways = Vec::new();
    let mut faults = Vec::new();
    for from in from {
        match step(from) {
            Ok(more) => ways.extend(more),
            Err(fault) => faults.push(fault),
        }
    }
    match faults.into_iter().max_by_key(|fault| fault.path.len()) {
        Some(fault) if ways.is_empty() => Err(fault),
        None if ways.is_empty() => Err(at.fault("the enum has no variants")),
        _ => Ok(ways),
    }
}

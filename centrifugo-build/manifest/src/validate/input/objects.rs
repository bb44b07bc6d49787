//! Objects with named keys.

use super::super::outcome::{Certainty, Outcome};
use super::super::path::Path;
use super::super::scalars::quoted;
use super::{At, Input};
use crate::json::Entry;
use crate::model::{Field, Object};

impl Input<'_> {
    pub(super) fn object(&self, object: &Object, entries: &[Entry<'_>], at: At<'_>) -> Outcome {
        if object.is_flattened() {
            return self.flattened(object, entries, at);
        }
        let mut fields = Fields::new(object.fields.iter());
        for entry in entries {
            if !fields.take(self, entry, at)? && object.deny_unknown_fields {
                return Err(unknown_key(&at.key_of(entry), object.fields.iter(), at));
            }
        }
        fields.finish(at)
    }
}

/// Fields of which some were seen.
pub(super) struct Fields<'f> {
    fields: Vec<(&'f Field, bool)>,
    certainty: Certainty,
}

impl<'f> Fields<'f> {
    pub(super) fn new(fields: impl Iterator<Item = &'f Field>) -> Self {
        Self {
            fields: fields.map(|field| (field, false)).collect(),
            certainty: Certainty::Sure,
        }
    }

    pub(super) fn knows(&self, key: &str) -> bool {
        self.fields.iter().any(|(field, _)| is_key(field, key))
    }

    /// Of what was seen so far.
    pub(super) fn certainty(&self) -> Certainty {
        self.certainty
    }

    /// Checks the entry if its key is one of these fields.
    pub(super) fn take(
        &mut self,
        input: &Input<'_>,
        entry: &Entry<'_>,
        at: At<'_>,
    ) -> Result<bool, super::Fault> {
        let key = entry.key.string().map_err(|reason| at.fault(reason))?;
        let Some((field, seen)) = self.fields.iter_mut().find(|(f, _)| is_key(f, &key)) else {
            return Ok(false);
        };
        let name = &field.wire_name;
        if std::mem::replace(seen, true) {
            return Err(at.fault(format!("the key `{name}` is there twice")));
        }
        let path = Path::Key(at.path, &key);
        let outcome = input.value(&field.r#type, at.child(entry.value, &path))?;
        self.certainty &= outcome.unless(field.checked);
        Ok(true)
    }

    /// Is none missing that must be there?
    pub(super) fn finish(self, at: At<'_>) -> Outcome {
        match self
            .fields
            .iter()
            .find(|(field, seen)| !seen && field.presence.is_required())
        {
            Some((field, _)) => Err(at.fault(format!("missing key `{}`", field.wire_name))),
            None => Ok(self.certainty),
        }
    }
}

fn is_key(field: &Field, key: &str) -> bool {
    field.wire_name == key || field.aliases.iter().any(|alias| alias == key)
}

pub(super) fn unknown_key<'f>(
    key: &str,
    known: impl Iterator<Item = &'f Field>,
    at: At<'_>,
) -> super::Fault {
    let known = quoted(known.map(|field| field.wire_name.as_str()));
    if known.is_empty() {
        return at.fault(format!("unknown key `{key}`, there are none"));
    }
    at.fault(format!("unknown key `{key}`, expected one of {known}"))
}

impl<'a> At<'a> {
    /// The key for a message.
    pub(super) fn key_of(&self, entry: &Entry<'a>) -> String {
        match entry.key.string() {
            Ok(key) => key.into_owned(),
            Err(_) => entry.key.text().to_owned(),
        }
    }
}

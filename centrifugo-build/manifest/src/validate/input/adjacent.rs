//! `#[serde(tag = "…", content = "…")]`: an object with two keys, in any order.

use super::super::outcome::{Certainty, Outcome};
use super::super::path::Path;
use super::enums::{Form, named_variant};
use super::values::{sure, unfit};
use super::{At, Fault, Input, Source};
use crate::json::{Entry, Kind};
use crate::model::{Content, Shape, Type, Variant};

impl Input<'_> {
    pub(super) fn adjacent<'a>(
        &self,
        (tag, content): (&str, &str),
        variants: &[Variant],
        deny_unknown_fields: bool,
        entries: impl Iterator<Item = Entry<'a>>,
        at: At<'_>,
    ) -> Outcome {
        let mut variant: Option<&Variant> = None;
        let mut kept: Option<Entry<'_>> = None;
        let mut outcome = None;
        for entry in entries {
            let key = entry.key.string().map_err(|reason| at.fault(reason))?;
            if key == tag {
                if variant.is_some() {
                    return Err(at.fault(format!("the key `{tag}` is there twice")));
                }
                let path = Path::Key(at.path, tag);
                let tagged = tagged_by(variants, at.child(entry.value, &path))?;
                variant = Some(tagged);
                if let Some(kept) = kept {
                    let path = Path::Key(at.path, content);
                    let at = at.child(kept.value, &path).keep(Source::Kept)?;
                    outcome = Some(self.content(tagged, Form::Bare, at)?);
                }
            } else if key == content {
                if kept.is_some() || outcome.is_some() {
                    return Err(at.fault(format!("the key `{content}` is there twice")));
                }
                let path = Path::Key(at.path, content);
                let at = at.child(entry.value, &path);
                match variant {
                    // serde reads it from the text if it knows the variant by then.
                    Some(variant) => outcome = Some(self.content(variant, Form::Bare, at)?),
                    None => {
                        at.keep(Source::Kept)?;
                        kept = Some(entry);
                    }
                }
            } else if deny_unknown_fields {
                let expected = format!("expected `{tag}` and `{content}`");
                return Err(at.fault(format!("unknown key `{key}`, {expected}")));
            }
        }
        match (variant, outcome) {
            (None, _) => Err(at.fault(format!("missing key `{tag}`"))),
            (Some(_), Some(outcome)) => Ok(outcome),
            (Some(variant), None) => self.without_content(variant, content, at),
        }
    }

    /// What serde makes of a variant whose content is not there.
    fn without_content(&self, variant: &Variant, key: &str, at: At<'_>) -> Outcome {
        let missing = || at.fault(format!("missing key `{key}`"));
        match &variant.content {
            Content::Unit => Ok(Certainty::Sure.unless(variant.checked)),
            Content::Newtype { item } => match self.may_be_missing(item, at)? {
                Some(certainty) => Ok(certainty.unless(variant.checked)),
                None => Err(missing()),
            },
            Content::Tuple { .. } | Content::Struct(_) => Err(missing()),
        }
    }

    /// An `Option` is `None`. A newtype of one is refused, and something transparent is not; the
    /// manifest has one shape for both.
    fn may_be_missing(&self, r#type: &Type, at: At<'_>) -> Result<Option<Certainty>, Fault> {
        match r#type {
            Type::Option { .. } => Ok(Some(Certainty::Sure)),
            Type::Named { id } => match self.named(id, at)? {
                (Shape::Newtype { item, .. }, at) => {
                    Ok(self.may_be_missing(item, at)?.map(|_| Certainty::Unsure))
                }
                _ => Ok(None),
            },
            _ => Ok(None),
        }
    }
}

/// The tag is read like an enum of unit variants.
fn tagged_by<'v>(variants: &'v [Variant], at: At<'_>) -> Result<&'v Variant, Fault> {
    match at.open()? {
        Kind::String => named_variant(variants, at.node, at),
        Kind::Object(entries) if entries.len() == 1 => {
            let variant = named_variant(variants, entries[0].key, at)?;
            let at = at.child(entries[0].value, at.path);
            let empty = match at.open()? {
                Kind::Null => true,
                Kind::Object(entries) => at.source == Source::Kept && entries.is_empty(),
                _ => false,
            };
            sure(empty, "null", at)?;
            Ok(variant)
        }
        _ => Err(unfit("the name of a variant", at)),
    }
}

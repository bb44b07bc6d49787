//! Enums, however their JSON says which variant it is.

use super::super::outcome::{Certainty, Outcome, first_fit, reasons};
use super::super::path::Path;
use super::super::scalars::quoted;
use super::values::{sure, unfit};
use super::{At, Fault, Input, Source};
use crate::json::{Entry, Kind, Node, Number};
use crate::model::{Content, Tagging, Variant};

/// What a variant's content stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// `{"Name": content}`
    External,
    /// Beside the tag.
    Internal,
    /// Alone. serde then takes no array for a struct.
    Bare,
}

impl Input<'_> {
    pub(super) fn enumeration(
        &self,
        tagging: &Tagging,
        variants: &[Variant],
        deny_unknown_fields: bool,
        at: At<'_>,
    ) -> Outcome {
        let tagged = match tagging {
            Tagging::Untagged => 0,
            _ => variants.iter().take_while(|v| !v.untagged).count(),
        };
        let (tagged, untagged) = variants.split_at(tagged);
        if untagged.is_empty() && *tagging != Tagging::Untagged {
            return self.tagged(tagging, tagged, deny_unknown_fields, at);
        }
        let at = at.keep(Source::Shared)?;
        let by_tag =
            (!tagged.is_empty()).then(|| self.tagged(tagging, tagged, deny_unknown_fields, at));
        let alone = untagged.iter().map(|v| self.content(v, Form::Bare, at));
        first_fit(by_tag.into_iter().chain(alone), |mut faults| {
            match faults.len() {
                1 => faults.remove(0),
                _ => at.fault(no_variant(variants, &faults)),
            }
        })
    }

    fn tagged(
        &self,
        tagging: &Tagging,
        variants: &[Variant],
        deny_unknown_fields: bool,
        at: At<'_>,
    ) -> Outcome {
        match tagging {
            Tagging::External => self.external(variants, at),
            Tagging::Internal { tag } => self.internal(tag, variants, at),
            Tagging::Adjacent { tag, content } => match at.open()? {
                Kind::Object(entries) => {
                    let entries = entries.iter().copied();
                    self.adjacent((tag, content), variants, deny_unknown_fields, entries, at)
                }
                Kind::Array(_) => Ok(Certainty::Unsure),
                _ => sure(false, "an object", at),
            },
            Tagging::Untagged => unreachable!("an untagged enum has no tagged variants"),
        }
    }

    fn external(&self, variants: &[Variant], at: At<'_>) -> Outcome {
        match at.open()? {
            Kind::String => {
                let variant = named_variant(variants, at.node, at)?;
                match variant.content {
                    Content::Unit => Ok(Certainty::Sure.unless(variant.checked)),
                    _ => {
                        let name = &variant.wire_name;
                        Err(at.fault(format!(
                            "the variant `{name}` has content: `{{\"{name}\": …}}`"
                        )))
                    }
                }
            }
            Kind::Object(entries) => match entries.as_ref() {
                [entry] => {
                    let variant = named_variant(variants, entry.key, at)?;
                    let path = Path::Key(at.path, &variant.wire_name);
                    self.content(variant, Form::External, at.child(entry.value, &path))
                }
                entries => Err(at.fault(format!(
                    "expected an object with one key, found {}",
                    entries.len()
                ))),
            },
            _ => sure(false, "the name of a variant or an object with one key", at),
        }
    }

    fn internal(&self, tag: &str, variants: &[Variant], at: At<'_>) -> Outcome {
        let entries = match at.open()? {
            Kind::Object(entries) => entries,
            Kind::Array(_) => return Ok(Certainty::Unsure),
            _ => return sure(false, "an object", at),
        };
        let mut variant = None;
        let mut others: Vec<Entry<'_>> = Vec::with_capacity(entries.len());
        for entry in entries.iter() {
            let key = at.key(entry)?;
            let path = Path::Key(at.path, &key);
            let value = at.child(entry.value, &path);
            if key != tag {
                value.keep(Source::Kept)?;
                others.push(*entry);
            } else if variant.is_some() {
                return Err(at.fault(format!("the key `{tag}` is there twice")));
            } else {
                variant = Some(identified(variants, value)?);
            }
        }
        match variant {
            None => Err(at.fault(format!("missing key `{tag}`"))),
            Some(variant) => {
                self.content(variant, Form::Internal, at.entries(&others, Source::Kept))
            }
        }
    }

    pub(super) fn content(&self, variant: &Variant, form: Form, at: At<'_>) -> Outcome {
        let certainty = match &variant.content {
            Content::Unit => self.unit(form, at)?,
            Content::Newtype { item } => self.value(item, at)?,
            Content::Tuple { items } => self.elements(items, at)?,
            Content::Struct(object) => match at.open()? {
                Kind::Object(entries) => self.object(object, &entries, at)?,
                Kind::Array(_) if form == Form::External => self.structure(object, at)?,
                _ => sure(false, "an object", at)?,
            },
        };
        Ok(certainty.unless(variant.checked))
    }

    fn unit(&self, form: Form, at: At<'_>) -> Outcome {
        let fits = match (form, at.open()?) {
            (Form::Internal, _) | (_, Kind::Null) => true,
            (Form::External, Kind::Object(entries)) => {
                at.source == Source::Kept && entries.is_empty()
            }
            _ => false,
        };
        sure(fits, "null", at)
    }
}

/// All names by which a client may call it.
pub(super) fn names(variant: &Variant) -> impl Iterator<Item = &str> {
    std::iter::once(&variant.wire_name)
        .chain(&variant.aliases)
        .map(String::as_str)
}

pub(super) fn named_variant<'v>(
    variants: &'v [Variant],
    name: Node<'_>,
    at: At<'_>,
) -> Result<&'v Variant, Fault> {
    let name = name.string().map_err(|reason| at.fault(reason))?;
    variants
        .iter()
        .find(|variant| names(variant).any(|known| known == name))
        .or_else(|| other(variants))
        .ok_or_else(|| at.fault(unknown_variant(&name, variants)))
}

/// The tag beside the content. A kept tag may be the variant's number.
fn identified<'v>(variants: &'v [Variant], at: At<'_>) -> Result<&'v Variant, Fault> {
    match at.open()? {
        Kind::String => named_variant(variants, at.node, at),
        Kind::Number(Number::Unsigned(index)) if at.source != Source::Text => {
            usize::try_from(index)
                .ok()
                .and_then(|index| variants.get(index))
                .or_else(|| other(variants))
                .ok_or_else(|| at.fault(unknown_variant(at.node.text(), variants)))
        }
        _ => Err(unfit("the name of a variant", at)),
    }
}

fn other(variants: &[Variant]) -> Option<&Variant> {
    variants.iter().find(|variant| variant.other)
}

fn unknown_variant(name: &str, variants: &[Variant]) -> String {
    match quoted(variants.iter().map(|v| v.wire_name.as_str())).as_str() {
        "" => format!("unknown variant `{name}`, there are none"),
        known => format!("unknown variant `{name}`, expected one of {known}"),
    }
}

fn no_variant(variants: &[Variant], faults: &[Fault]) -> String {
    if faults.is_empty() {
        return "the enum has no variants".to_owned();
    }
    let names = quoted(variants.iter().map(|v| v.name.as_str()));
    format!("fits none of {names}: {}", reasons(faults))
}

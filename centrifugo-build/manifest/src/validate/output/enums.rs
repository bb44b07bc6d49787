//! Enums, however their JSON says which variant it is.

use super::super::outcome::reasons;
use super::super::path::Path;
use super::objects::{Pool, finish};
use super::{At, Checked, Fault, Output, one_of};
use crate::json::{Entry, Kind};
use crate::model::{Content, Tagging, Variant};

impl Output<'_> {
    pub(super) fn enumeration(
        &self,
        tagging: &Tagging,
        variants: &[Variant],
        at: At<'_>,
    ) -> Checked {
        let alone = |variant: &&Variant| variant.untagged || *tagging == Tagging::Untagged;
        let mut tagged = variants.iter().filter(|variant| !alone(variant)).peekable();
        let mut faults: Vec<Fault> = Vec::new();
        if tagged.peek().is_some() {
            match self.tagged(tagging, variants, at) {
                Ok(()) => return Ok(()),
                Err(fault) => faults.push(fault),
            }
        }
        for variant in variants.iter().filter(alone) {
            match self.content(&variant.content, at) {
                Ok(()) => return Ok(()),
                Err(fault) => faults.push(fault),
            }
        }
        match faults.len() {
            0 => Err(at.fault("the enum has no variants")),
            1 => Err(faults.remove(0)),
            _ => Err(at.fault(format!("fits no variant: {}", reasons(&faults)))),
        }
    }

    fn tagged(&self, tagging: &Tagging, variants: &[Variant], at: At<'_>) -> Checked {
        match (tagging, at.open()?) {
            (Tagging::External, Kind::String) => {
                let variant = named(variants, &at.string()?, at)?;
                at.expect(variant.content.is_unit(), "an object with one key")
            }
            (Tagging::External, Kind::Object(entries)) if entries.len() == 1 => {
                self.external(variants, &entries[0], at)
            }
            (Tagging::External, _) => {
                at.expect(false, "the name of a variant or an object with one key")
            }
            (Tagging::Internal { tag }, Kind::Object(entries)) => {
                let mut pool = Pool::new(&entries);
                let variant = find(tag, variants, &entries, at)?;
                self.tag(tag, variant, &mut pool, at)?;
                finish(self.beside_tag(&variant.content, pool, at)?, at)
            }
            (Tagging::Adjacent { tag, content }, Kind::Object(entries)) => {
                let mut pool = Pool::new(&entries);
                let variant = find(tag, variants, &entries, at)?;
                self.adjacent(tag, content, variant, &mut pool, at)?;
                finish(vec![pool], at)
            }
            (Tagging::Internal { .. } | Tagging::Adjacent { .. } | Tagging::Untagged, _) => {
                at.expect(false, "an object")
            }
        }
    }

    fn external(&self, variants: &[Variant], entry: &Entry<'_>, at: At<'_>) -> Checked {
        let name = entry.key.string().map_err(|reason| at.fault(reason))?;
        let variant = named(variants, &name, at)?;
        if variant.content.is_unit() {
            return at.expect(false, &format!("the string {:?}", variant.wire_name));
        }
        let path = Path::Key(at.path, &name);
        self.content(&variant.content, at.child(entry.value, &path))
    }

    /// Claims the tag, which must name the variant.
    pub(super) fn tag(
        &self,
        tag: &str,
        variant: &Variant,
        pool: &mut Pool<'_>,
        at: At<'_>,
    ) -> Checked {
        let Some(entry) = pool.take(tag, at)? else {
            return Err(at.fault(format!("missing key `{tag}`")));
        };
        let path = Path::Key(at.path, tag);
        let at = at.child(entry.value, &path);
        let fits = matches!(at.open()?, Kind::String) && at.string()? == variant.wire_name;
        at.expect(fits, &format!("the string {:?}", variant.wire_name))
    }

    /// Claims tag and content.
    pub(super) fn adjacent(
        &self,
        tag: &str,
        content: &str,
        variant: &Variant,
        pool: &mut Pool<'_>,
        at: At<'_>,
    ) -> Checked {
        self.tag(tag, variant, pool, at)?;
        if variant.content.is_unit() {
            return Ok(());
        }
        match pool.take(content, at)? {
            Some(entry) => {
                let path = Path::Key(at.path, content);
                self.content(&variant.content, at.child(entry.value, &path))
            }
            None => Err(at.fault(format!("missing key `{content}`"))),
        }
    }

    /// A variant's content by itself.
    pub(super) fn content(&self, content: &Content, at: At<'_>) -> Checked {
        match content {
            Content::Unit => at.expect(matches!(at.open()?, Kind::Null), "null"),
            Content::Newtype { item } => self.value(item, at),
            Content::Tuple { items } => self.elements(items, at),
            Content::Struct(object) => match at.open()? {
                Kind::Object(entries) => self.object(object, &entries, at),
                _ => at.expect(false, "an object"),
            },
        }
    }
}

fn named<'v>(variants: &'v [Variant], name: &str, at: At<'_>) -> Result<&'v Variant, Fault> {
    let mut tagged = variants.iter().filter(|variant| !variant.untagged);
    tagged.find(|v| v.wire_name == name).ok_or_else(|| {
        let known = one_of(variants.iter().map(|v| v.wire_name.as_str()));
        at.fault(format!("unknown variant `{name}`, expected {known}"))
    })
}

/// The variant that the tag names.
fn find<'v>(
    tag: &str,
    variants: &'v [Variant],
    entries: &[Entry<'_>],
    at: At<'_>,
) -> Result<&'v Variant, Fault> {
    let path = Path::Key(at.path, tag);
    let is_tag = |entry: &&Entry<'_>| entry.key.string().is_ok_and(|key| key == tag);
    let Some(entry) = entries.iter().find(is_tag) else {
        return Err(at.fault(format!("missing key `{tag}`")));
    };
    let at = at.child(entry.value, &path);
    match at.open()? {
        Kind::String => named(variants, &at.string()?, at),
        _ => Err(at.fault(super::unexpected("the name of a variant", at.node))),
    }
}

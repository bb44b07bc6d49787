//! The classes of variants that say their name: as the only key, or as a tag beside their content.

use std::borrow::Cow;
use std::collections::BTreeSet;

use centrifugo_build::manifest::{Tagging, Type};

use super::fields::{self, Attribute};
use super::layout::{self, Expr};
use super::model::{self, Class, Item, Lowering, MODELS};
use super::names::{self, Place};
use super::shape::{self, Body, Case, Cases, Direction, Form, Keys};
use super::text;

/// The attributes of a tagged variant's own keys, which are the same for all variants.
pub(super) struct Tag<'a> {
    pub(super) wire: &'a str,
    pub(super) attribute: String,
    /// Key and attribute of the content, if it does not stand beside the tag.
    pub(super) content: Option<(&'a str, String)>,
}

/// A struct whose class is the base of a variant's.
struct Base<'a> {
    class: &'a str,
    keys: Keys<'a>,
    /// Of its class's values.
    direction: Direction,
}

impl<'a> Lowering<'a, '_> {
    /// The attributes of tag and content; none for enums without a tag.
    pub(super) fn tag<'m>(&self, cases: &Cases<'m>, direction: Direction) -> Option<Tag<'m>> {
        if matches!(cases.tagging, Tagging::External | Tagging::Untagged) {
            return None;
        }
        let mut annotations = vec![];
        let mut attributes = vec![];
        for case in cases.cases.iter().filter(|case| !case.variant.untagged) {
            match &case.body {
                Body::Newtype(item) => {
                    annotations.push(self.types.annotation(item, direction, MODELS));
                    if let Some(base) = self.base(item, direction) {
                        let of_base = self.attributes(&base.keys, base.direction, &[]);
                        attributes.extend(of_base.names);
                    }
                }
                Body::Tuple(elements) => {
                    annotations.push(self.types.elements(elements, direction, MODELS));
                }
                Body::Unit | Body::Struct(_) => {}
            }
        }
        let mut taken: BTreeSet<&str> = attributes.iter().map(|name| &**name).collect();
        for annotation in &annotations {
            fields::add_mentioned(annotation, &mut taken);
        }
        match cases.tagging {
            Tagging::External | Tagging::Untagged => None,
            Tagging::Internal { tag } => {
                let [attribute] = named([tag], &taken);
                Some(Tag {
                    wire: tag,
                    attribute,
                    content: None,
                })
            }
            Tagging::Adjacent { tag, content } => {
                let [attribute, of_content] = named([tag, content], &taken);
                Some(Tag {
                    wire: tag,
                    attribute,
                    content: Some((content, of_content)),
                })
            }
        }
    }

    /// The content of a variant as one value; none of a unit variant.
    fn content<'m>(
        &mut self,
        class: &str,
        body: &Body<'m>,
        direction: Direction,
    ) -> anyhow::Result<Option<Expr<'m>>>
    where
        'a: 'm,
    {
        Ok(Some(match body {
            Body::Unit => return Ok(None),
            Body::Newtype(item) => self.annotation(self.types.annotation(item, direction, MODELS)),
            Body::Tuple(elements) => {
                self.annotation(self.types.elements(elements, direction, MODELS))
            }
            Body::Struct(keys) => {
                let content = self.names.derived(class, "Content");
                let mut lowered = self.object(&content, keys, direction, None);
                let reference = self.reference(&mut lowered);
                self.push(&content, Item::Class(lowered))?;
                reference
            }
        }))
    }

    /// A variant whose name is the only key of an object.
    pub(super) fn keyed(
        &mut self,
        class: &str,
        case: &Case<'_>,
        direction: Direction,
    ) -> anyhow::Result<Class> {
        let wire = &case.variant.wire_name;
        let item = self.content(class, &case.body, direction)?;
        let item = item.unwrap_or(Expr::NONE);
        let mut taken = BTreeSet::new();
        fields::add_mentioned(&item, &mut taken);
        let [attribute] = named([wire], &taken);
        let mut lowered = model::class(class, vec!["_w.Keyed".into()], None);
        lowered
            .settings
            .push(layout::set(4, "__key__", &text::string(wire)));
        lowered.fields.push(plain(item, &attribute, wire));
        Ok(lowered)
    }

    /// A variant with its content at a key beside the tag.
    pub(super) fn adjacent(
        &mut self,
        class: &str,
        case: &Case<'_>,
        tag: &Tag<'_>,
        direction: Direction,
    ) -> anyhow::Result<Class> {
        let item = self.content(class, &case.body, direction)?;
        let mut lowered = tagged(class, vec![], case, tag, &[]);
        if let (Some(item), Some((wire, attribute))) = (item, &tag.content) {
            lowered.fields.push(plain(item, attribute, wire));
        }
        Ok(lowered)
    }

    /// A variant whose content's keys stand beside the tag.
    pub(super) fn internal(
        &mut self,
        class: &str,
        case: &Case<'_>,
        tag: &Tag<'_>,
        direction: Direction,
    ) -> Class {
        match &case.body {
            Body::Unit => tagged(class, vec![], case, tag, &[]),
            Body::Struct(keys) => {
                let attributes = self.attributes(keys, direction, &[&tag.attribute]);
                let constants = model::constants(keys, &attributes.names);
                let bases = model::bases(keys, true).split_off(1);
                let mut lowered = tagged(class, bases, case, tag, &constants);
                lowered.settings.extend(model::closed(keys.closed));
                let fields = fields::fields(self.types, keys, direction, attributes);
                lowered.fields.extend(fields);
                lowered
            }
            Body::Newtype(item) => {
                if let Some(base) = self.base(item, direction) {
                    let attributes = self.attributes(&base.keys, base.direction, &[]);
                    let constants = model::constants(&base.keys, &attributes.names);
                    let bases = vec![base.class.to_owned().into()];
                    return tagged(class, bases, case, tag, &constants);
                }
                let annotation = match self.types.resolved(item, direction) {
                    Type::Null => return tagged(class, vec![], case, tag, &[]),
                    Type::Map { key, value } => {
                        let map = self.types.map(key, value, direction, MODELS);
                        fields::rest_annotation(self.annotation(map), std::iter::empty())
                    }
                    _ => super::types::annotated(
                        self.annotation(self.types.annotation(item, direction, MODELS)),
                        fields::flat_mark(self.types, item, direction),
                    ),
                };
                beside_content(class, case, tag, &annotation)
            }
            Body::Tuple(elements) => {
                let tuple = self.annotation(self.types.elements(elements, direction, MODELS));
                beside_content(class, case, tag, &tuple)
            }
        }
    }

    /// The struct that `item` is, if it is one.
    fn base<'m>(&self, item: &'m Type, direction: Direction) -> Option<Base<'m>>
    where
        'a: 'm,
    {
        let Type::Named { id } = self.types.resolved(item, direction) else {
            return None;
        };
        let def = self.types.def(id);
        let class = self.types.class(id, direction);
        let mut classes = self.types.classes_of(def).into_iter();
        let (_, direction) = classes.find(|(name, _)| *name == class)?;
        let Some(Form::Struct(keys)) = shape::form(def, direction, &self.types.nulls) else {
            return None;
        };
        Some(Base {
            class,
            keys,
            direction,
        })
    }
}

/// A class with a tag.
fn tagged(
    class: &str,
    bases: Vec<model::Base>,
    case: &Case<'_>,
    tag: &Tag<'_>,
    constants: &[&str],
) -> Class {
    let bases = std::iter::once("_w.Tagged".into()).chain(bases);
    let mut lowered = model::class(class, bases.collect(), None);
    let mut tags = vec![tag.attribute.as_str()];
    tags.extend_from_slice(constants);
    lowered.settings.extend(model::tags(&tags));
    let value = Expr::atom(text::string(&case.variant.wire_name));
    let literal = Expr::subscript("_t.Literal", vec![value.clone()]);
    let annotation = fields::named(literal, &tag.attribute, tag.wire, None);
    let attribute = Attribute::new(&tag.attribute, &annotation, Some(&value), None);
    lowered.fields.push(attribute);
    lowered
}

/// A tagged class with one more value, whose keys stand beside the tag.
fn beside_content(class: &str, case: &Case<'_>, tag: &Tag<'_>, annotation: &Expr<'_>) -> Class {
    let mut taken = BTreeSet::from([tag.attribute.as_str()]);
    fields::add_mentioned(annotation, &mut taken);
    let [attribute] = named(["content"], &taken);
    let mut lowered = tagged(class, vec!["_w.Flattened".into()], case, tag, &[]);
    lowered
        .fields
        .push(Attribute::new(&attribute, annotation, None, None));
    lowered
}

/// The attributes of keys that stand beside nothing but `taken`.
fn named<const N: usize>(wire_names: [&str; N], taken: &BTreeSet<&str>) -> [String; N] {
    let no_parts = std::iter::empty();
    let names = names::attributes(wire_names.into_iter(), no_parts, Place::Model, taken);
    let mut names = names.into_iter().map(Cow::into_owned);
    wire_names.map(|_| names.next().expect("each has one"))
}

fn plain(item: Expr<'_>, attribute: &str, wire: &str) -> Attribute {
    let annotation = fields::named(item, attribute, wire, None);
    Attribute::new(attribute, &annotation, None, None)
}

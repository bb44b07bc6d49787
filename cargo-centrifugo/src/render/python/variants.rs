//! The classes of variants that say their name: as the only key, or as a tag beside their content.

use std::collections::BTreeSet;

use centrifugo_build::manifest::{Tagging, Type};

use super::fields::{self, Attribute};
use super::layout::{self, Expr};
use super::model::{self, Class, Item, Lowering, MODELS};
use super::names::{self, Place};
use super::shape::{self, Body, Case, Cases, Direction, Form};
use super::text;

/// The attributes of a tagged variant's own keys, which are the same for all variants.
pub(super) struct Tag<'a> {
    pub(super) wire: &'a str,
    pub(super) attribute: String,
    /// Key and attribute of the content, if it does not stand beside the tag.
    pub(super) content: Option<(&'a str, String)>,
}

/// A struct whose class is the base of a variant's.
struct Base {
    class: String,
    attributes: Vec<String>,
    constants: Vec<String>,
}

impl Lowering<'_, '_> {
    /// The attributes of tag and content; none for enums without a tag.
    pub(super) fn tag<'m>(&self, cases: &Cases<'m>, direction: Direction) -> Option<Tag<'m>> {
        let mut taken = BTreeSet::new();
        for case in cases.cases.iter().filter(|case| !case.variant.untagged) {
            match &case.body {
                Body::Newtype(item) => {
                    let annotation = self.types.annotation(item, direction, MODELS);
                    taken.extend(fields::mentioned(&annotation));
                    let base = self.base(item, direction);
                    taken.extend(base.into_iter().flat_map(|base| base.attributes));
                }
                Body::Tuple(elements) => {
                    let annotation = self.types.elements(elements, direction, MODELS);
                    taken.extend(fields::mentioned(&annotation));
                }
                Body::Unit | Body::Struct(_) => {}
            }
        }
        let named = |wire_names: &[&str]| names::attributes(wire_names, &[], Place::Model, &taken);
        match cases.tagging {
            Tagging::External | Tagging::Untagged => None,
            Tagging::Internal { tag } => Some(Tag {
                wire: tag,
                attribute: named(&[tag]).remove(0),
                content: None,
            }),
            Tagging::Adjacent { tag, content } => {
                let mut names = named(&[tag, content]);
                Some(Tag {
                    wire: tag,
                    attribute: names.remove(0),
                    content: Some((content, names.remove(0))),
                })
            }
        }
    }

    /// The content of a variant as one value; none of a unit variant.
    fn content(
        &mut self,
        class: &str,
        body: &Body<'_>,
        direction: Direction,
    ) -> anyhow::Result<Option<Expr>> {
        Ok(Some(match body {
            Body::Unit => return Ok(None),
            Body::Newtype(item) => self.types.annotation(item, direction, MODELS),
            Body::Tuple(elements) => self.types.elements(elements, direction, MODELS),
            Body::Struct(keys) => {
                let content = self.names.derived(class, "Content");
                let none = BTreeSet::new();
                let mut lowered = self.object(&content, keys, direction, None, &none);
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
        let item = item.unwrap_or_else(|| Expr::atom("None"));
        let taken = fields::mentioned(&item);
        let attribute = names::attributes(&[wire], &[], Place::Model, &taken).remove(0);
        let mut lowered = model::class(class, vec!["_w.Keyed".to_owned()], None);
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
        let beside = BTreeSet::from([tag.attribute.clone()]);
        match &case.body {
            Body::Unit => tagged(class, vec![], case, tag, &[]),
            Body::Struct(keys) => {
                let constants = self.constants(keys, direction, &beside);
                let bases = model::bases(keys, true).split_off(1);
                let mut lowered = tagged(class, bases, case, tag, &constants);
                let own = self.object(class, keys, direction, None, &beside);
                lowered.settings.extend(model::closed(keys.closed));
                lowered.fields.extend(own.fields);
                lowered
            }
            Body::Newtype(item) => {
                if let Some(base) = self.base(item, direction) {
                    return tagged(class, vec![base.class], case, tag, &base.constants);
                }
                let annotation = match self.types.resolved(item, direction) {
                    Type::Null => return tagged(class, vec![], case, tag, &[]),
                    Type::Map { key, value } => {
                        fields::rest_annotation(self.types.map(key, value, direction, MODELS), &[])
                    }
                    _ => super::types::annotated(
                        self.types.annotation(item, direction, MODELS),
                        fields::flat_mark(self.types, item, direction),
                    ),
                };
                beside_content(class, case, tag, &annotation)
            }
            Body::Tuple(elements) => {
                let tuple = self.types.elements(elements, direction, MODELS);
                beside_content(class, case, tag, &tuple)
            }
        }
    }

    /// The struct that `item` is, if it is one.
    fn base(&self, item: &Type, direction: Direction) -> Option<Base> {
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
        let none = BTreeSet::new();
        let (attributes, _) =
            fields::attributes(self.types, &keys, direction, Place::Model, MODELS, &none);
        Some(Base {
            class: class.to_owned(),
            constants: self.constants(&keys, direction, &none),
            attributes,
        })
    }
}

/// A class with a tag.
fn tagged(
    class: &str,
    bases: Vec<String>,
    case: &Case<'_>,
    tag: &Tag<'_>,
    constants: &[String],
) -> Class {
    let bases = std::iter::once("_w.Tagged".to_owned()).chain(bases);
    let mut lowered = model::class(class, bases.collect(), None);
    let mut tags = vec![tag.attribute.clone()];
    tags.extend_from_slice(constants);
    lowered.settings.extend(model::tags(&tags));
    let value = Expr::atom(text::string(&case.variant.wire_name));
    let literal = Expr::subscript("_t.Literal", vec![value.clone()]);
    let annotation = fields::named(literal, &tag.attribute, tag.wire, None);
    lowered.fields.push(Attribute {
        statement: layout::assign(4, &tag.attribute, &annotation, Some(&value)),
        docstring: None,
    });
    lowered
}

/// A tagged class with one more value, whose keys stand beside the tag.
fn beside_content(class: &str, case: &Case<'_>, tag: &Tag<'_>, annotation: &Expr) -> Class {
    let mut taken = fields::mentioned(annotation);
    taken.insert(tag.attribute.clone());
    let attribute = names::attributes(&[], &["content"], Place::Model, &taken).remove(0);
    let mut lowered = tagged(class, vec!["_w.Flattened".to_owned()], case, tag, &[]);
    lowered.fields.push(Attribute {
        statement: layout::assign(4, &attribute, annotation, None),
        docstring: None,
    });
    lowered
}

fn plain(item: Expr, attribute: &str, wire: &str) -> Attribute {
    let annotation = fields::named(item, attribute, wire, None);
    Attribute {
        statement: layout::assign(4, attribute, &annotation, None),
        docstring: None,
    }
}

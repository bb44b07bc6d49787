//! `#[serde(flatten)]`, when all shapes are known: keys of structs move into the struct around
//! them, a map becomes the rest, enums and optional structs stay as what they are.
//!
//! Source: serde's `private/de.rs`, `FlatMapDeserializer`, and `private/ser.rs`, `FlatMapSerializer`.
//! There a struct *takes* its keys from those that are left, and so do externally and adjacently
//! tagged enums. All else only *looks* at them, so that a map beside it would have them a second
//! time, and a map *swallows* what is left, whoever it belongs to.

mod keys;
mod reads;

use super::lowering::{Direction, Instance, Lowering};
use crate::diagnostic::{Diagnostic, messages};
use crate::manifest::{Content, Field, Flatten, Object, Rest, Shape, Tagging, Type};
use crate::parse::{Fields, TypeItemKind};
use crate::source::Span;
use reads::Reads;

/// What a flattened value becomes.
enum Part {
    Fields(Object),
    Rest(Type, Type),
    Kept(Type),
    Nothing,
}

/// Newtypes within newtypes; more stand for themselves.
const MAX_DEPTH: usize = 64;

impl Lowering<'_> {
    /// Merges what is flattened into every object.
    pub(crate) fn merge_flattened(&mut self) {
        let ids: Vec<String> = self.found.keys().cloned().collect();
        let mut merged = vec![];
        for id in &ids {
            for direction in [Direction::Input, Direction::Output] {
                let Some(shape) = self.found[id].shape(direction) else {
                    continue;
                };
                if !has_flatten(shape) {
                    continue;
                }
                let merge = Merge {
                    lowering: self,
                    owner: id,
                    direction,
                };
                let mut errors = vec![];
                let shape = merge.shape(shape.clone(), &mut errors);
                merged.push((id, direction, shape, errors));
            }
        }
        for (id, direction, shape, errors) in merged {
            if let Some(found) = self.found.get_mut(id) {
                let is_wrong = found.is_open && !errors.is_empty();
                *found.shape_mut(direction) = (!is_wrong).then_some(shape);
                if !found.is_open {
                    self.errors.extend(errors);
                }
            }
        }
    }

    /// Where the name of a type stands, or of its field or variant if it has one of this name.
    pub(super) fn place_of(&self, id: &str, part: Option<&str>) -> Option<Span> {
        let Instance::Item(item, _) = self.found.get(id)?.instance else {
            return None;
        };
        let item = self.names.item(item);
        let within = |fields: &Fields| match fields {
            Fields::Unit => None,
            Fields::Tuple(fields) | Fields::Named(fields) => fields
                .iter()
                .map(|found| &found.name)
                .find(|name| Some(name.text.as_str()) == part)
                .map(|name| name.span),
        };
        let found = match &item.kind {
            TypeItemKind::Struct { fields, .. } => within(fields),
            TypeItemKind::Enum { variants, .. } => variants
                .iter()
                .find(|variant| Some(variant.name.text.as_str()) == part)
                .map(|variant| variant.name.span)
                .or_else(|| variants.iter().find_map(|variant| within(&variant.fields))),
            TypeItemKind::Alias(_) | TypeItemKind::Other(_) => None,
        };
        Some(found.unwrap_or(item.name.span))
    }
}

fn has_flatten(shape: &Shape) -> bool {
    match shape {
        Shape::Struct(object) => !object.flatten.is_empty(),
        Shape::Enum { variants, .. } => variants.iter().any(|variant| {
            matches!(&variant.content, Content::Struct(object) if !object.flatten.is_empty())
        }),
        Shape::Tuple { .. } | Shape::Newtype { .. } => false,
    }
}

struct Merge<'m, 'l> {
    lowering: &'m Lowering<'l>,
    owner: &'m str,
    direction: Direction,
}

impl Merge<'_, '_> {
    fn shape(&self, shape: Shape, errors: &mut Vec<Diagnostic>) -> Shape {
        match shape {
            Shape::Struct(object) => {
                Shape::Struct(self.object(object, &mut vec![self.owner.to_owned()], errors))
            }
            Shape::Enum {
                tagging,
                mut variants,
                deny_unknown_fields,
            } => {
                for variant in &mut variants {
                    if let Content::Struct(object) = &mut variant.content {
                        *object = {
                            let object = std::mem::take(object);
                            self.object(object, &mut vec![self.owner.to_owned()], errors)
                        };
                    }
                }
                Shape::Enum {
                    tagging,
                    variants,
                    deny_unknown_fields,
                }
            }
            other => other,
        }
    }

    /// `within` are the types that are being merged, the outermost first.
    fn object(
        &self,
        mut object: Object,
        within: &mut Vec<String>,
        errors: &mut Vec<Diagnostic>,
    ) -> Object {
        let mut reads: Vec<(String, Reads)> = vec![];
        for value in std::mem::take(&mut object.flatten) {
            let how = match self.part(&value, within, errors) {
                Part::Nothing => Reads::Takes,
                Part::Kept(ty) => {
                    let how = self.kept_reads(&ty);
                    object.flatten.push(Flatten {
                        r#type: ty,
                        ..value.clone()
                    });
                    how
                }
                Part::Rest(key, rest) => {
                    self.add_rest(&mut object, &value, key, rest, errors);
                    Reads::Swallows
                }
                Part::Fields(inner) => {
                    let how = match (&inner.rest, inner.is_flattened()) {
                        (Some(_), _) => Reads::Swallows,
                        (None, true) => Reads::Looks,
                        (None, false) => Reads::Takes,
                    };
                    if inner.deny_unknown_fields && inner.is_flattened() {
                        errors.push(self.error(&value.name, messages::flatten_deny(&value.name)));
                    }
                    self.add_inner(&mut object, &value, inner, errors);
                    how
                }
            };
            reads.push((value.name, how));
        }
        if self.direction == Direction::Input {
            self.check_reads(&object, &reads, errors);
        }
        // The keys of what lies deeper were compared where it was merged.
        if within.len() == 1 {
            self.check_keys(&object, errors);
        }
        object
    }

    fn add_rest(
        &self,
        object: &mut Object,
        value: &Flatten,
        key: Type,
        rest: Type,
        errors: &mut Vec<Diagnostic>,
    ) {
        if let Some(other) = &object.rest {
            let error = messages::flatten_two_maps(&other.name, &value.name);
            errors.push(self.error(&value.name, error));
        }
        object.rest = Some(Rest {
            name: value.name.clone(),
            key,
            value: rest,
            docs: value.docs.clone(),
        });
    }

    fn add_inner(
        &self,
        object: &mut Object,
        value: &Flatten,
        inner: Object,
        errors: &mut Vec<Diagnostic>,
    ) {
        let from = |within: Option<&String>| match within {
            Some(within) => Some(format!("{}.{within}", value.name)),
            None => Some(value.name.clone()),
        };
        object
            .fields
            .extend(inner.fields.into_iter().map(|field| Field {
                flattened: from(field.flattened.as_ref()),
                ..field
            }));
        object
            .flatten
            .extend(inner.flatten.into_iter().map(|kept| Flatten {
                name: format!("{}.{}", value.name, kept.name),
                ..kept
            }));
        if let Some(rest) = inner.rest {
            let rest = Rest {
                name: format!("{}.{}", value.name, rest.name),
                ..rest
            };
            if let Some(other) = object.rest.replace(rest) {
                let error = messages::flatten_two_maps(&other.name, &value.name);
                errors.push(self.error(&value.name, error));
            }
        }
    }

    /// What a flattened value is, seen through newtypes.
    fn part(
        &self,
        value: &Flatten,
        within: &mut Vec<String>,
        errors: &mut Vec<Diagnostic>,
    ) -> Part {
        let mut refuse = |what: &str| {
            errors.push(self.error(&value.name, messages::flatten(&value.name, what)));
            Part::Nothing
        };
        let mut ty = &value.r#type;
        for _ in 0..MAX_DEPTH {
            ty = match ty {
                Type::Null => return Part::Nothing,
                Type::Any => return Part::Rest(Type::String { format: None }, Type::Any),
                Type::Map { key, value } => {
                    return Part::Rest(key.as_ref().clone(), value.as_ref().clone());
                }
                Type::Option { item } => match self.optional(item) {
                    Some(part) => return part,
                    None => return refuse("this `Option`"),
                },
                Type::Named { id } => match self.shape_of(id) {
                    Some(Shape::Struct(_)) if within.contains(id) => {
                        return refuse("a type that holds itself");
                    }
                    Some(Shape::Struct(object)) => {
                        within.push(id.clone());
                        let inner = self.object(object.clone(), within, errors);
                        within.pop();
                        return Part::Fields(inner);
                    }
                    Some(Shape::Enum {
                        tagging, variants, ..
                    }) => {
                        let reads_unit = self.direction == Direction::Input
                            && variants.iter().any(|variant| {
                                let untagged = *tagging == Tagging::Untagged || variant.untagged;
                                untagged && variant.content.is_unit()
                            });
                        if reads_unit {
                            return refuse("an untagged enum with a unit variant");
                        }
                        return Part::Kept(Type::Named { id: id.clone() });
                    }
                    Some(Shape::Newtype { item, .. }) => item,
                    Some(Shape::Tuple { .. }) => return refuse("a tuple struct"),
                    None => return Part::Nothing,
                },
                Type::List { .. } | Type::Array { .. } | Type::Tuple { .. } | Type::Bytes => {
                    return refuse("an array");
                }
                Type::Bool
                | Type::Integer { .. }
                | Type::Float { .. }
                | Type::Number
                | Type::String { .. }
                | Type::Literal { .. }
                | Type::Param { .. }
                | Type::Apply(_) => return refuse("a single value"),
            };
        }
        refuse("a type that stands for itself")
    }

    /// An `Option` is `None` if what it holds cannot be read, whatever the reason.
    fn optional(&self, item: &Type) -> Option<Part> {
        let kept = || {
            Part::Kept(Type::Option {
                item: Box::new(item.clone()),
            })
        };
        match item {
            Type::Map { key, value }
                if self.direction == Direction::Output || **value == Type::Any =>
            {
                Some(Part::Rest(key.as_ref().clone(), value.as_ref().clone()))
            }
            Type::Named { id } => match self.shape_of(id)? {
                Shape::Struct(_) | Shape::Enum { .. } => Some(kept()),
                Shape::Newtype { .. } | Shape::Tuple { .. } => None,
            },
            _ => None,
        }
    }

    fn shape_of(&self, id: &str) -> Option<&Shape> {
        self.lowering.found.get(id)?.shape(self.direction)
    }

    fn error(&self, field: &str, error: Diagnostic) -> Diagnostic {
        let field = field.split('.').next().unwrap_or(field);
        match self.lowering.place_of(self.owner, Some(field)) {
            Some(place) => error.at(place),
            None => error,
        }
    }
}

//! `#[serde(flatten)]`, when all shapes are known: keys of structs move into the struct around
//! them, a map becomes the rest, enums and optional structs stay as what they are.
//!
//! Source: serde's `private/de.rs`, `FlatMapDeserializer`, and `private/ser.rs`, `FlatMapSerializer`.
//! There a struct *takes* its keys from those that are left, and so do externally and adjacently
//! tagged enums. All else only *looks* at them, so that a map beside it would have them a second
//! time, and a map *swallows* what is left, whoever it belongs to.

use std::collections::HashMap;

use super::lowering::{Direction, Instance, Lowering};
use crate::diagnostic::{Diagnostic, messages};
use crate::manifest::{Content, Field, Flatten, Object, Rest, Shape, Tagging, Type};
use crate::parse::{Fields, TypeItemKind};
use crate::source::Span;

/// What a flattened value does to the keys that are left.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reads {
    Takes,
    Looks,
    Swallows,
}

/// What a flattened value becomes.
enum Part {
    Fields(Object),
    Rest(Type, Type),
    Kept(Type),
    Nothing,
}

/// Who has some of an object's keys.
struct Holder {
    keys: Vec<String>,
    shown: String,
    flattened: Option<String>,
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

    fn kept_reads(&self, ty: &Type) -> Reads {
        let Type::Named { id } = (match ty {
            Type::Option { item } => item,
            ty => ty,
        }) else {
            return Reads::Looks;
        };
        match self.shape_of(id) {
            Some(Shape::Struct(object)) if !object.is_flattened() => Reads::Takes,
            Some(Shape::Enum {
                tagging: Tagging::External | Tagging::Adjacent { .. },
                variants,
                ..
            }) if variants.iter().all(|variant| !variant.untagged) => Reads::Takes,
            _ if self.minds_others(ty, 0) => Reads::Swallows,
            _ => Reads::Looks,
        }
    }

    /// Does what it means depend on keys that are others'? A map has them all, `deny_unknown_fields`
    /// refuses them, and an externally tagged enum wants to be alone.
    fn minds_others(&self, ty: &Type, depth: usize) -> bool {
        let id = match ty {
            Type::Map { .. } | Type::Any => return true,
            Type::Option { item } => return self.minds_others(item, depth),
            Type::Named { id } if depth < MAX_DEPTH => id,
            _ => return false,
        };
        let object = |object: &Object| {
            let mut flatten = object.flatten.iter();
            object.rest.is_some()
                || object.deny_unknown_fields
                || flatten.any(|value| self.minds_others(&value.r#type, depth + 1))
        };
        match self.shape_of(id) {
            Some(Shape::Struct(found)) => object(found),
            Some(Shape::Newtype { item, .. }) => self.minds_others(item, depth + 1),
            Some(Shape::Enum {
                tagging, variants, ..
            }) => variants.iter().any(|variant| {
                let named = !variant.untagged && *tagging != Tagging::Untagged;
                match (&variant.content, tagging) {
                    // Within another object, this takes the only key.
                    (_, Tagging::External) if named => depth > 0,
                    (_, Tagging::Adjacent { .. }) if named => false,
                    (Content::Struct(found), _) => object(found),
                    (Content::Newtype { item }, _) => self.minds_others(item, depth + 1),
                    (Content::Unit | Content::Tuple { .. }, _) => false,
                }
            }),
            Some(Shape::Tuple { .. }) | None => false,
        }
    }

    fn check_reads(
        &self,
        object: &Object,
        reads: &[(String, Reads)],
        errors: &mut Vec<Diagnostic>,
    ) {
        for (index, (name, how)) in reads.iter().enumerate() {
            if *how != Reads::Takes && object.deny_unknown_fields {
                errors.push(self.error(name, messages::flatten_deny(name)));
            }
            if *how != Reads::Swallows {
                continue;
            }
            let doubled = reads.iter().enumerate().find(|(other, (_, how))| {
                // Two that swallow are told of as such.
                let doubles = *how == Reads::Looks || (*how == Reads::Takes && *other > index);
                *other != index && doubles
            });
            if let Some((_, (other, _))) = doubled {
                errors.push(self.error(name, messages::flatten_swallows(name, other)));
            }
        }
    }

    /// Keys that meet only because of what is flattened; the others were compared before.
    fn check_keys(&self, object: &Object, errors: &mut Vec<Diagnostic>) {
        let fields = object.fields.iter().map(|field| Holder {
            keys: [&field.wire_name]
                .into_iter()
                .chain(&field.aliases)
                .cloned()
                .collect(),
            shown: match &field.flattened {
                Some(of) => format!("`{of}.{}`", field.name),
                None => format!("`{}`", field.name),
            },
            flattened: field.flattened.clone(),
        });
        let kept = object.flatten.iter().map(|value| Holder {
            keys: self.keys_of(&value.r#type, 0),
            shown: format!("a key of `{}`", value.name),
            flattened: Some(value.name.clone()),
        });
        let holders: Vec<Holder> = fields.chain(kept).collect();
        let mut seen: HashMap<&str, usize> = HashMap::new();
        for (index, holder) in holders.iter().enumerate() {
            for key in &holder.keys {
                let Some(other) = seen.insert(key, index).filter(|other| *other != index) else {
                    continue;
                };
                let other = &holders[other];
                if let Some(of) = holder.flattened.as_ref().or(other.flattened.as_ref()) {
                    let error = messages::duplicate_key(key, &other.shown, &holder.shown);
                    errors.push(self.error(of, error));
                }
            }
        }
    }

    /// All keys that a value of a flattened type may have.
    fn keys_of(&self, ty: &Type, depth: usize) -> Vec<String> {
        let id = match ty {
            Type::Option { item } => return self.keys_of(item, depth),
            Type::Named { id } if depth < MAX_DEPTH => id,
            _ => return vec![],
        };
        let names = |object: &Object| -> Vec<String> {
            let fields = object.fields.iter();
            fields
                .flat_map(|field| [&field.wire_name].into_iter().chain(&field.aliases))
                .cloned()
                .collect()
        };
        let within = |content: &Content| match content {
            Content::Struct(object) => names(object),
            Content::Newtype { item } => self.keys_of(item, depth + 1),
            Content::Unit | Content::Tuple { .. } => vec![],
        };
        let mut keys = match self.shape_of(id) {
            Some(Shape::Struct(object)) => names(object),
            Some(Shape::Newtype { item, .. }) => self.keys_of(item, depth + 1),
            Some(Shape::Enum {
                tagging, variants, ..
            }) => {
                let mut keys = match tagging {
                    Tagging::Internal { tag } => vec![tag.clone()],
                    Tagging::Adjacent { tag, content } => vec![tag.clone(), content.clone()],
                    Tagging::External | Tagging::Untagged => vec![],
                };
                for variant in variants {
                    match tagging {
                        Tagging::External if !variant.untagged => {
                            keys.push(variant.wire_name.clone());
                            keys.extend(variant.aliases.iter().cloned());
                        }
                        Tagging::Adjacent { .. } if !variant.untagged => {}
                        _ => keys.extend(within(&variant.content)),
                    }
                }
                keys
            }
            Some(Shape::Tuple { .. }) | None => vec![],
        };
        // Several variants may have one key.
        keys.sort();
        keys.dedup();
        keys
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

//! How flattened values read the keys around them, and which of them cannot stand beside each other.

use super::{MAX_DEPTH, Merge};
use crate::diagnostic::{Diagnostic, messages};
use crate::manifest::{Content, Object, Shape, Tagging, Type};

/// What a flattened value does to the keys that are left.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reads {
    Takes,
    Looks,
    Swallows,
}

impl Merge<'_, '_> {
    pub(super) fn kept_reads(&self, ty: &Type) -> Reads {
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

    pub(super) fn check_reads(
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
}

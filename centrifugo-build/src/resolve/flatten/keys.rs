//! Keys of one object that meet because of what is flattened into it.

use std::collections::HashMap;

use super::{MAX_DEPTH, Merge};
use crate::diagnostic::{Diagnostic, messages};
use crate::manifest::{Content, Object, Shape, Tagging, Type};

/// Who has some of an object's keys.
struct Holder {
    keys: Vec<String>,
    shown: String,
    flattened: Option<String>,
}

impl Merge<'_, '_> {
    /// Keys that meet only because of what is flattened; the others were compared before.
    pub(super) fn check_keys(&self, object: &Object, errors: &mut Vec<Diagnostic>) {
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
}

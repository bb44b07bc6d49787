//! What a type of the manifest reaches, as far as it decides what can be proven about it.

use std::collections::{BTreeMap, BTreeSet};

use centrifugo_manifest::{
    Content, Format, Manifest, Object, Shape, Shapes, Tagging, Type, TypeDef,
};

/// All types that a type consists of.
#[derive(Debug, Default)]
pub(super) struct Reach<'a> {
    types: Vec<Type>,
    defs: BTreeMap<&'a str, &'a TypeDef>,
}

impl<'a> Reach<'a> {
    pub(super) fn of(manifest: &'a Manifest, root: &Type) -> Self {
        let known = manifest.types_by_id();
        let mut reach = Self::default();
        let mut queue = vec![root.clone()];
        let mut seen = BTreeSet::new();
        while let Some(next) = queue.pop() {
            next.each(&mut |inner| {
                if seen.insert(inner.clone()) {
                    reach.types.push(inner.clone());
                }
                let Type::Named { id } = inner else { return };
                let Some((id, def)) = known.get_key_value(id.as_str()) else {
                    return;
                };
                if reach.defs.insert(id, def).is_none() {
                    for shape in [def.shapes.input(), def.shapes.output()]
                        .into_iter()
                        .flatten()
                    {
                        shape.each_type(&mut |inner| queue.push(inner.clone()));
                    }
                }
            });
        }
        reach
    }

    /// Does the manifest say how values of the type are written?
    pub(super) fn has_output(&self) -> bool {
        self.defs.values().all(|def| def.shapes.output().is_some())
    }

    /// Is what is written also what is read, and does it name its variant? Then JSON that is read and
    /// written again is the same.
    pub(super) fn reads_what_it_writes(&self) -> bool {
        self.defs
            .values()
            .all(|def| matches!(&def.shapes, Shapes::Both(shape) if is_unambiguous(shape)))
    }

    /// Is there anything that the manifest knows nothing of?
    pub(super) fn has_any(&self) -> bool {
        self.types.contains(&Type::Any)
    }

    /// All names of keys that clients may send.
    pub(super) fn sent_keys(&self) -> BTreeSet<&'a str> {
        let shapes = self.defs.values().filter_map(|def| def.shapes.input());
        shapes.flat_map(sent_keys).collect()
    }

    /// May the elements of a list change their order?
    pub(super) fn has_unordered(&self) -> bool {
        let mut types = self.types.iter();
        types.any(|inner| {
            matches!(
                inner,
                Type::List {
                    unordered: true,
                    ..
                }
            )
        })
    }

    /// May a text be written in another form than it is read in?
    pub(super) fn has_formats(&self) -> bool {
        self.types.iter().any(|inner| match inner {
            Type::String { format } => format.is_some_and(|format| format != Format::Char),
            _ => false,
        })
    }
}

fn is_unambiguous(shape: &Shape) -> bool {
    match shape {
        Shape::Struct(object) => !object.is_flattened(),
        Shape::Tuple { .. } => true,
        Shape::Newtype { checked, .. } => !checked,
        Shape::Enum {
            tagging, variants, ..
        } => {
            *tagging != Tagging::Untagged && variants.iter().all(|variant| {
                !variant.untagged
                    && !matches!(&variant.content, Content::Struct(object) if object.is_flattened())
            })
        }
    }
}

fn sent_keys(shape: &Shape) -> Vec<&str> {
    match shape {
        Shape::Struct(object) => object_keys(object),
        Shape::Tuple { .. } | Shape::Newtype { .. } => vec![],
        Shape::Enum {
            tagging, variants, ..
        } => {
            let mut keys: Vec<&str> = match tagging {
                Tagging::Internal { tag } => vec![tag],
                Tagging::Adjacent { tag, content } => vec![tag, content],
                Tagging::External | Tagging::Untagged => vec![],
            };
            for variant in variants {
                keys.push(&variant.wire_name);
                keys.extend(variant.aliases.iter().map(String::as_str));
                if let Content::Struct(object) = &variant.content {
                    keys.extend(object_keys(object));
                }
            }
            keys
        }
    }
}

fn object_keys(object: &Object) -> Vec<&str> {
    object
        .fields
        .iter()
        .flat_map(|field| [&field.wire_name].into_iter().chain(&field.aliases))
        .map(String::as_str)
        .collect()
}

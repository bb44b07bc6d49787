//! Of which types `null` is a value.

use std::collections::HashSet;

use centrifugo_build::manifest::{Content, Manifest, Shape, Tagging, Type, TypeDef};

/// The named types that `null` is a value of.
#[derive(Debug, Default)]
pub(super) struct Nulls<'a>(HashSet<&'a str>);

impl<'a> Nulls<'a> {
    pub(super) fn new(manifest: &'a Manifest) -> Self {
        let mut nulls = Self::default();
        loop {
            let before = nulls.0.len();
            for def in &manifest.types {
                if nulls.has(def) {
                    nulls.0.insert(&def.id);
                }
            }
            if nulls.0.len() == before {
                return nulls;
            }
        }
    }

    fn has(&self, def: &TypeDef) -> bool {
        let mut shapes = [def.shapes.input(), def.shapes.output()]
            .into_iter()
            .flatten();
        shapes.any(|shape| match shape {
            Shape::Struct(_) | Shape::Tuple { .. } => false,
            Shape::Newtype { item, .. } => self.among(item),
            Shape::Enum {
                tagging, variants, ..
            } => variants
                .iter()
                .filter(|variant| variant.untagged || *tagging == Tagging::Untagged)
                .any(|variant| match &variant.content {
                    Content::Unit => true,
                    Content::Newtype { item } => self.among(item),
                    Content::Tuple { .. } | Content::Struct(_) => false,
                }),
        })
    }

    /// Is `null` among the values of this type?
    pub(super) fn among(&self, r#type: &Type) -> bool {
        match r#type {
            Type::Null | Type::Option { .. } | Type::Any => true,
            Type::Named { id } => self.0.contains(id.as_str()),
            _ => false,
        }
    }
}

//! Which keys of an object are not those of its flattened map.

use centrifugo_build::manifest::{Content, Object, Shape, Tagging, Type};

use super::types::{Lowering, is_untagged};

impl<'a> Lowering<'a> {
    /// The keys that the object has of its own, with those of what is flattened.
    pub(super) fn object_keys(&self, object: &'a Object) -> anyhow::Result<Vec<&'a str>> {
        let mut keys: Vec<&str> = vec![];
        keys.extend(object.fields.iter().map(|field| field.wire_name.as_str()));
        for value in &object.flatten {
            keys.extend(self.keys_of(&value.r#type)?);
        }
        Ok(keys)
    }

    fn keys_of(&self, ty: &'a Type) -> anyhow::Result<Vec<&'a str>> {
        let id = match ty {
            Type::Option { item } => return self.keys_of(item),
            Type::Named { id } => id,
            _ => return Ok(vec![]),
        };
        let (tagging, variants) = match self.shape(id)? {
            Shape::Struct(object) => return self.object_keys(object),
            Shape::Newtype { item, .. } => return self.keys_of(item),
            Shape::Tuple { .. } => return Ok(vec![]),
            Shape::Enum {
                tagging, variants, ..
            } => (tagging, variants),
        };
        let mut keys: Vec<&str> = match tagging {
            Tagging::Internal { tag } => vec![tag],
            Tagging::Adjacent { tag, content } => vec![tag, content],
            Tagging::External | Tagging::Untagged => vec![],
        };
        for variant in variants {
            let beside =
                is_untagged(tagging, variant) || matches!(tagging, Tagging::Internal { .. });
            match &variant.content {
                Content::Newtype { item } if beside => keys.extend(self.keys_of(item)?),
                Content::Struct(object) if beside => keys.extend(self.object_keys(object)?),
                _ if *tagging == Tagging::External && !beside => keys.push(&variant.wire_name),
                _ => {}
            }
        }
        Ok(keys)
    }
}

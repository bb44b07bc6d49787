//! What serde puts in the place of keys that are left out.
//!
//! In: a sample, and what the manifest says that missing keys are taken as. Out: the same sample with
//! these keys in it, which serde has to take as the same value.

use std::collections::HashMap;

use centrifugo_manifest::{
    Content, Manifest, Object, Presence, Shape, Tagging, Type, TypeDef, Variant,
};
use serde_json::Value;

/// See the module.
#[derive(Debug)]
pub(super) struct Defaults<'m> {
    types: HashMap<&'m str, &'m TypeDef>,
}

impl<'m> Defaults<'m> {
    pub(super) fn new(manifest: &'m Manifest) -> Self {
        Self {
            types: manifest.types_by_id(),
        }
    }

    /// Puts defaults in, and says how many. Variants that say no name are not looked into.
    pub(super) fn fill(&self, r#type: &Type, value: &mut Value) -> usize {
        match (r#type, value) {
            (Type::Option { item }, value) => self.fill(item, value),
            (Type::List { item, .. } | Type::Array { item, .. }, Value::Array(values)) => {
                values.iter_mut().map(|value| self.fill(item, value)).sum()
            }
            (Type::Tuple { items }, Value::Array(values)) => {
                let values = items.iter().zip(values);
                values.map(|(item, value)| self.fill(item, value)).sum()
            }
            (Type::Map { value: item, .. }, Value::Object(entries)) => entries
                .values_mut()
                .map(|value| self.fill(item, value))
                .sum(),
            (Type::Named { id }, value) => {
                let def = self.types.get(id.as_str());
                let shape = def.and_then(|def| def.shapes.input());
                shape.map_or(0, |shape| self.fill_shape(shape, value))
            }
            _ => 0,
        }
    }

    fn fill_shape(&self, shape: &Shape, value: &mut Value) -> usize {
        match shape {
            Shape::Struct(object) => self.fill_object(object, value),
            Shape::Newtype { item, .. } => self.fill(item, value),
            Shape::Tuple { .. } => 0,
            Shape::Enum {
                tagging, variants, ..
            } => {
                let Some((variant, content)) = variant(tagging, variants, value) else {
                    return 0;
                };
                match &variant.content {
                    Content::Struct(object) => self.fill_object(object, content),
                    Content::Newtype { item } => self.fill(item, content),
                    Content::Unit | Content::Tuple { .. } => 0,
                }
            }
        }
    }

    fn fill_object(&self, object: &Object, value: &mut Value) -> usize {
        let Value::Object(entries) = value else {
            return 0;
        };
        let mut count = 0;
        for field in &object.fields {
            let mut names = [&field.wire_name].into_iter().chain(&field.aliases);
            match (
                names.find(|name| entries.contains_key(*name)),
                &field.presence,
            ) {
                (Some(name), _) => {
                    if let Some(value) = entries.get_mut(name) {
                        count += self.fill(&field.r#type, value);
                    }
                }
                (None, Presence::Default(default)) => {
                    entries.insert(field.wire_name.clone(), default.clone());
                    count += 1;
                }
                (None, Presence::Required | Presence::Optional) => {}
            }
        }
        count
    }
}

/// Which variant a value says that it is, and what comes with its name.
fn variant<'v>(
    tagging: &Tagging,
    variants: &'v [Variant],
    value: &'v mut Value,
) -> Option<(&'v Variant, &'v mut Value)> {
    let name = match tagging {
        Tagging::External => value.as_object()?.keys().next()?,
        Tagging::Internal { tag } | Tagging::Adjacent { tag, .. } => value.get(tag)?.as_str()?,
        Tagging::Untagged => return None,
    };
    let name = name.to_owned();
    let variant = variants.iter().find(|variant| {
        !variant.untagged && (variant.wire_name == name || variant.aliases.contains(&name))
    })?;
    let content = match tagging {
        Tagging::External => value.get_mut(&name)?,
        Tagging::Adjacent { content, .. } => value.get_mut(content)?,
        Tagging::Internal { .. } | Tagging::Untagged => value,
    };
    Some((variant, content))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn keys_that_are_left_out_are_put_in() {
        let manifest = r#"{
            "manifest_version": 1, "package": {"name": "x", "version": "1.0.0"}, "api_version": "",
            "sdk": {"python": {"package": "x"}, "typescript": {"package": "x"},
                    "go": {"module": "x", "package": "x"}},
            "methods": [],
            "types": [{"id": "x::Task", "name": "Task", "shapes": {"input": {
                "kind": "struct", "fields": [
                    {"name": "size", "wire_name": "size", "aliases": ["big"],
                     "type": {"kind": "integer", "repr": "u8"}, "presence": {"default": 7}},
                    {"name": "inner", "wire_name": "inner",
                     "type": {"kind": "list", "item": {"kind": "named", "id": "x::Task"}}}]}}}]
        }"#;
        let manifest = centrifugo_manifest::from_json(manifest).expect("a manifest");
        let mut value = json!({"inner": [{"big": 1, "inner": []}, {"size": 2}, {}]});
        let task = Type::Named {
            id: "x::Task".to_owned(),
        };
        assert_eq!(Defaults::new(&manifest).fill(&task, &mut value), 2);
        let filled =
            json!({"size": 7, "inner": [{"big": 1, "inner": []}, {"size": 2}, {"size": 7}]});
        assert_eq!(value, filled);
    }
}

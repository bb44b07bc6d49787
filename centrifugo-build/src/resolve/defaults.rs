//! What `Default::default()` gives, as JSON, where the source says it.

use serde_json::{Value, json};

use super::known::Known;
use super::lowering::{Direction, Instance, Lowering, default_of};
use super::names::ItemId;
use crate::manifest::Type;
use crate::parse::{ContainerSerde, Fields, TypeItemKind};

/// Longer arrays are not written out.
const MAX_ARRAY: u64 = 8;

impl Lowering<'_> {
    /// The JSON of a type's default value; none where only running the program would tell.
    pub(crate) fn default_value(&mut self, ty: &Type) -> Option<Value> {
        Some(match ty {
            Type::Null | Type::Option { .. } | Type::Any => Value::Null,
            Type::Bool => json!(false),
            Type::Integer { nonzero: false, .. } => json!(0),
            Type::Float { .. } => json!(0.0),
            Type::String { format: None } => json!(""),
            Type::String {
                format: Some(format),
            } => json!(default_of(*format)?),
            Type::List { .. } | Type::Bytes => json!([]),
            Type::Map { .. } => json!({}),
            Type::Array { item, len } if *len <= MAX_ARRAY => {
                let item = self.default_value(item)?;
                Value::Array((0..*len).map(|_| item.clone()).collect())
            }
            Type::Tuple { items } => {
                let items = items.iter().map(|item| self.default_value(item));
                Value::Array(items.collect::<Option<Vec<_>>>()?)
            }
            Type::Named { id } => match self.found.get(id)?.instance {
                Instance::Item(item, _) => self.default_of_item(item)?,
                Instance::Std(_) | Instance::StandIn(..) => return None,
            },
            Type::Integer { .. }
            | Type::Array { .. }
            | Type::Number
            | Type::Literal { .. }
            | Type::Param { .. }
            | Type::Apply(_) => return None,
        })
    }

    /// Only a unit enum's default is written out: a struct's would repeat all of its fields, and
    /// one of them may come from a hand-written `impl Default`.
    fn default_of_item(&self, id: ItemId) -> Option<Value> {
        if !self.derives_default(id) {
            return None;
        }
        let TypeItemKind::Enum { serde, variants } = &self.names.item(id).kind else {
            return None;
        };
        let variant = variants.iter().find(|variant| variant.is_default)?;
        let Fields::Unit = variant.fields else {
            return None;
        };
        let is_plain = serde.from.is_none()
            && !serde.untagged
            && !variant.serde.untagged
            && !variant.serde.skip.deserialize
            && variant.serde.with.deserialize.is_none();
        if !is_plain || !self.derives(id, &Known::Deserialize) {
            return None;
        }
        let name = super::shapes::variant_name(serde, variant, Direction::Input);
        Some(match &**serde {
            ContainerSerde { tag: Some(tag), .. } => json!({ tag.text.as_str(): name }),
            _ => json!(name),
        })
    }

    /// Does the item derive std's `Default`?
    pub(crate) fn derives_default(&self, id: ItemId) -> bool {
        self.derives(id, &Known::Default)
    }
}

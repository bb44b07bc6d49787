//! What `Default::default()` gives, as JSON, where the source says it.

use serde_json::{Value, json};

use super::known::{self, Known};
use super::names::{ItemId, Res};
use super::types::{Direction, Lowering, default_of};
use crate::manifest::Type;
use crate::parse::{ContainerSerde, Fields, TypeItemKind};
use crate::source::discover::ModuleId;

impl Lowering<'_> {
    /// The JSON of a type's default value; none where only running the program would tell.
    pub(crate) fn default_value(&mut self, ty: &Type) -> Option<Value> {
        Some(match ty {
            Type::Null | Type::Option { .. } | Type::Any => Value::Null,
            Type::Bool => json!(false),
            Type::Integer { .. } => json!(0),
            Type::Float { .. } => json!(0.0),
            Type::String { format: None } => json!(""),
            Type::String {
                format: Some(format),
            } => json!(default_of(*format)),
            Type::List { .. } => json!([]),
            Type::Map { .. } => json!({}),
            Type::Tuple { items } => {
                let items = items.iter().map(|item| self.default_value(item));
                Value::Array(items.collect::<Option<Vec<_>>>()?)
            }
            Type::Named { id } => self.default_of_item(*self.ids.get(id)?)?,
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
        let name = super::shapes::variant_name(serde, variant, Direction::Input);
        Some(match serde {
            ContainerSerde { tag: Some(tag), .. } => json!({ tag.text.as_str(): name }),
            _ => json!(name),
        })
    }

    /// Does the item derive std's `Default`?
    pub(crate) fn derives_default(&self, id: ItemId) -> bool {
        self.derives(id, &Known::Default)
    }

    /// Is one of the item's derives the one that is meant?
    pub(crate) fn derives(&self, id: ItemId, wanted: &Known) -> bool {
        let item = self.names.item(id);
        item.derives.iter().any(|path| {
            let path_text = path.display();
            self.known_text(id.module, &path_text, path.span).as_ref() == Some(wanted)
        })
    }

    /// What a path of any namespace means, if that is known here.
    pub(crate) fn known_text(
        &self,
        module: ModuleId,
        path: &str,
        span: crate::source::Span,
    ) -> Option<Known> {
        match self.names.resolve_text(module, path, span)? {
            Res::Extern(path) => known::known(&self.names.by_package(&path)),
            _ => None,
        }
    }
}

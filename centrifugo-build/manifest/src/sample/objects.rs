//! Objects, and values whose keys stand beside those of others.

use super::tree::Json;
use super::values::Generator;
use crate::model::{Field, Object, Presence, Shape, Type};
use crate::validate::Direction;

pub(super) type Entries = Vec<(String, Json)>;

impl Generator<'_, '_> {
    pub(super) fn object(&mut self, object: &Object, budget: u32) -> Option<Entries> {
        let mut entries = Entries::new();
        for field in &object.fields {
            if let Some(value) = self.field(field, budget)? {
                entries.push((self.name(field)?, value));
            }
        }
        for flatten in &object.flatten {
            entries.extend(self.merged(&flatten.r#type, budget)?);
        }
        if let Some(rest) = &object.rest {
            for (key, value) in self.entries(rest, (&rest.key, &rest.value), budget)? {
                let is_known =
                    |field: &Field| field.wire_name == key || field.aliases.contains(&key);
                if !object.fields.iter().any(is_known) && entries.iter().all(|(k, _)| *k != key) {
                    entries.push((key, value));
                }
            }
        }
        self.as_clients_may(object, &mut entries)?;
        Some(entries)
    }

    /// What a server accepts and never writes.
    fn as_clients_may(&mut self, object: &Object, entries: &mut Entries) -> Option<()> {
        if self.canonical {
            return Some(());
        }
        let open = !object.deny_unknown_fields && !object.is_flattened();
        match self.choose(&object.fields, &[0, 1, 2, 3])? {
            1 => entries.reverse(),
            2 if open => entries.push(("unknown key".to_owned(), Json::Array(vec![Json::Null]))),
            _ => {}
        }
        Some(())
    }

    /// The outer `None`: there is none. The inner: it is left out.
    fn field(&mut self, field: &Field, budget: u32) -> Option<Option<Json>> {
        let r#type = &field.r#type;
        let may_miss = match self.direction {
            Direction::Input => !field.presence.is_required(),
            Direction::Output => field.presence == Presence::Optional,
        };
        if !may_miss {
            return self.value(r#type, budget).map(Some);
        }
        let possible = !self.heights.is_unsure(field.checked) && self.fits(r#type, budget);
        let within_set = self.canonical && self.direction == Direction::Input;
        let way = self.choose(field, &[0, 1])?;
        if !possible || way == 0 && !within_set {
            return Some(None);
        }
        let value = self.value(r#type, budget)?;
        Some(Some(value).filter(|value| self.direction == Direction::Input || !is_empty(value)))
    }

    fn name(&mut self, field: &Field) -> Option<String> {
        if self.canonical || field.aliases.is_empty() {
            return Some(field.wire_name.clone());
        }
        let ways: Vec<_> = (0..=field.aliases.len()).collect();
        Some(match self.choose(&field.aliases, &ways)? {
            0 => field.wire_name.clone(),
            way => field.aliases[way - 1].clone(),
        })
    }

    /// The keys of a value that stand beside those of others.
    pub(super) fn merged(&mut self, r#type: &Type, budget: u32) -> Option<Entries> {
        match r#type {
            Type::Null => Some(Entries::new()),
            Type::Option { item } => match self.choose(r#type, &[0, 1])? {
                1 if self.fits(item, budget) => self.merged(item, budget),
                _ => Some(Entries::new()),
            },
            Type::Map { key, value } => self.entries(r#type, (key, value), budget),
            Type::Any => Some(vec![("any".to_owned(), Json::Null)]),
            Type::Named { id } => match self.shape(id)? {
                Shape::Struct(object) => {
                    let height = self.heights.of(r#type)?;
                    self.object(object, budget.max(height).saturating_sub(1))
                }
                Shape::Newtype { item, .. } => self.merged(item, budget),
                Shape::Enum {
                    tagging, variants, ..
                } => {
                    let height = self.heights.of(r#type)?;
                    let budget = budget.max(height).saturating_sub(1);
                    self.merged_enum(tagging, variants, budget)
                }
                Shape::Tuple { .. } => None,
            },
            _ => None,
        }
    }
}

/// A server that leaves a key out at times most likely does so for these.
fn is_empty(value: &Json) -> bool {
    match value {
        Json::Null => true,
        Json::Array(items) => items.is_empty(),
        Json::Object(entries) => entries.is_empty(),
        Json::Bool(_) | Json::Number(_) | Json::String(_) => false,
    }
}

//! Fields: their keys, and whether these are always there.

use std::collections::HashMap;

use super::known::Known;
use super::types::{Bound, Direction, Env, Head, Lowering};
use crate::diagnostic::{Diagnostic, messages};
use crate::manifest::{Field, Presence, Type};
use crate::parse::attr::serde::ByDirection;
use crate::parse::serde_case::RenameRule;
use crate::parse::{DefaultAttr, FieldItem, Fields, Name, TypeItemKind};
use crate::source::discover::ModuleId;

impl Lowering<'_> {
    pub(super) fn fields(
        &mut self,
        fields: &[FieldItem],
        scope: &FieldScope,
        direction: Direction,
    ) -> Vec<Field> {
        let mut lowered = vec![];
        let mut places: Vec<&Name> = vec![];
        for field in fields {
            self.unsupported(&field.serde.unsupported);
            let skipped = match direction {
                Direction::Input => field.serde.skip_deserializing,
                Direction::Output => field.serde.skip_serializing,
            };
            if skipped {
                continue;
            }
            let rename = match direction {
                Direction::Input => &field.serde.rename.deserialize,
                Direction::Output => &field.serde.rename.serialize,
            };
            let ty = self.lower(plain(scope.module, field), direction);
            let (ty, presence) = match direction {
                Direction::Input => {
                    let presence = self.input_presence(field, &ty, scope);
                    (ty, presence)
                }
                Direction::Output => self.output_presence(field, ty, scope.module),
            };
            places.push(&field.name);
            lowered.push(Field {
                name: field.name.text.clone(),
                wire_name: rename
                    .clone()
                    .unwrap_or_else(|| scope.rule.apply_to_field(&field.name.text)),
                aliases: aliases(&field.serde.aliases, direction),
                r#type: ty,
                presence,
                docs: field.docs.clone(),
                deprecated: field.deprecated.clone(),
            });
        }
        let keys = lowered.iter().zip(places).flat_map(|(field, place)| {
            let names = [&field.wire_name].into_iter().chain(&field.aliases);
            names.map(move |name| (name.as_str(), place))
        });
        let duplicates = duplicates(keys);
        self.errors.extend(duplicates);
        lowered
    }

    /// `default` makes a key optional; without it, a missing `Option` is `None`.
    fn input_presence(&mut self, field: &FieldItem, ty: &Type, scope: &FieldScope) -> Presence {
        let known = match (&field.serde.default, scope.default) {
            (DefaultAttr::Trait, _) | (DefaultAttr::None, ContainerDefault::Derived) => true,
            (DefaultAttr::Path, _) | (DefaultAttr::None, ContainerDefault::Unknown) => false,
            (DefaultAttr::None, ContainerDefault::None) => {
                return match ty {
                    Type::Option { .. } => Presence::Default(serde_json::Value::Null),
                    _ if self.is_transparent_option(ty) => {
                        Presence::Default(serde_json::Value::Null)
                    }
                    _ => Presence::Required,
                };
            }
        };
        let value = if known { self.default_value(ty) } else { None };
        value.map_or(Presence::Optional, Presence::Default)
    }

    /// A `#[serde(transparent)]` newtype around `Option` takes a missing key as `Option` does; any
    /// other newtype does not.
    fn is_transparent_option(&self, ty: &Type) -> bool {
        let Type::Named { id } = ty else { return false };
        let Some(&item) = self.ids.get(id) else {
            return false;
        };
        let TypeItemKind::Struct {
            serde,
            fields: Fields::Tuple(fields) | Fields::Named(fields),
        } = &self.names.item(item).kind
        else {
            return false;
        };
        let [field] = fields.as_slice() else {
            return false;
        };
        let mut is_option = false;
        let _ = self.head(plain(item.module, field), &mut |head| {
            is_option = matches!(head, Head::Known(Known::Option, ..));
        });
        serde.transparent.is_some() && is_option
    }

    fn output_presence(
        &mut self,
        field: &FieldItem,
        ty: Type,
        module: ModuleId,
    ) -> (Type, Presence) {
        let Some(predicate) = &field.serde.skip_serializing_if else {
            return (ty, Presence::Required);
        };
        match ty {
            // Then `null` is never written.
            Type::Option { item } if self.is_option_is_none(module, predicate) => {
                (*item, Presence::Optional)
            }
            ty => (ty, Presence::Optional),
        }
    }

    fn is_option_is_none(&self, module: ModuleId, predicate: &Name) -> bool {
        let Some((path, "is_none")) = predicate.text.rsplit_once("::") else {
            return false;
        };
        self.known_text(module, path, predicate.span) == Some(Known::Option)
    }
}

/// What the fields of one struct or variant have in common.
pub(super) struct FieldScope {
    pub(super) module: ModuleId,
    pub(super) rule: RenameRule,
    pub(super) default: ContainerDefault,
}

/// Where a container's `default` takes missing fields from.
#[derive(Clone, Copy)]
pub(super) enum ContainerDefault {
    None,
    /// `#[derive(Default)]`: each field's own default.
    Derived,
    Unknown,
}

pub(super) fn plain(module: ModuleId, field: &FieldItem) -> Bound<'_> {
    Bound {
        module,
        expr: &field.ty,
        env: Env::default(),
    }
}

pub(super) fn by_direction<T: Copy>(setting: &ByDirection<T>, direction: Direction) -> T {
    match direction {
        Direction::Input => setting.deserialize,
        Direction::Output => setting.serialize,
    }
}

/// Sorted, so that their order in the source is no difference.
pub(super) fn aliases(aliases: &[String], direction: Direction) -> Vec<String> {
    let mut aliases = match direction {
        Direction::Input => aliases.to_vec(),
        Direction::Output => vec![],
    };
    aliases.sort();
    aliases.dedup();
    aliases
}

pub(super) fn duplicates<'k>(keys: impl Iterator<Item = (&'k str, &'k Name)>) -> Vec<Diagnostic> {
    let mut seen: HashMap<&str, &Name> = HashMap::new();
    let mut errors = vec![];
    for (key, place) in keys {
        match seen.insert(key, place) {
            // An alias that repeats the name does nothing.
            Some(first) if first.span != place.span => {
                let error = messages::duplicate_key(
                    key,
                    &format!("`{}`", first.text),
                    &format!("`{}`", place.text),
                );
                errors.push(error.at(place.span));
            }
            _ => {}
        }
    }
    errors
}

//! Fields: their keys, their types, and whether the keys are always there.

use std::collections::HashMap;

use super::adapters::Adapted;
use super::known::Known;
use super::lowering::{Direction, Lowering};
use super::ty::{Env, KnownTy, Ty, TyKind};
use crate::diagnostic::{Diagnostic, messages};
use crate::manifest::{Element, Field, Flatten, Object, Presence, Type};
use crate::parse::serde_case::RenameRule;
use crate::parse::{ByDirection, DefaultAttr, FieldItem, Fields, Name, TypeItemKind};
use crate::source::world::ModuleId;

/// What the fields of one struct or variant have in common.
#[derive(Clone, Copy)]
pub(super) struct Scope<'s> {
    pub(super) module: ModuleId,
    pub(super) env: &'s Env,
    pub(super) rule: RenameRule,
    pub(super) default: ContainerDefault,
    pub(super) macros: Macros,
    pub(super) direction: Direction,
}

/// Which of serde_with's attribute macros stand at the container.
#[derive(Clone, Copy, Default)]
pub(super) struct Macros {
    pub(super) serde_as: bool,
    pub(super) skip_none: bool,
}

/// Where a container's `default` takes missing fields from.
#[derive(Clone, Copy)]
pub(super) enum ContainerDefault {
    None,
    /// `#[derive(Default)]`: each field's own default.
    Derived,
    Unknown,
}

impl Lowering<'_> {
    /// The keys of a struct or a struct variant. What is flattened is merged later.
    pub(super) fn object(&mut self, fields: &[FieldItem], scope: Scope<'_>) -> Object {
        let mut object = Object::default();
        object.fields.reserve_exact(fields.len());
        let mut places: Vec<&Name> = vec![];
        for field in fields {
            self.unsupported(&field.serde.unsupported);
            if by_direction(&field.serde.skip, scope.direction) {
                continue;
            }
            let ty = self.ty(scope.module, &field.ty, scope.env);
            if let Some(place) = field.serde.flatten {
                if field.serde.with.serialize.is_some() || field.serde.with.deserialize.is_some() {
                    self.errors.push(messages::flatten_with().at(place));
                }
                object.flatten.push(Flatten {
                    name: field.name.text.clone(),
                    r#type: self.lower(&ty, scope.direction),
                    docs: field.docs.clone(),
                });
                continue;
            }
            let rename = match scope.direction {
                Direction::Input => &field.serde.rename.deserialize,
                Direction::Output => &field.serde.rename.serialize,
            };
            self.check_normal(&field.name, rename.as_deref());
            let (lowered, presence, checked) = self.value(field, &ty, scope);
            places.push(&field.name);
            object.fields.push(Field {
                name: field.name.text.clone(),
                wire_name: rename
                    .clone()
                    .unwrap_or_else(|| scope.rule.apply_to_field(&field.name.text)),
                aliases: aliases(&field.serde.aliases, scope.direction),
                r#type: lowered,
                presence,
                checked,
                flattened: None,
                docs: field.docs.clone(),
                deprecated: field.deprecated.as_deref().cloned(),
            });
        }
        let keys = object.fields.iter().zip(places).flat_map(|(field, place)| {
            let names = [&field.wire_name].into_iter().chain(&field.aliases);
            names.map(move |name| (name.as_str(), place))
        });
        let duplicates = duplicates(keys);
        self.errors.extend(duplicates);
        object
    }

    /// rustc brings identifiers into Unicode's form C, which is not done here.
    pub(super) fn check_normal(&mut self, name: &Name, rename: Option<&str>) {
        let may_change = |c: char| match c {
            '_' => false,
            // Parts of Hangul syllables, and signs that are other characters.
            '\u{1100}'..='\u{11ff}'
            | '\u{2126}'
            | '\u{212a}'
            | '\u{212b}'
            | '\u{f900}'..='\u{faff}' => true,
            c => !c.is_alphanumeric(),
        };
        if rename.is_none() && name.text.chars().any(may_change) {
            self.errors
                .push(messages::not_normal(&name.text).at(name.span));
        }
    }

    /// The elements of a tuple struct or variant.
    pub(super) fn elements(&mut self, fields: &[FieldItem], scope: Scope<'_>) -> Vec<Element> {
        let mut elements = vec![];
        for field in fields {
            self.unsupported(&field.serde.unsupported);
            if by_direction(&field.serde.skip, scope.direction) {
                continue;
            }
            if field.serde.skip_serializing_if.is_some() {
                self.errors
                    .push(messages::skipped_element().at(field.name.span));
            }
            let ty = self.ty(scope.module, &field.ty, scope.env);
            let (lowered, presence, checked) = self.value(field, &ty, scope);
            let has_default = field.serde.default != DefaultAttr::None
                || !matches!(scope.default, ContainerDefault::None);
            elements.push(Element {
                r#type: lowered,
                // An `Option` may be missing from an object, but not from an array.
                presence: if has_default {
                    presence
                } else {
                    Presence::Required
                },
                checked,
                docs: field.docs.clone(),
            });
        }
        elements
    }

    /// What the one value of a newtype looks like.
    pub(super) fn newtype(&mut self, field: &FieldItem, scope: Scope<'_>) -> (Type, bool) {
        self.unsupported(&field.serde.unsupported);
        let ty = self.ty(scope.module, &field.ty, scope.env);
        let adapted = self.adapted(field, &ty, scope);
        (adapted.ty, adapted.checked)
    }

    fn value(&mut self, field: &FieldItem, ty: &Ty, scope: Scope<'_>) -> (Type, Presence, bool) {
        let adapted = self.adapted(field, ty, scope);
        let (lowered, presence) = match scope.direction {
            Direction::Input => {
                let presence = self.input_presence(field, ty, &adapted.ty, scope);
                (adapted.ty, presence)
            }
            Direction::Output => self.output_presence(field, ty, adapted.ty, scope),
        };
        let checked = adapted.checked && scope.direction == Direction::Input;
        (lowered, presence, checked)
    }

    fn adapted(&mut self, field: &FieldItem, ty: &Ty, scope: Scope<'_>) -> Adapted {
        let direction = scope.direction;
        let with = match direction {
            Direction::Input => &field.serde.with.deserialize,
            Direction::Output => &field.serde.with.serialize,
        };
        if let Some(with) = with {
            return self.with(scope.module, with, ty, direction);
        }
        if let Some(adapter) = adapter_of(field, scope) {
            let adapter = self.ty(scope.module, adapter, scope.env);
            return self.adapter(&adapter, ty, direction);
        }
        Adapted {
            ty: self.lower(ty, direction),
            checked: false,
        }
    }

    /// `default` makes a key optional; without it, a missing `Option` is `None`.
    fn input_presence(
        &mut self,
        field: &FieldItem,
        ty: &Ty,
        lowered: &Type,
        scope: Scope<'_>,
    ) -> Presence {
        let null = Presence::Default(serde_json::Value::Null);
        let adapter = adapter_of(field, scope);
        let is_adapted = adapter.is_some() || field.serde.with.deserialize.is_some();
        let known = match (&field.serde.default, scope.default) {
            (DefaultAttr::Trait, _) | (DefaultAttr::None, ContainerDefault::Derived) => true,
            (DefaultAttr::Path, _) | (DefaultAttr::None, ContainerDefault::Unknown) => false,
            (DefaultAttr::None, ContainerDefault::None) => {
                return match adapter {
                    // serde_as makes it `#[serde(default)]`.
                    Some(adapter) if !field.serde_as.no_default => {
                        let adapter = self.ty(scope.module, adapter, scope.env);
                        if is_option(&adapter) && is_option(ty) {
                            null
                        } else {
                            Presence::Required
                        }
                    }
                    _ if is_adapted => Presence::Required,
                    _ if self.takes_missing(ty) => null,
                    _ => Presence::Required,
                };
            }
        };
        let value = match known {
            // What is missing is `None`; `null` may be something else.
            true if is_adapted => is_option(ty)
                .then_some(serde_json::Value::Null)
                .filter(|_| !is_double_option(ty)),
            true if is_double_option(ty) => Some(serde_json::Value::Null),
            true => self.default_value(lowered),
            false => None,
        };
        value.map_or(Presence::Optional, Presence::Default)
    }

    /// Is a missing key no error, as for `Option` and what passes it through?
    ///
    /// Source: serde's `private/de.rs`, `missing_field`, which answers `deserialize_option` only.
    fn takes_missing(&mut self, ty: &Ty) -> bool {
        let ty = ty.peeled();
        let TyKind::Item(id, args) = &ty.kind else {
            return is_option(ty);
        };
        let item = self.names.item(*id);
        let (TypeItemKind::Struct { serde, .. } | TypeItemKind::Enum { serde, .. }) = &item.kind
        else {
            return false;
        };
        let env = self.env_of(*id, args);
        if let Some(from) = &serde.from {
            let from = self.ty(id.module, &from.ty, &env);
            return self.takes_missing(&from);
        }
        let TypeItemKind::Struct {
            fields: Fields::Tuple(fields) | Fields::Named(fields),
            ..
        } = &item.kind
        else {
            return false;
        };
        if serde.transparent.is_none() {
            return false;
        }
        match self.transparent_field(id.module, fields, &env, Direction::Input) {
            Some(field) if field.serde.with.deserialize.is_none() => {
                let inner = self.ty(id.module, &field.ty, &env);
                self.takes_missing(&inner)
            }
            _ => false,
        }
    }

    fn output_presence(
        &mut self,
        field: &FieldItem,
        ty: &Ty,
        lowered: Type,
        scope: Scope<'_>,
    ) -> (Type, Presence) {
        let without_none = match &field.serde.skip_serializing_if {
            Some(predicate) => self.is_option_is_none(scope.module, predicate),
            None if scope.macros.skip_none && !field.serde_as.always && is_option(ty) => true,
            None => return (lowered, Presence::Required),
        };
        match lowered {
            // Then `null` is never written, but for the one in an `Option` of an `Option`.
            Type::Option { item } if without_none && is_option(ty) && !is_double_option(ty) => {
                (*item, Presence::Optional)
            }
            lowered => (lowered, Presence::Optional),
        }
    }

    fn is_option_is_none(&self, module: ModuleId, predicate: &Name) -> bool {
        let Some((path, "is_none")) = predicate.text.rsplit_once("::") else {
            return false;
        };
        self.known_text(module, path.trim(), predicate.span) == Some(Known::Option)
    }
}

fn adapter_of<'f>(field: &'f FieldItem, scope: Scope<'_>) -> Option<&'f crate::parse::TypeExpr> {
    let adapter = match scope.direction {
        Direction::Input => field.serde_as.adapter.deserialize.as_deref(),
        Direction::Output => field.serde_as.adapter.serialize.as_deref(),
    };
    adapter.filter(|_| scope.macros.serde_as)
}

fn is_option(ty: &Ty) -> bool {
    ty.peeled().known() == Some(&Known::Option)
}

fn is_double_option(ty: &Ty) -> bool {
    match &ty.peeled().kind {
        TyKind::Known(KnownTy {
            known: Known::Option,
            args,
            ..
        }) => args.first().is_some_and(is_option),
        _ => false,
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

//! Structs and enums, a direction at a time: serde's attributes and defaults, as far as they are
//! supported, become keys, names and presence.

use std::collections::{BTreeMap, HashMap};

use super::known::Known;
use super::names::{ItemId, Res};
use super::types::{Bound, Direction, Env, Found, Lowering};
use crate::diagnostic::messages;
use crate::manifest::{Content, Field, Presence, Shape, Tagging, Type, Variant};
use crate::parse::serde_case::RenameRule;
use crate::parse::{
    ContainerSerde, DefaultAttr, FieldItem, Fields, Name, TypeItem, TypeItemKind, VariantItem,
};
use crate::source::Span;
use crate::source::discover::ModuleId;

impl Lowering<'_> {
    /// Looks into every type that was reached, and into those that it reaches.
    pub(crate) fn finish(&mut self) {
        while let Some((id, direction)) = self.queue.pop() {
            let shape = self.shape(id, direction);
            let found = self.found.entry(id).or_default();
            match direction {
                Direction::Input => found.input = Some(shape),
                Direction::Output => found.output = Some(shape),
            }
        }
        self.check_after();
    }

    fn shape(&mut self, id: ItemId, direction: Direction) -> Shape {
        let item = self.names.item(id);
        self.check_derive(id, item, direction);
        self.check_macros(id, item);
        match &item.kind {
            TypeItemKind::Struct { serde, fields } => {
                self.struct_shape(id, item, serde, fields, direction)
            }
            TypeItemKind::Enum { serde, variants } => {
                self.enum_shape(id, serde, variants, direction)
            }
            TypeItemKind::Alias(_) | TypeItemKind::Other(_) => {
                unreachable!("only structs and enums are reached")
            }
        }
    }

    fn struct_shape(
        &mut self,
        id: ItemId,
        item: &TypeItem,
        serde: &ContainerSerde,
        fields: &Fields,
        direction: Direction,
    ) -> Shape {
        self.unsupported(&serde.unsupported);
        if let Some(tag) = &serde.tag {
            self.errors
                .push(messages::unsupported_serde("tag").at(tag.span));
        }
        let (fields, newtype) = match fields {
            Fields::Named(fields) => (fields, false),
            Fields::Tuple(fields) => (fields, true),
            Fields::Unit => {
                self.errors
                    .push(messages::unsupported_shape("a unit struct").at(item.name.span));
                return Shape::Struct {
                    fields: vec![],
                    deny_unknown_fields: false,
                };
            }
        };
        if newtype || serde.transparent.is_some() {
            let [field] = fields.as_slice() else {
                let error = if serde.transparent.is_some() {
                    messages::not_transparent(&item.name.text)
                } else {
                    messages::unsupported_shape("a tuple struct of not exactly one field")
                };
                self.errors.push(error.at(item.name.span));
                return Shape::Struct {
                    fields: vec![],
                    deny_unknown_fields: false,
                };
            };
            return self.newtype_shape(id, field, direction);
        }
        let scope = FieldScope {
            module: id.module,
            rule: by_direction(&serde.rename_all, direction),
            default: match serde.default {
                DefaultAttr::None => ContainerDefault::None,
                DefaultAttr::Trait if self.derives_default(id) => ContainerDefault::Derived,
                DefaultAttr::Trait | DefaultAttr::Path => ContainerDefault::Unknown,
            },
        };
        let deny_unknown_fields = serde.deny_unknown_fields && direction == Direction::Input;
        Shape::Struct {
            fields: self.fields(fields, &scope, direction),
            deny_unknown_fields,
        }
    }

    fn newtype_shape(&mut self, id: ItemId, field: &FieldItem, direction: Direction) -> Shape {
        self.unsupported(&field.serde.unsupported);
        let serde = &field.serde;
        if serde.skip_serializing || serde.skip_deserializing || serde.default != DefaultAttr::None
        {
            let what = "`skip` or `default` on a newtype's field";
            self.errors
                .push(messages::unsupported_shape(what).at(field.name.span));
        }
        let item = self.lower(plain(id.module, field), direction);
        Shape::Newtype { item }
    }

    fn enum_shape(
        &mut self,
        id: ItemId,
        serde: &ContainerSerde,
        variants: &[VariantItem],
        direction: Direction,
    ) -> Shape {
        self.unsupported(&serde.unsupported);
        let tagging = match &serde.tag {
            Some(tag) => Tagging::Internal {
                tag: tag.text.clone(),
            },
            None => Tagging::External,
        };
        let tag = serde.tag.as_ref().map(|tag| tag.text.as_str());
        let lowered: Vec<Variant> = variants
            .iter()
            .map(|variant| Variant {
                name: variant.name.text.clone(),
                wire_name: variant_name(serde, variant, direction),
                aliases: aliases(&variant.serde.aliases, direction),
                content: self.content(id, serde, variant, tag, direction),
                docs: variant.docs.clone(),
                deprecated: variant.deprecated.clone(),
            })
            .collect();
        for variant in variants {
            self.unsupported(&variant.serde.unsupported);
        }
        let keys = lowered.iter().zip(variants).flat_map(|(lowered, variant)| {
            let names = [&lowered.wire_name].into_iter().chain(&lowered.aliases);
            names.map(|name| (name.as_str(), &variant.name))
        });
        let duplicates = duplicates(keys);
        self.errors.extend(duplicates);
        let deny_unknown_fields = serde.deny_unknown_fields && direction == Direction::Input;
        Shape::Enum {
            tagging,
            variants: lowered,
            deny_unknown_fields,
        }
    }

    fn content(
        &mut self,
        id: ItemId,
        serde: &ContainerSerde,
        variant: &VariantItem,
        tag: Option<&str>,
        direction: Direction,
    ) -> Content {
        let name = &variant.name;
        match (&variant.fields, tag) {
            (Fields::Unit, _) => Content::Unit,
            (Fields::Named(fields), Some(_)) => {
                let rule = by_direction(&variant.serde.rename_all, direction)
                    .or(by_direction(&serde.rename_all_fields, direction));
                let default = ContainerDefault::None;
                let scope = FieldScope {
                    module: id.module,
                    rule,
                    default,
                };
                Content::Struct {
                    fields: self.fields(fields, &scope, direction),
                }
            }
            (Fields::Tuple(fields), Some(_)) if fields.len() == 1 => {
                let field = &fields[0];
                self.unsupported(&field.serde.unsupported);
                let item = self.lower(plain(id.module, field), direction);
                if !self.is_plain_struct(id.module, field) {
                    self.errors
                        .push(messages::unsupported_variant(&name.text, tag).at(name.span));
                }
                Content::Newtype { item }
            }
            _ => {
                self.errors
                    .push(messages::unsupported_variant(&name.text, tag).at(name.span));
                Content::Unit
            }
        }
    }

    /// Is the field a struct with named fields? Then these can stand beside a tag.
    fn is_plain_struct(&self, module: ModuleId, field: &FieldItem) -> bool {
        let mut bound = plain(module, field);
        loop {
            let mut plain_struct = false;
            let mut inner = None;
            let head = self.head(bound, &mut |head| match head {
                super::types::Head::Item(id) => {
                    plain_struct = matches!(
                        &self.names.item(id).kind,
                        TypeItemKind::Struct { serde, fields: Fields::Named(_) }
                            if serde.transparent.is_none()
                    );
                }
                super::types::Head::Known(Known::Transparent, _, path) => {
                    inner = path
                        .segments
                        .last()
                        .and_then(|s| s.args.first())
                        .map(|e| e.span);
                }
                _ => {}
            });
            if head.is_err() {
                // The error is noted where the type is lowered.
                return true;
            }
            // `Box<T>`: look at T, if it is written here and not behind an alias.
            match (&bound.expr.kind, inner) {
                (crate::parse::TypeKind::Path(path), Some(_)) => {
                    let Some(expr) = path.segments.last().and_then(|s| s.args.first()) else {
                        return false;
                    };
                    bound = Bound { expr, ..bound };
                }
                _ => return plain_struct,
            }
        }
    }

    fn fields(
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
            is_option = matches!(head, super::types::Head::Known(Known::Option, ..));
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

    fn unsupported(&mut self, keys: &[Name]) {
        let errors = keys
            .iter()
            .map(|key| messages::unsupported_serde(&key.text).at(key.span));
        self.errors.extend(errors);
    }

    fn check_derive(&mut self, id: ItemId, item: &TypeItem, direction: Direction) {
        let (wanted, derive, verb) = match direction {
            Direction::Input => (Known::Deserialize, "serde::Deserialize", "sent"),
            Direction::Output => (Known::Serialize, "serde::Serialize", "received"),
        };
        if self.derives(id, &wanted) {
            return;
        }
        let name = &item.name;
        let manual = self.manual_impls().get(&(id, direction)).copied();
        self.errors.push(match manual {
            Some(place) => messages::manual_impl(&name.text, derive).at(place),
            None => messages::not_derived(&name.text, derive, verb).at(name.span),
        });
    }

    fn manual_impls(&mut self) -> &BTreeMap<(ItemId, Direction), Span> {
        if self.manual.is_none() {
            let mut manual = BTreeMap::new();
            for (module, data) in self.names.krate.modules.iter().enumerate() {
                for item in &data.body.impls {
                    let path = item.trait_path.display();
                    let direction = match self.known_text(module, &path, item.trait_path.span) {
                        Some(Known::Serialize) => Direction::Output,
                        Some(Known::Deserialize) => Direction::Input,
                        _ => continue,
                    };
                    let crate::parse::TypeKind::Path(self_path) = &item.self_type.kind else {
                        continue;
                    };
                    if let Ok(Res::Item(id)) = self.names.resolve(module, self_path) {
                        manual.insert((id, direction), item.self_type.span);
                    }
                }
            }
            self.manual = Some(manual);
        }
        self.manual.as_ref().expect("it was just made")
    }

    /// An attribute macro can rewrite the type. A helper attribute of a derive cannot, and leads
    /// nowhere as a path.
    fn check_macros(&mut self, id: ItemId, item: &TypeItem) {
        for path in &item.attributes {
            let first = path
                .segments
                .first()
                .map_or("", |segment| segment.name.text.as_str());
            let is_tool = matches!(first, "rustfmt" | "clippy" | "diagnostic" | "rust_analyzer");
            let leads = || {
                self.names
                    .resolve_text(id.module, &path.display(), path.span)
                    .is_some()
            };
            if !is_tool && leads() {
                let error = messages::attribute_macro(&item.name.text, &path.display());
                self.errors.push(error.at(path.span));
            }
        }
    }

    /// What can be said only when all shapes are known: keys of maps, and keys beside a tag.
    fn check_after(&mut self) {
        let ids = &self.ids;
        let mut errors = vec![];
        for (item, found) in &self.found {
            let name = &self.names.item(*item).name;
            for shape in [&found.input, &found.output].into_iter().flatten() {
                each_type(shape, &mut |ty| {
                    if let Type::Map { key, .. } = ty
                        && let Type::Named { id } = key.as_ref()
                        && !is_key(&self.found, ids, id, 0)
                    {
                        let what = format!("`{id}`");
                        errors.push(messages::map_key(&what).at(name.span));
                    }
                });
                if let Shape::Enum {
                    tagging: Tagging::Internal { tag },
                    variants,
                    ..
                } = shape
                {
                    errors.extend(
                        tag_collisions(&self.found, ids, tag, variants).map(|variant| {
                            messages::duplicate_key(tag, "the enum's tag", &variant).at(name.span)
                        }),
                    );
                }
            }
        }
        self.errors.extend(errors);
    }
}

/// Newtype variants whose struct has a key of the tag's name. (Of a variant's own fields, rustc
/// says so.)
fn tag_collisions<'v>(
    found: &'v BTreeMap<ItemId, Found>,
    ids: &'v HashMap<String, ItemId>,
    tag: &'v str,
    variants: &'v [Variant],
) -> impl Iterator<Item = String> + 'v {
    variants.iter().filter_map(move |variant| {
        let Content::Newtype {
            item: Type::Named { id },
        } = &variant.content
        else {
            return None;
        };
        let found = found.get(ids.get(id)?)?;
        let has_key = |shape: &Shape| match shape {
            Shape::Struct { fields, .. } => fields.iter().any(|field| field.wire_name == tag),
            _ => false,
        };
        let collides = [&found.input, &found.output]
            .into_iter()
            .flatten()
            .any(has_key);
        collides.then(|| format!("a field of {}", variant.name))
    })
}

/// Can a named type be the key of a map: a unit enum, or a newtype of what can?
fn is_key(
    found: &BTreeMap<ItemId, Found>,
    ids: &HashMap<String, ItemId>,
    id: &str,
    depth: usize,
) -> bool {
    let Some(found_type) = ids.get(id).and_then(|item| found.get(item)) else {
        return false;
    };
    let shape_is_key = |shape: &Shape| match shape {
        Shape::Enum {
            tagging: Tagging::External,
            variants,
            ..
        } => variants.iter().all(|variant| variant.content.is_unit()),
        Shape::Newtype { item } => match item {
            Type::Bool | Type::Integer { .. } | Type::String { .. } => true,
            Type::Named { id } => depth < 64 && is_key(found, ids, id, depth + 1),
            _ => false,
        },
        _ => false,
    };
    [&found_type.input, &found_type.output]
        .into_iter()
        .flatten()
        .all(shape_is_key)
}

fn each_type(shape: &Shape, f: &mut impl FnMut(&Type)) {
    fn fields(list: &[Field], f: &mut impl FnMut(&Type)) {
        list.iter().for_each(|field| field.r#type.each(f));
    }
    match shape {
        Shape::Struct { fields: list, .. } => fields(list, f),
        Shape::Newtype { item } => item.each(f),
        Shape::Enum { variants, .. } => {
            for variant in variants {
                match &variant.content {
                    Content::Unit => {}
                    Content::Newtype { item } => item.each(f),
                    Content::Struct { fields: list } => fields(list, f),
                }
            }
        }
    }
}

/// What the fields of one struct or variant have in common.
struct FieldScope {
    module: ModuleId,
    rule: RenameRule,
    default: ContainerDefault,
}

/// Where a container's `default` takes missing fields from.
#[derive(Clone, Copy)]
enum ContainerDefault {
    None,
    /// `#[derive(Default)]`: each field's own default.
    Derived,
    Unknown,
}

fn plain(module: ModuleId, field: &FieldItem) -> Bound<'_> {
    Bound {
        module,
        expr: &field.ty,
        env: Env::default(),
    }
}

fn by_direction<T: Copy>(
    setting: &crate::parse::attr::serde::ByDirection<T>,
    direction: Direction,
) -> T {
    match direction {
        Direction::Input => setting.deserialize,
        Direction::Output => setting.serialize,
    }
}

/// The name of a variant in JSON.
pub(super) fn variant_name(
    serde: &ContainerSerde,
    variant: &VariantItem,
    direction: Direction,
) -> String {
    let rename = match direction {
        Direction::Input => &variant.serde.rename.deserialize,
        Direction::Output => &variant.serde.rename.serialize,
    };
    let rule = by_direction(&serde.rename_all, direction);
    rename
        .clone()
        .unwrap_or_else(|| rule.apply_to_variant(&variant.name.text))
}

/// Sorted, so that their order in the source is no difference.
fn aliases(aliases: &[String], direction: Direction) -> Vec<String> {
    let mut aliases = match direction {
        Direction::Input => aliases.to_vec(),
        Direction::Output => vec![],
    };
    aliases.sort();
    aliases.dedup();
    aliases
}

fn duplicates<'k>(
    keys: impl Iterator<Item = (&'k str, &'k Name)>,
) -> Vec<crate::diagnostic::Diagnostic> {
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

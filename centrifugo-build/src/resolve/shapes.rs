//! Structs and enums, a direction at a time: serde's attributes and defaults, as far as they are
//! supported, become keys, names and presence.

use super::fields::{ContainerDefault, FieldScope, aliases, by_direction, duplicates, plain};
use super::known::Known;
use super::names::ItemId;
use super::types::{Bound, Direction, Head, Lowering};
use crate::diagnostic::messages;
use crate::manifest::{Content, Shape, Tagging, Variant};
use crate::parse::{
    ContainerSerde, DefaultAttr, FieldItem, Fields, Name, TypeItem, TypeItemKind, TypeKind,
    VariantItem,
};
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
                Head::Item(id) => {
                    plain_struct = matches!(
                        &self.names.item(id).kind,
                        TypeItemKind::Struct { serde, fields: Fields::Named(_) }
                            if serde.transparent.is_none()
                    );
                }
                Head::Known(Known::Transparent, _, path) => {
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
                (TypeKind::Path(path), Some(_)) => {
                    let Some(expr) = path.segments.last().and_then(|s| s.args.first()) else {
                        return false;
                    };
                    bound = Bound { expr, ..bound };
                }
                _ => return plain_struct,
            }
        }
    }

    pub(super) fn unsupported(&mut self, keys: &[Name]) {
        let errors = keys
            .iter()
            .map(|key| messages::unsupported_serde(&key.text).at(key.span));
        self.errors.extend(errors);
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

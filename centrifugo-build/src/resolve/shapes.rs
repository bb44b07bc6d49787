//! Structs and enums, a direction at a time: serde's attributes and defaults become keys, names,
//! tags and presence.

use super::fields::{ContainerDefault, Macros, Scope, aliases, by_direction, duplicates};
use super::known::Known;
use super::lowering::{Direction, Instance, Lowering};
use super::names::ItemId;
use super::ty::{Arg, Env, Ty, TyKind};
use crate::diagnostic::messages;
use crate::manifest::{Content, Field, Format, Presence, Shape, Tagging, Type, Variant};
use crate::parse::{
    ContainerSerde, DefaultAttr, FieldItem, Fields, GenericKind, Name, TypeItem, TypeItemKind,
    VariantItem,
};
use crate::source::world::ModuleId;

/// An item with what its parameters stand for, in one direction.
#[derive(Clone, Copy)]
struct Container<'c> {
    id: ItemId,
    item: &'c TypeItem,
    serde: &'c ContainerSerde,
    env: &'c Env,
    macros: Macros,
    direction: Direction,
}

impl Container<'_> {
    fn denies(&self) -> bool {
        self.serde.deny_unknown_fields.is_some() && self.direction == Direction::Input
    }
}

impl Lowering<'_> {
    /// Looks into every type that was reached, and into those that it reaches.
    pub(crate) fn look_into_all(&mut self) {
        while let Some((id, direction)) = self.queue.pop() {
            let (instance, from) = (self.found[&id].instance.clone(), self.found[&id].from);
            let errors = self.errors.len();
            let shape = match instance {
                Instance::Item(item, args) => {
                    let before = self.errors.len();
                    let shape = self.item_shape(item, &args, direction);
                    // Whoever reads of a fault in there has to know how it was come by.
                    if !args.is_empty() || !self.names.world.is_own(item.module) {
                        self.note_since(before, from);
                    }
                    shape
                }
                Instance::Std(ty) => self.std_shape(&ty, direction),
                Instance::StandIn(index, _) => {
                    let ty = self.stand_in(index);
                    let item = self.lower(&ty, direction);
                    let mut endless = false;
                    item.each(&mut |ty| {
                        endless |= matches!(ty, Type::Named { id: within } if *within == id);
                    });
                    if endless {
                        self.errors
                            .push(messages::endless_stand_in(&id).at(ty.span));
                    }
                    Shape::Newtype {
                        item,
                        checked: direction == Direction::Input,
                    }
                }
            };
            if let Some(found) = self.found.get_mut(&id) {
                // What is wrong with parameters open is right or told with all that stand for them.
                let is_wrong = found.is_open && self.errors.len() > errors;
                if is_wrong {
                    self.errors.truncate(errors);
                }
                *found.shape_mut(direction) = (!is_wrong).then_some(shape);
            }
        }
    }

    /// The parameters of an item with what they stand for.
    pub(super) fn env_of(&self, id: ItemId, args: &[Arg]) -> Vec<(String, Arg)> {
        let item = self.names.item(id);
        let this = Ty::new(TyKind::Item(id, args.to_vec()), item.name.span);
        let params = item.generics.iter();
        params
            .filter(|param| param.kind != GenericKind::Lifetime)
            .map(|param| param.name.text.clone())
            .zip(args.iter().cloned())
            .chain([("Self".to_owned(), Arg::Type(this))])
            .collect()
    }

    fn item_shape(&mut self, id: ItemId, args: &[Arg], direction: Direction) -> Shape {
        let item = self.names.item(id);
        let (TypeItemKind::Struct { serde, .. } | TypeItemKind::Enum { serde, .. }) = &item.kind
        else {
            unreachable!("only structs and enums are reached")
        };
        if let Some(shape) = self.text_shape(id, direction) {
            return shape;
        }
        self.check_derive(id, item, direction);
        let env = self.env_of(id, args);
        let container = Container {
            id,
            item,
            serde,
            env: &env,
            macros: self.macros(id, item),
            direction,
        };
        self.unsupported(&serde.unsupported);
        self.check_lifetimes(item, direction);
        if let Some(shape) = self.converted(container) {
            return shape;
        }
        match &item.kind {
            TypeItemKind::Struct { fields, .. } => self.struct_shape(container, fields),
            TypeItemKind::Enum { variants, .. } => self.enum_shape(container, variants),
            TypeItemKind::Alias(_) | TypeItemKind::Other(_) => {
                unreachable!("it was looked at before")
            }
        }
    }

    /// serde_with's derives by `Display` and `FromStr`.
    fn text_shape(&mut self, id: ItemId, direction: Direction) -> Option<Shape> {
        let wanted = match direction {
            Direction::Input => Known::DeserializeFromStr,
            Direction::Output => Known::SerializeDisplay,
        };
        self.derives(id, &wanted).then(|| Shape::Newtype {
            item: Type::String {
                format: Some(Format::Text),
            },
            checked: direction == Direction::Input,
        })
    }

    /// `from`, `try_from` and `into`: the form of another type.
    fn converted(&mut self, container: Container<'_>) -> Option<Shape> {
        let module = container.id.module;
        let (expr, checked) = match container.direction {
            Direction::Input => {
                let from = container.serde.from.as_ref()?;
                (&from.ty, from.fallible)
            }
            Direction::Output => (container.serde.into.as_ref()?, false),
        };
        let ty = self.ty(module, expr, container.env);
        Some(Shape::Newtype {
            item: self.lower(&ty, container.direction),
            checked,
        })
    }

    fn struct_shape(&mut self, container: Container<'_>, fields: &Fields) -> Shape {
        let Container {
            id,
            item,
            serde,
            env,
            direction,
            ..
        } = container;
        let scope = Scope {
            module: id.module,
            env,
            rule: by_direction(&serde.rename_all, direction),
            default: match serde.default {
                DefaultAttr::None => ContainerDefault::None,
                DefaultAttr::Trait if self.derives_default(id) => ContainerDefault::Derived,
                DefaultAttr::Trait | DefaultAttr::Path => ContainerDefault::Unknown,
            },
            macros: container.macros,
            direction,
        };
        if serde.transparent.is_some() {
            let (Fields::Named(all) | Fields::Tuple(all)) = fields else {
                self.errors
                    .push(messages::not_transparent(&item.name.text).at(item.name.span));
                return null();
            };
            let Some(field) = self.transparent_field(id.module, all, env, direction) else {
                self.errors
                    .push(messages::not_transparent(&item.name.text).at(item.name.span));
                return null();
            };
            let (item, checked) = self.newtype(field, scope);
            return Shape::Newtype { item, checked };
        }
        match fields {
            Fields::Unit => null(),
            Fields::Tuple(fields) => match fields.as_slice() {
                [field] => {
                    if field.serde.skip.serialize || field.serde.skip.deserialize {
                        self.errors
                            .push(messages::skipped_newtype().at(field.name.span));
                    }
                    let (item, checked) = self.newtype(field, scope);
                    Shape::Newtype { item, checked }
                }
                fields => Shape::Tuple {
                    items: self.elements(fields, scope),
                },
            },
            Fields::Named(fields) => {
                let mut object = self.object(fields, scope);
                object.deny_unknown_fields = container.denies();
                if let (Some(tag), Direction::Output) = (&serde.tag, direction) {
                    let name = serde.rename.serialize.as_ref().unwrap_or(&item.name.text);
                    if object
                        .fields
                        .iter()
                        .any(|field| field.wire_name == tag.text)
                    {
                        let error = messages::duplicate_key(&tag.text, "the tag", "a field");
                        self.errors.push(error.at(tag.span));
                    }
                    object.fields.insert(0, literal(&tag.text, name));
                }
                Shape::Struct(object)
            }
        }
    }

    /// The field whose form a transparent struct takes. Source: serde_derive's
    /// `internals/check.rs`, `allow_transparent`.
    pub(super) fn transparent_field<'f>(
        &mut self,
        module: ModuleId,
        fields: &'f [FieldItem],
        env: &Env,
        direction: Direction,
    ) -> Option<&'f FieldItem> {
        let mut candidates = fields.iter().filter(|field| {
            let skipped = match direction {
                Direction::Output => field.serde.skip.serialize,
                Direction::Input => {
                    field.serde.skip.deserialize || field.serde.default != DefaultAttr::None
                }
            };
            let mut is_phantom = || {
                let ty = self.ty(module, &field.ty, env);
                ty.known() == Some(&Known::Plain(Type::Null))
            };
            !skipped && !is_phantom()
        });
        match (candidates.next(), candidates.next()) {
            (Some(field), None) => Some(field),
            _ => None,
        }
    }

    fn enum_shape(&mut self, container: Container<'_>, variants: &[VariantItem]) -> Shape {
        let serde = container.serde;
        let tagging = match (&serde.tag, &serde.content, serde.untagged) {
            (_, _, true) => Tagging::Untagged,
            (Some(tag), Some(content), _) => Tagging::Adjacent {
                tag: tag.text.clone(),
                content: content.text.clone(),
            },
            (Some(tag), None, _) => Tagging::Internal {
                tag: tag.text.clone(),
            },
            (None, _, _) => Tagging::External,
        };
        let mut lowered: Vec<Variant> = vec![];
        let mut keys: Vec<(Vec<String>, &Name)> = vec![];
        for variant in variants {
            self.unsupported(&variant.serde.unsupported);
            if by_direction(&variant.serde.skip, container.direction) {
                continue;
            }
            let rename = match container.direction {
                Direction::Input => &variant.serde.rename.deserialize,
                Direction::Output => &variant.serde.rename.serialize,
            };
            self.check_normal(&variant.name, rename.as_deref());
            let (content, checked) = self.content(container, variant);
            let untagged = variant.serde.untagged && tagging != Tagging::Untagged;
            let is_internal = matches!(tagging, Tagging::Internal { .. }) && !untagged;
            if is_internal && matches!(content, Content::Tuple { .. }) {
                self.errors
                    .push(messages::tagged_tuple(&variant.name.text).at(variant.name.span));
            }
            let lowered_variant = Variant {
                name: variant.name.text.clone(),
                wire_name: variant_name(serde, variant, container.direction),
                aliases: aliases(&variant.serde.aliases, container.direction),
                other: variant.serde.other && container.direction == Direction::Input,
                untagged,
                content,
                checked: checked && container.direction == Direction::Input,
                docs: variant.docs.clone(),
                deprecated: variant.deprecated.as_deref().cloned(),
            };
            if !untagged && tagging != Tagging::Untagged {
                let names = [&lowered_variant.wire_name].into_iter();
                let names = names.chain(&lowered_variant.aliases).cloned().collect();
                keys.push((names, &variant.name));
            }
            lowered.push(lowered_variant);
        }
        let keys = keys
            .iter()
            .flat_map(|(names, place)| names.iter().map(move |name| (name.as_str(), *place)));
        let duplicates = duplicates(keys);
        self.errors.extend(duplicates);
        Shape::Enum {
            tagging,
            variants: lowered,
            deny_unknown_fields: container.denies(),
        }
    }

    /// What a variant holds, and whether the server may refuse more than that.
    fn content(&mut self, container: Container<'_>, variant: &VariantItem) -> (Content, bool) {
        let direction = container.direction;
        let serde = container.serde;
        let scope = Scope {
            module: container.id.module,
            env: container.env,
            rule: by_direction(&variant.serde.rename_all, direction)
                .or(by_direction(&serde.rename_all_fields, direction)),
            default: ContainerDefault::None,
            macros: container.macros,
            direction,
        };
        let with = match direction {
            Direction::Input => &variant.serde.with.deserialize,
            Direction::Output => &variant.serde.with.serialize,
        };
        if let Some(with) = with {
            let fields = match &variant.fields {
                Fields::Unit => &[][..],
                Fields::Tuple(fields) | Fields::Named(fields) => fields,
            };
            let mut tys: Vec<Ty> = fields
                .iter()
                .map(|field| self.ty(scope.module, &field.ty, scope.env))
                .collect();
            let ty = match (tys.pop(), tys.len()) {
                (Some(ty), 0) => ty,
                (last, _) => {
                    tys.extend(last);
                    Ty::new(TyKind::Tuple(tys), variant.name.span)
                }
            };
            let adapted = self.with(scope.module, with, &ty, direction);
            return (Content::Newtype { item: adapted.ty }, adapted.checked);
        }
        match &variant.fields {
            Fields::Unit => (Content::Unit, false),
            Fields::Tuple(fields) => match fields.as_slice() {
                [field] if by_direction(&field.serde.skip, direction) => {
                    // serde wants a content that it then does not look at.
                    if serde.content.is_some() && direction == Direction::Input {
                        self.errors
                            .push(messages::skipped_content().at(field.name.span));
                    }
                    (Content::Unit, false)
                }
                [field] => {
                    let (item, checked) = self.newtype(field, scope);
                    (Content::Newtype { item }, checked)
                }
                fields => {
                    let items = self.elements(fields, scope);
                    (Content::Tuple { items }, false)
                }
            },
            Fields::Named(fields) => {
                let mut object = self.object(fields, scope);
                object.deny_unknown_fields = container.denies();
                (Content::Struct(object), false)
            }
        }
    }

    pub(super) fn unsupported(&mut self, keys: &[Name]) {
        let errors = keys
            .iter()
            .map(|key| messages::unsupported_serde(&key.text).at(key.span));
        self.errors.extend(errors);
    }

    /// Params outlive the request's bytes, so nothing in them may borrow.
    fn check_lifetimes(&mut self, item: &TypeItem, direction: Direction) {
        if direction == Direction::Output {
            return;
        }
        let lifetime = item
            .generics
            .iter()
            .find(|param| param.kind == GenericKind::Lifetime);
        if let Some(lifetime) = lifetime {
            self.errors
                .push(messages::borrowed().at(lifetime.name.span));
        }
    }
}

fn null() -> Shape {
    Shape::Newtype {
        item: Type::Null,
        checked: false,
    }
}

/// The tag that serde writes into a struct.
fn literal(tag: &str, value: &str) -> Field {
    Field {
        name: tag.to_owned(),
        wire_name: tag.to_owned(),
        aliases: vec![],
        r#type: Type::Literal {
            value: value.to_owned(),
        },
        presence: Presence::Required,
        checked: false,
        flattened: None,
        docs: None,
        deprecated: None,
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

//! Enums whose variants hold something: sealed interfaces, and a struct for each variant.

use std::borrow::Cow;
use std::collections::BTreeSet;

use anyhow::bail;
use centrifugo_build::manifest::{
    Content, Element, Object, Shape, Tagging, Type, TypeDef, Variant,
};

use super::content::Inside;
use super::model::{Body, Decl, Literal, Mentioned, StructDecl, SumDecl, SumVariant};
use super::names::quoted;
use super::object::{Context, Sides, beside_tag};
use super::types::Direction;
use super::{docs, layout};

/// What a variant holds, once its tag is taken off.
#[derive(Debug, Clone, Copy)]
pub(super) enum Held<'m> {
    Nothing,
    Value(&'m Type),
    Tuple(&'m [Element]),
    Object(&'m Object),
    /// A value whose keys stand beside the tag.
    Beside(&'m Type),
}

impl<'m> Context<'_, 'm> {
    pub(super) fn held(
        &self,
        tagging: &Tagging,
        variant: &'m Variant,
        direction: Direction,
    ) -> anyhow::Result<Held<'m>> {
        let internal = matches!(tagging, Tagging::Internal { .. }) && !variant.untagged;
        Ok(match &variant.content {
            Content::Unit => Held::Nothing,
            Content::Tuple { items } => Held::Tuple(items),
            Content::Struct(object) => Held::Object(object),
            Content::Newtype { item } if internal => match self.types.inner(item, direction)? {
                Type::Null => Held::Nothing,
                Type::Named { id } => match self.types.shape(id, direction)? {
                    Shape::Struct(object) => Held::Object(object),
                    _ => Held::Beside(item),
                },
                _ => Held::Beside(item),
            },
            Content::Newtype { item } => Held::Value(item),
        })
    }

    pub(super) fn sum(
        &self,
        def: &TypeDef,
        name: &str,
        sides: Sides<&'m Shape>,
        mentioned: &mut Mentioned,
    ) -> anyhow::Result<Decl> {
        let Shape::Enum {
            tagging, variants, ..
        } = sides.any()
        else {
            bail!("go: `{}` is an enum in one direction only", def.id);
        };
        let is_named = |variant: &Variant| !variant.untagged && *tagging != Tagging::Untagged;
        // A newer server may have more variants; but without a tag nothing says which JSON is one.
        let unknown = sides.output.is_some() && variants.iter().all(is_named);
        let unknown = unknown.then(|| self.unknown(name, variants));
        if unknown.is_some() {
            mentioned.types.add("json.RawMessage");
        }
        let mut lowered = vec![];
        for variant in variants {
            lowered.push(SumVariant {
                wire_name: is_named(variant).then(|| quoted(&variant.wire_name)),
                decl: self.variant(name, tagging, variant, sides, mentioned)?,
            });
        }
        let all = lowered.iter().map(|variant| variant.decl.name.clone());
        let all: Vec<String> = all.chain(unknown.clone()).collect();
        let one_of = match all.as_slice() {
            [] => "There is none.".to_owned(),
            all => format!("It is one of {}.", all.join(", ")),
        };
        let fallback = format!("is {} of the server.", def.id);
        let which = match tagging {
            _ if !variants.iter().any(is_named) => None,
            Tagging::Internal { tag } | Tagging::Adjacent { tag, .. } => {
                Some(format!("r.tag({})", quoted(tag)))
            }
            Tagging::External | Tagging::Untagged => {
                let names = lowered.iter().filter_map(|v| v.wire_name.as_deref());
                Some(format!(
                    "r.variant({})",
                    names.collect::<Vec<_>>().join(", ")
                ))
            }
        };
        Ok(Decl::Sum(SumDecl {
            docs: docs::item(
                name,
                def.docs.as_deref(),
                &fallback,
                &[one_of],
                def.deprecated.as_ref(),
            ),
            which,
            variants: lowered,
            unknown,
            name: name.to_owned(),
        }))
    }

    /// The name for what is none of the variants, one of which may be called `Unknown`.
    fn unknown(&self, sum: &str, variants: &[Variant]) -> String {
        let taken = variants.iter().map(|v| self.types.variant(sum, &v.name));
        let taken: BTreeSet<String> = taken.collect();
        let mut name = self.types.variant(sum, "Unknown");
        while taken.contains(&name) {
            name.push_str("Variant");
        }
        name
    }

    fn variant(
        &self,
        sum: &str,
        tagging: &Tagging,
        any: &'m Variant,
        sides: Sides<&'m Shape>,
        mentioned: &mut Mentioned,
    ) -> anyhow::Result<StructDecl> {
        let name = self.types.variant(sum, &any.name);
        let held = sides.try_map(|shape, direction| {
            let Shape::Enum { variants, .. } = shape else {
                return Ok(None);
            };
            let variant = variants.iter().find(|variant| variant.name == any.name);
            let held = variant.map(|variant| self.held(tagging, variant, direction));
            held.transpose()
        })?;
        let tagging = if any.untagged {
            &Tagging::Untagged
        } else {
            tagging
        };
        let wire_name = quoted(&any.wire_name);
        let fallback = match tagging {
            Tagging::Untagged => format!("is the variant {} of {sum}.", any.name),
            _ => format!("is the variant {wire_name} of {sum}."),
        };
        let docs = docs::item(
            &name,
            any.docs.as_deref(),
            &fallback,
            &[],
            any.deprecated.as_ref(),
        );
        let (body, content) = match tagging {
            Tagging::Internal { tag } => {
                let tag = Literal {
                    key: quoted(tag),
                    text: wire_name,
                    seen: None,
                };
                (self.beside(&name, held, tag, mentioned)?, None)
            }
            Tagging::Untagged => self.inside(&name, held, mentioned)?.bare(),
            Tagging::External => self
                .inside(&name, held, mentioned)?
                .keyed(&name, &wire_name),
            Tagging::Adjacent { tag, content } => {
                let tag = Literal {
                    key: quoted(tag),
                    text: wire_name,
                    seen: None,
                };
                let inside = self.inside(&name, held, mentioned)?;
                inside.adjacent(&name, tag, quoted(content))
            }
        };
        Ok(StructDecl {
            docs,
            name,
            go: body.go,
            coding: body.coding,
            content,
            sum: Some(sum.to_owned()),
        })
    }

    /// The struct of a variant whose keys stand beside its tag.
    fn beside(
        &self,
        name: &str,
        held: Sides<Held<'m>>,
        tag: Literal,
        mentioned: &mut Mentioned,
    ) -> anyhow::Result<Body> {
        let object = |held: Held<'m>, _| {
            Ok(Some(match held {
                Held::Nothing => Cow::Owned(Object::default()),
                Held::Object(object) => Cow::Borrowed(object),
                Held::Beside(ty) => Cow::Owned(beside_tag(ty)),
                Held::Value(_) | Held::Tuple(_) => {
                    bail!("go: what `{name}` holds cannot stand beside its tag")
                }
            }))
        };
        let objects = held.try_map(object)?;
        self.object(name, objects.as_deref(), Some(tag), mentioned)
    }

    fn inside(
        &self,
        name: &str,
        held: Sides<Held<'m>>,
        mentioned: &mut Mentioned,
    ) -> anyhow::Result<Inside> {
        Ok(match held.any() {
            Held::Nothing => Inside::Nothing,
            Held::Value(_) | Held::Beside(_) => {
                let value = held.try_map(|held, _| match held {
                    Held::Value(ty) | Held::Beside(ty) => Ok(Some(ty)),
                    _ => Ok(None),
                })?;
                let ty = self.both(value)?;
                mentioned.types.add(&ty.go);
                mentioned.codecs.add_expressions([&*ty.read, &*ty.write]);
                let line = layout::Line {
                    docs: String::new(),
                    name: "Value",
                    ty: ty.go.clone(),
                    tag: "".into(),
                };
                Inside::Value(layout::fields(&[line]), ty)
            }
            Held::Tuple(_) => {
                let elements = held.try_map(|held, _| match held {
                    Held::Tuple(elements) => Ok(Some(elements)),
                    _ => Ok(None),
                })?;
                Inside::Struct(self.tuple(elements, mentioned)?)
            }
            Held::Object(_) => {
                let object = held.try_map(|held, _| match held {
                    Held::Object(object) => Ok(Some(object)),
                    _ => Ok(None),
                })?;
                Inside::Struct(self.object(name, object, None, mentioned)?)
            }
        })
    }
}

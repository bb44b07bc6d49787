//! Which types need two Go types, `X` as received and `XInput` as sent.

use std::borrow::Cow;

use centrifugo_build::manifest::{Manifest, Shape, Tagging, TypeDef, Variant};

use super::names;
use super::object::{Context, Sides};
use super::sums::Held;
use super::types::{Direction, Types};
use crate::render::references::{self, closure};

/// The Go types of a type of the manifest.
pub(super) fn forms<'m>(def: &'m TypeDef, types: &Types<'_>) -> Vec<Sides<&'m Shape>> {
    let (input, output) = (def.shapes.input(), def.shapes.output());
    if types.split.contains(def.id.as_str()) {
        let sent = Sides {
            input,
            output: None,
        };
        let received = Sides {
            input: None,
            output,
        };
        vec![received, sent]
    } else {
        vec![Sides { input, output }]
    }
}

/// Finds the types that need two Go types, be it only because of a type that they refer to.
pub(super) fn find<'m>(manifest: &'m Manifest, types: &mut Types<'m>) -> anyhow::Result<()> {
    let in_both = |def: &&TypeDef| def.shapes.input().is_some() && def.shapes.output().is_some();
    let users = references::users(manifest.types.iter().filter(in_both));
    let may_be_split = references::may_be_split(manifest.types.iter(), &users);
    let mut found = vec![];
    for def in &manifest.types {
        let (Some(input), Some(output)) = (def.shapes.input(), def.shapes.output()) else {
            continue;
        };
        if !may_be_split.contains(def.id.as_str()) {
            continue;
        }
        let context = Context {
            types,
            initialisms: manifest.sdk.go.initialisms,
            methods: names::STRUCT_METHODS,
        };
        // serde ignores a tag that is sent to a struct, unless it refuses what it does not know.
        let strict = matches!(input, Shape::Struct(object) if object.deny_unknown_fields);
        let input = context.declared(input, Direction::Input, strict)?;
        let output = context.declared(output, Direction::Output, strict)?;
        // What clients must send cannot be what the server leaves out.
        let may_omit = |key| input.omits.binary_search(key).is_ok();
        if input.is != output.is || !output.omits.iter().all(may_omit) {
            found.push(def.id.as_str());
        }
    }
    types.split = closure(found, &users);
    Ok(())
}

/// What the Go type of a direction says, the same in both or none. First there is the variant that it is
/// said of, if it is one.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fact<'m> {
    Struct,
    Enum(String),
    /// Its name on the wire, and whether that is never there.
    Variant(&'m str, &'m str, bool),
    Value(&'m str, Cow<'static, str>),
    /// The value's keys stand beside the tag.
    Beside(&'m str, Cow<'static, str>),
    Key(&'m str, &'m str, Cow<'static, str>),
    Merged(&'m str, &'m str, Cow<'static, str>),
    Element(&'m str, usize, Cow<'static, str>),
}

/// What a direction says of a type.
#[derive(Debug, Default)]
pub(super) struct Facts<'m> {
    pub(super) is: Vec<Fact<'m>>,
    /// Keys that may not be there, each with its variant.
    pub(super) omits: Vec<(&'m str, &'m str)>,
}

impl<'m> Context<'_, 'm> {
    /// All that two directions must have in common to share one Go type, in some order.
    fn declared(
        &self,
        shape: &'m Shape,
        direction: Direction,
        literals: bool,
    ) -> anyhow::Result<Facts<'m>> {
        let mut facts = Facts::default();
        match shape {
            Shape::Struct(object) => {
                facts.is.push(Fact::Struct);
                self.declared_object("", object, direction, literals, &mut facts)?;
            }
            Shape::Tuple { items } => self.declared_tuple("", items, direction, &mut facts)?,
            Shape::Newtype { item, .. } => {
                let go = self.types.lower(item, direction)?.go;
                facts.is.push(Fact::Value("", go));
            }
            Shape::Enum {
                variants, tagging, ..
            } => {
                facts.is.push(Fact::Enum(format!("{tagging:?}")));
                for variant in variants {
                    self.declared_variant(tagging, variant, direction, &mut facts)?;
                }
            }
        }
        facts.is.sort_unstable();
        facts.omits.sort_unstable();
        Ok(facts)
    }

    fn declared_variant(
        &self,
        tagging: &Tagging,
        variant: &'m Variant,
        direction: Direction,
        facts: &mut Facts<'m>,
    ) -> anyhow::Result<()> {
        let name = variant.name.as_str();
        let fact = Fact::Variant(name, &variant.wire_name, variant.untagged);
        facts.is.push(fact);
        let lower = |ty| anyhow::Ok(self.types.lower(ty, direction)?.go);
        match self.held(tagging, variant, direction)? {
            Held::Nothing => {}
            Held::Value(ty) => facts.is.push(Fact::Value(name, lower(ty)?)),
            Held::Beside(ty) => facts.is.push(Fact::Beside(name, lower(ty)?)),
            Held::Tuple(items) => self.declared_tuple(name, items, direction, facts)?,
            Held::Object(object) => {
                self.declared_object(name, object, direction, false, facts)?;
            }
        }
        Ok(())
    }
}

//! Which types need two Go types, `X` as received and `XInput` as sent.

use std::collections::BTreeSet;

use centrifugo_build::manifest::{Manifest, Shape, TypeDef};

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
        if input.is != output.is || !output.omits.is_subset(&input.omits) {
            found.push(def.id.as_str());
        }
    }
    types.split = closure(found, &users);
    Ok(())
}

/// What a direction says of a type.
pub(super) enum Fact {
    /// Its Go type says it, in both directions or none.
    Is(String),
    /// This key may not be there.
    Omits(String),
}

#[derive(Debug, Default)]
struct Facts {
    is: BTreeSet<String>,
    omits: BTreeSet<String>,
}

impl Facts {
    fn add(&mut self, fact: Fact) {
        match fact {
            Fact::Is(line) => self.is.insert(line),
            Fact::Omits(key) => self.omits.insert(key),
        };
    }
}

impl<'m> Context<'_, 'm> {
    /// All that two directions must have in common to share one Go type.
    fn declared(
        &self,
        shape: &'m Shape,
        direction: Direction,
        literals: bool,
    ) -> anyhow::Result<Facts> {
        let mut all = Facts::default();
        let mut add = |fact| all.add(fact);
        match shape {
            Shape::Struct(object) => {
                add(Fact::Is("struct".to_owned()));
                self.declared_object(object, direction, literals, &mut add)?;
            }
            Shape::Tuple { items } => self.declared_tuple(items, direction, &mut add)?,
            Shape::Newtype { item, .. } => {
                add(Fact::Is(self.types.lower(item, direction)?.go.into_owned()))
            }
            Shape::Enum {
                variants, tagging, ..
            } => {
                add(Fact::Is(format!("{tagging:?}")));
                for variant in variants {
                    let name = &variant.name;
                    let (wire_name, untagged) = (&variant.wire_name, variant.untagged);
                    add(Fact::Is(format!("{name} {wire_name:?} {untagged}")));
                    let mut add = |fact| {
                        add(match fact {
                            Fact::Is(line) => Fact::Is(format!("{name} {line}")),
                            Fact::Omits(key) => Fact::Omits(format!("{name} {key}")),
                        });
                    };
                    match self.held(tagging, variant, direction)? {
                        Held::Nothing => {}
                        Held::Value(ty) => {
                            add(Fact::Is(self.types.lower(ty, direction)?.go.into_owned()));
                        }
                        Held::Beside(ty) => {
                            let go = self.types.lower(ty, direction)?.go;
                            add(Fact::Is(format!("beside {go}")));
                        }
                        Held::Tuple(items) => self.declared_tuple(items, direction, &mut add)?,
                        Held::Object(object) => {
                            self.declared_object(object, direction, false, &mut add)?;
                        }
                    }
                }
            }
        }
        Ok(all)
    }
}

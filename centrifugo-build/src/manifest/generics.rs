//! Which types the SDKs show as instances of generic types.
//!
//! In: the definitions that fit, and what they are to be called. Out: those whose names are free, and
//! the types that are instances of them with all that they build on.

use std::collections::{BTreeMap, BTreeSet};

use super::assemble::shapes;
use crate::manifest::Shapes;
use crate::resolve::{Definition, ResolvedType, Shown};

/// Definitions and instances that can be shown.
pub(super) struct Generics {
    /// With whether an instance is sent, and whether one is received.
    definitions: BTreeMap<String, [bool; 2]>,
    instances: BTreeMap<String, Shown>,
}

impl Generics {
    /// Takes how they are shown out of the types. `free` tells whether a definition has a name of its
    /// own, `pinned` whether a type has to keep its name.
    pub(super) fn choose(
        definitions: &[Definition],
        types: &mut [ResolvedType],
        free: impl Fn(&Definition) -> bool,
        pinned: impl Fn(&str) -> bool,
    ) -> Self {
        let named = definitions.iter().filter(|definition| free(definition));
        let named: BTreeSet<&str> = named.map(|definition| definition.id.as_str()).collect();
        let mut instances: BTreeMap<String, Shown> = BTreeMap::new();
        let mut directions: BTreeMap<&str, [bool; 2]> = BTreeMap::new();
        for ty in types {
            directions.insert(&ty.id, [ty.input.is_some(), ty.output.is_some()]);
            let Some(shown) = ty.shown.take() else {
                continue;
            };
            if named.contains(shown.applied.id.as_str()) && !pinned(&ty.id) {
                instances.insert(ty.id.clone(), shown);
            }
        }
        loop {
            let builds_on_none = |shown: &Shown| {
                let mut others = shown.builds_on.iter();
                others.any(|id| !instances.contains_key(id))
            };
            let wrong = instances.iter().filter(|(_, shown)| builds_on_none(shown));
            let wrong: Vec<String> = wrong.map(|(id, _)| id.clone()).collect();
            if wrong.is_empty() {
                break;
            }
            for id in wrong {
                instances.remove(&id);
            }
        }
        let mut definitions: BTreeMap<String, [bool; 2]> = BTreeMap::new();
        for (id, shown) in &instances {
            let definition = definitions.entry(shown.applied.id.clone()).or_default();
            for (all, own) in definition.iter_mut().zip(directions[id.as_str()]) {
                *all |= own;
            }
        }
        Self {
            definitions,
            instances,
        }
    }

    /// The shapes of a definition that its instances have, if it has instances.
    pub(super) fn shapes(&self, definition: &mut Definition) -> Option<Shapes> {
        let [is_sent, is_received] = self.definitions.get(&definition.id)?;
        let input = definition.input.take().filter(|_| *is_sent);
        let output = definition.output.take().filter(|_| *is_received);
        Some(shapes(input, output))
    }

    pub(super) fn of(&self, id: &str) -> Option<&Shown> {
        self.instances.get(id)
    }
}

//! Generic types: what is declared once with its parameters, and which types are then written as
//! instances of it.
//!
//! Everything else works on types that are no instances of anything, each with a name of its own. Here
//! the names of instances become `Page<Task>`, and that only where the declaration with the arguments
//! in the places of its parameters is, to the letter, what would have been declared for the instance.

use std::collections::{BTreeMap, BTreeSet};

use centrifugo_build::manifest::{Applied, GenericDef, Manifest, Shape, TypeDef};

use super::names::Names;
use super::ts::Ts;
use super::types::{Direction, Lowering};

/// The generic declarations, and the instances of them.
#[derive(Debug, Default)]
pub(super) struct Generics<'a> {
    declarations: BTreeMap<&'a str, Declaration<'a>>,
    /// By the id of the instance.
    instances: BTreeMap<&'a str, &'a Applied>,
}

#[derive(Debug)]
struct Declaration<'a> {
    /// In Rust and in TypeScript.
    params: Vec<(&'a str, String)>,
    /// By direction.
    bodies: BTreeMap<Direction, Ts<'a>>,
}

/// The definition as if it were a type.
pub(super) fn as_type(definition: &GenericDef) -> TypeDef {
    TypeDef {
        id: definition.id.clone(),
        name: definition.name.clone(),
        generic: None,
        shapes: definition.shapes.clone(),
        docs: definition.docs.clone(),
        deprecated: definition.deprecated.clone(),
        position: definition.position.clone(),
    }
}

impl<'a> Generics<'a> {
    pub(super) fn new(
        manifest: &'a Manifest,
        names: &'a Names,
        lowering: impl Fn(Direction) -> Lowering<'a>,
    ) -> anyhow::Result<Self> {
        let mut generics = Self::default();
        for definition in &manifest.generics {
            if let Some(declaration) = Declaration::new(definition, names, &lowering) {
                generics.declarations.insert(&definition.id, declaration);
            }
        }
        for def in &manifest.types {
            let applied = def.generic.as_ref().and_then(|g| g.instance.as_ref());
            if let Some(applied) = applied
                && generics.declarations.contains_key(applied.id.as_str())
            {
                generics.instances.insert(&def.id, applied);
            }
        }
        while !generics.instances.is_empty() {
            let mut wrong = vec![];
            for (&id, &applied) in &generics.instances {
                if !generics.is_exact(id, applied, &lowering)? {
                    wrong.push(id);
                }
            }
            if wrong.is_empty() {
                wrong = generics.endless(manifest, names, &lowering)?;
            }
            if wrong.is_empty() {
                break;
            }
            for id in wrong {
                generics.instances.remove(id);
            }
        }
        let used: BTreeSet<&str> = (generics.instances.values())
            .map(|applied| applied.id.as_str())
            .collect();
        generics.declarations.retain(|id, _| used.contains(id));
        Ok(generics)
    }

    /// Is the type written as an instance?
    pub(super) fn is_instance(&self, id: &str) -> bool {
        self.instances.contains_key(id)
    }

    /// The parameters of a declaration as TypeScript has them, and what it declares in one direction.
    pub(super) fn declared(&self, id: &str, direction: Direction) -> Option<(Vec<&str>, Ts<'_>)> {
        let Declaration { params, bodies } = self.declarations.get(id)?;
        let names = params.iter().map(|(_, name)| name.as_str()).collect();
        let mut body = bodies.get(&direction)?.clone();
        body.each_mut(&mut |ty| {
            if let Ts::Param(rust) = ty
                && let Some((_, name)) = params.iter().find(|(param, _)| param == rust)
            {
                *rust = name.into();
            }
        });
        Some((names, body))
    }

    /// The type with its instances written as such.
    pub(super) fn shown(&self, mut ty: Ts<'a>, lowering: Lowering<'a>) -> anyhow::Result<Ts<'a>> {
        if self.instances.is_empty() {
            return Ok(ty);
        }
        let mut result = Ok(());
        ty.each_mut(&mut |ty| {
            if let Ts::Word(name) = ty
                && let Some(id) = lowering.names.id(name)
                && let Some(applied) = self.instances.get(id)
            {
                match self.applied(applied, lowering) {
                    Ok(applied) => *ty = applied,
                    Err(error) => result = Err(error),
                }
            }
        });
        result.map(|()| ty)
    }

    fn applied(&self, applied: &'a Applied, lowering: Lowering<'a>) -> anyhow::Result<Ts<'a>> {
        let name = lowering.names.of_type(&applied.id, lowering.direction)?;
        Ok(Ts::applied(name, self.args(applied, lowering)?))
    }

    fn args(&self, applied: &'a Applied, lowering: Lowering<'a>) -> anyhow::Result<Vec<Ts<'a>>> {
        let args = applied.args.iter();
        args.map(|arg| self.shown(lowering.ty(arg)?, lowering))
            .collect()
    }

    fn is_exact(
        &self,
        id: &'a str,
        applied: &'a Applied,
        lowering: &impl Fn(Direction) -> Lowering<'a>,
    ) -> anyhow::Result<bool> {
        let declaration = &self.declarations[applied.id.as_str()];
        for direction in Direction::BOTH {
            let lowering = lowering(direction);
            let (Some(def), Some(definition)) = (
                lowering.types.get(id),
                lowering.types.get(applied.id.as_str()),
            ) else {
                return Ok(false);
            };
            if direction.shape(def).is_none() {
                continue;
            }
            let of_definition = lowering.in_declared_direction(definition);
            let Some(body) = declaration.bodies.get(&of_definition.direction) else {
                return Ok(false);
            };
            let args = self.args(applied, lowering)?;
            let mut body = self.shown(body.clone(), of_definition)?;
            body.each_mut(&mut |ty| {
                if let Ts::Param(name) = ty {
                    let index = declaration.params.iter().position(|(rust, _)| rust == name);
                    if let Some(arg) = index.and_then(|index| args.get(index)) {
                        *ty = arg.clone();
                    }
                }
            });
            let body = simplified(body);
            let own = lowering.in_declared_direction(def);
            // A declaration for both directions says what is received.
            let without_needless_null = Lowering {
                without_needless_null: true,
                ..own
            };
            let mut is_same = false;
            for own in [own, without_needless_null] {
                let declared = self.shown(own.declared(id)?, own)?;
                is_same |= simplified(declared) == body;
            }
            if !is_same {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Instances in aliases that they lead back to. TypeScript looks into the arguments of an alias
    /// at once, and finds no end (checker.ts, `isDeferredTypeReferenceNode`).
    fn endless(
        &self,
        manifest: &'a Manifest,
        names: &'a Names,
        lowering: &impl Fn(Direction) -> Lowering<'a>,
    ) -> anyhow::Result<Vec<&'a str>> {
        let mut aliases: BTreeMap<&str, Ts<'_>> = BTreeMap::new();
        for direction in Direction::BOTH {
            let lowering = lowering(direction);
            for def in &manifest.types {
                let may_be_alias = match direction.shape(def) {
                    Some(Shape::Struct(object)) => !object.flatten.is_empty(),
                    Some(_) => true,
                    None => false,
                };
                if may_be_alias && !self.is_instance(&def.id) {
                    let name = names.of_type(&def.id, direction)?;
                    let ts = self.shown(lowering.declared(&def.id)?, lowering)?;
                    aliases.insert(name, ts);
                }
            }
            for (id, declaration) in &self.declarations {
                if let Some(body) = declaration.bodies.get(&direction) {
                    let body = self.shown(body.clone(), lowering)?;
                    aliases.insert(names.of_type(id, direction)?, body);
                }
            }
        }
        aliases.retain(|_, ts| !matches!(ts, Ts::Object(_)));
        let leads_back = |name: &str| {
            let mut seen = BTreeSet::new();
            let mut todo = vec![name.to_owned()];
            while let Some(next) = todo.pop() {
                let Some(ts) = aliases.get(next.as_str()) else {
                    continue;
                };
                let mut words = vec![];
                at_once(ts, &aliases, &mut |ty| match ty {
                    Ts::Word(word) | Ts::Applied(word, _) => words.push(word.to_string()),
                    _ => {}
                });
                if words.iter().any(|word| word == name) {
                    return true;
                }
                todo.extend(words.into_iter().filter(|word| seen.insert(word.clone())));
            }
            false
        };
        let mut wrong = vec![];
        for (name, ts) in aliases.iter().filter(|(name, _)| leads_back(name)) {
            let mut applied = vec![];
            at_once(ts, &aliases, &mut |ty| {
                if let Ts::Applied(..) = ty {
                    applied.push(ty.clone());
                }
            });
            for (&id, &instance) in &self.instances {
                for direction in Direction::BOTH {
                    let is_there = direction.shape(lowering(direction).types[id]).is_some();
                    if is_there && applied.contains(&self.applied(instance, lowering(direction))?) {
                        wrong.push(id);
                    }
                }
                // The declaration itself leads back.
                if names.of_type(&instance.id, Direction::Output)? == *name
                    || names.of_type(&instance.id, Direction::Input)? == *name
                {
                    wrong.push(id);
                }
            }
        }
        wrong.sort_unstable();
        wrong.dedup();
        Ok(wrong)
    }
}

impl<'a> Declaration<'a> {
    /// None if TypeScript cannot say it without knowing what the parameters stand for.
    fn new(
        definition: &'a GenericDef,
        names: &Names,
        lowering: impl Fn(Direction) -> Lowering<'a>,
    ) -> Option<Self> {
        names.of_type(&definition.id, Direction::Output).ok()?;
        let def = as_type(definition);
        let mut bodies = BTreeMap::new();
        for direction in Direction::BOTH {
            if direction.shape(&def).is_none() {
                continue;
            }
            let body = lowering(direction).declared(&definition.id).ok()?;
            let uses =
                |param: &String| body.any(&mut |ty| matches!(ty, Ts::Param(p) if p == param));
            if !definition.params.iter().all(uses) {
                return None;
            }
            bodies.insert(direction, body);
        }
        let mut params: Vec<(&str, String)> = vec![];
        for param in &definition.params {
            let mut name = param.clone();
            while names.is_taken(&name) || params.iter().any(|(_, other)| *other == name) {
                name.push('_');
            }
            params.push((param, name));
        }
        Some(Self { params, bodies })
    }
}

/// Calls `f` with the types that TypeScript looks into for what an alias stands for.
fn at_once<'a>(ty: &Ts<'a>, aliases: &BTreeMap<&str, Ts<'a>>, f: &mut impl FnMut(&Ts<'a>)) {
    f(ty);
    match ty {
        Ts::Union(items) | Ts::Intersection(items) => {
            items.iter().for_each(|item| at_once(item, aliases, f));
        }
        Ts::Applied(name, args) if aliases.contains_key(&**name) => {
            args.iter().for_each(|arg| at_once(arg, aliases, f));
        }
        _ => {}
    }
}

/// Without members of unions that are there twice or say no more than others.
fn simplified(mut ty: Ts<'_>) -> Ts<'_> {
    ty.each_mut(&mut |ty| {
        if let Ts::Union(items) = ty {
            let mut kept: Vec<Ts<'_>> = vec![];
            for item in items.drain(..) {
                let members = match item {
                    Ts::Union(inner) => inner,
                    item => vec![item],
                };
                for member in members {
                    if !kept.contains(&member) {
                        kept.push(member);
                    }
                }
            }
            if kept.contains(&Ts::word("unknown")) {
                kept = vec![Ts::word("unknown")];
            }
            *ty = Ts::union_of(kept);
        }
    });
    ty
}

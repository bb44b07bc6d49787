//! Generic classes: what is declared once with type variables, and which types are then written as
//! `Page[Task]`.
//!
//! Everything else works on types that are no instances of anything, each with a class of its own. A
//! type is written as an instance only if the generic class with the arguments in the places of the
//! variables is, statement by statement, what the class of its own would have been.

use std::collections::{BTreeMap, BTreeSet};

use centrifugo_build::manifest::{
    Applied, Content, GenericDef, Manifest, Shape, Shapes, Tagging, Type, TypeDef,
};

use super::layout::Expr;
use super::model::{Item, Lowering};
use super::names::ClassNames;
use super::types::Types;
use crate::render::references;

/// Which types are written as instances, and what the parameters are called.
#[derive(Debug, Default, Clone)]
pub(super) struct Generics<'a> {
    /// By the id of the instance.
    pub(super) instances: BTreeMap<&'a str, &'a Applied>,
    /// The names of the classes that they are instances of.
    pub(super) classes: BTreeSet<String>,
    /// From names of parameters in Rust to those of type variables.
    pub(super) variables: BTreeMap<&'a str, String>,
}

/// The definitions as if they were types.
pub(super) fn as_types(manifest: &Manifest) -> Vec<TypeDef> {
    let definitions = manifest.generics.iter();
    let as_type = |definition: &GenericDef| TypeDef {
        id: definition.id.clone(),
        name: definition.name.clone(),
        generic: None,
        shapes: definition.shapes.clone(),
        docs: definition.docs.clone(),
        deprecated: definition.deprecated.clone(),
        position: definition.position.clone(),
    };
    definitions.map(as_type).collect()
}

/// Finds the types that can be written as instances.
pub(super) fn find<'a>(manifest: &'a Manifest, types: Types<'a>) -> Types<'a> {
    let mut generics = Generics {
        variables: variables(manifest),
        ..Generics::default()
    };
    let merged = merged(&manifest.types);
    let mut ids: BTreeMap<&Applied, &str> = BTreeMap::new();
    for def in &manifest.types {
        let applied = def.generic.as_ref().and_then(|g| g.instance.as_ref());
        if let Some(applied) = applied {
            ids.insert(applied, &def.id);
            if types.has(&applied.id) && !merged.contains(def.id.as_str()) {
                generics.instances.insert(&def.id, applied);
            }
        }
    }
    let params: BTreeMap<&str, &[String]> = (manifest.generics.iter())
        .map(|definition| (definition.id.as_str(), definition.params.as_slice()))
        .collect();
    loop {
        let types = types.with_generics(generics.clone());
        let wrong: Vec<&str> = (generics.instances.iter())
            .filter(|(_, applied)| {
                let params = params[applied.id.as_str()];
                !is_exact(applied, params, &ids, &types)
            })
            .map(|(id, _)| *id)
            .collect();
        if wrong.is_empty() {
            return types;
        }
        for id in wrong {
            generics.instances.remove(id);
        }
    }
}

/// Is the generic class with these arguments what the type's own class would be?
fn is_exact(
    applied: &Applied,
    params: &[String],
    ids: &BTreeMap<&Applied, &str>,
    types: &Types<'_>,
) -> bool {
    let definition = types.def(&applied.id);
    let args: Vec<(String, Type)> = params.iter().cloned().zip(applied.args.clone()).collect();
    let instance = TypeDef {
        shapes: closed(&definition.shapes, &args, ids),
        ..definition.clone()
    };
    let with_args = types.with_args(args);
    let mut classes = types.classes_of(definition).into_iter();
    classes.all(|(name, direction)| {
        let items = |def: &TypeDef, types: &Types<'_>, params: &[String]| -> Option<Vec<Item>> {
            let mut names = ClassNames::default();
            let mut lowering = Lowering::new(types, &mut names);
            lowering.params = params;
            lowering.kept = Some(vec![]);
            lowering.def(def, name, direction).ok()?;
            lowering.kept
        };
        let own = items(&instance, types, &[]);
        own.is_some()
            && own == items(definition, &with_args, &[])
            && items(definition, types, params)
                .is_some_and(|open| can_be_open(&open, params, types))
    })
}

/// Has the class, or the alias, all parameters, and no default that has to know what they stand for?
fn can_be_open(items: &[Item], params: &[String], types: &Types<'_>) -> bool {
    let all = items.iter().map(Item::statements);
    let last = all.clone().next_back().unwrap_or_default();
    let mut statements = all.flatten();
    types.variables_in(params, &last).len() == params.len()
        && !statements.any(|statement| {
            statement.contains("_w.default(")
                && !types.variables_in(params, &[statement]).is_empty()
        })
}

/// The shapes with the arguments in the places of the parameters.
fn closed(shapes: &Shapes, args: &[(String, Type)], ids: &BTreeMap<&Applied, &str>) -> Shapes {
    let close = |shape: &Shape| {
        let mut shape = shape.clone();
        shape.each_part_mut(&mut |ty| ty.each_mut(&mut |ty| close_type(ty, args, ids)));
        shape
    };
    match shapes {
        Shapes::Input(shape) => Shapes::Input(close(shape)),
        Shapes::Output(shape) => Shapes::Output(close(shape)),
        Shapes::Both(shape) => Shapes::Both(close(shape)),
        Shapes::Split { input, output } => Shapes::Split {
            input: close(input),
            output: close(output),
        },
    }
}

fn close_type(ty: &mut Type, args: &[(String, Type)], ids: &BTreeMap<&Applied, &str>) {
    match ty {
        Type::Param { name } => {
            if let Some((_, arg)) = args.iter().find(|(param, _)| param == name) {
                *ty = arg.clone();
            }
        }
        Type::Apply(applied) => {
            if let Some(id) = ids.get(applied) {
                *ty = Type::Named {
                    id: (*id).to_owned(),
                };
            }
        }
        Type::Option { item } if matches!(**item, Type::Option { .. } | Type::Null | Type::Any) => {
            *ty = std::mem::replace(item, Type::Null);
        }
        _ => {}
    }
}

/// Types whose keys stand beside others, and those that they are made of: Python code looks into
/// their classes for the keys.
fn merged(types: &[TypeDef]) -> BTreeSet<&str> {
    let defs: BTreeMap<&str, &TypeDef> = types.iter().map(|def| (def.id.as_str(), def)).collect();
    let mut todo = vec![];
    for def in types {
        for shape in shapes(def) {
            beside(shape, &mut |ty| {
                references::in_type(ty, &mut |id| todo.push(id))
            });
        }
    }
    let mut merged = BTreeSet::new();
    while let Some(id) = todo.pop() {
        if !merged.insert(id) {
            continue;
        }
        for shape in defs.get(id).into_iter().flat_map(|def| shapes(def)) {
            let mut add = |ty| references::in_type(ty, &mut |id| todo.push(id));
            match shape {
                Shape::Newtype { item, .. } => add(item),
                Shape::Enum { variants, .. } => {
                    for variant in variants {
                        if let Content::Newtype { item } = &variant.content {
                            add(item);
                        }
                    }
                }
                Shape::Struct(_) | Shape::Tuple { .. } => {}
            }
        }
    }
    merged
}

fn shapes(def: &TypeDef) -> impl Iterator<Item = &Shape> {
    let both = [def.shapes.input(), def.shapes.output()];
    both.into_iter().flatten()
}

/// Calls `f` with the types whose keys stand beside others in this shape.
fn beside<'a>(shape: &'a Shape, f: &mut impl FnMut(&'a Type)) {
    match shape {
        Shape::Struct(object) => object.flatten.iter().for_each(|value| f(&value.r#type)),
        Shape::Enum {
            tagging, variants, ..
        } => {
            for variant in variants {
                match &variant.content {
                    Content::Struct(object) => {
                        object.flatten.iter().for_each(|value| f(&value.r#type));
                    }
                    Content::Newtype { item }
                        if matches!(tagging, Tagging::Internal { .. }) && !variant.untagged =>
                    {
                        f(item);
                    }
                    _ => {}
                }
            }
        }
        Shape::Tuple { .. } | Shape::Newtype { .. } => {}
    }
}

/// A type variable for each name that parameters have: `_T`.
fn variables(manifest: &Manifest) -> BTreeMap<&str, String> {
    let mut variables = BTreeMap::new();
    // The aliases of the module's imports.
    let mut used: BTreeSet<String> = ["_b", "_t", "_te", "_w"].map(str::to_owned).into();
    for definition in &manifest.generics {
        for param in &definition.params {
            variables.entry(param.as_str()).or_insert_with(|| {
                // Python changes names in classes that begin with two underscores.
                let mut name = format!("_{}", param.trim_start_matches('_'));
                while name == "_" || !used.insert(name.clone()) {
                    name.push('x');
                }
                name
            });
        }
    }
    variables
}

impl Types<'_> {
    /// The type variables in a statement, in the order of the definition's parameters.
    pub(super) fn variables_in<'s>(
        &self,
        params: &'s [String],
        statements: &[impl AsRef<str>],
    ) -> Vec<&'s str> {
        let mut found = BTreeSet::new();
        for statement in statements {
            found.extend(words(statement.as_ref()));
        }
        let is_found = |param: &&'s String| {
            let name = self.generics.variables.get(param.as_str());
            name.is_some_and(|name| found.contains(name.as_str()))
        };
        params.iter().filter(is_found).map(String::as_str).collect()
    }

    /// The type variable of a parameter.
    pub(super) fn variable(&self, param: &str) -> Expr<'_> {
        match self.generics.variables.get(param) {
            Some(name) => Expr::atom(name),
            None => Expr::atom("_w.Never"),
        }
    }
}

/// The words of code, those in strings not counted.
fn words(code: &str) -> BTreeSet<&str> {
    let mut words = BTreeSet::new();
    for (index, part) in code.split('"').enumerate() {
        if index % 2 == 0 {
            words.extend(part.split(|c: char| !(c == '_' || c == '.' || c.is_alphanumeric())));
        }
    }
    words
}

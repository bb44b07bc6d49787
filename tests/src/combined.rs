//! One manifest of all golden cases, so that a language's tools and its judge run once for all of them.
//!
//! A method `a.b` of the case `c` is `c.a.b`, and its types have the case's name before theirs. What
//! several cases have of std is there once.

use std::collections::BTreeMap;
use std::fs;

use anyhow::Context as _;
use centrifugo_manifest::{GenericDef, Manifest, Shape, Shapes, TypeDef, from_json};

use crate::cases;

/// The manifests that lie beside the cases, as one.
///
/// # Errors
/// If one cannot be read.
pub fn manifest() -> anyhow::Result<Manifest> {
    let mut all: Option<Manifest> = None;
    let mut types: BTreeMap<String, TypeDef> = BTreeMap::new();
    let mut generics: BTreeMap<String, GenericDef> = BTreeMap::new();
    for case in cases::names()? {
        let path = cases::root().join(&case).join("manifest.json");
        let text = fs::read_to_string(&path)
            .with_context(|| format!("cannot read `{}`", path.display()))?;
        let mut manifest = from_json(&text)?;
        for method in &mut manifest.methods {
            method.name = format!("{case}.{}", method.name);
            method.ident = format!("{case}_{}", method.ident);
        }
        let prefix = camel(&case);
        for error in &mut manifest.errors {
            error.name = format!("{prefix}{}", error.name);
        }
        for mut definition in std::mem::take(&mut manifest.generics) {
            let of_std = definition.id.starts_with("std::");
            if !of_std {
                definition.name = format!("{prefix}{}", definition.name);
            }
            let joined = match generics.remove(&definition.id) {
                Some(other) => GenericDef {
                    shapes: join(&other.shapes, &definition.shapes),
                    ..other
                },
                None => definition,
            };
            generics.insert(joined.id.clone(), joined);
        }
        for mut ty in std::mem::take(&mut manifest.types) {
            let of_std = ty.id.starts_with("std::");
            if !of_std {
                ty.name = format!("{prefix}{}", ty.name);
            }
            let id = ty.id.clone();
            let joined = match types.remove(&id) {
                Some(other) => TypeDef {
                    shapes: join(&other.shapes, &ty.shapes),
                    ..other
                },
                None => ty,
            };
            types.insert(id, joined);
        }
        match &mut all {
            None => all = Some(manifest),
            Some(all) => {
                all.methods.append(&mut manifest.methods);
                all.errors.append(&mut manifest.errors);
            }
        }
    }
    let mut all = all.context("there are no cases")?;
    all.types = types.into_values().collect();
    all.generics = generics.into_values().collect();
    all.package.name = "cases".to_owned();
    all.sdk.python.package = "cases_client".to_owned();
    all.sdk.typescript.package = "cases-client".to_owned();
    all.sdk.go.module = Some("casesclient".to_owned());
    all.sdk.go.package = "casesclient".to_owned();
    Ok(all)
}

/// What is sent in one case and received in another is both.
fn join(first: &Shapes, second: &Shapes) -> Shapes {
    let pick = |side: fn(&Shapes) -> Option<&Shape>| side(first).or(side(second)).cloned();
    match (pick(Shapes::input), pick(Shapes::output)) {
        (Some(input), Some(output)) if input == output => Shapes::Both(input),
        (Some(input), Some(output)) => Shapes::Split { input, output },
        (Some(input), None) => Shapes::Input(input),
        (None, Some(output)) => Shapes::Output(output),
        (None, None) => unreachable!("a type has a shape"),
    }
}

fn camel(case: &str) -> String {
    let parts = case.split('_').map(|part| {
        let mut chars = part.chars();
        let first = chars.next().map(|c| c.to_ascii_uppercase());
        first.into_iter().chain(chars).collect::<String>()
    });
    parts.collect()
}

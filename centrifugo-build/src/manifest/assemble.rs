//! The manifest from what resolution found: sorted, named, hashed.

use std::collections::{BTreeMap, BTreeSet};

use heck::{ToSnakeCase as _, ToUpperCamelCase as _};

use super::hash::api_version;
use super::model::{ErrorType, MANIFEST_VERSION, Manifest, Method, Position, Shapes, TypeDef};
use crate::diagnostic::{Diagnostic, messages};
use crate::project::Project;
use crate::resolve::{Resolved, ResolvedType};
use crate::source::Sources;

pub(crate) fn assemble(
    project: &Project,
    resolved: &Resolved,
    sources: &Sources,
) -> Result<Manifest, Vec<Diagnostic>> {
    let ids = resolved.types.iter().map(|ty| ty.id.as_str());
    let ids: Vec<&str> = ids
        .chain(resolved.errors.iter().map(|error| error.id.as_str()))
        .collect();
    check_pins(project, resolved, &ids)?;
    let names = type_names(&ids);
    let name_of = |id: &str| match project.names.get(id) {
        Some((name, _)) => name.clone(),
        None => names[id].clone(),
    };
    let mut positions = Positions {
        sources,
        lines: BTreeMap::new(),
    };
    let mut methods: Vec<Method> = resolved
        .methods
        .iter()
        .map(|method| Method {
            name: method.name.text.clone(),
            ident: match project.names.get(&method.name.text) {
                Some((name, _)) => name.clone(),
                None => method.name.text.to_snake_case(),
            },
            handler: method.handler.clone(),
            params: method.params.clone(),
            result: method.result.clone(),
            errors: method.errors.clone(),
            anonymous: method.anonymous,
            idempotent: method.idempotent,
            timeout_ms: method.timeout_ms,
            docs: method.docs.clone(),
            deprecated: method.deprecated.clone(),
            position: positions.of(method.function.span),
        })
        .collect();
    methods.sort_by(|a, b| a.name.cmp(&b.name));
    let mut errors: Vec<ErrorType> = resolved
        .errors
        .iter()
        .map(|error| ErrorType {
            id: error.id.clone(),
            name: name_of(&error.id),
            variants: error.variants.clone(),
            docs: error.docs.clone(),
            position: positions.of(error.name.span),
        })
        .collect();
    errors.sort_by(|a, b| a.id.cmp(&b.id));
    let mut types: Vec<TypeDef> = resolved
        .types
        .iter()
        .map(|ty| TypeDef {
            id: ty.id.clone(),
            name: name_of(&ty.id),
            shapes: shapes(ty),
            docs: ty.docs.clone(),
            deprecated: ty.deprecated.clone(),
            position: positions.of(ty.name.span),
        })
        .collect();
    types.sort_by(|a, b| a.id.cmp(&b.id));
    let mut manifest = Manifest {
        manifest_version: MANIFEST_VERSION,
        package: project.package.clone(),
        api_version: String::new(),
        sdk: project.sdk.clone(),
        methods,
        errors,
        types,
    };
    manifest.api_version = api_version(&manifest);
    Ok(manifest)
}

/// A pin that pins nothing is a typing error, or left over.
fn check_pins(project: &Project, resolved: &Resolved, ids: &[&str]) -> Result<(), Vec<Diagnostic>> {
    let methods = resolved
        .methods
        .iter()
        .map(|method| method.name.text.as_str());
    let known: BTreeSet<&str> = methods.chain(ids.iter().copied()).collect();
    let unused = project
        .names
        .iter()
        .filter(|(key, _)| !known.contains(key.as_str()));
    let errors: Vec<Diagnostic> = unused
        .map(|(key, (_, place))| messages::unused_name(key).at(*place))
        .collect();
    if errors.is_empty() {
        Ok(())
    } else {
        Err(errors)
    }
}

fn shapes(ty: &ResolvedType) -> Shapes {
    match (ty.input.clone(), ty.output.clone()) {
        (Some(input), Some(output)) if input == output => Shapes::Both(input),
        (Some(input), Some(output)) => Shapes::Split { input, output },
        (Some(input), None) => Shapes::Input(input),
        (None, Some(output)) => Shapes::Output(output),
        (None, None) => unreachable!("a type is reached in some direction"),
    }
}

/// The name of each type: its own, with as many modules before it as tell it from others of the
/// same name. `a::x::Task` and `b::x::Task` are `AXTask` and `BXTask`.
fn type_names(ids: &[&str]) -> BTreeMap<String, String> {
    let parts = |id: &str| id.split("::").map(str::to_owned).collect::<Vec<_>>();
    let mut same: BTreeMap<String, Vec<Vec<String>>> = BTreeMap::new();
    for id in ids {
        let parts = parts(id);
        same.entry(parts.last().cloned().unwrap_or_default())
            .or_default()
            .push(parts);
    }
    let mut names = BTreeMap::new();
    for (name, mut group) in same {
        group.sort();
        let deepest = group.iter().map(Vec::len).max().unwrap_or_default();
        let with_modules = |parts: &[String], count: usize| {
            // The crate's name tells nothing apart.
            let modules = &parts[1..parts.len() - 1];
            let from = modules.len().saturating_sub(count);
            let prefix: String = modules[from..]
                .iter()
                .map(|m| m.to_upper_camel_case())
                .collect();
            prefix + &name
        };
        let tells_apart = |count: &usize| {
            let names: BTreeSet<String> = group.iter().map(|p| with_modules(p, *count)).collect();
            names.len() == group.len()
        };
        // If none does, the check for equal names says so.
        let count = (0..deepest).find(tells_apart).unwrap_or(deepest);
        for parts in &group {
            names.insert(parts.join("::"), with_modules(parts, count));
        }
    }
    names
}

/// Positions without counting each file's lines anew.
struct Positions<'a> {
    sources: &'a Sources,
    lines: BTreeMap<crate::source::FileId, Vec<usize>>,
}

impl Positions<'_> {
    fn of(&mut self, span: crate::source::Span) -> Position {
        let text = self.sources.text(span.file);
        let lines = self.lines.entry(span.file).or_insert_with(|| {
            std::iter::once(0)
                .chain(text.match_indices('\n').map(|(at, _)| at + 1))
                .collect()
        });
        let start = span.start as usize;
        let line = lines.partition_point(|line| *line <= start) - 1;
        let column = text[lines[line]..start].chars().count() + 1;
        let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Position {
            file: self.sources.shown(span.file).to_owned(),
            line: number(line + 1),
            column: number(column),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::type_names;

    #[test]
    fn equal_names_get_the_shortest_modules_that_tell_them_apart() {
        let names = type_names(&[
            "c::a::x::Task",
            "c::b::x::Task",
            "c::User",
            "c::m::Meta",
            "c::Meta",
        ]);
        assert_eq!(names["c::a::x::Task"], "AXTask");
        assert_eq!(names["c::b::x::Task"], "BXTask");
        assert_eq!(names["c::User"], "User");
        assert_eq!(names["c::m::Meta"], "MMeta");
        assert_eq!(names["c::Meta"], "Meta");
    }
}

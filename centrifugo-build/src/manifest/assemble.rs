//! The manifest from what resolution found: sorted, named, hashed.

use std::collections::{BTreeMap, BTreeSet};

use heck::{ToSnakeCase as _, ToUpperCamelCase as _};

use super::generics::Generics;
use super::hash::api_version;
use crate::check::is_reserved_type;
use crate::diagnostic::{Diagnostic, messages};
use crate::project::Project;
use crate::resolve::{Resolved, TypeName};
use crate::source::Sources;
use centrifugo_manifest::{
    ErrorType, Generic, GenericDef, MANIFEST_VERSION, Manifest, Method, Position, Shape, Shapes,
    TypeDef,
};

/// Takes the shapes out of the types: the manifest has them then.
pub(crate) fn assemble(
    project: &Project,
    resolved: &mut Resolved,
    sources: &Sources,
) -> Result<Manifest, Vec<Diagnostic>> {
    let types = resolved.types.iter().map(|ty| (ty.id.as_str(), &ty.name));
    let errors = resolved.errors.iter();
    let definitions = resolved.definitions.iter();
    let named: Vec<(&str, &TypeName)> = types
        .chain(errors.map(|error| (error.id.as_str(), &error.type_name)))
        .chain(definitions.map(|definition| (definition.id.as_str(), &definition.name)))
        .collect();
    let ids: Vec<&str> = named.iter().map(|(id, _)| *id).collect();
    check_pins(project, resolved, &ids)?;
    let names = type_names(&project.crate_name, &named);
    let name_of = |id: &str| match project.names.get(id) {
        Some((name, _)) => name.clone(),
        None => names[id].clone(),
    };
    let taken = {
        let mut taken: BTreeMap<String, usize> = BTreeMap::new();
        for id in &ids {
            *taken.entry(name_of(id)).or_default() += 1;
        }
        taken
    };
    let generics = Generics::choose(
        &resolved.definitions,
        &mut resolved.types,
        |definition| {
            let name = name_of(&definition.id);
            taken[&name] == 1 && !is_reserved_type(&name)
        },
        |id| project.names.contains_key(id),
    );
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
            no_wait: method.no_wait,
            // Nobody waits for a `no_wait` handler: how long it may run is the server's business.
            timeout_ms: method.timeout_ms.filter(|_| !method.no_wait),
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
        .iter_mut()
        .map(|ty| TypeDef {
            id: ty.id.clone(),
            name: name_of(&ty.id),
            generic: ty.generic.take().map(|generic| Generic {
                instance: generics.of(&ty.id).map(|shown| shown.applied.clone()),
                ..generic
            }),
            shapes: shapes(ty.input.take(), ty.output.take()),
            docs: ty.docs.take(),
            deprecated: ty.deprecated.take(),
            position: ty
                .place
                .filter(|place| sources.is_local(place.file))
                .map(|place| positions.of(place)),
        })
        .collect();
    types.sort_by(|a, b| a.id.cmp(&b.id));
    let definitions = std::mem::take(&mut resolved.definitions).into_iter();
    let mut definitions: Vec<GenericDef> = definitions
        .filter_map(|mut definition| {
            let shapes = generics.shapes(&mut definition)?;
            Some((definition, shapes))
        })
        .map(|(definition, shapes)| GenericDef {
            name: name_of(&definition.id),
            position: definition
                .place
                .filter(|place| sources.is_local(place.file))
                .map(|place| positions.of(place)),
            id: definition.id,
            params: definition.params,
            shapes,
            docs: definition.docs,
            deprecated: definition.deprecated,
        })
        .collect();
    definitions.sort_by(|a, b| a.id.cmp(&b.id));
    let mut manifest = Manifest {
        manifest_version: MANIFEST_VERSION,
        package: project.package.clone(),
        api_version: String::new(),
        sdk: project.sdk.clone(),
        methods,
        errors,
        types,
        generics: definitions,
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

pub(super) fn shapes(input: Option<Shape>, output: Option<Shape>) -> Shapes {
    match (input, output) {
        (Some(input), Some(output)) if input == output => Shapes::Both(input),
        (Some(input), Some(output)) => Shapes::Split { input, output },
        (Some(input), None) => Shapes::Input(input),
        (None, Some(output)) => Shapes::Output(output),
        (None, None) => unreachable!("a type is reached in some direction"),
    }
}

/// The name of each type: its own, with as many modules before it as tell it from others of the
/// same name. `a::x::Task` and `b::x::Task` are `AXTask` and `BXTask`. Another crate is as a module.
fn type_names(crate_name: &str, types: &[(&str, &TypeName)]) -> BTreeMap<String, String> {
    let mut same: BTreeMap<&str, BTreeSet<&[String]>> = BTreeMap::new();
    for (_, name) in types {
        if let [modules @ .., own] = name.path.as_slice() {
            same.entry(own).or_default().insert(modules);
        }
    }
    let with_modules = |modules: &[String], count: usize| -> String {
        // The name of the user's own crate tells nothing apart.
        let own = modules.first().is_some_and(|krate| krate == crate_name);
        let modules = &modules[usize::from(own)..];
        let from = modules.len().saturating_sub(count);
        modules[from..]
            .iter()
            .map(|module| module.to_upper_camel_case())
            .collect()
    };
    let counts: BTreeMap<&str, usize> = (same.iter())
        .map(|(own, group)| {
            let tells_apart = |count: &usize| {
                let names = group.iter().map(|modules| with_modules(modules, *count));
                names.collect::<BTreeSet<String>>().len() == group.len()
            };
            let deepest = group.iter().map(|modules| modules.len()).max();
            let deepest = deepest.unwrap_or_default();
            // If none does, the check for equal names says so.
            let count = (0..=deepest).find(tells_apart).unwrap_or(deepest);
            (*own, count)
        })
        .collect();
    let mut names = BTreeMap::new();
    for (id, name) in types {
        if let [modules @ .., own] = name.path.as_slice() {
            let prefix = with_modules(modules, counts[own.as_str()]);
            names.insert((*id).to_owned(), prefix + own + &name.suffix);
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
            file: self.sources.position(span.file).to_owned(),
            line: number(line + 1),
            column: number(column),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::type_names;
    use crate::resolve::TypeName;

    #[test]
    fn equal_names_get_the_shortest_modules_that_tell_them_apart() {
        let name = |path: &str, suffix: &str| TypeName {
            path: path.split("::").map(str::to_owned).collect(),
            suffix: suffix.to_owned(),
        };
        let types = [
            ("c::a::x::Task", name("c::a::x::Task", "")),
            ("c::b::x::Task", name("c::b::x::Task", "")),
            ("c::User", name("c::User", "")),
            ("c::m::Meta", name("c::m::Meta", "")),
            ("c::Meta", name("c::Meta", "")),
            ("c::Page<c::User>", name("c::Page", "User")),
            ("c::Page<i64>", name("c::Page", "I64")),
            ("c::Point", name("c::Point", "")),
            ("geo::Point", name("geo::Point", "")),
            ("geo::m::Line", name("geo::m::Line", "")),
        ];
        let types: Vec<_> = types.iter().map(|(id, name)| (*id, name)).collect();
        let names = type_names("c", &types);
        assert_eq!(names["c::a::x::Task"], "AXTask");
        assert_eq!(names["c::b::x::Task"], "BXTask");
        assert_eq!(names["c::User"], "User");
        assert_eq!(names["c::m::Meta"], "MMeta");
        assert_eq!(names["c::Meta"], "Meta");
        assert_eq!(names["c::Page<c::User>"], "PageUser");
        assert_eq!(names["c::Page<i64>"], "PageI64");
        assert_eq!(names["c::Point"], "Point");
        assert_eq!(names["geo::Point"], "GeoPoint");
        assert_eq!(names["geo::m::Line"], "Line");
    }
}

//! The package's README: how to begin, and what there is to call.

use std::collections::BTreeMap;

use askama::Template;
use centrifugo_build::manifest::{Manifest, Method, Shape, Tagging, Type};

use super::keywords::{self, Keyword};
use super::methods::Named;
use super::shape::Direction;
use super::text;
use super::types::{Scope, Types};

#[derive(Template)]
#[template(path = "python/README.md.j2", escape = "none")]
struct Readme<'a> {
    distribution: &'a str,
    package: &'a str,
    crate_name: &'a str,
    /// `api.tasks_get(id="text")`, whose params are made up; none if no method is simple enough.
    call: Option<&'a str>,
    /// Its name: `tasks_get`.
    method: &'a str,
    /// One of the declared errors.
    error: Option<&'a str>,
    groups: &'a [(String, Vec<Entry>)],
}

/// A line of a group.
struct Entry {
    /// `api.tasks_get(id, note=…)`
    call: String,
    /// `Task`; none for `None`.
    result: Option<String>,
    /// `Reads a task. Idempotent.`
    says: String,
}

const SCOPE: Scope = Scope {
    models: "",
    builtins: "",
};

/// Renders it.
pub(super) fn readme(
    manifest: &Manifest,
    distribution: &str,
    methods: &[Named<'_>],
    types: &Types<'_>,
    errors: &BTreeMap<&str, String>,
) -> anyhow::Result<String> {
    let made = |named: &Named<'_>| Some((arguments(named.method, types)?, named.name.clone()));
    // One that takes something and gives something, if there is one.
    let gives = |named: &&Named<'_>| gives(named.method, types);
    let takes = |named: &&Named<'_>| named.method.params.is_some();
    let best = methods.iter().filter(takes).filter(gives);
    let example = best.chain(methods.iter().filter(gives)).find_map(made);
    let call = example
        .as_ref()
        .map(|(arguments, name)| format!("api.{name}({arguments})"));
    let mut groups: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
    for named in methods {
        let name = &named.method.name;
        let group = name.split_once('.').map_or("Others", |(group, _)| group);
        let entries = groups.entry(group.to_owned()).or_default();
        entries.push(entry(named, types, errors));
    }
    let error = manifest
        .errors
        .first()
        .map(|e| errors[e.id.as_str()].as_str());
    let readme = Readme {
        distribution,
        package: &manifest.sdk.python.package,
        crate_name: &manifest.package.name,
        call: call.as_deref(),
        method: example.as_ref().map_or("", |(_, name)| name),
        error,
        groups: &groups.into_iter().collect::<Vec<_>>(),
    };
    Ok(readme.render()?)
}

/// Is there a result to show?
fn gives(method: &Method, types: &Types<'_>) -> bool {
    let result = types.resolved(&method.result, Direction::Output);
    types.annotation(result, Direction::Output, SCOPE).flat() != "None"
}

fn entry(named: &Named<'_>, types: &Types<'_>, errors: &BTreeMap<&str, String>) -> Entry {
    let method = named.method;
    let arguments = match &method.params {
        None => String::new(),
        Some(params) => match keywords::keywords(params, types, SCOPE) {
            Some(keywords) => {
                let names = keywords.iter().map(|keyword| match keyword.optional {
                    true => format!("{}=…", keyword.name),
                    false => keyword.name.to_string(),
                });
                names.collect::<Vec<_>>().join(", ")
            }
            None => plain(&types.annotation(params, Direction::Input, SCOPE).flat()),
        },
    };
    let result = match &method.result {
        Type::Null => None,
        result => Some(plain(
            &types.annotation(result, Direction::Output, SCOPE).flat(),
        )),
    };
    let docs = method.docs.as_deref().unwrap_or_default().trim();
    let first = docs.split("\n\n").next().unwrap_or_default();
    let mut says: Vec<String> = vec![first.split_whitespace().collect::<Vec<_>>().join(" ")];
    if let Some(deprecated) = &method.deprecated {
        says.push(format!("Deprecated{}.", text::note(deprecated)));
    }
    if !method.errors.is_empty() {
        let names = method
            .errors
            .iter()
            .map(|id| format!("`{}`", errors[id.as_str()]));
        says.push(format!("Raises {}.", names.collect::<Vec<_>>().join(", ")));
    }
    if method.idempotent {
        says.push("Idempotent.".to_owned());
    }
    if let Some(name) = &named.no_wait {
        says.push(format!("`api.{name}` does not wait for it."));
    }
    says.retain(|text| !text.is_empty());
    Entry {
        call: format!("api.{}({arguments})", named.name),
        result,
        says: says.join(" "),
    }
}

/// An annotation without the aliases of the package's own modules.
fn plain(annotation: &str) -> String {
    annotation.replace("_w.", "").replace("_t.", "")
}

/// What a method can be called with, for one to see; none if that takes more than a line.
fn arguments(method: &Method, types: &Types<'_>) -> Option<String> {
    let Some(params) = &method.params else {
        return Some(String::new());
    };
    let Some(keywords) = keywords::keywords(params, types, SCOPE) else {
        return value(params, types, 0);
    };
    let given: Option<Vec<String>> = keywords
        .iter()
        .filter(|keyword| !keyword.optional)
        .map(|Keyword { name, r#type, .. }| {
            Some(format!("{name}={}", value((*r#type)?, types, 0)?))
        })
        .collect();
    let given = given?.join(", ");
    (given.len() <= 60).then_some(given)
}

/// A literal of the type.
fn value(r#type: &Type, types: &Types<'_>, depth: usize) -> Option<String> {
    Some(match r#type {
        Type::Null | Type::Option { .. } => "None".to_owned(),
        Type::Bool => "True".to_owned(),
        Type::Integer { .. } => "1".to_owned(),
        Type::Float { .. } => "1.5".to_owned(),
        Type::String { format: None } => text::string("text"),
        Type::List { .. } => "[]".to_owned(),
        Type::Map { .. } => "{}".to_owned(),
        Type::Named { id } if depth < 8 => match types.shape(id, Direction::Input)? {
            Shape::Newtype { item, .. } => value(item, types, depth + 1)?,
            Shape::Enum {
                tagging: Tagging::External,
                variants,
                ..
            } => {
                let unit = variants
                    .iter()
                    .find(|v| v.content.is_unit() && !v.untagged)?;
                text::string(&unit.wire_name)
            }
            _ => return None,
        },
        _ => return None,
    })
}

//! The package itself: what it exports, each from its module, when it is used.

use askama::Template;
use centrifugo_build::manifest::Manifest;

use super::errors::ErrorEnum;
use super::{names, text};

#[derive(Template)]
#[template(path = "python/init.py.j2", escape = "none")]
struct Init<'a> {
    summary: &'a str,
    imports: &'a [(&'static str, Vec<&'a str>)],
    all: &'a [&'a str],
}

/// Renders `__init__.py`.
pub(super) fn init(
    manifest: &Manifest,
    models: &[String],
    errors: &[ErrorEnum],
) -> anyhow::Result<String> {
    let errors = errors.iter().flat_map(|error| {
        let variants = error.variants.iter().map(|v| v.name.as_str());
        std::iter::once(error.name.as_str()).chain(variants)
    });
    let mut imports: Vec<(&'static str, Vec<&str>)> = names::EXPORTS
        .iter()
        .map(|(module, names)| (*module, names.to_vec()))
        .collect();
    imports.push(("errors", errors.collect()));
    imports.push(("models", models.iter().map(String::as_str).collect()));
    imports.sort_by_key(|(module, _)| *module);
    imports.retain(|(_, names)| !names.is_empty());
    let mut all: Vec<&str> = vec![];
    for (_, names) in &mut imports {
        names.sort_by_cached_key(|name| text::isort_key(name));
        all.extend(names.iter());
    }
    all.sort_by_cached_key(|name| text::all_key(name));
    let summary = format!("Typed client for `{}`.", manifest.package.name);
    let summary = text::docstring(&summary, "").unwrap_or_default();
    let init = Init {
        summary: &summary,
        imports: &imports,
        all: &all,
    };
    Ok(init.render()?)
}

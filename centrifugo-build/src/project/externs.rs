//! What dependencies are called in Rust paths.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::cargo_toml::{
    CargoToml, Dependencies, Dependency, DependencyTable, Workspace, WorkspaceToml,
};
use super::underscored;
use crate::diagnostic::{Diagnostic, messages};

/// What each dependency is called in Rust paths, and which package it is.
pub(super) fn externs(
    folder: &Path,
    cargo: &CargoToml,
) -> Result<BTreeMap<String, String>, Vec<Diagnostic>> {
    let platforms = cargo.target.values().map(|platform| &platform.dependencies);
    let tables: Vec<&Dependencies> = [&cargo.dependencies].into_iter().chain(platforms).collect();
    let inherits = tables.iter().any(|table| {
        table
            .values()
            .any(|dependency| matches!(dependency, Dependency::Table(t) if t.workspace))
    });
    let inherited = if inherits {
        workspace_dependencies(folder, cargo)?
    } else {
        BTreeMap::new()
    };
    let package = |key: &str, dependency: &Dependency| match dependency {
        Dependency::Table(DependencyTable {
            workspace: true, ..
        }) => inherited
            .get(key)
            .cloned()
            .unwrap_or_else(|| key.to_owned()),
        Dependency::Table(DependencyTable {
            package: Some(package),
            ..
        }) => package.clone(),
        _ => key.to_owned(),
    };
    Ok(tables
        .into_iter()
        .flatten()
        .map(|(key, dependency)| (underscored(key), package(key, dependency)))
        .collect())
}

/// `[workspace.dependencies]` that are renamed: key → package.
fn workspace_dependencies(
    folder: &Path,
    cargo: &CargoToml,
) -> Result<BTreeMap<String, String>, Vec<Diagnostic>> {
    let renamed = |workspace: &Workspace| {
        let packages = workspace
            .dependencies
            .iter()
            .filter_map(|(key, dependency)| {
                let Dependency::Table(table) = dependency else {
                    return None;
                };
                Some((key.clone(), table.package.clone()?))
            });
        packages.collect()
    };
    if let Some(workspace) = &cargo.workspace {
        return Ok(renamed(workspace));
    }
    let candidates: Vec<PathBuf> = match &cargo.package.workspace {
        Some(path) => vec![folder.join(path)],
        None => folder.ancestors().skip(1).map(Path::to_owned).collect(),
    };
    for candidate in candidates {
        let path = candidate.join("Cargo.toml");
        let Ok(text) = fs::read_to_string(&path) else {
            continue;
        };
        let shown = path.display().to_string();
        let cargo: WorkspaceToml = toml::from_str(&text)
            .map_err(|error| vec![messages::no_cargo_toml(&shown, &error.message())])?;
        if let Some(workspace) = &cargo.workspace {
            return Ok(renamed(workspace));
        }
    }
    Ok(BTreeMap::new())
}

//! The parts of a `Cargo.toml` that are read.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::settings::Settings;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct CargoToml {
    pub(super) package: PackageTable,
    pub(super) workspace: Option<Workspace>,
    pub(super) lib: Option<Target>,
    pub(super) bin: Vec<Target>,
    pub(super) dependencies: Dependencies,
    pub(super) target: BTreeMap<String, PlatformTable>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct PackageTable {
    pub(super) metadata: Metadata,
    pub(super) workspace: Option<String>,
    pub(super) autobins: Option<bool>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Metadata {
    pub(super) centrifugo: Settings,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Workspace {
    pub(super) dependencies: Dependencies,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Target {
    pub(super) name: Option<String>,
    pub(super) path: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct PlatformTable {
    pub(super) dependencies: Dependencies,
}

pub(super) type Dependencies = BTreeMap<String, Dependency>;

#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Dependency {
    #[expect(dead_code, reason = "any version will do")]
    Version(String),
    Table(DependencyTable),
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct DependencyTable {
    pub(super) package: Option<String>,
    pub(super) workspace: bool,
}

/// A workspace root's `Cargo.toml`; the settings of its own package are no concern of a member.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct WorkspaceToml {
    pub(super) workspace: Option<Workspace>,
}

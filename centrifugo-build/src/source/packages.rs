//! The packages of a build: where they are, which features they have and what they call each other,
//! as cargo says. It is asked only if something lies in another package.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use cargo_metadata::{DependencyKind, Edition, Metadata, MetadataCommand, PackageId, TargetKind};

use super::cfg::Cfg;
use super::world::Origin;
use crate::manifest::Package;

/// What cargo knows.
#[derive(Debug)]
pub(crate) struct Packages {
    list: Vec<Listed>,
    own: usize,
    /// The folder of the workspace.
    pub(crate) workspace: PathBuf,
    /// The `Cargo.toml` of everything that may change: each has a say in the features of the rest.
    pub(crate) manifests: Vec<PathBuf>,
}

/// A package with its features as this build has them.
#[derive(Debug)]
pub(crate) struct Listed {
    pub(crate) package: Package,
    pub(crate) folder: PathBuf,
    pub(crate) origin: Origin,
    pub(crate) features: Vec<String>,
    pub(crate) lib: Option<Lib>,
    /// What a dependency is called in it → its number here.
    pub(crate) externs: BTreeMap<String, usize>,
}

/// A lib target.
#[derive(Debug)]
pub(crate) struct Lib {
    /// In Rust paths.
    pub(crate) name: String,
    pub(crate) root: PathBuf,
    pub(crate) is_macros: bool,
    pub(crate) is_edition_2015: bool,
}

impl Packages {
    /// Asks cargo about the package in `folder`, with the features and the target of `cfg`.
    ///
    /// # Errors
    ///
    /// If cargo cannot be run, or cannot say: what it says instead.
    pub(crate) fn ask(folder: &Path, cfg: &Cfg) -> Result<Self, String> {
        let metadata = metadata(folder, cfg)?;
        let manifest_path = folder.join("Cargo.toml");
        Self::new(&metadata, &manifest_path)
            .ok_or_else(|| "`cargo metadata` does not list this package".to_owned())
    }

    fn new(metadata: &Metadata, manifest_path: &Path) -> Option<Self> {
        let resolve = metadata.resolve.as_ref()?;
        let same = |path: &Path| {
            path == manifest_path
                || matches!((path.canonicalize(), manifest_path.canonicalize()), (Ok(a), Ok(b)) if a == b)
        };
        let own =
            (metadata.packages.iter()).find(|package| same(package.manifest_path.as_std_path()))?;
        let packages: HashMap<&PackageId, &cargo_metadata::Package> = (metadata.packages.iter())
            .map(|package| (&package.id, package))
            .collect();
        let numbers: HashMap<&PackageId, usize> = (resolve.nodes.iter().enumerate())
            .map(|(number, node)| (&node.id, number))
            .collect();
        let list = resolve.nodes.iter().map(|node| {
            let package = packages.get(&node.id)?;
            let normal = node.deps.iter().filter(|dep| {
                (dep.dep_kinds.iter()).any(|kind| kind.kind == DependencyKind::Normal)
            });
            let externs = normal
                .filter(|dep| !dep.name.is_empty())
                .filter_map(|dep| Some((dep.name.clone(), *numbers.get(&dep.pkg)?)));
            Some(Listed {
                package: Package {
                    name: package.name.to_string(),
                    version: package.version.to_string(),
                },
                folder: package.manifest_path.as_std_path().parent()?.to_owned(),
                origin: match &package.source {
                    _ if package.id == own.id => Origin::Package,
                    None => Origin::Path,
                    Some(_) => Origin::Fetched,
                },
                features: node.features.iter().map(ToString::to_string).collect(),
                lib: lib(package),
                externs: externs.collect(),
            })
        });
        let local = (metadata.packages.iter()).filter(|package| package.source.is_none());
        let manifests = local.map(|package| package.manifest_path.clone().into_std_path_buf());
        Some(Self {
            manifests: manifests.collect(),
            list: list.collect::<Option<_>>()?,
            own: *numbers.get(&own.id)?,
            workspace: metadata.workspace_root.as_std_path().to_owned(),
        })
    }

    /// The user's package.
    pub(crate) fn own(&self) -> &Listed {
        &self.list[self.own]
    }

    pub(crate) fn get(&self, number: usize) -> &Listed {
        &self.list[number]
    }
}

fn lib(package: &cargo_metadata::Package) -> Option<Lib> {
    const LIBS: [TargetKind; 6] = [
        TargetKind::Lib,
        TargetKind::RLib,
        TargetKind::DyLib,
        TargetKind::CDyLib,
        TargetKind::StaticLib,
        TargetKind::ProcMacro,
    ];
    let is_lib =
        |target: &&cargo_metadata::Target| (target.kind.iter()).any(|kind| LIBS.contains(kind));
    let target = package.targets.iter().find(is_lib)?;
    Some(Lib {
        name: target.name.replace('-', "_"),
        root: target.src_path.as_std_path().to_owned(),
        is_macros: target.kind.contains(&TargetKind::ProcMacro),
        is_edition_2015: target.edition == Edition::E2015,
    })
}

/// Asks without network and without touching `Cargo.lock`.
///
/// A build fetches no dev-dependencies, which cargo wants here: if they are what is missing, it is
/// asked to fetch them. If there is no `Cargo.lock`, no build was there before, and cargo makes it.
fn metadata(folder: &Path, cfg: &Cfg) -> Result<Metadata, String> {
    let is_locked = (folder.ancestors()).any(|folder| folder.join("Cargo.lock").is_file());
    let locked: &[&str] = if is_locked { &["--locked"] } else { &[] };
    let offline = [locked, &["--offline"]].concat();
    match run(folder, cfg, &offline) {
        Err(error) if !is_locked || error.contains("failed to download") => {
            run(folder, cfg, locked)
        }
        result => result,
    }
    .map_err(|error| reason(&error))
}

fn run(folder: &Path, cfg: &Cfg, options: &[&str]) -> Result<Metadata, String> {
    let mut options: Vec<String> = options.iter().map(|option| (*option).to_owned()).collect();
    if let Some(target) = cfg.target() {
        options.extend(["--filter-platform".to_owned(), target.to_owned()]);
    }
    options.push("--no-default-features".to_owned());
    for feature in cfg.features() {
        options.extend(["--features".to_owned(), feature.to_owned()]);
    }
    let mut command = MetadataCommand::new();
    command
        .manifest_path(folder.join("Cargo.toml"))
        .current_dir(folder)
        .other_options(options);
    command.exec().map_err(|error| match error {
        cargo_metadata::Error::CargoMetadata { stderr } => stderr,
        error => format!("cannot run `cargo metadata`: {error}"),
    })
}

/// What cargo says, in one line.
fn reason(stderr: &str) -> String {
    let lines = stderr
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && *line != "Caused by:");
    let mut lines = lines.skip_while(|line| !line.starts_with("error"));
    let first = lines.next().unwrap_or(stderr.trim());
    let first = first.trim_start_matches("error:").trim();
    format!("cargo says: {first}")
}

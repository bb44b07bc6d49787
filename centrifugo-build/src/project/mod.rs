//! A package: its `Cargo.toml`, its settings, its crate root, and what its dependencies are called.

mod cargo_toml;
mod externs;
mod settings;
mod targets;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, messages};
use crate::manifest::{Package, Sdk};
use crate::resolve::StandIn;
use crate::source::cfg::Cfg;
use crate::source::{File, FileId, Sources, Span};
use cargo_toml::{CargoToml, PackageTable};
use externs::externs;
use settings::{is_identifier, sdk, stand_ins};
use targets::Targets;

/// What the pipeline knows of a package before it reads Rust source.
#[derive(Debug)]
pub(crate) struct Project {
    pub(crate) folder: PathBuf,
    pub(crate) package: Package,
    /// The crate's name in Rust paths.
    pub(crate) crate_name: String,
    pub(crate) root: PathBuf,
    /// The lib target and its name, if the handlers are in a bin beside it.
    pub(crate) beside: Option<(PathBuf, String)>,
    /// What a dependency is called in this crate → its package.
    pub(crate) externs: BTreeMap<String, String>,
    pub(crate) sdk: Sdk,
    /// `names`: method or type id → name, with its place.
    pub(crate) names: BTreeMap<String, (String, Span)>,
    pub(crate) cfg: Vec<String>,
    /// `types`
    pub(crate) stand_ins: Vec<StandIn>,
    /// `output`: the folder of the SDKs.
    pub(crate) output: Option<PathBuf>,
}

impl Project {
    /// Reads `folder/Cargo.toml`.
    pub(crate) fn read(
        folder: &Path,
        package: Package,
        sources: &mut Sources,
    ) -> Result<Self, Vec<Diagnostic>> {
        let path = folder.join("Cargo.toml");
        let text = fs::read_to_string(&path)
            .map_err(|error| vec![messages::no_cargo_toml("Cargo.toml", &error)])?;
        let file = sources.add(File {
            path,
            shown: "Cargo.toml".to_owned(),
            position: "Cargo.toml".to_owned(),
            is_local: true,
            text: text.clone(),
        });
        let cargo: CargoToml = toml::from_str(&text).map_err(|error| {
            let diagnostic = messages::bad_settings(error.message());
            vec![error.span().map_or(diagnostic.clone(), |range| {
                diagnostic.at(span(file, &range))
            })]
        })?;
        let externs = externs(folder, &cargo)?;
        let CargoToml {
            package: PackageTable {
                metadata, autobins, ..
            },
            lib,
            bin,
            ..
        } = cargo;
        let settings = metadata.centrifugo;
        let root_setting = settings
            .root
            .as_ref()
            .map(|root| (root.get_ref().as_str(), root.span()));
        let targets = Targets {
            lib,
            bins: bin,
            autobins: autobins != Some(false),
        };
        let (root, crate_name) = targets.root(folder, &package.name, root_setting, file)?;
        let beside = targets.lib(folder, &package.name);
        let beside = beside.filter(|(path, _)| *path != root && path.is_file());
        let mut faults = vec![];
        let sdk = sdk(&settings, &crate_name, file, &mut faults);
        let stand_ins = stand_ins(&settings.types, file, &text, &mut faults);
        let names = settings
            .names
            .into_iter()
            .map(|(key, name)| {
                let span = span(file, &name.span());
                if !is_identifier(name.get_ref()) {
                    let what = "an identifier of ASCII letters, digits and `_`";
                    faults.push(messages::bad_setting(&key, name.get_ref(), what).at(span));
                }
                (key, (name.into_inner(), span))
            })
            .collect();
        if !faults.is_empty() {
            return Err(faults);
        }
        let output = settings.output.map(|output| folder.join(output));
        let folder = folder.to_owned();
        Ok(Self {
            output,
            folder,
            package,
            crate_name,
            root,
            beside,
            externs,
            sdk,
            names,
            cfg: settings.cfg,
            stand_ins,
        })
    }

    /// What holds in the package's own crates: the build's `cfg`, and what the settings add.
    pub(crate) fn cfg(&self, build: &Cfg) -> Cfg {
        let mut cfg = build.clone();
        self.cfg.iter().for_each(|entry| cfg.add(entry));
        cfg
    }
}

fn span(file: FileId, range: &std::ops::Range<usize>) -> Span {
    let place = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
    Span {
        file,
        start: place(range.start),
        end: place(range.end),
    }
}

fn underscored(name: &str) -> String {
    name.replace('-', "_")
}

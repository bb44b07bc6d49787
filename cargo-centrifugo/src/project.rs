//! Which packages of the user's workspace a command is about, and their manifests. The manifests come
//! from the pipeline that build scripts run, with the features and the target that cargo would use.

mod elsewhere;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use anyhow::{Context as _, bail, ensure};
use cargo_metadata::{Metadata, MetadataCommand};
use centrifugo_build::manifest::Manifest;
use centrifugo_build::{Cfg, Input};

pub(crate) use elsewhere::{location, manifest_elsewhere};

/// Which packages, as cargo selects them
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Selection {
    /// Package with the handlers
    #[arg(long, short, value_name = "PKG")]
    package: Option<String>,
    /// Path to Cargo.toml
    #[arg(long, value_name = "FILE")]
    manifest_path: Option<PathBuf>,
    /// Features to activate, separated by commas or spaces
    #[arg(long, value_name = "FEATURES", value_delimiter = ',')]
    features: Vec<String>,
    /// Activate all features
    #[arg(long)]
    all_features: bool,
    /// Do not activate the `default` feature
    #[arg(long)]
    no_default_features: bool,
    /// Target triple to evaluate `#[cfg]` for
    #[arg(long, value_name = "TRIPLE")]
    target: Option<String>,
}

/// The manifest of the one selected package.
pub(crate) fn manifest(selection: &Selection) -> anyhow::Result<Manifest> {
    let mut inputs = selection.inputs()?;
    match (inputs.pop(), inputs.is_empty()) {
        (Some(input), true) => read(&input),
        _ => bail!("several packages have handlers: say which one is meant by `-p PKG`"),
    }
}

/// A manifest that was written to a file.
pub(crate) fn manifest_file(file: &Path) -> anyhow::Result<Manifest> {
    let json =
        fs::read_to_string(file).with_context(|| format!("cannot read `{}`", file.display()))?;
    centrifugo_build::manifest::from_json(&json).with_context(|| format!("`{}`", file.display()))
}

/// The manifests of the selected packages, each with the folder of its SDKs: `output`, else what
/// the package's settings say.
pub(crate) fn manifests(
    selection: &Selection,
    output: Option<&Path>,
) -> anyhow::Result<Vec<(Manifest, PathBuf)>> {
    let inputs = selection.inputs()?;
    let several = inputs.len() > 1;
    let mut outputs = vec![];
    for input in inputs {
        let name = &input.package.name;
        let folder = match output {
            Some(output) => Some(output.to_owned()),
            None => {
                centrifugo_build::output_folder(&input).map_err(|errors| failed(name, &errors))?
            }
        };
        match folder {
            Some(folder) => outputs.push((input, folder)),
            // In a workspace, a package without `output` is one whose SDKs nobody asked for here.
            None if several => {}
            None => bail!(
                "no output folder: pass `--output DIR`, or set `output = \"opensdk\"` in \
                 `[package.metadata.centrifugo]` of package `{name}`"
            ),
        }
    }
    ensure!(
        !outputs.is_empty(),
        "no package says where its SDKs go: pass `-p PKG --output DIR`, or set \
         `output = \"opensdk\"` in `[package.metadata.centrifugo]`"
    );
    ensure!(
        output.is_none() || outputs.len() == 1,
        "several packages have handlers: say which one is meant by `-p PKG`"
    );
    outputs
        .into_iter()
        .map(|(input, folder)| Ok((read(&input)?, folder)))
        .collect()
}

fn read(input: &Input) -> anyhow::Result<Manifest> {
    centrifugo_build::read(input).map_err(|errors| failed(&input.package.name, &errors))
}

/// The diagnostics are for people as they are, so they go out before the one line of the failure.
fn failed(package: &str, errors: &centrifugo_build::Errors) -> anyhow::Error {
    eprintln!("{errors}");
    let count = errors.count();
    let plural = if count == 1 { "" } else { "s" };
    anyhow::anyhow!("package `{package}`: {count} error{plural}; no file was changed")
}

impl Selection {
    /// What the pipeline is to read for each selected package.
    fn inputs(&self) -> anyhow::Result<Vec<Input>> {
        // Two processes, which take longer than a small package.
        let (metadata, cfg) = thread::scope(|scope| {
            let cfg = scope.spawn(|| self.cfg());
            let metadata = self.metadata();
            (metadata, cfg.join().expect("it does not panic"))
        });
        let (metadata, cfg) = (metadata?, cfg?);
        let packages = self.packages(&metadata)?;
        for feature in self
            .features
            .iter()
            .flat_map(|list| list.split_whitespace())
        {
            ensure!(
                packages
                    .iter()
                    .any(|package| package.features.contains_key(feature)),
                "no selected package has the feature `{feature}`"
            );
        }
        Ok(packages
            .into_iter()
            .map(|package| self.input(package, &cfg))
            .collect())
    }

    fn metadata(&self) -> anyhow::Result<Metadata> {
        let mut command = MetadataCommand::new();
        command.no_deps();
        if let Some(path) = &self.manifest_path {
            command.manifest_path(path);
        }
        command.exec().map_err(|error| match error {
            cargo_metadata::Error::CargoMetadata { stderr } => {
                anyhow::anyhow!("{}", stderr.trim().trim_start_matches("error: "))
            }
            error => anyhow::Error::new(error).context("cannot run `cargo metadata`"),
        })
    }

    /// The package that `-p` names; else the one in whose folder we are; else every member that
    /// has a build dependency on centrifugo-build.
    fn packages<'m>(
        &self,
        metadata: &'m Metadata,
    ) -> anyhow::Result<Vec<&'m cargo_metadata::Package>> {
        let members = metadata.workspace_packages();
        if let Some(name) = &self.package {
            let found = members
                .iter()
                .find(|package| package.name.as_str() == name.as_str());
            return match found {
                Some(package) => Ok(vec![package]),
                None => {
                    let names: Vec<&str> = members.iter().map(|p| p.name.as_str()).collect();
                    bail!(
                        "no package `{name}` in this workspace; there are {}",
                        names.join(", ")
                    )
                }
            };
        }
        let here = match &self.manifest_path {
            Some(path) => std::path::absolute(path)?,
            None => std::env::current_dir().context("there is no current folder")?,
        };
        let here = here.canonicalize().unwrap_or(here);
        let folder = |package: &cargo_metadata::Package| {
            let folder = package
                .manifest_path
                .as_std_path()
                .parent()
                .map(Path::to_owned);
            folder
                .map(|folder| folder.canonicalize().unwrap_or(folder))
                .unwrap_or_default()
        };
        let around = members
            .iter()
            .filter(|package| here.starts_with(folder(package)));
        if let Some(package) = around.max_by_key(|package| folder(package).as_os_str().len()) {
            return Ok(vec![package]);
        }
        let ours: Vec<_> = members
            .into_iter()
            .filter(|package| {
                package.dependencies.iter().any(|dependency| {
                    dependency.name == "centrifugo-build"
                        && dependency.kind == cargo_metadata::DependencyKind::Build
                })
            })
            .collect();
        ensure!(
            !ours.is_empty(),
            "no package of this workspace has a build dependency on `centrifugo-build`"
        );
        Ok(ours)
    }

    fn input(&self, package: &cargo_metadata::Package, cfg: &Cfg) -> Input {
        let mut cfg = cfg.clone();
        for feature in self.enabled_features(&package.features) {
            cfg.add_feature(&feature);
        }
        let folder = package
            .manifest_path
            .as_std_path()
            .parent()
            .unwrap_or(Path::new(""));
        Input {
            folder: folder.to_owned(),
            package: centrifugo_build::Package {
                name: package.name.to_string(),
                version: package.version.to_string(),
            },
            cfg,
        }
    }

    /// The features that cargo would enable: those asked for, and those that they enable.
    fn enabled_features(&self, features: &BTreeMap<String, Vec<String>>) -> BTreeSet<String> {
        let mut queue: Vec<String> = if self.all_features {
            features.keys().cloned().collect()
        } else {
            self.features
                .iter()
                .flat_map(|f| f.split_whitespace())
                .map(str::to_owned)
                .collect()
        };
        if !self.no_default_features {
            queue.push("default".to_owned());
        }
        let mut enabled = BTreeSet::new();
        while let Some(feature) = queue.pop() {
            let Some(enables) = features.get(&feature) else {
                continue;
            };
            if enabled.insert(feature) {
                queue.extend(enables.iter().cloned());
            }
        }
        enabled
    }

    fn cfg(&self) -> anyhow::Result<Cfg> {
        let (target, cfg) = match &self.target {
            Some(target) => {
                let cfg = rustc(&["--print", "cfg", "--target", target])?;
                (target.clone(), cfg)
            }
            None => {
                let both = rustc(&["--print", "host-tuple", "--print", "cfg"])?;
                let (host, cfg) = both
                    .split_once('\n')
                    .context("`rustc --print host-tuple` does not say for which host it is")?;
                (host.to_owned(), cfg.to_owned())
            }
        };
        let mut cfg = Cfg::from_rustc(&cfg);
        cfg.set_target(&target);
        Ok(cfg)
    }
}

/// What rustc prints.
fn rustc(arguments: &[&str]) -> anyhow::Result<String> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let shown = arguments.join(" ");
    let output = Command::new(rustc).args(arguments).output();
    let output = output.with_context(|| format!("cannot run `rustc {shown}`"))?;
    let stderr = String::from_utf8_lossy(&output.stderr);
    ensure!(
        output.status.success(),
        "`rustc {shown}` failed: {}",
        stderr.trim()
    );
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

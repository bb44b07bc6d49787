//! The phases, one after the other. The errors of one stop the next.

use std::path::PathBuf;

use crate::check;
use crate::diagnostic::{Diagnostic, Errors};
use crate::manifest::{self, Manifest, Package};
use crate::project::Project;
use crate::resolve::{self, Resolved};
use crate::source::cfg::Cfg;
use crate::source::{Sources, discover};

/// A package to read, and the build to read it for.
#[derive(Debug, Clone)]
pub struct Input {
    /// The folder with its `Cargo.toml`.
    pub folder: PathBuf,
    /// Its name and version.
    pub package: Package,
    /// What `#[cfg]` is evaluated with: the target's, and the enabled features.
    pub cfg: Cfg,
}

/// Reads a package's manifest from its source.
///
/// # Errors
///
/// Everything that is wrong with the source, as far as it is read: see [`Errors`].
pub fn read(input: &Input) -> Result<Manifest, Errors> {
    let mut sources = Sources::default();
    run(input, &mut sources)
        .map(|output| output.manifest)
        .map_err(|diagnostics| Errors::new(diagnostics, &sources))
}

/// Reads where a package's `Cargo.toml` wants its SDKs: `output` in the settings.
///
/// # Errors
///
/// If the settings are at fault, or there is no crate root.
pub fn output_folder(input: &Input) -> Result<Option<PathBuf>, Errors> {
    let mut sources = Sources::default();
    Project::read(&input.folder, input.package.clone(), &mut sources)
        .map(|project| project.output)
        .map_err(|diagnostics| Errors::new(diagnostics, &sources))
}

/// What comes out of the pipeline.
#[derive(Debug)]
pub(crate) struct Output {
    pub(crate) manifest: Manifest,
    pub(crate) resolved: Resolved,
}

pub(crate) fn run(input: &Input, sources: &mut Sources) -> Result<Output, Vec<Diagnostic>> {
    let project = Project::read(&input.folder, input.package.clone(), sources)?;
    let mut cfg = input.cfg.clone();
    project.cfg.iter().for_each(|entry| cfg.add(entry));
    let krate = discover::discover(&project.folder, &project.root, &cfg, sources)?;
    let resolved = resolve::resolve(&krate, &project.crate_name, &project.externs)?;
    check::methods(&resolved)?;
    let manifest = manifest::assemble(&project, &resolved, sources)?;
    check::names(&manifest, &resolved)?;
    Ok(Output { manifest, resolved })
}

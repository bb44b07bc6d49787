//! The phases, one after the other. The errors of one stop the next.

use std::path::PathBuf;

use crate::check;
use crate::diagnostic::{Diagnostic, Errors};
use crate::manifest::{self, Manifest, Package};
use crate::project::Project;
use crate::resolve::{self, Resolved, Wants};
use crate::source::Sources;
use crate::source::cfg::Cfg;
use crate::source::load::Loader;

/// A package to read, and the build to read it for.
#[derive(Debug, Clone)]
pub struct Input {
    /// The folder with its `Cargo.toml`.
    pub folder: PathBuf,
    /// Its name and version.
    pub package: Package,
    /// What `#[cfg]` is evaluated with: the target and its, and the enabled features.
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
    let mut loader = Loader::new(&project, &input.cfg);
    let mut world = loader.own(sources)?;
    let mut resolved = loop {
        let wants = Wants::default();
        let resolved = resolve::resolve(&world, &wants, &project.stand_ins);
        let wants = wants.into_inner();
        if wants.is_empty() {
            break resolved?;
        }
        // What was resolved without these crates is not worth looking at.
        loader.load(&mut world, wants, sources);
    };
    drop(world);
    check::methods(&resolved)?;
    let manifest = manifest::assemble(&project, &mut resolved, sources)?;
    check::names(&manifest, &resolved)?;
    Ok(Output { manifest, resolved })
}

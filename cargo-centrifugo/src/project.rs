//! Which packages of the user's workspace a command is about, and their manifests.

use std::path::{Path, PathBuf};

use centrifugo_build::manifest::Manifest;

/// Which packages, as cargo selects them
#[derive(Debug, clap::Args)]
pub(crate) struct Selection {
    /// Package with the handlers
    #[arg(long, short, value_name = "PKG")]
    package: Option<String>,
    /// Path to Cargo.toml
    #[arg(long, value_name = "FILE")]
    manifest_path: Option<PathBuf>,
}

/// The manifests of the selected packages, each with the folder of its SDKs.
pub(crate) fn manifests(
    selection: &Selection,
    output: Option<&Path>,
) -> anyhow::Result<Vec<(Manifest, PathBuf)>> {
    let _ = (selection, output);
    anyhow::bail!("only `--manifest FILE` is read yet")
}

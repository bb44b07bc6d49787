//! A package of the user's workspace in a copy of their repository, where it may lie elsewhere or have
//! another name.

use std::path::{Path, PathBuf};

use anyhow::{bail, ensure};
use centrifugo_build::manifest::Manifest;

use super::{Selection, manifest};

/// Where the one selected package lies.
#[derive(Debug)]
pub(crate) struct Location {
    name: String,
    pub(crate) folder: PathBuf,
    workspace: PathBuf,
}

/// Looks up where the one selected package lies.
pub(crate) fn location(selection: &Selection) -> anyhow::Result<Location> {
    let metadata = selection.metadata()?;
    let packages = selection.packages(&metadata)?;
    let [package] = packages.as_slice() else {
        bail!("several packages have handlers: say which one is meant by `-p PKG`");
    };
    let folder = package.manifest_path.as_std_path().parent();
    Ok(Location {
        name: package.name.to_string(),
        folder: folder.unwrap_or(Path::new("")).to_owned(),
        workspace: metadata.workspace_root.into_std_path_buf(),
    })
}

/// The manifest of the selected package as it is in a copy of its repository: what lies in its
/// folder there, whatever its name, else what has its name in the workspace. `place_of` leads from
/// here to there.
pub(crate) fn manifest_elsewhere(
    selection: &Selection,
    location: &Location,
    place_of: impl Fn(&Path) -> anyhow::Result<PathBuf>,
) -> anyhow::Result<Manifest> {
    let folder = place_of(&location.folder)?.join("Cargo.toml");
    let (manifest_path, package) = match folder.is_file() {
        true => (folder, None),
        false => {
            let workspace = place_of(&location.workspace)?.join("Cargo.toml");
            ensure!(
                workspace.is_file(),
                "there is no package `{}` yet",
                location.name
            );
            (workspace, Some(location.name.clone()))
        }
    };
    manifest(&Selection {
        manifest_path: Some(manifest_path),
        package,
        ..selection.clone()
    })
}

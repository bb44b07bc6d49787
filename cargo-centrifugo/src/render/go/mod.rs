//! The Go SDK: one package at the root of its folder.

mod api;
mod docs;
mod files;
mod names;
mod plan;
mod types;

use centrifugo_build::manifest::Manifest;

use super::SdkFile;

/// The files of the Go SDK.
///
/// # Errors
///
/// If Go, or its `encoding/json`, cannot say a type.
pub(crate) fn render(manifest: &Manifest) -> anyhow::Result<Vec<SdkFile>> {
    let plan = plan::Plan::new(manifest)?;
    let types = types::render(&plan)?;
    let api = api::render(&plan)?;
    files::files(manifest, types, api)
}

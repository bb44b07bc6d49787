use centrifugo_build::manifest::Manifest;

use super::SdkFile;

pub(crate) fn render(manifest: &Manifest) -> anyhow::Result<Vec<SdkFile>> {
    let _ = manifest;
    anyhow::bail!("not yet")
}

//! SDKs as `cargo centrifugo generate` writes them.

use std::path::Path;

use crate::{binary, folder, process};

/// Generates one language's SDK of a package, or of a golden case, below `output`.
///
/// # Errors
/// If the command fails.
pub fn generate(package: &str, language: &str, output: &Path) -> anyhow::Result<()> {
    let mut command = binary::cargo_centrifugo("generate")?;
    let manifest = folder::workspace()
        .join("tests/cases")
        .join(package)
        .join("manifest.json");
    if manifest.exists() {
        command.arg("--manifest").arg(manifest);
    } else {
        command.args(["--package", package]);
    }
    command
        .arg(format!("--{language}"))
        .arg("--output")
        .arg(output);
    process::run(&mut command)?;
    Ok(())
}

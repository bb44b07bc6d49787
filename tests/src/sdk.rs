//! SDKs as `cargo centrifugo generate` writes them.

use std::path::Path;

use crate::{binary, process};

/// Generates one language's SDK of a package below `output`.
///
/// # Errors
/// If the command fails.
pub fn generate(package: &str, language: &str, output: &Path) -> anyhow::Result<()> {
    let mut command = binary::cargo_centrifugo("generate")?;
    command
        .args(["--package", package, &format!("--{language}"), "--output"])
        .arg(output);
    process::run(&mut command)?;
    Ok(())
}

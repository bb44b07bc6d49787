//! SDKs as `cargo centrifugo generate` writes them.

use std::path::Path;
use std::process::Command;

use centrifugo_manifest::{Int64, to_json};

use crate::{binary, combined, folder, process};

/// Stands for all golden cases.
pub const CASES: &str = "cases";

/// Golden cases with names that only count in an SDK of their own; in that of all cases, types are
/// called after their case as well.
pub const ERRORS: &str = "case-errors";
/// See [`ERRORS`].
pub const NAMES: &str = "case-generics_names";

/// Generates one language's SDK of a package below `output`, of all golden cases as one, `cases`, or of
/// one of them.
///
/// # Errors
/// If the command fails.
pub fn generate(package: &str, language: &str, output: &Path) -> anyhow::Result<()> {
    if package == CASES {
        let manifest = output.join("manifest.json");
        std::fs::write(&manifest, to_json(&combined::manifest()?))?;
        return generate_from(&manifest, language, output);
    }
    if let Some(case) = package.strip_prefix("case-") {
        let case = folder::workspace().join("tests/cases").join(case);
        return generate_from(&case.join("manifest.json"), language, output);
    }
    let mut command = binary::cargo_centrifugo("generate")?;
    command.args(["--package", package]);
    run(&mut command, language, output)
}

/// Generates one language's SDK of a manifest, below `output`.
///
/// # Errors
/// If the command fails.
pub fn generate_from(manifest: &Path, language: &str, output: &Path) -> anyhow::Result<()> {
    let mut command = binary::cargo_centrifugo("generate")?;
    command.arg("--manifest").arg(manifest);
    run(&mut command, language, output)
}

/// Generates the TypeScript SDK of all golden cases with `int64 = "bigint"`, below `output`.
///
/// # Errors
/// If the command fails.
pub fn generate_bigint(output: &Path) -> anyhow::Result<()> {
    let mut manifest = combined::manifest()?;
    manifest.sdk.typescript.int64 = Int64::Bigint;
    let file = output.join("manifest.json");
    std::fs::write(&file, to_json(&manifest))?;
    generate_from(&file, "typescript", output)
}

fn run(command: &mut Command, language: &str, output: &Path) -> anyhow::Result<()> {
    command.arg(format!("--{language}"));
    process::run(command.arg("--output").arg(output))?;
    Ok(())
}

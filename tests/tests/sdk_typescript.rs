//! The generated npm packages under TypeScript's own tools, as strict as they can be.

use std::path::PathBuf;
use std::process::Command;

use centrifugo_tests::tool::node;
use centrifugo_tests::{folder, process, sdk};

/// Package of the workspace, and the name of its SDK.
const PACKAGES: [(&str, &str); 2] = [
    ("test-server", "test-server-client"),
    ("tasks", "tasks-client"),
];

/// The SDK, with what it depends on installed in it.
fn generate(check: &str, package: &str) -> anyhow::Result<PathBuf> {
    let folder = folder::empty(&format!("typescript-{check}-{package}"))?;
    sdk::generate(package, "typescript", &folder)?;
    let sdk = folder.join("typescript");
    std::os::unix::fs::symlink(node::modules()?, sdk.join("node_modules"))?;
    Ok(sdk)
}

#[test]
fn prettier_changes_nothing() -> anyhow::Result<()> {
    for (package, _) in PACKAGES {
        let sdk = generate("prettier", package)?;
        process::run(node::command("prettier/bin/prettier.cjs", &sdk)?.args(["--check", "."]))?;
    }
    Ok(())
}

#[test]
fn both_compilers_have_nothing_to_say() -> anyhow::Result<()> {
    for (package, _) in PACKAGES {
        let sdk = generate("tsc", package)?;
        for compiler in node::COMPILERS {
            let mut tsc = node::command(compiler, &sdk)?;
            tsc.args(["--noEmit", "--strict", "--exactOptionalPropertyTypes"]);
            tsc.args([
                "--noUncheckedIndexedAccess",
                "--noPropertyAccessFromIndexSignature",
            ]);
            tsc.args(["--skipLibCheck", "false", "-p", "tsconfig.json"]);
            process::run(&mut tsc)?;
        }
    }
    Ok(())
}

#[test]
fn eslint_strict_type_checked_has_nothing_to_say() -> anyhow::Result<()> {
    for (package, _) in PACKAGES {
        let sdk = generate("eslint", package)?;
        let config = node::modules()?.with_file_name("eslint.config.mjs");
        let mut eslint = node::command("eslint/bin/eslint.js", &sdk)?;
        eslint
            .arg("--config")
            .arg(config)
            .args(["--max-warnings", "0", "src"]);
        process::run(&mut eslint)?;
    }
    Ok(())
}

#[test]
fn it_is_built_and_loaded_both_ways() -> anyhow::Result<()> {
    for (package, name) in PACKAGES {
        let sdk = generate("build", package)?;
        let mut build = Command::new("npm");
        process::run(build.args(["run", "--silent", "build"]).current_dir(&sdk))?;
        // A package may name itself, and is then found by the `exports` that its users see.
        for (kind, load) in [
            (
                "commonjs",
                format!("const sdk = require('{name}'); new sdk.APIClient({{}})"),
            ),
            (
                "module",
                format!("import {{ APIClient }} from '{name}'; new APIClient({{}})"),
            ),
        ] {
            let mut node = Command::new("node");
            node.args([&format!("--input-type={kind}"), "-e", &load])
                .current_dir(&sdk);
            process::run(&mut node)?;
        }
    }
    Ok(())
}

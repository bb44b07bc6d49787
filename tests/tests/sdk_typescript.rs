//! The generated npm packages under TypeScript's own tools, as strict as they can be.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context as _;
use centrifugo_tests::tool::node;
use centrifugo_tests::{folder, process, sdk};

/// Package of the workspace, and the name of its SDK.
const PACKAGES: [(&str, &str); 6] = [
    ("test-server", "test-server-client"),
    ("tasks", "tasks-client"),
    ("board", "board-client"),
    (sdk::CASES, "cases-client"),
    (sdk::ERRORS, "errors-client"),
    (sdk::NAMES, "generics-names-client"),
];

/// What 64-bit integers can be; each is an SDK of `typescript/forms`, which has every form that a
/// manifest can have.
const FORMS: [&str; 2] = ["number", "bigint"];

/// The SDK, with what it depends on installed in it.
fn generate(check: &str, package: &str) -> anyhow::Result<PathBuf> {
    let folder = folder::empty(&format!("typescript-{check}-{package}"))?;
    sdk::generate(package, "typescript", &folder)?;
    install(&folder)
}

fn generate_forms(check: &str, int64: &str) -> anyhow::Result<PathBuf> {
    let folder = folder::empty(&format!("typescript-{check}-forms-{int64}"))?;
    let text = fs::read_to_string(forms().join("manifest.json"))?;
    let mut manifest: serde_json::Value = serde_json::from_str(&text)?;
    manifest["sdk"]["typescript"]["int64"] = int64.into();
    let file = folder.join("manifest.json");
    fs::write(&file, manifest.to_string())?;
    sdk::generate_from(&file, "typescript", &folder)?;
    install(&folder)
}

fn forms() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("typescript/forms")
}

fn install(folder: &Path) -> anyhow::Result<PathBuf> {
    let sdk = folder.join("typescript");
    std::os::unix::fs::symlink(node::modules()?, sdk.join("node_modules"))?;
    Ok(sdk)
}

/// All SDKs.
fn all(check: &str) -> anyhow::Result<Vec<PathBuf>> {
    let packages = PACKAGES.iter().map(|(package, _)| generate(check, package));
    let forms = FORMS.iter().map(|int64| generate_forms(check, int64));
    packages.chain(forms).collect()
}

/// Puts the checks of the forms among the sources of their SDK.
fn add_checks(sdk: &Path) -> anyhow::Result<()> {
    let checks = sdk.join("src/forms");
    fs::create_dir(&checks)?;
    for file in ["types.ts", "codec.test.ts"] {
        fs::copy(forms().join(file), checks.join(file)).context(file)?;
    }
    Ok(())
}

fn compile(sdk: &Path, compiler: &str) -> anyhow::Result<()> {
    let mut tsc = node::command(compiler, sdk)?;
    tsc.args(["--noEmit", "--strict", "--exactOptionalPropertyTypes"]);
    tsc.args(["--noUncheckedIndexedAccess", "--types", "node"]);
    tsc.arg("--noPropertyAccessFromIndexSignature");
    tsc.args(["--skipLibCheck", "false", "-p", "tsconfig.json"]);
    process::run(&mut tsc)?;
    Ok(())
}

#[test]
fn prettier_changes_nothing() -> anyhow::Result<()> {
    for sdk in all("prettier")? {
        process::run(node::command("prettier/bin/prettier.cjs", &sdk)?.args(["--check", "."]))?;
    }
    Ok(())
}

#[test]
fn both_compilers_have_nothing_to_say() -> anyhow::Result<()> {
    for (package, _) in PACKAGES {
        let sdk = generate("tsc", package)?;
        for compiler in node::COMPILERS {
            compile(&sdk, compiler)?;
        }
    }
    Ok(())
}

#[test]
fn types_take_what_serde_takes_and_refuse_what_it_refuses() -> anyhow::Result<()> {
    for int64 in FORMS {
        let sdk = generate_forms("types", int64)?;
        add_checks(&sdk)?;
        for compiler in node::COMPILERS {
            compile(&sdk, compiler)?;
        }
    }
    Ok(())
}

#[test]
fn what_is_received_is_what_is_sent_again() -> anyhow::Result<()> {
    for int64 in FORMS {
        let sdk = generate_forms("codec", int64)?;
        add_checks(&sdk)?;
        let mut tsc = node::command(node::COMPILERS[1], &sdk)?;
        process::run(tsc.args(["--types", "node", "-p", "tsconfig.esm.json"]))?;
        process::run(
            Command::new("node")
                .arg("scripts/mark-esm.cjs")
                .current_dir(&sdk),
        )?;
        let mut node = Command::new("node");
        node.args(["--test", "dist/esm/forms/codec.test.js"]);
        process::run(node.env("TYPESCRIPT_INT64", int64).current_dir(&sdk))?;
    }
    Ok(())
}

#[test]
fn eslint_strict_type_checked_has_nothing_to_say() -> anyhow::Result<()> {
    for sdk in all("eslint")? {
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

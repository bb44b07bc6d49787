//! The npm package as its users have it: packed, installed in a project of their own, and bundled.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};

use anyhow::{Context as _, ensure};
use centrifugo_tests::tool::node;
use centrifugo_tests::{folder, process, sdk};

/// A project with nothing but the package of an SDK in it; all checks of an SDK share it.
fn installed(package: &'static str) -> anyhow::Result<PathBuf> {
    static PROJECTS: Mutex<BTreeMap<&str, PathBuf>> = Mutex::new(BTreeMap::new());
    let mut projects = PROJECTS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(project) = projects.get(package) {
        return Ok(project.clone());
    }
    let project = install(package)?;
    projects.insert(package, project.clone());
    Ok(project)
}

/// Installed by npm from what `npm pack` made.
fn install(package: &str) -> anyhow::Result<PathBuf> {
    let folder = folder::empty(&format!("npm-{package}"))?;
    sdk::generate(package, "typescript", &folder)?;
    let sdk = folder.join("typescript");
    std::os::unix::fs::symlink(node::modules()?, sdk.join("node_modules"))?;
    let mut pack = Command::new("npm");
    pack.args(["pack", "--silent", "--pack-destination"])
        .arg(&folder);
    process::run(pack.current_dir(&sdk))?;
    let mut files = fs::read_dir(&folder)?.filter_map(|entry| Some(entry.ok()?.path()));
    let tarball = files
        .find(|path| path.extension().is_some_and(|ext| ext == "tgz"))
        .context("npm made no package")?;
    let project = folder.join("project");
    fs::create_dir(&project)?;
    fs::write(project.join("package.json"), "{ \"private\": true }\n")?;
    process::run_with_retries(|| {
        let mut npm = Command::new("npm");
        npm.args(["install", "--prefer-offline", "--ignore-scripts"])
            .args(["--no-audit", "--no-fund"])
            .arg(&tarball)
            .current_dir(&project);
        npm
    })?;
    Ok(project)
}

fn source(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("typescript/package")
        .join(file)
}

fn copy(file: &str, project: &Path, name: &str) -> anyhow::Result<()> {
    fs::copy(source(file), project.join(name)).context(file.to_owned())?;
    Ok(())
}

/// Compiles files of a project with both compilers, the package's own types included.
fn compile(project: &Path, files: &[&str], options: &[&str]) -> anyhow::Result<()> {
    for compiler in node::COMPILERS {
        let mut tsc = node::command(compiler, project)?;
        tsc.args(["--strict", "--exactOptionalPropertyTypes"]);
        tsc.args(["--noUncheckedIndexedAccess", "--skipLibCheck", "false"]);
        tsc.args(options).args(files);
        process::run(&mut tsc)?;
    }
    Ok(())
}

/// With the types that Node has, whichever the package needs.
fn node_types() -> anyhow::Result<String> {
    Ok(node::modules()?.join("@types").display().to_string())
}

#[test]
fn a_new_project_type_checks_and_runs_it_as_either_kind_of_module() -> anyhow::Result<()> {
    let project = installed("test-server")?;
    copy("use.ts", &project, "esm.mts")?;
    copy("use.ts", &project, "cjs.cts")?;
    let types = node_types()?;
    let target = ["--target", "es2022", "--module", "nodenext"];
    let node = [&target[..], &["--types", "node", "--typeRoots", &types]].concat();
    compile(&project, &["esm.mts", "cjs.cts"], &node)?;
    for file in ["esm.mjs", "cjs.cjs"] {
        let output = process::run(Command::new("node").arg(file).current_dir(&project))?;
        ensure!(output.contains("used"), "{file}: {output}");
    }
    Ok(())
}

#[test]
fn a_project_for_browsers_type_checks_it_with_any_lib() -> anyhow::Result<()> {
    let project = installed("test-server")?;
    copy("browser.ts", &project, "browser.ts")?;
    for lib in ["es2022,dom", "es2022,dom,esnext.disposable", "esnext,dom"] {
        let options = ["--target", "es2022", "--lib", lib];
        let bundler = ["--module", "esnext", "--moduleResolution", "bundler"];
        let all = [&options[..], &bundler, &["--noEmit"]].concat();
        compile(&project, &["browser.ts"], &all)?;
    }
    Ok(())
}

#[test]
fn the_examples_of_its_readme_type_check_and_those_of_tests_run() -> anyhow::Result<()> {
    for package in ["tasks", sdk::CASES] {
        let project = installed(package)?;
        let readme = project.join(format!("node_modules/{package}-client/README.md"));
        let mut split = Command::new("node");
        split.arg(source("readme.mjs")).arg(readme).arg(&project);
        process::run(&mut split)?;
        let types = node_types()?;
        let target = ["--target", "es2022", "--module", "nodenext"];
        let node = [&target[..], &["--types", "node", "--typeRoots", &types]].concat();
        compile(&project, &["guide.mts", "testing1.mts"], &node)?;
        let mut run = Command::new("node");
        let output = process::run(run.arg("testing1.mjs").current_dir(&project))?;
        ensure!(output.contains("method: "), "{output}");
    }
    Ok(())
}

#[test]
fn a_bundle_has_only_what_it_uses() -> anyhow::Result<()> {
    let project = installed("test-server")?;
    let bundle = |name: &str, code: &str| -> anyhow::Result<String> {
        let entry = project.join(format!("{name}.mjs"));
        fs::write(&entry, code)?;
        let mut node = Command::new("node");
        node.arg(source("bundle.mjs")).arg(&entry);
        let node = node.env("NODE_MODULES", node::modules()?);
        process::run(node.current_dir(&project))
    };
    let import =
        |name: &str| format!("import {{ {name} }} from 'test-server-client'; console.log({name});");
    let error = bundle("error", &import("TestErrorAgain"))?;
    ensure!(error.contains("TestErrorAgain"), "{error}");
    ensure!(error.len() < 3_000, "{} bytes: {error}", error.len());
    let client = bundle("client", &import("CentrifugoRPCClient"))?;
    for absent in ["test.add_one", "TestError", "Fake"] {
        ensure!(!client.contains(absent), "`{absent}` is in\n{client}");
    }
    let api = bundle("api", &import("APIClient"))?;
    ensure!(api.contains("test.add_one"), "{api}");
    for absent in ["WebSocket", "protobuf", "FakeCaller"] {
        ensure!(!api.contains(absent), "`{absent}` is in\n{api}");
    }
    Ok(())
}

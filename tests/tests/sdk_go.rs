//! The generated Go modules under Go's own tools.

use std::path::{Path, PathBuf};
use std::process::Command;

use centrifugo_tests::tool::go;
use centrifugo_tests::{binary, folder, go_readme, process, sdk};

const PACKAGES: [&str; 6] = [
    "test-server",
    "tasks",
    "board",
    sdk::CASES,
    sdk::ERRORS,
    sdk::NAMES,
];

fn generate(check: &str, package: &str) -> anyhow::Result<PathBuf> {
    let folder = folder::empty(&format!("go-{check}-{package}"))?;
    sdk::generate(package, "go", &folder)?;
    let sdk = folder.join("go");
    process::run_with_retries(|| {
        let mut download = go::command("mod", &sdk);
        download.arg("download");
        download
    })?;
    Ok(sdk)
}

#[test]
fn gofmt_changes_nothing() -> anyhow::Result<()> {
    for package in PACKAGES {
        let sdk = generate("gofmt", package)?;
        // `-s` also finds what could be said shorter.
        let files = process::run(
            Command::new("gofmt")
                .args(["-l", "-s", "."])
                .current_dir(sdk),
        )?;
        assert_eq!(files, "", "{package}");
    }
    Ok(())
}

#[test]
fn vet_and_staticcheck_have_nothing_to_say() -> anyhow::Result<()> {
    for package in PACKAGES {
        let sdk = generate("vet", package)?;
        process::run(go::command("vet", &sdk).arg("./..."))?;
        let mut staticcheck = Command::new(go::staticcheck()?);
        staticcheck
            .args(["-checks", "all", "./..."])
            .current_dir(&sdk)
            .env("GOWORK", "off");
        process::run(&mut staticcheck)?;
    }
    Ok(())
}

#[test]
fn it_builds_with_the_sums_that_it_has() -> anyhow::Result<()> {
    for package in PACKAGES {
        let sdk = generate("build", package)?;
        let mut build = go::command("build", &sdk);
        process::run(build.args(["-mod=readonly", "./..."]))?;
        let before = ["go.mod", "go.sum"].map(|name| std::fs::read_to_string(sdk.join(name)).ok());
        process::run(go::command("mod", &sdk).arg("tidy"))?;
        let after = ["go.mod", "go.sum"].map(|name| std::fs::read_to_string(sdk.join(name)).ok());
        assert_eq!(before, after, "{package}: `go mod tidy` changes it");
    }
    Ok(())
}

#[test]
fn what_readme_shows_compiles() -> anyhow::Result<()> {
    for package in PACKAGES {
        let sdk = generate("readme", package)?;
        let name = module(&sdk)?;
        let readme = std::fs::read_to_string(sdk.join("README.md"))?;
        let consumer = folder::empty(&format!("go-consumer-{package}"))?;
        process::run(go::command("mod", &consumer).args(["init", "consumer"]))?;
        // `go mod tidy` removes what nothing needs.
        let server = go_readme::Server {
            url: "ws://localhost:8000/connection/websocket",
            token: "TOKEN",
        };
        go_readme::programs(&readme, &name, server, &consumer)?;
        install(&readme, &consumer, &sdk)?;
        process::run(go::command("vet", &consumer).arg("./..."))?;
    }
    Ok(())
}

#[test]
fn tests_of_the_package_pass() -> anyhow::Result<()> {
    for package in PACKAGES {
        let sdk = generate("examples", package)?;
        let mut test = go::command("test", &sdk);
        let printed = process::run(test.args(["-race", "-count=1", "-v", "."]))?;
        assert!(printed.contains("--- PASS: ExampleFakeCaller"), "{printed}");
    }
    Ok(())
}

const CARGO_TOML: &str = r#"[package]
name = "mono"
version = "1.2.3"
edition = "2024"

[package.metadata.centrifugo.go]
module = false

[dependencies]
centrifugo-runtime = "0.1"

[workspace]
"#;

const LIB_RS: &str = r#"use centrifugo_runtime::websocket_rpc;

#[websocket_rpc("math.half")]
pub async fn half(params: f64) -> f64 {
    params / 2.0
}
"#;

const MAIN_GO: &str = r#"package main

import monoclient "example.org/mono/internal/opensdk/go"

func main() {
	monoclient.NewAPIClient("ws://localhost", "", "").Disconnect()
}
"#;

#[test]
fn it_can_be_a_package_of_another_module() -> anyhow::Result<()> {
    let root = folder::empty("go-monorepo")?;
    for (path, text) in [
        ("go.mod", "module example.org/mono\n\ngo 1.25.0\n"),
        ("cmd/main.go", MAIN_GO),
        ("server/Cargo.toml", CARGO_TOML),
        ("server/src/lib.rs", LIB_RS),
    ] {
        let file = root.join(path);
        std::fs::create_dir_all(file.parent().unwrap_or(&root))?;
        std::fs::write(file, text)?;
    }
    let mut generate = binary::cargo_centrifugo("generate")?;
    generate
        .arg("--manifest-path")
        .arg(root.join("server/Cargo.toml"));
    generate
        .arg("--go")
        .arg("--output")
        .arg(root.join("internal/opensdk"));
    process::run(&mut generate)?;
    let sdk = root.join("internal/opensdk/go");
    assert!(!sdk.join("go.mod").exists() && !sdk.join("go.sum").exists());
    let readme = std::fs::read_to_string(sdk.join("README.md"))?;
    install(&readme, &root, &sdk)?;
    process::run(go::command("vet", &root).arg("./..."))?;
    let mut test = go::command("test", &root);
    let printed = process::run(test.args(["-count=1", "-v", "-run", "Example", "./..."]))?;
    assert!(printed.contains("--- PASS: ExampleFakeCaller"), "{printed}");
    let files = process::run(
        Command::new("gofmt")
            .args(["-l", "-s", "."])
            .current_dir(sdk),
    )?;
    assert_eq!(files, "");
    Ok(())
}

/// Does what README says.
fn install(readme: &str, module: &Path, sdk: &Path) -> anyhow::Result<()> {
    for command in go_readme::install(readme)? {
        let command = command.replace("path/to/this/folder", &sdk.display().to_string());
        process::run_with_retries(|| {
            let mut run = Command::new("sh");
            run.args(["-c", &command]).current_dir(module);
            run.env("GOWORK", "off");
            run
        })?;
    }
    Ok(())
}

/// The module's path.
fn module(sdk: &Path) -> anyhow::Result<String> {
    let text = std::fs::read_to_string(sdk.join("go.mod"))?;
    let first = text.lines().next().unwrap_or_default();
    Ok(first.trim_start_matches("module ").to_owned())
}

//! The generated Go modules under Go's own tools.

use std::path::PathBuf;
use std::process::Command;

use centrifugo_tests::tool::go;
use centrifugo_tests::{folder, process, sdk};

const PACKAGES: [&str; 3] = ["test-server", "tasks", sdk::CASES];

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

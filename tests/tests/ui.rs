//! Diagnostics: each `tests/ui/<kind>/<case>.rs` is a crate root that is at fault, and the
//! `.stderr` beside it is all that its author is told. A `.toml` beside it is added to `Cargo.toml`.
//!
//! `UPDATE=1 cargo test -p centrifugo-tests --test ui` writes the `.stderr` files anew.

use std::fs;
use std::path::{Path, PathBuf};

use centrifugo_build::{Cfg, Input, Package};

const CARGO_TOML: &str = r#"[package]
name = "case"
version = "0.1.0"
edition = "2024"

[dependencies]
anyhow = "1"
centrifugo-runtime = "0.1"
diesel = "2"
serde = "1"
serde_json = "1"
serde_with = "3"
url = "2"
"#;

#[test]
fn every_fault_is_told_with_its_place_and_its_mend() {
    let update = std::env::var_os("UPDATE").is_some();
    let mut wrong = vec![];
    let cases = cases();
    assert!(cases.len() > 30, "the cases are not where they should be");
    for case in cases {
        let told = told(&case);
        if told.is_empty() {
            wrong.push(format!("{} is not refused", case.display()));
        }
        let expected = case.with_extension("stderr");
        if update {
            fs::write(&expected, &told).expect("the case's folder can be written");
        } else if fs::read_to_string(&expected).ok().as_deref() != Some(told.as_str()) {
            wrong.push(format!("{}:\n{told}", case.display()));
        }
    }
    assert!(
        wrong.is_empty(),
        "told otherwise than expected:\n\n{}",
        wrong.join("\n")
    );
}

/// What the author of a case is told, nothing if nothing is wrong.
fn told(case: &Path) -> String {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let settings = fs::read_to_string(case.with_extension("toml")).unwrap_or_default();
    fs::write(
        folder.path().join("Cargo.toml"),
        format!("{CARGO_TOML}\n{settings}"),
    )
    .expect("a temporary file");
    fs::create_dir(folder.path().join("src")).expect("a temporary folder");
    // What cargo says of dependencies must not depend on what the registry has today.
    fs::create_dir(folder.path().join(".cargo")).expect("a temporary folder");
    let config = folder.path().join(".cargo/config.toml");
    fs::write(config, "net.offline = true\n").expect("a temporary file");
    fs::copy(case, folder.path().join("src/lib.rs")).expect("the case can be read");
    let input = Input {
        folder: folder.path().to_owned(),
        package: Package {
            name: "case".into(),
            version: "0.1.0".into(),
        },
        cfg: Cfg::default(),
    };
    match centrifugo_build::read(&input) {
        Ok(_) => String::new(),
        Err(errors) => errors.to_string(),
    }
}

fn cases() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui");
    let entries = |folder: &Path| {
        let entries = fs::read_dir(folder).expect("tests/ui is there");
        let mut paths: Vec<PathBuf> = entries
            .map(|entry| entry.expect("it can be listed").path())
            .collect();
        paths.sort();
        paths
    };
    let files = entries(&root).into_iter().flat_map(|kind| entries(&kind));
    files
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect()
}

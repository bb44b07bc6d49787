//! Each rule by a pair of Rust sources, and what holds for all pairs.

mod enums;
mod errors;
mod flatten;
mod methods;
mod mutate;
mod objects;
mod property;
mod types;

use std::fs;

use centrifugo_build::manifest::{Manifest, Package};
use centrifugo_build::{Cfg, Input};
use serde_json::Value;

use super::diff;

const CARGO_TOML: &str = r#"[package]
name = "app"
version = "0.1.0"
edition = "2024"

[dependencies]
bytes = "1"
centrifugo-runtime = "0.1"
chrono = "0.4"
indexmap = "2"
rust_decimal = "1"
serde = "1"
serde_bytes = "0.11"
serde_json = "1"
serde_with = "3"
smallvec = "1"
thiserror = "2"
time = "0.3"
url = "2"
uuid = "1"
"#;

/// The manifest of this crate root; `#[D]` derives both of serde's traits.
pub(super) fn read(source: &str) -> Manifest {
    let prelude = "use centrifugo_runtime::{RpcError, websocket_rpc};\n\
                   use serde::{Deserialize, Serialize};\n";
    let source = source.replace("#[D]", "#[derive(Serialize, Deserialize)] pub");
    read_root(&format!("{prelude}{source}"))
}

/// The manifest of this crate root as it stands.
fn read_root(source: &str) -> Manifest {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("Cargo.toml"), CARGO_TOML).expect("a temporary file");
    fs::create_dir(folder.path().join("src")).expect("a temporary folder");
    fs::write(folder.path().join("src/lib.rs"), source).expect("a temporary file");
    let mut cfg = Cfg::default();
    cfg.add("unix");
    let input = Input {
        folder: folder.path().to_owned(),
        package: Package {
            name: "app".to_owned(),
            version: "0.1.0".to_owned(),
        },
        cfg,
    };
    centrifugo_build::read(&input).unwrap_or_else(|errors| panic!("{errors}\n{source}"))
}

const SENT: &str = "#[websocket_rpc(\"m\")] pub async fn m(params: T) {}\n";
const RECEIVED: &str = "#[websocket_rpc(\"m\")] pub async fn m() -> T { todo!() }\n";

/// A line a change: its levels, its rule, its place, its directions.
fn lines(old: &Manifest, new: &Manifest) -> Vec<String> {
    let json = diff(old, new).json();
    let changes = json
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"));
    let changes = changes.filter(|change: &Value| change["reason"] == "change");
    changes.map(|change| line(&change)).collect()
}

fn line(change: &Value) -> String {
    let words = |value: &Value, separator: &str| {
        let words = value.as_array().expect("a list").iter();
        let words: Vec<_> = words.map(|word| word.as_str().expect("a word")).collect();
        words.join(separator)
    };
    let place = ["method", "type", "field"].map(|key| change[key].as_str());
    let place: Vec<&str> = place.into_iter().flatten().collect();
    let directions = words(&change["directions"], "+");
    let line = format!(
        "{} {} {} {directions}",
        words(&change["levels"], "+"),
        change["rule"].as_str().expect("a word"),
        place.join("."),
    );
    line.trim_end().to_owned()
}

#[track_caller]
fn assert_changes(old: &str, new: &str, expected: &[&str]) {
    let (old_manifest, new_manifest) = (read(old), read(new));
    assert_eq!(
        lines(&old_manifest, &new_manifest),
        expected,
        "\n{old}\n{new}"
    );
    property::assert_sound(&old_manifest, &new_manifest);
}

/// What becomes of clients that send a `T`.
#[track_caller]
fn sent(old: &str, new: &str, expected: &[&str]) {
    assert_changes(&format!("{SENT}{old}"), &format!("{SENT}{new}"), expected);
}

/// What becomes of clients that receive a `T`.
#[track_caller]
fn received(old: &str, new: &str, expected: &[&str]) {
    let [old, new] = [old, new].map(|source| format!("{RECEIVED}{source}"));
    assert_changes(&old, &new, expected);
}

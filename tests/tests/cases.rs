//! Golden cases: each `tests/cases/<case>/lib.rs` is a crate that is compiled, and beside it lies all
//! that is made from it: the manifest, the dispatch code, and what differs between SDKs.
//!
//! `UPDATE=1 cargo test -p centrifugo-tests --test cases` writes them anew.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use cargo_metadata::Message;
use centrifugo_tests::{binary, folder, process};

const WORKSPACE: &str = "[workspace]\nmembers = [\"*\"]\nresolver = \"3\"\n";

/// Of each SDK, what says the types and methods; the rest is the same for all.
const GENERATED: [(&str, &str); 7] = [
    ("python/case_client/models.py", "models.py"),
    ("python/case_client/api.py", "api.py"),
    ("python/case_client/errors.py", "errors.py"),
    ("typescript/src/types.ts", "types.ts"),
    ("typescript/src/api.ts", "api.ts"),
    ("go/types.go", "types.go"),
    ("go/api.go", "api.go"),
];

#[test]
fn what_is_made_from_a_crate_is_what_lies_beside_it() -> anyhow::Result<()> {
    let update = std::env::var_os("UPDATE").is_some();
    let cases = cases()?;
    assert!(cases.len() >= 5, "the cases are not where they should be");
    let work = folder::empty("cases")?;
    lay_out(&cases, &work)?;
    let mut wrong = vec![];
    for (name, out_dir) in compile(&work)? {
        let case = root().join(&name);
        for (file, contents) in made(&work.join(&name), &out_dir)? {
            let path = case.join(&file);
            if update {
                fs::write(&path, contents)?;
            } else if fs::read_to_string(&path).ok() != Some(contents) {
                wrong.push(path.display().to_string());
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "not what is made now:\n{}",
        wrong.join("\n")
    );
    Ok(())
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("cases")
}

fn cases() -> anyhow::Result<Vec<String>> {
    let mut cases = vec![];
    for entry in fs::read_dir(root())? {
        cases.push(entry?.file_name().to_string_lossy().into_owned());
    }
    cases.sort();
    Ok(cases)
}

/// A workspace with a crate a case, each as a user would have it.
fn lay_out(cases: &[String], work: &Path) -> anyhow::Result<()> {
    fs::write(work.join("Cargo.toml"), WORKSPACE)?;
    fs::copy(
        folder::workspace().join("Cargo.lock"),
        work.join("Cargo.lock"),
    )?;
    for case in cases {
        let folder = work.join(case);
        fs::create_dir_all(folder.join("src"))?;
        fs::write(folder.join("Cargo.toml"), cargo_toml(case))?;
        fs::write(
            folder.join("build.rs"),
            "fn main() {\n    centrifugo_build::configure().compile();\n}\n",
        )?;
        fs::copy(root().join(case).join("lib.rs"), folder.join("src/lib.rs"))?;
    }
    Ok(())
}

fn cargo_toml(case: &str) -> String {
    let path = |package: &str| folder::workspace().join(package).display().to_string();
    format!(
        "[package]\nname = \"{case}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
         [package.metadata.centrifugo]\noutput = \"sdk\"\npython.package = \"case_client\"\n\n\
         [dependencies]\n\
         centrifugo-runtime = {{ path = {:?} }}\n\
         serde = {{ version = \"1\", features = [\"derive\"] }}\n\
         thiserror = \"2\"\n\n\
         [build-dependencies]\ncentrifugo-build = {{ path = {:?} }}\n",
        path("centrifugo-runtime"),
        path("centrifugo-build"),
    )
}

/// Compiles the cases, warnings being errors; gives each one's name and `OUT_DIR`.
fn compile(work: &Path) -> anyhow::Result<Vec<(String, PathBuf)>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut check = Command::new(cargo);
    check
        .args([
            "check",
            "--workspace",
            "--message-format",
            "json-render-diagnostics",
        ])
        .current_dir(work)
        .env("RUSTFLAGS", "-Dwarnings")
        .env("CARGO_TARGET_DIR", folder::target().join("cases"));
    let messages = process::run(&mut check)?;
    let mut compiled = vec![];
    for message in Message::parse_stream(messages.as_bytes()) {
        if let Message::BuildScriptExecuted(script) = message?
            && script.out_dir.join("centrifugo").exists()
        {
            let folder = script
                .package_id
                .repr
                .split('#')
                .next()
                .unwrap_or_default()
                .to_owned();
            let name = folder.rsplit('/').next().unwrap_or_default().to_owned();
            compiled.push((name, script.out_dir.into_std_path_buf()));
        }
    }
    Ok(compiled)
}

/// The files that are made from a crate, each with its name in the case's folder.
fn made(krate: &Path, out_dir: &Path) -> anyhow::Result<Vec<(String, String)>> {
    let manifest = fs::read_to_string(out_dir.join("centrifugo/manifest.json"))?;
    let mut print = binary::cargo_centrifugo("manifest")?;
    let printed = process::run(print.arg("--manifest-path").arg(krate.join("Cargo.toml")))?;
    assert!(
        manifest == printed,
        "build.rs and the plugin differ on {}",
        krate.display()
    );
    let mut generate = binary::cargo_centrifugo("generate")?;
    process::run(
        generate
            .arg("--all")
            .arg("--manifest-path")
            .arg(krate.join("Cargo.toml")),
    )?;
    let mut files = vec![
        ("manifest.json".to_owned(), manifest),
        (
            "dispatch.rs".to_owned(),
            fs::read_to_string(out_dir.join("centrifugo/dispatch.rs"))?,
        ),
    ];
    for (path, name) in GENERATED {
        files.push((
            name.to_owned(),
            fs::read_to_string(krate.join("sdk").join(path))?,
        ));
    }
    Ok(files)
}

//! Golden cases: beside each `tests/cases/<case>/lib.rs` lies all that is made from it: the manifest,
//! the dispatch code, and what differs between SDKs; and the pages of the docs that are made of them.
//!
//! `UPDATE=1 cargo test -p centrifugo-tests --test cases` writes them anew.

use std::fs;
use std::path::Path;

use centrifugo_tests::cases::{self, Case};
use centrifugo_tests::{binary, folder, pages, process};

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
    let mut wrong = vec![];
    let cases = cases::compile()?.cases;
    let mut keep = |path: &Path, contents: String| -> anyhow::Result<()> {
        if update {
            fs::write(path, contents)?;
        } else if fs::read_to_string(path).ok() != Some(contents) {
            wrong.push(path.display().to_string());
        }
        Ok(())
    };
    for case in &cases {
        for (file, contents) in made(case)? {
            keep(&case.source.join(&file), contents)?;
        }
    }
    keep(&cases::root().join("README.md"), pages::modelled(&cases)?)?;
    for page in pages::LANGUAGES {
        let file = folder::workspace()
            .join("cargo-centrifugo/docs")
            .join(page.file);
        keep(&file, pages::language(&page, &cases)?)?;
    }
    assert!(
        wrong.is_empty(),
        "not what is made now:\n{}",
        wrong.join("\n")
    );
    Ok(())
}

/// The files that are made from a crate, each with its name in the case's folder.
fn made(case: &Case) -> anyhow::Result<Vec<(String, String)>> {
    let Case { krate, out_dir, .. } = case;
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

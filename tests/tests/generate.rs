//! What `cargo centrifugo generate` does to the files on disk.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use centrifugo_tests::{binary, folder, process};

const PACKAGES: [&str; 2] = ["test-server", "tasks"];

fn generate(package: &str, output: &Path, arguments: &[&str]) -> anyhow::Result<Output> {
    let mut command = binary::cargo_centrifugo("generate")?;
    command
        .args(["--package", package])
        .args(arguments)
        .arg("--output")
        .arg(output);
    process::output(&mut command)
}

fn assert_code(output: &Output, code: i32) {
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{stderr}");
}

/// All files of a folder, by their paths.
fn contents(folder: &Path) -> anyhow::Result<BTreeMap<PathBuf, Vec<u8>>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(inner) = folders.pop() {
        for entry in fs::read_dir(&inner)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.insert(path.strip_prefix(folder)?.to_owned(), fs::read(&path)?);
            }
        }
    }
    Ok(files)
}

#[test]
fn two_runs_give_the_same_bytes() -> anyhow::Result<()> {
    let folder = folder::empty("generate-twice")?;
    for package in PACKAGES {
        let [one, other] = ["one", "other"].map(|run| folder.join(package).join(run));
        assert_code(&generate(package, &one, &["--all"])?, 0);
        assert_code(&generate(package, &other, &["--all"])?, 0);
        let written = contents(&one)?;
        assert_eq!(written, contents(&other)?);
        let languages = ["python", "typescript", "go"];
        assert!(
            languages
                .iter()
                .all(|l| written.keys().any(|path| path.starts_with(l)))
        );
        for (path, bytes) in written {
            let text = String::from_utf8(bytes)?;
            let here = folder::workspace().to_str().unwrap();
            assert!(
                !text.contains(here),
                "{} names a folder of this machine",
                path.display()
            );
        }
    }
    Ok(())
}

#[test]
fn a_run_that_changes_nothing_writes_nothing() -> anyhow::Result<()> {
    let folder = folder::empty("generate-nothing")?;
    assert_code(&generate("tasks", &folder, &["--all"])?, 0);
    let times = |folder: &Path| -> anyhow::Result<Vec<_>> {
        let paths = contents(folder)?.into_keys();
        paths
            .map(|path| Ok(folder.join(path).metadata()?.modified()?))
            .collect()
    };
    let before = times(&folder)?;
    assert_code(&generate("tasks", &folder, &["--all"])?, 0);
    assert_eq!(times(&folder)?, before);
    Ok(())
}

#[test]
fn check_tells_by_its_exit_code_and_writes_nothing() -> anyhow::Result<()> {
    for language in ["python", "typescript", "go"] {
        let folder = folder::empty(&format!("generate-check-{language}"))?;
        let flag = format!("--{language}");
        let check = [flag.as_str(), "--check"];
        assert_code(&generate("tasks", &folder, &check)?, 3);
        assert!(contents(&folder)?.is_empty());

        assert_code(&generate("tasks", &folder, &[&flag])?, 0);
        assert_code(&generate("tasks", &folder, &check)?, 0);
        let written = contents(&folder)?;
        for path in written.keys() {
            let mut changed = written.clone();
            changed.get_mut(path).unwrap().push(b'\n');
            fs::write(folder.join(path), &changed[path])?;
            // In the list of files, an empty line names no file.
            assert_code(&generate("tasks", &folder, &check)?, 3);
            assert_eq!(contents(&folder)?, changed);
            fs::write(folder.join(path), &written[path])?;
        }
    }
    Ok(())
}

#[test]
fn only_its_own_files_are_removed() -> anyhow::Result<()> {
    let folder = folder::empty("generate-remove")?;
    assert_code(&generate("test-server", &folder, &["--all"])?, 0);
    let first = contents(&folder)?;
    let mine = [
        "mine.txt",
        "python/mine.py",
        "python/test_server_client/mine.py",
        "go/mine_test.go",
    ];
    for path in mine {
        fs::write(folder.join(path), "mine")?;
    }
    // Another package's SDK: another Python package, so that old files are of no more use.
    assert_code(&generate("tasks", &folder, &["--all"])?, 0);
    let second = contents(&folder)?;
    for path in mine {
        assert_eq!(
            second.get(Path::new(path)).map(Vec::as_slice),
            Some(&b"mine"[..]),
            "{path}"
        );
    }
    let old = "python/test_server_client/__init__.py";
    assert!(first.contains_key(Path::new(old)) && !second.contains_key(Path::new(old)));
    assert_code(&generate("tasks", &folder, &["--all", "--check"])?, 0);
    Ok(())
}

#[test]
fn a_failure_touches_nothing() -> anyhow::Result<()> {
    let folder = folder::empty("generate-failure")?;
    let output = folder.join("sdks");
    assert_code(&generate("tasks", &output, &["--all"])?, 0);
    let before = contents(&output)?;

    let package = folder.join("broken");
    fs::create_dir_all(package.join("src"))?;
    fs::write(
        package.join("Cargo.toml"),
        format!(
            "[package]\nname = \"tasks\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n\
             centrifugo-runtime = {{ path = {:?}, default-features = false }}\n\n[workspace]\n",
            folder::workspace().join("centrifugo-runtime")
        ),
    )?;
    fs::write(
        package.join("src/lib.rs"),
        "use centrifugo_runtime::{ConnectionContext, websocket_rpc};\n\n\
         #[websocket_rpc(\"a.b\")]\npub fn a_b(_conn: ConnectionContext) {}\n",
    )?;
    for arguments in [&["--all"][..], &["--go"], &["--all", "--check"]] {
        let mut command = binary::cargo_centrifugo("generate")?;
        command
            .arg("--manifest-path")
            .arg(package.join("Cargo.toml"));
        command.args(arguments).arg("--output").arg(&output);
        let failed = process::output(&mut command)?;
        assert_code(&failed, 1);
        let stderr = String::from_utf8_lossy(&failed.stderr);
        assert!(stderr.contains("src/lib.rs:4:8"), "{stderr}");
        assert_eq!(contents(&output)?, before);
    }
    Ok(())
}

#[test]
fn a_file_that_cannot_be_written_is_a_failure() -> anyhow::Result<()> {
    let folder = folder::empty("generate-unwritable")?;
    // Also for root, a file is no folder.
    fs::write(folder.join("python"), "")?;
    assert_code(&generate("tasks", &folder, &["--all"])?, 1);
    assert_code(&generate("no-such-package", &folder, &["--all"])?, 1);
    assert_code(&generate("tasks", &folder, &[])?, 2);
    Ok(())
}

#[test]
fn the_committed_sdks_are_up_to_date() -> anyhow::Result<()> {
    let committed = folder::workspace().join("examples/tasks/opensdk");
    assert_code(&generate("tasks", &committed, &["--all", "--check"])?, 0);
    Ok(())
}

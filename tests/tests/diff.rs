//! What `cargo centrifugo diff` says of two versions of a package in a git repository, and that it
//! leaves the repository as it is.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use centrifugo_tests::{binary, folder, process};

const CARGO_TOML: &str = r#"[package]
name = "app"
version = "0.1.0"
edition = "2024"

[dependencies]
centrifugo-runtime = "0.1"
serde = "1"

[build-dependencies]
centrifugo-build = "0.1"
"#;

const FIRST: &str = r#"use centrifugo_runtime::websocket_rpc;

#[derive(serde::Deserialize)]
pub struct Params {
    pub title: String,
    pub count: u32,
}

#[websocket_rpc("tasks.create")]
pub async fn create(params: Params) {}
"#;

/// A repository whose package lies in `crates/app`. Its commits are tagged by their order: `v1`, `v2`.
struct Repository {
    root: PathBuf,
    commits: u8,
}

impl Repository {
    fn new(name: &str) -> anyhow::Result<Self> {
        let root = folder::empty(name)?;
        let package = root.join("crates/app");
        fs::create_dir_all(package.join("src"))?;
        fs::write(
            root.join("Cargo.toml"),
            "[workspace]\nmembers = [\"crates/*\"]\nresolver = \"3\"\n",
        )?;
        fs::write(package.join("Cargo.toml"), CARGO_TOML)?;
        // A file that an archive would leave out.
        fs::write(
            root.join(".gitattributes"),
            "crates/app/src export-ignore\n",
        )?;
        let mut repository = Self { root, commits: 0 };
        repository.git(&["init", "--quiet"])?;
        repository.commit(FIRST)?;
        Ok(repository)
    }

    fn git(&self, arguments: &[&str]) -> anyhow::Result<String> {
        let mut git = Command::new("git");
        git.arg("-C").arg(&self.root);
        git.args(["-c", "user.name=A", "-c", "user.email=a@example.com"]);
        process::run(git.args(arguments))
    }

    fn write(&self, source: &str) -> anyhow::Result<()> {
        Ok(fs::write(self.root.join("crates/app/src/lib.rs"), source)?)
    }

    fn commit(&mut self, source: &str) -> anyhow::Result<()> {
        self.write(source)?;
        self.commits += 1;
        self.git(&["add", "--all"])?;
        self.git(&["commit", "--quiet", "--message", "a change"])?;
        self.git(&["tag", &format!("v{}", self.commits)])?;
        Ok(())
    }

    fn diff(&self, arguments: &[&str]) -> anyhow::Result<Output> {
        let mut command = binary::cargo_centrifugo("diff")?;
        let package = self.root.join("crates/app");
        let here = if package.is_dir() {
            &package
        } else {
            &self.root
        };
        command
            .args(arguments)
            .current_dir(here)
            .env("TMPDIR", self.temporary()?);
        process::output(&mut command)
    }

    /// The folder of temporary folders, outside of the work tree.
    fn temporary(&self) -> anyhow::Result<PathBuf> {
        let folder = self.root.with_extension("tmp");
        fs::create_dir_all(&folder)?;
        Ok(folder)
    }

    #[track_caller]
    fn assert_code(&self, arguments: &[&str], code: i32) -> String {
        let output = self.diff(arguments).expect("the program runs");
        let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{stdout}\n{stderr}");
        stdout
    }

    #[track_caller]
    fn assert_error(&self, arguments: &[&str], told: &str) {
        let output = self.diff(arguments).expect("the program runs");
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{stderr}");
        assert!(stderr.contains(told), "{stderr}");
    }
}

/// All files of a folder, git's own included.
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
fn the_exit_code_says_how_bad_it_is() -> anyhow::Result<()> {
    let mut repository = Repository::new("diff-codes")?;
    repository.commit(&FIRST.replace("u32,", "u64,"))?;
    repository.commit(&FIRST.replace("pub count", "#[serde(default)]\n    pub count"))?;
    repository.commit(&FIRST.replace("Params", "Task"))?;
    repository.commit(&FIRST.replace("    pub count: u32,\n", ""))?;
    repository.commit(&FIRST.replace("pub async", "/// Creates.\npub async"))?;
    repository.assert_code(&["v1", "v1"], 0);
    repository.assert_code(&["v1", "v6"], 0);
    repository.assert_code(&["v5", "v3"], 0);
    repository.assert_code(&["v1", "v4"], 4);
    repository.assert_code(&["v1", "v3"], 5);
    repository.assert_code(&["v3", "v5"], 6);
    let text = repository.assert_code(&["v2", "v1"], 7);
    assert_eq!(
        text,
        "old-clients: old clients fail with new servers, or misread them\n  \
         Params.count (sent): `u64` is now `u32`\n      \
         src/lib.rs:4; in tasks.create; also source\n\n\
         1 change: 1 old-clients\n"
    );

    let allowed = ["v2", "v1", "--allow", "old-clients"];
    repository.assert_code(&allowed, 4);
    repository.assert_code(&[&allowed[..], &["--allow", "source"]].concat(), 0);
    Ok(())
}

#[test]
fn the_repository_stays_as_it_is() -> anyhow::Result<()> {
    let mut repository = Repository::new("diff-untouched")?;
    repository.commit(&FIRST.replace("u32", "u64"))?;
    // Something of each kind: staged, changed and untracked.
    repository.write(&FIRST.replace("u32", "u16"))?;
    repository.git(&["add", "--all"])?;
    repository.write(&FIRST.replace("u32", "u8"))?;
    fs::write(repository.root.join("mine.txt"), "mine")?;
    repository.git(&["config", "core.splitIndex", "true"])?;
    fs::create_dir_all(repository.root.join(".git/hooks"))?;
    let hook = repository.root.join(".git/hooks/post-index-change");
    fs::write(&hook, "#!/bin/sh\ntouch ../../hook-ran\n")?;
    #[cfg(unix)]
    fs::set_permissions(&hook, std::os::unix::fs::PermissionsExt::from_mode(0o755))?;
    let before = contents(&repository.root)?;

    repository.assert_code(&["v1", "v2"], 5);
    repository.assert_code(&["v1"], 7);
    repository.assert_code(&["HEAD", "HEAD~1"], 7);
    repository.assert_error(
        &["v1", "nonsense"],
        "`nonsense` is neither a file nor a revision",
    );
    let mut after = contents(&repository.root)?;
    // What cargo writes for the package on disk is none of git's.
    after.remove(Path::new("Cargo.lock"));
    assert_eq!(before, after);
    assert_eq!(fs::read_dir(repository.temporary()?)?.count(), 0);
    Ok(())
}

#[test]
fn manifests_need_no_repository() -> anyhow::Result<()> {
    let repository = Repository::new("diff-manifests")?;
    let mut manifest = binary::cargo_centrifugo("manifest")?;
    manifest.current_dir(repository.root.join("crates/app"));
    let json = process::run(&mut manifest)?;
    let folder = folder::empty("diff-manifest-files")?;
    let [old, new, other] = ["old.json", "new.json", "other.json"].map(|name| folder.join(name));
    fs::write(&old, &json)?;
    fs::write(&new, json.replace("\"u32\"", "\"u16\""))?;
    fs::write(
        &other,
        json.replace("\"manifest_version\": 1", "\"manifest_version\": 2"),
    )?;

    let run = |arguments: &[&Path]| -> anyhow::Result<(Option<i32>, String, String)> {
        let mut command = binary::cargo_centrifugo("diff")?;
        // Not in a package, nor in a repository.
        command.args(arguments).current_dir(std::env::temp_dir());
        command.args(["--message-format", "json"]);
        let output = process::output(&mut command)?;
        let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
        let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
        Ok((output.status.code(), stdout, stderr))
    };
    let (code, stdout, _) = run(&[&old, &new])?;
    assert_eq!(code, Some(7));
    let lines: Vec<serde_json::Value> = stdout
        .lines()
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()?;
    assert_eq!(
        lines,
        [
            serde_json::json!({
                "reason": "change",
                "level": "old-clients",
                "levels": ["old-clients", "source"],
                "rule": "type-changed",
                "message": "`u32` is now `u16`",
                "method": null,
                "type": "Params",
                "field": "count",
                "directions": ["sent"],
                "position": {"file": "src/lib.rs", "line": 4, "column": 12, "side": "new"},
                "methods": ["tasks.create"],
            }),
            serde_json::json!({
                "reason": "summary",
                "level": "old-clients",
                "counts": {"old-clients": 1},
            }),
        ]
    );
    let (code, _, stderr) = run(&[&old, &other])?;
    assert_eq!(code, Some(1));
    assert!(
        stderr.contains("manifest_version is 2, this version reads 1"),
        "{stderr}"
    );
    let (code, _, stderr) = run(&[&old, Path::new("main")])?;
    assert_eq!(code, Some(1));
    assert!(stderr.contains("`main` is no file"), "{stderr}");
    Ok(())
}

#[test]
fn a_package_may_move_or_change_its_name_and_must_have_been_there() -> anyhow::Result<()> {
    let repository = Repository::new("diff-moved")?;
    let [app, moved, young] =
        ["app", "moved", "young"].map(|name| repository.root.join("crates").join(name));
    fs::write(
        app.join("Cargo.toml"),
        CARGO_TOML.replace("\"app\"", "\"renamed\""),
    )?;
    // Its SDKs have its name.
    let text = repository.assert_code(&["v1"], 4);
    assert!(text.contains("python.package"), "{text}");

    fs::rename(&app, &moved)?;
    fs::write(moved.join("Cargo.toml"), CARGO_TOML)?;
    fs::create_dir_all(young.join("src"))?;
    fs::write(
        young.join("Cargo.toml"),
        CARGO_TOML.replace("\"app\"", "\"young\""),
    )?;
    fs::write(young.join("src/lib.rs"), FIRST)?;
    let text = repository.assert_code(&["v1", "--package", "app"], 0);
    assert_eq!(text, "no changes\n");
    repository.assert_error(&["v1", "--package", "young"], "no package `young`");
    Ok(())
}

#[test]
fn faults_of_the_old_source_name_the_revision() -> anyhow::Result<()> {
    let mut repository = Repository::new("diff-faults")?;
    repository.commit(&FIRST.replace("title: String", "title: &'static Nowhere"))?;
    repository.write(FIRST)?;
    repository.assert_error(&["v2"], "`v2` (commit ");
    Ok(())
}

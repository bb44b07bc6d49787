//! The golden cases: each `tests/cases/<case>/lib.rs` is a crate of its own. Here they are laid out as
//! users would have them, in one workspace below the target folder, and compiled, warnings being
//! errors. What is made from them is for the tests to look at.
//!
//! A case may have
//! - `deps/<name>/`, each a library with its `.rs` files and, if it needs more than serde, what
//!   follows `[package]` in its `Cargo.toml`;
//! - `dependencies.toml`: more lines of the case's own `[dependencies]`, such as those that name these
//!   libraries by `path = "deps/<name>"`;
//! - `settings.toml`: more lines of its `[package.metadata.centrifugo]`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use anyhow::{Context as _, ensure};
use cargo_metadata::Message;

use crate::{folder, process};

const WORKSPACE: &str =
    "[workspace]\nmembers = [\"*\"]\nresolver = \"3\"\n\n[workspace.dependencies]\n";

/// A case that was compiled.
#[derive(Debug, Clone)]
pub struct Case {
    /// The folder's name, and the crate's.
    pub name: String,
    /// `tests/cases/<case>`
    pub source: PathBuf,
    /// The crate as it was laid out.
    pub krate: PathBuf,
    /// Where its build script wrote.
    pub out_dir: PathBuf,
}

/// All cases, and the program that runs their handlers.
#[derive(Debug)]
pub struct Compiled {
    /// By name.
    pub cases: Vec<Case>,
    /// `tests/judge/main.rs` with all cases in it.
    pub judge: PathBuf,
}

/// Lays out and compiles all cases. Tests that run at one time wait for each other.
///
/// # Errors
/// If one does not compile.
pub fn compile() -> anyhow::Result<Compiled> {
    let names = names()?;
    ensure!(names.len() >= 20, "the cases are not where they should be");
    let work = folder::target().join("tmp/harness/cases");
    fs::create_dir_all(&work)?;
    let lock = fs::File::create(folder::target().join("tmp/harness/cases.lock"))?;
    fs4::fs_std::FileExt::lock_exclusive(&lock)?;
    lay_out(&names, &work)?;
    lay_out_judge(&names, &work.join("judge"))?;
    build(&names, &work)
}

/// `tests/cases`
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("cases")
}

/// The names of all cases, sorted.
///
/// # Errors
/// If their folder cannot be read.
pub fn names() -> anyhow::Result<Vec<String>> {
    let mut names = vec![];
    for entry in fs::read_dir(root())? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}

/// A workspace with a crate a case, each as a user would have it.
fn lay_out(names: &[String], work: &Path) -> anyhow::Result<()> {
    for entry in fs::read_dir(work)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type()?.is_dir() && name != "judge" && !names.contains(&name) {
            fs::remove_dir_all(entry.path())?;
        }
    }
    let runtime = folder::workspace().join("centrifugo-runtime");
    let runtime =
        format!("centrifugo-runtime = {{ path = {runtime:?}, default-features = false }}\n");
    write(&work.join("Cargo.toml"), &format!("{WORKSPACE}{runtime}"))?;
    // Versions are those of the workspace; cargo drops what the cases do not need.
    let lock = fs::read_to_string(folder::workspace().join("Cargo.lock"))?;
    let kept = work.join("workspace.lock");
    if fs::read_to_string(&kept).ok().as_deref() != Some(&lock) {
        write(&kept, &lock)?;
        write(&work.join("Cargo.lock"), &lock)?;
    }
    for name in names {
        lay_out_case(name, &work.join(name))?;
    }
    Ok(())
}

fn lay_out_case(name: &str, to: &Path) -> anyhow::Result<()> {
    let case = root().join(name);
    let more = |file| fs::read_to_string(case.join(file)).unwrap_or_default();
    write(
        &to.join("Cargo.toml"),
        &cargo_toml(name, &more("settings.toml"), &more("dependencies.toml")),
    )?;
    let build = "fn main() {\n    centrifugo_build::configure().compile();\n}\n";
    write(&to.join("build.rs"), build)?;
    let lib = case.join("lib.rs");
    let source =
        fs::read_to_string(&lib).with_context(|| format!("cannot read `{}`", lib.display()))?;
    // At the end, so that no place of the source is another in the manifest.
    let source = format!("{source}\ncentrifugo_runtime::contract_tests!();\n");
    write(&to.join("src/lib.rs"), &source)?;
    let deps = case.join("deps");
    if deps.is_dir() {
        for dependency in fs::read_dir(&deps)? {
            let dependency = dependency?;
            let name = dependency.file_name();
            let to = to.join("deps").join(&name);
            lay_out_dependency(&dependency.path(), &name.to_string_lossy(), &to)?;
        }
    }
    Ok(())
}

fn lay_out_dependency(from: &Path, name: &str, to: &Path) -> anyhow::Result<()> {
    let more = fs::read_to_string(from.join("Cargo.toml")).unwrap_or_else(|_| {
        "[dependencies]\nserde = { version = \"1\", features = [\"derive\"] }\n".to_owned()
    });
    let package =
        format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n{more}");
    write(&to.join("Cargo.toml"), &package)?;
    for file in fs::read_dir(from)? {
        let file = file?.path();
        if file.extension().is_some_and(|extension| extension == "rs") {
            let name = file.file_name().context("a file has a name")?;
            copy(&file, &to.join("src").join(name))?;
        }
    }
    Ok(())
}

/// The program that runs the handlers of those cases that have no state.
fn lay_out_judge(names: &[String], to: &Path) -> anyhow::Result<()> {
    let path = |package: &str| folder::workspace().join(package).display().to_string();
    let mut dependencies = String::new();
    let mut dispatchers = String::new();
    for name in names {
        let source = fs::read_to_string(root().join(name).join("lib.rs"))?;
        if source.contains("State<") {
            continue;
        }
        dependencies += &format!("{name} = {{ path = \"../{name}\" }}\n");
        dispatchers += &format!("    (\"{name}\", ::{name}::rpc::dispatcher(())),\n");
    }
    let cargo_toml = format!(
        "[package]\nname = \"judge\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         centrifugo-runtime = {{ path = {:?}, default-features = false }}\n\
         serde = {{ version = \"1\", features = [\"derive\"] }}\nserde_json = \"1\"\n\
         tokio = {{ version = \"1\", features = [\"rt\", \"time\"] }}\n{dependencies}",
        path("centrifugo-runtime"),
    );
    write(&to.join("Cargo.toml"), &cargo_toml)?;
    write(
        &to.join("src/dispatchers.rs"),
        &format!("vec![\n{dispatchers}]\n"),
    )?;
    let main = Path::new(env!("CARGO_MANIFEST_DIR")).join("judge/main.rs");
    copy(&main, &to.join("src/main.rs"))
}

fn copy(from: &Path, to: &Path) -> anyhow::Result<()> {
    let text =
        fs::read_to_string(from).with_context(|| format!("cannot read `{}`", from.display()))?;
    write(to, &text)
}

/// Writes only what differs, so that cargo builds only that.
fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    if fs::read_to_string(path).ok().as_deref() == Some(text) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text).with_context(|| format!("cannot write `{}`", path.display()))
}

fn cargo_toml(case: &str, settings: &str, dependencies: &str) -> String {
    let path = |package: &str| folder::workspace().join(package).display().to_string();
    format!(
        "[package]\nname = \"{case}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
         [package.metadata.centrifugo]\noutput = \"sdk\"\npython.package = \"case_client\"\n\
         {settings}\n\
         [dependencies]\n\
         centrifugo-runtime = {{ path = {:?}, default-features = false }}\n\
         serde = {{ version = \"1\", features = [\"derive\", \"rc\"] }}\n\
         thiserror = \"2\"\n{dependencies}\n\
         [build-dependencies]\ncentrifugo-build = {{ path = {:?} }}\n",
        path("centrifugo-runtime"),
        path("centrifugo-build"),
    )
}

/// Runs the contract tests of all cases, as their users would: those of a compiled workspace.
///
/// # Errors
/// If cargo cannot be run.
pub fn prove() -> anyhow::Result<Output> {
    let work = folder::target().join("tmp/harness/cases");
    process::output(cargo(&work).args(["test", "--workspace", "--lib", "--no-fail-fast"]))
}

/// With the same flags whatever it does, so that nothing is built twice.
fn cargo(work: &Path) -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command
        .current_dir(work)
        .env("RUSTFLAGS", "-Dwarnings")
        .env("CARGO_TARGET_DIR", folder::target().join("cases"));
    command
}

fn build(names: &[String], work: &Path) -> anyhow::Result<Compiled> {
    let mut build = cargo(work);
    build
        .args(["build", "--workspace"])
        .args(["--message-format", "json-render-diagnostics"]);
    let output = process::output(&mut build)?;
    // What went wrong is on stderr; stdout has only messages for programs.
    ensure!(
        output.status.success(),
        "the cases do not compile:\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let messages = output.stdout;
    let mut compiled = Compiled {
        cases: vec![],
        judge: PathBuf::new(),
    };
    for message in Message::parse_stream(messages.as_slice()) {
        match message? {
            Message::BuildScriptExecuted(script) if script.out_dir.join("centrifugo").exists() => {
                let folder = script.package_id.repr.split('#').next().unwrap_or_default();
                let name = folder.rsplit('/').next().unwrap_or_default().to_owned();
                compiled.cases.push(Case {
                    source: root().join(&name),
                    krate: work.join(&name),
                    out_dir: script.out_dir.into_std_path_buf(),
                    name,
                });
            }
            Message::CompilerArtifact(artifact) if artifact.target.name == "judge" => {
                if let Some(executable) = artifact.executable {
                    compiled.judge = executable.into_std_path_buf();
                }
            }
            _ => {}
        }
    }
    compiled.cases.sort_by(|a, b| a.name.cmp(&b.name));
    ensure!(
        compiled.cases.len() == names.len(),
        "some cases have no build script output"
    );
    Ok(compiled)
}

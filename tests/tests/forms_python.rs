//! Every form that a manifest has, in Python: the forms and samples of `tests/forms/python`, whose
//! package is generated here, under Python's own tools and put to use.

use std::path::{Path, PathBuf};
use std::process::Command;

use centrifugo_tests::tool::{node, python};
use centrifugo_tests::{binary, folder, process};

/// The tests' own files.
fn source() -> PathBuf {
    folder::workspace().join("tests/forms/python")
}

/// `python -m <module>` among the tests' files, with the package of all forms in `sdk`.
fn command(module: &str, sdk: &Path) -> anyhow::Result<Command> {
    let mut command = python::command(module)?;
    command
        .env("PYTHONPATH", sdk)
        .env("MYPYPATH", sdk)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .current_dir(source());
    Ok(command)
}

/// Generates the package of all forms; the folder that it is in.
fn generate(check: &str) -> anyhow::Result<PathBuf> {
    let folder = folder::empty(&format!("forms-python-{check}"))?;
    let manifest = folder.join("manifest.json");
    std::fs::write(&manifest, process::run(&mut command("manifest", &folder)?)?)?;
    let mut generate = binary::cargo_centrifugo("generate")?;
    generate.arg("--manifest").arg(&manifest).arg("--python");
    process::run(generate.arg("--output").arg(&folder))?;
    Ok(folder.join("python"))
}

#[test]
fn json_goes_through_each_form_and_back() -> anyhow::Result<()> {
    let sdk = generate("run")?;
    process::run(&mut command("pytest", &sdk)?)?;
    Ok(())
}

#[test]
fn ruff_and_mypy_have_nothing_to_say() -> anyhow::Result<()> {
    let sdk = generate("mypy")?;
    for arguments in [&["check"][..], &["format", "--check", "--diff"]] {
        let mut ruff = python::command("ruff")?;
        ruff.args(arguments).args(["--no-cache", "."]);
        process::run(ruff.current_dir(&sdk))?;
    }
    let mut mypy = command("mypy", &sdk)?;
    mypy.args(["--strict", "--cache-dir"])
        .arg(sdk.join(".mypy"));
    process::run(mypy.arg("test_building.py").arg(sdk.join("forms_client")))?;
    Ok(())
}

#[test]
fn pyright_has_nothing_to_say() -> anyhow::Result<()> {
    let sdk = generate("pyright")?;
    // Beside the package, so that it is found.
    std::fs::copy(source().join("test_building.py"), sdk.join("building.py"))?;
    let config = serde_json::json!({
        "include": ["forms_client", "building.py"],
        "typeCheckingMode": "strict",
        "reportPrivateUsage": false,
    });
    std::fs::write(sdk.join("pyrightconfig.json"), config.to_string())?;
    let mut pyright = node::command("pyright/index.js", &sdk)?;
    pyright.arg("--pythonpath").arg(python::interpreter()?);
    // The installed version is the one that is meant.
    pyright.env("PYRIGHT_PYTHON_IGNORE_WARNINGS", "1");
    process::run(&mut pyright)?;
    Ok(())
}

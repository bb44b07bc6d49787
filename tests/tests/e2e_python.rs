//! The generated Python client against the real Centrifugo and the test server.

use std::path::PathBuf;

use anyhow::Context as _;
use centrifugo_tests::suite::Suite;
use centrifugo_tests::tool::{node, python};
use centrifugo_tests::{process, stale};

#[test]
fn the_python_suite_passes() -> anyhow::Result<()> {
    let suite = Suite::start("python")?;
    stale::generate("python", &stale_sdks(&suite))?;
    types_are_as_the_suite_says(&suite)?;
    let mut pytest = python::command("pytest")?;
    pytest
        .args(["-q", "-p", "no:cacheprovider"])
        .current_dir(suite.source());
    pytest
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("E2E_STALE", stale_sdks(&suite).join("python"));
    suite.run(&mut pytest)
}

/// Where the SDK of a newer server is.
fn stale_sdks(suite: &Suite) -> PathBuf {
    suite.folder().join("stale")
}

/// What is right passes, and what the suite marks as wrong is an error: a mark too many fails.
fn types_are_as_the_suite_says(suite: &Suite) -> anyhow::Result<()> {
    let mut mypy = python::command("mypy")?;
    mypy.args(["--strict", "--cache-dir"])
        .arg(suite.folder().join("mypy"));
    let stale = stale_sdks(suite).join("python");
    mypy.env(
        "MYPYPATH",
        std::env::join_paths([suite.sdk(), stale.clone()])?,
    );
    mypy.arg(suite.source());
    process::run(&mut mypy)?;
    let folder = suite.folder().join("pyright");
    std::fs::create_dir_all(&folder)?;
    for entry in std::fs::read_dir(suite.source())? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "py") {
            std::fs::copy(&path, folder.join(path.file_name().context("a name")?))?;
        }
    }
    let config = serde_json::json!({
        "include": ["."],
        "extraPaths": [suite.sdk(), stale],
        "typeCheckingMode": "strict",
        "reportPrivateUsage": false,
    });
    std::fs::write(folder.join("pyrightconfig.json"), config.to_string())?;
    let mut pyright = node::command("pyright/index.js", &folder)?;
    pyright.arg("--pythonpath").arg(python::interpreter()?);
    // The installed version is the one that is meant.
    pyright.env("PYRIGHT_PYTHON_IGNORE_WARNINGS", "1");
    process::run(&mut pyright)?;
    Ok(())
}

//! The generated TypeScript client against the real Centrifugo and the test server.

use std::ffi::OsStr;
use std::fs;
use std::process::Command;

use centrifugo_tests::suite::Suite;
use centrifugo_tests::tool::{chromium, node};
use centrifugo_tests::{binary, process, sdk, stale};

#[test]
fn the_typescript_suite_passes() -> anyhow::Result<()> {
    let suite = Suite::start("typescript")?;
    suite.run(&mut command(&suite, "node")?)?;
    // The package that was built for it, in a page.
    let mut browser = Command::new("node");
    browser.arg("browser.mjs").current_dir(suite.source());
    browser
        .env("E2E_WORK", suite.folder().join("work"))
        .env("CHROMIUM", chromium::binary()?);
    suite.run(&mut browser)?;
    suite.run(&mut command(&suite, node::version_22()?)?)?;
    // The same servers, and the package of a newer one.
    stale::generate("typescript", &suite.folder().join("sdks"))?;
    suite.run(command(&suite, "node")?.env("E2E_SUITE", "stale"))?;
    // The same servers, and the package that does 64-bit integers as bigints.
    set_bigint(&suite)?;
    suite.run(command(&suite, "node")?.env("E2E_SUITE", "bigint"))
}

fn command(suite: &Suite, node: impl AsRef<OsStr>) -> anyhow::Result<Command> {
    let mut run = Command::new(node);
    run.arg("run.mjs").current_dir(suite.source());
    run.env("E2E_WORK", suite.folder().join("work"))
        .env("E2E_NODE_MODULES", node::modules()?);
    Ok(run)
}

/// Generates the SDK anew, as it is with `int64 = "bigint"` in the settings.
fn set_bigint(suite: &Suite) -> anyhow::Result<()> {
    let mut print = binary::cargo_centrifugo("manifest")?;
    let manifest = process::run(print.args(["--package", "test-server"]))?;
    let mut manifest: serde_json::Value = serde_json::from_str(&manifest)?;
    manifest["sdk"]["typescript"]["int64"] = "bigint".into();
    let file = suite.folder().join("manifest.json");
    fs::write(&file, manifest.to_string())?;
    sdk::generate_from(&file, "typescript", &suite.folder().join("sdks"))
}

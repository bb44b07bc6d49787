//! The generated Go client against the real Centrifugo and the test server.

use std::path::Path;

use anyhow::{Context as _, ensure};
use centrifugo_tests::suite::Suite;
use centrifugo_tests::tool::go;
use centrifugo_tests::{binary, folder, go_readme, process, sdk};
use serde_json::{Value, json};

#[test]
fn the_go_suite_passes() -> anyhow::Result<()> {
    let suite = Suite::start("go")?;
    // Its go.mod expects the SDKs in `sdk` and `stale`.
    let work = suite.folder().join("work");
    folder::copy(&suite.source(), &work)?;
    folder::copy(&suite.sdk(), &work.join("sdk"))?;
    let other = suite.folder().join("other");
    std::fs::create_dir_all(&other)?;
    let manifest = other.join("manifest.json");
    std::fs::write(&manifest, stale_manifest()?.to_string())?;
    sdk::generate_from(&manifest, "go", &other)?;
    folder::copy(&other.join("go"), &work.join("stale"))?;
    tidy(&work)?;
    suite.run(go::command("test", &work).args(["-race", "-count=1", "-timeout=10m", "."]))?;
    readme(&suite, &work)
}

/// All that the README shows runs, too.
fn readme(suite: &Suite, work: &Path) -> anyhow::Result<()> {
    let text = std::fs::read_to_string(work.join("sdk/README.md"))?;
    let token = suite.token("42")?;
    let server = go_readme::Server {
        url: suite.url(),
        token: &token,
    };
    let count = go_readme::programs(&text, "testserverclient", server, &work.join("readme"))?;
    for number in 0..count {
        let folder = format!("./readme/{number}");
        let printed = process::run(go::command("run", work).arg(&folder))?;
        ensure!(!printed.contains("params:"), "{folder}: {printed}");
    }
    Ok(())
}

fn tidy(folder: &Path) -> anyhow::Result<()> {
    process::run_with_retries(|| {
        let mut tidy = go::command("mod", folder);
        tidy.arg("tidy");
        tidy
    })?;
    Ok(())
}

/// The manifest of a server that is not the one that runs: newer, and with other types.
fn stale_manifest() -> anyhow::Result<Value> {
    let mut command = binary::cargo_centrifugo("manifest")?;
    let text = process::run(command.args(["--package", "test-server"]))?;
    let mut manifest: Value = serde_json::from_str(&text)?;
    manifest["api_version"] = json!("another");
    manifest["package"]["version"] = json!("9.9.9");
    manifest["sdk"]["go"] = json!({"module": "staleclient", "package": "staleclient"});
    let string = json!({"kind": "string"});
    named(&mut manifest["methods"], "test.count")?["result"] = string.clone();
    let result = named(&mut manifest["types"], "EchoResult")?;
    let fields = &mut result["shapes"]["output"]["fields"];
    named(fields, "number")?["type"] = string.clone();
    let declared = named(&mut manifest["errors"], "TestError")?;
    let variant = named(&mut declared["variants"], "WithFields")?;
    named(&mut variant["fields"], "limit")?["type"] = string;
    Ok(manifest)
}

fn named<'a>(list: &'a mut Value, name: &str) -> anyhow::Result<&'a mut Value> {
    let mut items = list.as_array_mut().into_iter().flatten();
    let found = items.find(|item| item["name"] == name);
    found.with_context(|| format!("nothing is called `{name}`"))
}

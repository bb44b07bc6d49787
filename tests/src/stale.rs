//! SDKs of a server that is not the one that runs: of a newer version, and with other types.

use std::fs;
use std::path::Path;

use anyhow::Context as _;
use serde_json::{Value, json};

use crate::{binary, process, sdk};

/// Generates one language's SDK below `output`: `test-server` 9.9.9, in which the result of `test.count`,
/// the `number` of `test.echo`'s and the `limit` of a declared error are strings.
///
/// # Errors
/// If a command fails.
pub fn generate(language: &str, output: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(output)?;
    let file = output.join("manifest.json");
    fs::write(&file, manifest()?.to_string())?;
    sdk::generate_from(&file, language, output)
}

fn manifest() -> anyhow::Result<Value> {
    let mut command = binary::cargo_centrifugo("manifest")?;
    let text = process::run(command.args(["--package", "test-server"]))?;
    let mut manifest: Value = serde_json::from_str(&text)?;
    manifest["api_version"] = json!("another");
    manifest["package"]["version"] = json!("9.9.9");
    // Beside the SDK of the server that runs.
    manifest["sdk"]["go"] = json!({"module": "staleclient", "package": "staleclient"});
    manifest["sdk"]["python"] = json!({"package": "stale_client"});
    // Otherwise nobody looks at strings.
    manifest["sdk"]["typescript"]["validate"] = json!("zod");
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

//! `api_version`: one short string that changes when, and only when, the wire does.

use serde_json::Value;
use xxhash_rust::xxh3::xxh3_128;

use super::model::Manifest;

/// Hashes what is on the wire: methods, types, presence and error codes.
///
/// Docs, positions, SDK names, Rust paths of handlers and the package's version are not part of it.
pub(crate) fn api_version(manifest: &Manifest) -> String {
    let parts = serde_json::json!({
        "methods": manifest.methods,
        "errors": manifest.errors,
        "types": manifest.types,
    });
    let wire = without_prose(parts);
    format!("{:032x}", xxh3_128(wire.to_string().as_bytes()))
}

/// Drops the keys that say nothing about the wire. They are names of the model, and user data
/// stands only under `default`, which is kept whole.
fn without_prose(value: Value) -> Value {
    const PROSE: [&str; 5] = ["docs", "deprecated", "position", "handler", "ident"];
    match value {
        Value::Object(map) => map
            .into_iter()
            .filter(|(key, _)| !PROSE.contains(&key.as_str()))
            .map(|(key, value)| {
                let value = if key == "default" {
                    value
                } else {
                    without_prose(value)
                };
                (key, value)
            })
            .collect(),
        Value::Array(items) => items.into_iter().map(without_prose).collect(),
        other => other,
    }
}

//! `api_version`: one short string that changes when, and only when, the wire does.

use std::collections::HashMap;

use serde_json::{Map, Value, json};
use xxhash_rust::xxh3::xxh3_128;

use super::model::{Manifest, Method};

/// Hashes what is on the wire: methods, types, presence and error codes.
///
/// Docs, positions, names that only Rust or the SDKs see, and the order of fields are not part of
/// it: types count by what they look like, so moving or renaming one changes nothing.
pub(crate) fn api_version(manifest: &Manifest) -> String {
    let mut wire = Wire {
        manifest,
        types: HashMap::new(),
        numbers: HashMap::new(),
        shapes: vec![],
    };
    wire.types = manifest
        .types_by_id()
        .into_iter()
        .map(|(id, ty)| (id, json!(ty.shapes)))
        .collect();
    let methods: Vec<Value> = manifest
        .methods
        .iter()
        .map(|method| wire.method(method))
        .collect();
    let all = json!([methods, wire.shapes]);
    format!("{:032x}", xxh3_128(all.to_string().as_bytes()))
}

struct Wire<'a> {
    manifest: &'a Manifest,
    types: HashMap<&'a str, Value>,
    /// Types get their numbers in the order in which methods reach them.
    numbers: HashMap<String, usize>,
    shapes: Vec<Value>,
}

impl Wire<'_> {
    fn method(&mut self, method: &Method) -> Value {
        let errors = self.manifest.errors_by_id();
        let variants = method
            .errors
            .iter()
            .filter_map(|id| errors.get(id.as_str()));
        let mut variants: Vec<_> = variants.flat_map(|error| &error.variants).collect();
        variants.sort_by_key(|variant| variant.code);
        let variants: Vec<Value> = variants
            .into_iter()
            .map(|variant| {
                json!([
                    variant.code,
                    variant.temporary,
                    self.plain(json!(variant.fields))
                ])
            })
            .collect();
        json!({
            "name": method.name,
            "params": self.plain(json!(method.params)),
            "result": self.plain(json!(method.result)),
            "anonymous": method.anonymous,
            "errors": variants,
        })
    }

    /// A part of the manifest without its prose, and with numbers for ids.
    fn plain(&mut self, value: Value) -> Value {
        const PROSE: [&str; 4] = ["docs", "deprecated", "position", "name"];
        match value {
            Value::Object(map) if map.get("kind") == Some(&json!("named")) => {
                let id = map["id"].as_str().expect("an id is a string").to_owned();
                json!({ "type": self.number(id) })
            }
            Value::Object(map) => {
                let kept = map
                    .into_iter()
                    .filter(|(key, _)| !PROSE.contains(&key.as_str()));
                let plain = kept.map(|(key, value)| {
                    // What is under `default` is the user's, not the model's.
                    let value = if key == "default" {
                        value
                    } else {
                        self.plain(value)
                    };
                    (key, value)
                });
                Value::Object(plain.collect::<Map<_, _>>())
            }
            Value::Array(mut items) => {
                // Fields and variants are found by their names, so their order is no matter.
                if items.iter().all(|item| item.get("wire_name").is_some()) {
                    items.sort_by(|a, b| a["wire_name"].as_str().cmp(&b["wire_name"].as_str()));
                }
                Value::Array(items.into_iter().map(|item| self.plain(item)).collect())
            }
            other => other,
        }
    }

    fn number(&mut self, id: String) -> usize {
        if let Some(number) = self.numbers.get(&id) {
            return *number;
        }
        let number = self.shapes.len();
        self.shapes.push(Value::Null);
        let shapes = self.types.get(id.as_str()).cloned().unwrap_or_default();
        self.numbers.insert(id, number);
        self.shapes[number] = self.plain(shapes);
        number
    }
}

//! What users of the SDKs import: packages and the names of types.

use std::collections::{BTreeMap, HashSet};

use centrifugo_build::manifest::Manifest;
use serde_json::Value;

use super::level::Level;
use super::walk::{Node, Walk};

impl<'m> Walk<'m> {
    pub(super) fn packages(&mut self) {
        let old = settings(self.old.manifest);
        let new = settings(self.new.manifest);
        let keys: std::collections::BTreeSet<&String> = old.keys().chain(new.keys()).collect();
        for key in keys {
            let text = |side: &BTreeMap<String, Value>| match side.get(key) {
                Some(value) => value.to_string(),
                None => "not set".to_owned(),
            };
            let (was, is) = (text(&old), text(&new));
            if was != is {
                let message = format!("it was {was} and is now {is}");
                self.tell_both("sdk-changed", Some(key), Level::Source, message);
            }
        }
    }

    /// Names that are gone, except where another one was found in their place.
    pub(super) fn gone(&mut self) {
        let new = self.new.manifest;
        let types = new.types.iter().map(|def| def.name.as_str());
        let kept: HashSet<&str> = types
            .chain(new.errors.iter().map(|error| error.name.as_str()))
            .collect();
        let replaced: HashSet<&str> = self
            .nodes
            .iter()
            .filter_map(|node| match node {
                Node::Type(Some(old), Some(_)) => Some(old.name.as_str()),
                Node::Error(Some(old), Some(_)) => Some(old.name.as_str()),
                _ => None,
            })
            .collect();
        let is_gone = |name: &str| !kept.contains(name) && !replaced.contains(name);
        let old = self.old.manifest;
        let types = old.types.iter().filter(|def| is_gone(&def.name));
        let types = types.map(|def| Node::Type(Some(def), None));
        let errors = old.errors.iter().filter(|error| is_gone(&error.name));
        let errors = errors.map(|error| Node::Error(Some(error), None));
        for node in types.chain(errors).collect::<Vec<_>>() {
            self.at(node, |walk| {
                let message = "no method has it any more";
                walk.tell_both("type-removed", None, Level::Source, message);
            });
        }
    }
}

/// `python.package` and the like, whichever there are.
fn settings(manifest: &Manifest) -> BTreeMap<String, Value> {
    let mut settings = BTreeMap::new();
    let sdk = serde_json::to_value(&manifest.sdk).unwrap_or_default();
    for (language, values) in sdk.as_object().into_iter().flatten() {
        for (key, value) in values.as_object().into_iter().flatten() {
            settings.insert(format!("{language}.{key}"), value.clone());
        }
    }
    settings
}

//! What holds for any two manifests.

use std::path::Path;

use centrifugo_build::manifest::{Direction, Manifest, Samples, Type, Validator, Verdict};
use serde_json::Value;

use super::diff;
use super::mutate::{self, Random};
use crate::diff::Level;

const SAMPLES: usize = 40;

/// The manifests of the golden cases that lie in one crate.
fn corpus() -> Vec<Manifest> {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/cases");
    let mut folders: Vec<_> = std::fs::read_dir(cases)
        .expect("the cases")
        .map(|case| case.expect("a case").path())
        .filter(|case| {
            case.is_dir() && !case.join("deps").is_dir() && !case.join("settings.toml").is_file()
        })
        // Types of crates that are not there to be read, and integers that no `Value` holds.
        .filter(|case| !case.ends_with("formats") && !case.ends_with("numbers"))
        .collect();
    folders.sort();
    let manifests: Vec<_> = folders
        .iter()
        .map(|case| std::fs::read_to_string(case.join("lib.rs")).expect("a crate root"))
        .map(|source| super::read_root(&source))
        .collect();
    assert!(
        manifests.len() > 15,
        "the cases are not where they should be"
    );
    manifests
}

#[test]
fn a_manifest_does_not_differ_from_itself() {
    for manifest in corpus() {
        assert_eq!(diff(&manifest, &manifest).text(), "no changes\n");
    }
}

#[test]
fn nobody_breaks_whom_the_diff_calls_safe() {
    let rounds = match std::env::var("ROUNDS") {
        Ok(rounds) => rounds.parse().expect("a number"),
        Err(_) => 15,
    };
    let mut quiet = 0;
    for (number, manifest) in corpus().into_iter().enumerate() {
        let mut random = Random::new(number as u64 + 1);
        for _ in 0..rounds {
            let mut old = manifest.clone();
            let mut new = manifest.clone();
            for _ in 0..random.below(2) {
                mutate::mutate(&mut old, &mut random);
            }
            for _ in 0..random.below(3) {
                mutate::mutate(&mut new, &mut random);
            }
            quiet += assert_sound(&old, &new);
        }
    }
    assert!(quiet > 1000, "only {quiet} samples say something");
}

/// Where nothing breaks old clients, new servers take what these send and they read what those
/// write; and exchanged, clients and servers exchange their parts. Returns how many samples were
/// looked at.
#[track_caller]
pub(super) fn assert_sound(old: &Manifest, new: &Manifest) -> usize {
    assert_eq!(diff(old, old).text(), "no changes\n");
    let (forth, back) = (Levels::of(old, new), Levels::of(new, old));
    for (one, other) in [(&forth, &back), (&back, &forth)] {
        if one.all(Level::OldServers) {
            assert!(other.all(Level::OldClients), "{}\n{}", one.text, other.text);
        }
        if one.all(Level::OldClients) {
            let levels = [Level::OldServers, Level::Addition, Level::Behaviour];
            assert!(
                levels.iter().any(|level| other.all(*level)),
                "{}\n{}",
                one.text,
                other.text
            );
        }
    }
    exchange(old, new, &forth) + exchange(new, old, &back)
}

/// The levels of a diff.
struct Levels {
    changes: Vec<Value>,
    text: String,
}

impl Levels {
    fn of(old: &Manifest, new: &Manifest) -> Self {
        let report = diff(old, new);
        let json = report.json();
        let changes = json
            .lines()
            .map(|line| serde_json::from_str(line).expect("JSON"));
        Self {
            changes: changes
                .filter(|change: &Value| change["reason"] == "change")
                .collect(),
            text: report.text(),
        }
    }

    fn all(&self, level: Level) -> bool {
        self.changes.iter().any(|change| has(change, level))
    }

    fn reach(&self, level: Level, method: &str) -> bool {
        let mut changes = self.changes.iter();
        changes.any(|change| has(change, level) && reaches(change, method))
    }

    /// May clients take a new variant for their `#[serde(other)]`, of which the validator of output
    /// knows nothing?
    fn is_other_received(&self, method: &str) -> bool {
        let is_it =
            |change: &Value| change["rule"] == "variant-added" && !has(change, Level::OldClients);
        let mut changes = self.changes.iter();
        changes.any(|change| is_it(change) && reaches(change, method))
    }
}

fn reaches(change: &Value, method: &str) -> bool {
    let methods = change["methods"].as_array();
    methods.is_some_and(|methods| methods.iter().any(|name| name == method))
}

fn has(change: &Value, level: Level) -> bool {
    change["levels"]
        .as_array()
        .is_some_and(|levels| levels.iter().any(|l| l == level.name()))
}

fn exchange(old: &Manifest, new: &Manifest, levels: &Levels) -> usize {
    let (old_samples, new_samples) = (Samples::new(old, 1), Samples::new(new, 1));
    let (client, server) = (old.validator(), new.validator());
    let mut looked_at = 0;
    for method in &old.methods {
        let Some(now) = new.methods.iter().find(|now| now.name == method.name) else {
            continue;
        };
        if levels.reach(Level::OldClients, &method.name) {
            continue;
        }
        if let (Some(sent), Some(read)) = (&method.params, &now.params) {
            for json in old_samples.valid(sent, Direction::Input, SAMPLES) {
                looked_at += 1;
                let verdict = server.check(read, Direction::Input, &json);
                assert!(
                    verdict == Verdict::Accepts || is_unit_with_null(&verdict),
                    "`{}` sends {json}: {verdict:?}\n{}",
                    method.name,
                    levels.text
                );
            }
        }
        if levels.is_other_received(&method.name) {
            continue;
        }
        for json in new_samples.valid(&now.result, Direction::Output, SAMPLES) {
            looked_at += 1;
            if let Err(fault) = receive(&client, &method.result, &json, &mut 500) {
                panic!(
                    "`{}` receives {json}: {fault}\n{}",
                    method.name, levels.text
                );
            }
        }
    }
    looked_at
}

/// serde takes `{"A": null}` for a unit variant, which no client sends.
fn is_unit_with_null(verdict: &Verdict) -> bool {
    matches!(verdict, Verdict::Refuses(fault) if fault.reason == "expected a string, found an object")
}

/// Checks what a client receives, who ignores keys that it does not know.
fn receive(
    client: &Validator<'_>,
    r#type: &Type,
    json: &str,
    tries: &mut u16,
) -> Result<(), String> {
    let fault = match client.check(r#type, Direction::Output, json) {
        Verdict::Refuses(fault) => fault.to_string(),
        _ => return Ok(()),
    };
    let value: Value = serde_json::from_str(json).expect("samples are JSON");
    for (at, _) in fault.match_indices(": unknown key \"") {
        let start = fault[..at].rfind('$').expect("a fault has a path");
        let path = &fault[start + 1..at];
        let key = &fault[at + ": unknown key ".len()..];
        let key = serde_json::Deserializer::from_str(key)
            .into_iter::<String>()
            .next();
        let key = key.expect("a key").expect("a key");
        let mut value = value.clone();
        let Some(Value::Object(entries)) = descend(&mut value, path) else {
            continue;
        };
        entries.remove(&key);
        *tries = tries.saturating_sub(1);
        if *tries > 0 && receive(client, r#type, &value.to_string(), tries).is_ok() {
            return Ok(());
        }
    }
    Err(fault)
}

/// `.tasks[0]["the title"]`
fn descend<'v>(value: &'v mut Value, path: &str) -> Option<&'v mut Value> {
    if path.is_empty() {
        return Some(value);
    }
    if path.starts_with("[\"") {
        let entries = value.as_object_mut()?.iter_mut();
        let mut below = entries
            .filter_map(|(key, value)| Some((path.strip_prefix(&format!("[{key:?}]"))?, value)));
        let (rest, value) = below.next()?;
        return descend(value, rest);
    }
    if let Some(rest) = path.strip_prefix('[') {
        let end = rest.find(']')?;
        let index: usize = rest[..end].parse().ok()?;
        return descend(value.get_mut(index)?, &rest[end + 1..]);
    }
    let rest = path.strip_prefix('.')?;
    let end = rest.find(['.', '[']).unwrap_or(rest.len());
    descend(value.get_mut(&rest[..end])?, &rest[end..])
}

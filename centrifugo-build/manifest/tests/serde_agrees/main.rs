//! serde_json and the manifest's validator judge the same texts, and must agree on each.
//!
//! The types are real derives, the manifests beside them are written by hand. Each text that one
//! case names is tried on all of them, and so are random ones made of the cases' own words.

mod adjacent;
mod build;
mod enums;
mod flatten;
mod formats;
mod judge;
mod made;
mod merged;
mod scalars;
mod soup;
mod structs;
mod tagged;
mod untagged;

use centrifugo_manifest::{Direction, Samples, Validator, Verdict};
use judge::{Case, expect_none};

fn cases() -> Vec<Case> {
    [
        scalars::cases(),
        formats::cases(),
        structs::cases(),
        enums::cases(),
        untagged::cases(),
        tagged::cases(),
        adjacent::cases(),
        flatten::cases(),
        merged::cases(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Samples that are no line of a file.
const NO_LINES: &[&str] = &[
    "",
    " ",
    "\n1\n",
    "\"\n\"",
    "{\"a\":1,\n\"a\":2}",
    "\u{feff}1",
    "1\r\n",
];

/// A tree, deeper than serde_json goes if there are enough levels.
fn deep(levels: usize) -> String {
    let open = r#"{"value":1,"children":["#.repeat(levels);
    format!("{open}{{\"value\":1}}{}", "]}".repeat(levels))
}

#[test]
fn on_samples_by_hand() {
    let cases = cases();
    let mut samples: Vec<&str> = cases
        .iter()
        .flat_map(|case| case.samples.iter().map(String::as_str))
        .collect();
    samples.extend(NO_LINES);
    let deep = [62, 63, 64].map(deep);
    samples.extend(deep.iter().map(String::as_str));
    samples.sort_unstable();
    samples.dedup();
    let wrong: Vec<_> = cases
        .iter()
        .flat_map(|case| case.judge(samples.iter().copied()).1)
        .collect();
    expect_none(&wrong);
}

#[test]
fn on_random_texts_of_their_own_words() {
    let mut wrong = Vec::new();
    for case in cases() {
        let soup = soup::texts(&case, 1000);
        wrong.extend(case.judge(soup.iter().map(String::as_str)).1);
    }
    expect_none(&wrong);
}

/// serde reads nothing as one of these: nobody has variants of the first, keys that flattened
/// structs look at are unknown keys all the same, and a flattened map sees the tag beside it.
const WITHOUT_VALUES: &[&str] = &["Never", "StrictDeep", "RestInternal"];

#[test]
fn on_samples_made_from_the_manifest() {
    let mut wrong = Vec::new();
    for case in cases() {
        let samples = Samples::of_types(&case.types, 7);
        let valid = samples.valid(&case.r#type, Direction::Input, 200);
        let broken = samples.broken(&case.r#type, Direction::Input, 400);
        let broken: Vec<_> = broken.into_iter().map(|sample| sample.json).collect();
        for (json, expected) in valid
            .iter()
            .map(|v| (v, true))
            .chain(broken.iter().map(|b| (b, false)))
        {
            let serde = (case.serde)(json);
            if serde.is_ok() != expected {
                wrong.push(format!("{} {json}: {serde:?}", case.name));
            }
        }
        let has_values = !WITHOUT_VALUES.contains(&case.name);
        if has_values == valid.is_empty() || has_values && broken.is_empty() && case.name != "Value"
        {
            let counts = (valid.len(), broken.len());
            wrong.push(format!(
                "{}: {counts:?} valid and broken samples",
                case.name
            ));
        }
    }
    expect_none(&wrong);
}

/// What a server writes it reads again as the same, but for what serde itself does not.
#[test]
fn on_samples_of_what_a_server_writes() {
    let mut wrong = Vec::new();
    for case in cases() {
        if case.name == "set" {
            continue;
        }
        let samples = Samples::of_types(&case.types, 7);
        let validator = Validator::new(&case.types);
        for json in samples.valid(&case.r#type, Direction::Output, 200) {
            if validator.check(&case.r#type, Direction::Input, &json) != Verdict::Accepts {
                continue;
            }
            match (case.serde)(&json) {
                Ok(Some(written)) if same(&written, &json) => {}
                other => wrong.push(format!("{} {json}: {other:?}", case.name)),
            }
        }
    }
    expect_none(&wrong);
}

fn same(one: &str, other: &str) -> bool {
    let parse = |json| serde_json::from_str::<serde_json::Value>(json).ok();
    parse(one) == parse(other)
}

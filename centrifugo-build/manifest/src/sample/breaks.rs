//! One change to a value that most likely makes it none.

use std::collections::HashSet;

use super::random::Random;
use super::tree::Json;

/// What is done to one value within a sample.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Break {
    Replace(&'static str),
    Reword,
    Fraction,
    Remove(usize),
    Rename(usize),
    Double(usize),
    Add,
    Shorten,
}

/// What is in no range of Rust's, or just beyond one.
const NUMBERS: &[&str] = &[
    "-1",
    "0",
    "256",
    "-129",
    "65536",
    "-32769",
    "4294967296",
    "-2147483649",
    "18446744073709551616",
    "-9223372036854775809",
    "340282366920938463463374607431768211456",
    "1e999",
];

/// One of each kind of JSON.
const OTHERS: &[&str] = &[
    "null",
    "true",
    "7",
    "1.5",
    "\"broken\"",
    "[]",
    "[null]",
    "{}",
];

/// Changes of these samples, in random order, those at the same place of several samples once.
pub(super) fn of(samples: &[Json], mut random: Random) -> impl Iterator<Item = Json> {
    let mut seen = HashSet::new();
    let mut breaks = Vec::new();
    for (index, sample) in samples.iter().enumerate() {
        sample.each(&mut |value, way, place| {
            for change in changes(value) {
                let what = match &change {
                    Break::Remove(at) | Break::Rename(at) | Break::Double(at) => key(value, *at),
                    _ => String::new(),
                };
                let kind = std::mem::discriminant(value);
                let name = format!("{place} {change:?} {what}");
                if seen.insert((name, kind)) {
                    breaks.push((index, way.to_vec(), change));
                }
            }
        });
    }
    random.shuffle(&mut breaks);
    breaks.into_iter().map(|(index, way, change)| {
        let mut broken = samples[index].clone();
        apply(change, broken.at(&way));
        broken
    })
}

fn key(value: &Json, index: usize) -> String {
    match value {
        Json::Object(entries) => entries[index].0.clone(),
        _ => String::new(),
    }
}

fn changes(value: &Json) -> Vec<Break> {
    let mut changes: Vec<_> = OTHERS.iter().copied().map(Break::Replace).collect();
    match value {
        Json::Null | Json::Bool(_) => {}
        Json::Number(_) => {
            changes.extend(NUMBERS.iter().copied().map(Break::Replace));
            changes.push(Break::Fraction);
        }
        Json::String(_) => changes.push(Break::Reword),
        Json::Array(_) => changes.extend([Break::Add, Break::Shorten]),
        Json::Object(entries) => {
            changes.push(Break::Add);
            for index in 0..entries.len() {
                changes.extend([
                    Break::Remove(index),
                    Break::Rename(index),
                    Break::Double(index),
                ]);
            }
        }
    }
    changes
}

fn apply(change: Break, value: &mut Json) {
    match (change, value) {
        (Break::Replace(text), value) => *value = read(text),
        (Break::Reword, Json::String(text)) => text.push_str(" broken"),
        (Break::Fraction, Json::Number(number)) => *number = format!("{number}e0"),
        (Break::Remove(index), Json::Object(entries)) => {
            entries.remove(index);
        }
        (Break::Rename(index), Json::Object(entries)) => entries[index].0.push_str(" broken"),
        (Break::Double(index), Json::Object(entries)) => entries.push(entries[index].clone()),
        (Break::Add, Json::Object(entries)) => entries.push(("broken".to_owned(), Json::Null)),
        (Break::Add, Json::Array(items)) => {
            let item = items.last().cloned().unwrap_or(Json::Null);
            items.push(item);
        }
        (Break::Shorten, Json::Array(items)) => {
            items.pop();
        }
        (change, value) => unreachable!("{change:?} is no change of {value}"),
    }
}

fn read(text: &str) -> Json {
    match text {
        "null" => Json::Null,
        "true" => Json::Bool(true),
        "\"broken\"" => Json::string("broken"),
        "[]" => Json::Array(Vec::new()),
        "[null]" => Json::Array(vec![Json::Null]),
        "{}" => Json::Object(Vec::new()),
        number => Json::number(number),
    }
}

//! JSON that is not what was asked for: odd values, and good samples with one odd value in them.

use serde_json::Value;

/// Texts that some type or other takes, and most do not.
pub const ODD: [&str; 26] = [
    "null",
    "true",
    "0",
    "-0",
    "1",
    "-1",
    "1.0",
    "1e2",
    "255",
    "256",
    "9007199254740993",
    "18446744073709551615",
    "18446744073709551616",
    "340282366920938463463374607431768211455",
    "-170141183460469231731687303715884105728",
    "1e400",
    "\"\"",
    "\"A\"",
    "\"1\"",
    "\"\\ud83d\\ude00\"",
    "[]",
    "[1]",
    "[\"a\", 1]",
    "{}",
    "{\"a\": 1}",
    "{\"a\": 1, \"a\": 2}",
];

/// `sample` with each of its values in turn replaced by each odd one, or left out, or doubled.
pub fn mutations(sample: &str) -> Vec<String> {
    let Ok(value) = serde_json::from_str::<Value>(sample) else {
        return vec![];
    };
    let mut texts = vec![];
    let mut places = vec![];
    all_places(&value, &mut String::new(), &mut places);
    for place in places {
        for odd in ODD {
            texts.push(printed(&value, &place, Some(odd)));
        }
        if !place.is_empty() {
            texts.push(printed(&value, &place, None));
        }
    }
    texts
}

/// JSON pointers of all values within.
fn all_places(value: &Value, place: &mut String, places: &mut Vec<String>) {
    places.push(place.clone());
    let mut below = |key: &str, value: &Value| {
        let length = place.len();
        place.push('/');
        place.push_str(&key.replace('~', "~0").replace('/', "~1"));
        all_places(value, place, places);
        place.truncate(length);
    };
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                below(&index.to_string(), item);
            }
        }
        Value::Object(entries) => entries.iter().for_each(|(key, value)| below(key, value)),
        _ => {}
    }
}

/// The value as text, with `odd` at `place`; without what is there if there is no `odd`.
fn printed(value: &Value, place: &str, odd: Option<&str>) -> String {
    // A string that is in no sample marks the place, since a `Value` cannot hold odd numbers.
    const MARK: &str = "\u{1}the odd one\u{1}";
    let mut value = value.clone();
    if let Some(found) = value.pointer_mut(place) {
        *found = Value::String(MARK.to_owned());
    }
    let mark = Value::String(MARK.to_owned()).to_string();
    match odd {
        Some(odd) => value.to_string().replace(&mark, odd),
        None => without(value, MARK).map_or_else(String::new, |value| value.to_string()),
    }
}

fn without(value: Value, mark: &str) -> Option<Value> {
    Some(match value {
        Value::String(text) if text == mark => return None,
        Value::Array(items) => Value::Array(
            items
                .into_iter()
                .filter_map(|item| without(item, mark))
                .collect(),
        ),
        Value::Object(entries) => entries
            .into_iter()
            .filter_map(|(key, value)| Some((key, without(value, mark)?)))
            .collect(),
        other => other,
    })
}

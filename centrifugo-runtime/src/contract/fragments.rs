//! JSON for places where a type does not say what it wants: values within samples, few of each form.
//!
//! In: samples. Out: values, of which one is tried after the other, so they are not many.

use std::collections::BTreeMap;

use serde_json::Value;

/// How many there are, and how many of one form.
const MOST: usize = 64;
const OF_ONE_FORM: usize = 4;

/// Objects with the same keys have the same form, and so have all texts.
type Forms = BTreeMap<String, Vec<Value>>;

pub(super) fn fragments(samples: &[String]) -> Vec<Value> {
    let mut forms = Forms::new();
    for sample in samples {
        if let Ok(value) = serde_json::from_str(sample) {
            collect(&value, &mut forms);
        }
    }
    // One of each form, then another of each: what is cut off at the end is what is there already.
    let rounds = (0..OF_ONE_FORM).flat_map(|round| {
        let forms = forms.values();
        forms.filter_map(move |form| form.get(round).cloned())
    });
    rounds.take(MOST).collect()
}

fn collect(value: &Value, forms: &mut Forms) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(item, forms)),
        Value::Object(entries) => entries.values().for_each(|item| collect(item, forms)),
        _ => {}
    }
    let form = forms.entry(form(value)).or_default();
    if form.len() < OF_ONE_FORM && !form.contains(value) {
        form.push(value.clone());
    }
}

fn form(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(_) => "boolean".to_owned(),
        Value::Number(_) => "number".to_owned(),
        Value::String(_) => "string".to_owned(),
        Value::Array(items) => format!("[{}", items.first().map(form).unwrap_or_default()),
        Value::Object(entries) => {
            let keys: Vec<&str> = entries.keys().map(String::as_str).collect();
            format!("{{{}", keys.join(","))
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn each_form_is_there_also_if_another_comes_often() {
        let mut samples: Vec<String> = (0..200)
            .map(|number| json!({"a": number, "b": {"kind": "x"}}).to_string())
            .collect();
        samples.push(json!({"z": [{"kind": "y", "n": 1}]}).to_string());
        let found = fragments(&samples);
        assert!(found.len() <= MOST);
        for wanted in [
            json!({"kind": "x"}),
            json!({"kind": "y", "n": 1}),
            json!({"a": 0, "b": {"kind": "x"}}),
            json!("x"),
            json!(3),
        ] {
            assert!(found.contains(&wanted), "{wanted} is not in {found:?}");
        }
    }
}

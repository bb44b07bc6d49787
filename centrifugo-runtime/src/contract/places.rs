//! Where serde refuses what clients may send, though the manifest leaves it to the server: is it the
//! value that is refused there, or its form?
//!
//! In: samples that were read and those that were refused. Out: places at which no sample was of a
//! form that serde reads.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::findings::{Difference, What};
use super::probe::Refusal;

/// What serde says of JSON of another form; of a value of the right form it says something else.
/// Source: serde's `de/mod.rs`, the provided methods of `Error`.
const OTHER_KIND: &str = "invalid type: ";
const OTHER_FORM: [&str; 5] = [
    "invalid length ",
    "unknown variant ",
    "unknown field ",
    "missing field ",
    "duplicate field ",
];

/// See the module.
#[derive(Debug)]
pub(super) struct Places<'m> {
    /// Keys that the manifest knows; all others are values.
    keys: BTreeSet<&'m str>,
    /// May anything stand somewhere? Then an object that lacks a key tells nothing.
    has_any: bool,
    passed: BTreeSet<String>,
    refused: BTreeMap<String, Refused>,
}

#[derive(Debug)]
struct Refused {
    first: Difference,
    /// Was it each time for the form?
    by_form: bool,
}

impl<'m> Places<'m> {
    pub(super) fn new(keys: BTreeSet<&'m str>, has_any: bool) -> Self {
        Self {
            keys,
            has_any,
            passed: BTreeSet::new(),
            refused: BTreeMap::new(),
        }
    }

    /// Notes a sample that was read.
    pub(super) fn pass(&mut self, json: &str) {
        if let Ok(value) = serde_json::from_str(json) {
            self.pass_value(&value, "$");
        }
    }

    fn pass_value(&mut self, value: &Value, place: &str) {
        if value.is_null() {
            return;
        }
        self.passed.insert(place.to_owned());
        match value {
            Value::Array(items) => {
                let place = format!("{place}[]");
                items.iter().for_each(|item| self.pass_value(item, &place));
            }
            Value::Object(entries) => {
                for (key, value) in entries {
                    let key = if self.keys.contains(key.as_str()) {
                        key
                    } else {
                        "*"
                    };
                    self.pass_value(value, &format!("{place}.{key}"));
                }
            }
            _ => {}
        }
    }

    /// Notes a sample that was refused.
    pub(super) fn refuse(&mut self, json: &str, refusal: Refusal) {
        let Refusal { path, reason } = refusal;
        let by_form = reason.starts_with(OTHER_KIND)
            || !self.has_any && OTHER_FORM.iter().any(|form| reason.starts_with(form));
        let place = self.place(&path);
        let refused = self.refused.entry(place).or_insert_with(|| Refused {
            first: Difference {
                path,
                what: What::RefusesForm,
                reason,
                json: json.to_owned(),
            },
            by_form,
        });
        refused.by_form &= by_form;
    }

    /// A path without the numbers of elements and the keys of maps.
    fn place(&self, path: &str) -> String {
        let mut place = String::from("$");
        for part in path.split('.').skip(1) {
            let (key, indices) = part.split_at(part.find('[').unwrap_or(part.len()));
            let known = self.keys.contains(key);
            place.push('.');
            place.push_str(if known { key } else { "*" });
            place.extend(indices.matches('[').map(|_| "[]"));
        }
        let root = path.split('.').next().unwrap_or_default();
        let indices: String = root.matches('[').map(|_| "[]").collect();
        place.insert_str(1, &indices);
        place
    }

    /// Where serde has refused every sample for its form.
    pub(super) fn doubts(self) -> Vec<Difference> {
        let Self {
            passed, refused, ..
        } = self;
        let wrong = refused
            .into_iter()
            .filter(|(place, refused)| refused.by_form && !passed.contains(place));
        wrong.map(|(_, refused)| refused.first).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The doubts after these samples: a path and a reason for what is refused.
    fn doubts(has_any: bool, samples: &[(&str, Option<(&str, &str)>)]) -> Vec<String> {
        let mut places = Places::new(BTreeSet::from(["price", "by_name"]), has_any);
        for (json, refused) in samples {
            match refused {
                None => places.pass(json),
                Some((path, reason)) => places.refuse(
                    json,
                    Refusal {
                        path: (*path).to_owned(),
                        reason: (*reason).to_owned(),
                    },
                ),
            }
        }
        let doubts = places.doubts().into_iter();
        doubts.map(|doubt| doubt.path).collect()
    }

    #[test]
    fn a_form_that_is_never_read_is_wrong() {
        let form = "invalid type: string \"a\", expected u64";
        let wrong = r#"[{"price":"a"}]"#;
        let refused = (wrong, Some(("$[0].price", form)));
        assert_eq!(doubts(false, &[refused]), ["$[0].price"]);
        for other in [r#"[]"#, r#"[{"price":null}]"#, r#"{"price":1}"#] {
            assert_eq!(doubts(false, &[refused, (other, None)]), ["$[0].price"]);
        }
        assert!(doubts(false, &[refused, (r#"[{},{"price":1}]"#, None)]).is_empty());
    }

    #[test]
    fn a_value_that_is_not_liked_proves_nothing() {
        let of_form = Some(("$.by_name.x.price", "invalid type: null, expected a string"));
        let of_value = Some(("$.by_name.y.price", "no colour"));
        assert!(doubts(false, &[("", of_form), ("", of_value)]).is_empty());
        let read = (r#"{"by_name":{"z":{"price":"red"}}}"#, None);
        assert!(doubts(false, &[("", of_form), read]).is_empty());
        assert_eq!(doubts(false, &[("", of_form)]).len(), 1);
    }

    #[test]
    fn where_anything_may_be_sent_keys_prove_nothing() {
        let refused = ("{}", Some(("$.price", "missing field `whole`")));
        assert!(doubts(true, &[refused]).is_empty());
        assert_eq!(doubts(false, &[refused]).len(), 1);
    }
}

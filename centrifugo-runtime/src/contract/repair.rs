//! Samples that serde refuses for a text, with other texts in its place: what a type wants that reads
//! its value from a string, the manifest does not always know.

use serde_json::Value;

use super::fabricate::TEXTS;
use super::probe::Refusal;

/// Places of one sample.
const PLACES: usize = 32;

/// The sample that serde reads, if other texts are all that it takes.
pub(super) fn repaired(
    json: &str,
    refusal: &Refusal,
    read: impl Fn(&str) -> Result<(), Refusal>,
) -> Option<String> {
    let mut value: Value = serde_json::from_str(json).ok()?;
    let mut path = refusal.path.clone();
    for _ in 0..PLACES {
        let mut next = None;
        for text in TEXTS {
            let place = at(&mut value, &path)?;
            if !place.is_string() {
                return None;
            }
            *place = Value::String((*text).to_owned());
            let json = value.to_string();
            match read(&json) {
                Ok(()) => return Some(json),
                Err(refusal) if refusal.path == path => {}
                Err(refusal) => {
                    next = Some(refusal.path);
                    break;
                }
            }
        }
        path = next?;
    }
    None
}

/// What stands at `$.items[0].name`.
fn at<'v>(value: &'v mut Value, path: &str) -> Option<&'v mut Value> {
    let mut place = value;
    for part in path.strip_prefix('$')?.split(['.', '[']) {
        place = match part.strip_suffix(']') {
            _ if part.is_empty() => place,
            Some(index) => place.get_mut(index.parse::<usize>().ok()?)?,
            None => place.get_mut(part)?,
        };
    }
    Some(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<(), Refusal> {
        let refused = |path: &str| Refusal {
            path: path.to_owned(),
            reason: String::new(),
        };
        let value: Value = serde_json::from_str(json).map_err(|_| refused("$"))?;
        if value["ids"][1] != "0" {
            return Err(refused("$.ids[1]"));
        }
        if value["hash"] != "00ff" {
            return Err(refused("$.hash"));
        }
        if value["n"] != 1 {
            return Err(refused("$.n"));
        }
        Ok(())
    }

    #[test]
    fn texts_are_tried_where_one_is_refused() {
        let repair = |json| repaired(json, &read(json).expect_err("it is refused"), read);
        let json = r#"{"hash":"x","ids":["a","b"],"n":1}"#;
        let good = r#"{"hash":"00ff","ids":["a","0"],"n":1}"#;
        assert_eq!(repair(json).as_deref(), Some(good));
        assert_eq!(repair(r#"{"hash":"x","ids":["a","b"],"n":2}"#), None);
        assert_eq!(repair(r#"{"hash":"x","ids":["a"],"n":1}"#), None);
    }
}

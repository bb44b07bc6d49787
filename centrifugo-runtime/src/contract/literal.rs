//! Values of results as Rust writes them, and the JSON that the build script has foretold.
//!
//! In: expressions that generated code makes from the source's own types. Out: what serde writes of
//! them, and where that is something else.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::str::FromStr;

use serde::Serialize;
use serde_json::{Map, Value};

use super::compare::{self, Tolerance};
use super::probe::Reply;

/// The marks of the build script: anything may be there, a key may be missing, there may be more keys.
const ANY: &str = "\0any";
const OPTIONAL: &str = "\0optional";
const MORE: &str = "\0more";

/// What became of a value.
#[derive(Debug)]
pub struct Literal {
    /// None if it could not be made or written, since code of the user's said no.
    pub(super) written: Option<String>,
    foretold: &'static str,
}

/// Makes a value of a result and writes it.
pub fn literal<R: Serialize>(
    _: &Reply<R>,
    make: impl FnOnce() -> R,
    foretold: &'static str,
) -> Literal {
    let write = || serde_json::to_string(&make()).ok();
    Literal {
        written: catch_unwind(AssertUnwindSafe(write)).ok().flatten(),
        foretold,
    }
}

/// A value of a type that is read from a text.
///
/// # Panics
/// If the text is none of it. Then nothing is proven by it.
pub fn parsed<T: FromStr>(text: &str) -> T {
    T::from_str(text).unwrap_or_else(|_| panic!("`{text}` is no value"))
}

/// A value of a type that is made of another with some exceptions.
///
/// # Panics
/// If it is one of these.
pub fn tried<T: TryFrom<U>, U>(value: U) -> T {
    T::try_from(value).unwrap_or_else(|_| panic!("no value"))
}

impl Literal {
    /// Where what is written is not what was foretold, and what that was.
    pub(super) fn difference(&self) -> Option<(String, String)> {
        let parse = |json| serde_json::from_str::<Value>(json).ok();
        let written = parse(self.written.as_deref()?)?;
        let foretold = filled(parse(self.foretold)?, &written);
        let exact = Tolerance {
            order: false,
            texts: false,
        };
        let path = compare::difference(&foretold, &written, exact)?;
        Some((path, foretold.to_string()))
    }
}

/// With what is written in place of the marks.
fn filled(foretold: Value, written: &Value) -> Value {
    match foretold {
        Value::Object(entries) if entries.contains_key(ANY) => written.clone(),
        Value::Object(mut entries) => {
            let more = entries.remove(MORE).is_some();
            let written = written.as_object();
            let mut filled = Map::new();
            for (key, value) in entries {
                let there = written.and_then(|written| written.get(&key));
                let (value, optional) = match value {
                    Value::Object(mut inner) if inner.contains_key(OPTIONAL) => {
                        (inner.remove(OPTIONAL).unwrap_or_default(), true)
                    }
                    value => (value, false),
                };
                match there {
                    Some(there) => filled.insert(key, self::filled(value, there)),
                    None if optional => None,
                    None => filled.insert(key, value),
                };
            }
            if let Some(written) = written.filter(|_| more) {
                for (key, value) in written {
                    filled.entry(key).or_insert_with(|| value.clone());
                }
            }
            Value::Object(filled)
        }
        Value::Array(items) => {
            let there = written.as_array().map_or(&[][..], Vec::as_slice);
            let items = items.into_iter().enumerate();
            let items = items.map(|(index, item)| match there.get(index) {
                Some(there) => filled(item, there),
                None => item,
            });
            Value::Array(items.collect())
        }
        value => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn difference(foretold: &'static str, written: &str) -> Option<String> {
        let literal = Literal {
            written: Some(written.to_owned()),
            foretold,
        };
        literal.difference().map(|(path, _)| path)
    }

    #[test]
    fn what_was_foretold_is_written() {
        for (foretold, written, path) in [
            (r#"{"a":1}"#, r#"{"a":1}"#, None),
            (r#"{"a":1}"#, r#"{"a":2}"#, Some("$.a")),
            (r#"{"a":1}"#, r#"{"a":1,"b":2}"#, Some("$.b")),
            (r#"{"a":1,"\u0000more":null}"#, r#"{"a":1,"b":2}"#, None),
            (r#"{"a":1,"\u0000more":null}"#, r#"{"b":2}"#, Some("$.a")),
            (r#"{"a":{"\u0000any":null}}"#, r#"{"a":[1]}"#, None),
            (r#"{"a":{"\u0000any":null}}"#, "{}", Some("$.a")),
            (r#"{"a":{"\u0000optional":1}}"#, "{}", None),
            (r#"{"a":{"\u0000optional":1}}"#, r#"{"a":2}"#, Some("$.a")),
            (r#"[{"\u0000any":null},1]"#, "[0,1]", None),
            (r#"[{"\u0000any":null},1]"#, "[0]", Some("$")),
        ] {
            assert_eq!(
                difference(foretold, written).as_deref(),
                path,
                "{foretold} {written}"
            );
        }
    }

    #[test]
    fn what_cannot_be_made_proves_nothing() {
        let reply = super::super::infallible(|(): ()| async { 1_u8 }).result;
        let literal = literal(&reply, || panic!("a user's own"), "2");
        assert!(literal.written.is_none() && literal.difference().is_none());
    }
}

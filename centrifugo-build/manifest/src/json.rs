//! JSON as a reader of it sees it: a level at a time, with the text of numbers and with every key.
//!
//! In: a text, or the entries that an enum leaves over for its content. Out: one [`Kind`] for each
//! value that is opened. serde_json does the reading. What is never opened is never looked at, as
//! with serde, which skips values of unknown keys and takes much in them that it refuses elsewhere:
//! `1e999`, lone surrogates, any depth.

use std::borrow::Cow;
use std::fmt;

use serde::Deserializer;
use serde::de::{MapAccess, Visitor};
use serde_json::value::RawValue;

/// serde_json opens one level less than this.
pub(crate) const READ: u8 = 128;

/// It writes any depth. Deeper than this nobody looks.
pub(crate) const WRITTEN: u8 = u8::MAX;

/// A value that was not opened yet.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Node<'a> {
    /// Its text, and how deep serde_json would still go.
    Text(&'a str, u8),
    /// An object that is made of entries of another.
    Entries(&'a [Entry<'a>]),
}

/// One key of an object. There may be several of one name.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry<'a> {
    /// The key with its quotes, as it is written.
    pub(crate) key: Node<'a>,
    /// Its value.
    pub(crate) value: Node<'a>,
}

/// A value with one level opened.
#[derive(Debug, Clone)]
pub(crate) enum Kind<'a> {
    Null,
    Bool,
    Number(Number),
    String,
    Array(Vec<Node<'a>>),
    Object(Cow<'a, [Entry<'a>]>),
}

/// What serde_json makes of a number, unless it is asked for 128 bits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Number {
    Unsigned(u64),
    Negative(i64),
    Float(f64),
}

impl<'a> Node<'a> {
    /// Reads a whole text, of which `depth` levels may be opened, less one.
    ///
    /// # Errors
    ///
    /// If it is not JSON.
    pub(crate) fn parse(json: &'a str, depth: u8) -> Result<Self, String> {
        match serde_json::from_str::<&RawValue>(json) {
            Ok(raw) => Ok(Self::Text(raw.get(), depth)),
            Err(error) => Err(format!("not JSON: {error}")),
        }
    }

    /// What is written there; empty for entries.
    pub(crate) fn text(self) -> &'a str {
        match self {
            Self::Text(text, _) => text,
            Self::Entries(_) => "",
        }
    }

    /// Opens one level.
    ///
    /// # Errors
    ///
    /// If serde_json refuses this value whatever type it is read as.
    pub(crate) fn open(self) -> Result<Kind<'a>, &'static str> {
        let (text, depth) = match self {
            Self::Text(text, depth) => (text, depth),
            Self::Entries(entries) => return Ok(Kind::Object(Cow::Borrowed(entries))),
        };
        Ok(match text.as_bytes().first() {
            Some(b'n') => Kind::Null,
            Some(b't' | b'f') => Kind::Bool,
            Some(b'"') => Kind::String,
            Some(b'[') => Kind::Array(items(text, deeper(depth)?)),
            Some(b'{') => Kind::Object(Cow::Owned(entries(text, deeper(depth)?))),
            _ => Kind::Number(number(text).ok_or("the number is out of range")?),
        })
    }

    /// The string that it is.
    ///
    /// # Errors
    ///
    /// If it is another kind of value, or has an escape that is no Unicode character.
    pub(crate) fn string(self) -> Result<Cow<'a, str>, &'static str> {
        let text = self.text();
        if text.len() >= 2 && text.starts_with('"') && !text.contains('\\') {
            return Ok(Cow::Borrowed(&text[1..text.len() - 1]));
        }
        serde_json::from_str(text)
            .map(Cow::Owned)
            .map_err(|_| "the string has an escape that is no Unicode character")
    }

    /// Opens all of it, as serde does to keep a value for later.
    ///
    /// # Errors
    ///
    /// As for [`open`](Self::open) and [`string`](Self::string).
    pub(crate) fn open_all(self) -> Result<(), &'static str> {
        match self.open()? {
            Kind::Null | Kind::Bool | Kind::Number(_) => Ok(()),
            Kind::String => self.string().map(drop),
            Kind::Array(items) => items.into_iter().try_for_each(Self::open_all),
            Kind::Object(entries) => entries.iter().try_for_each(|entry| {
                entry.key.string()?;
                entry.value.open_all()
            }),
        }
    }
}

fn deeper(depth: u8) -> Result<u8, &'static str> {
    match depth {
        0 | 1 => Err("nested too deep for serde_json"),
        _ => Ok(depth - 1),
    }
}

/// What serde_json makes of the text of a number; none if it is out of range.
pub(crate) fn number(text: &str) -> Option<Number> {
    // These never meet `arbitrary_precision`, which a user's build may have switched on.
    if let Ok(value) = serde_json::from_str(text) {
        return Some(Number::Unsigned(value));
    }
    if let Ok(value) = serde_json::from_str(text) {
        return Some(Number::Negative(value));
    }
    serde_json::from_str(text).ok().map(Number::Float)
}

fn items(text: &str, depth: u8) -> Vec<Node<'_>> {
    serde_json::from_str::<Vec<&RawValue>>(text)
        .expect("a part of a JSON text that begins with `[` is an array")
        .into_iter()
        .map(|raw| Node::Text(raw.get(), depth))
        .collect()
}

fn entries(text: &str, depth: u8) -> Vec<Entry<'_>> {
    let mut json = serde_json::Deserializer::from_str(text);
    json.deserialize_map(Entries { depth })
        .expect("a part of a JSON text that begins with `{` is an object")
}

struct Entries {
    depth: u8,
}

impl<'de> Visitor<'de> for Entries {
    type Value = Vec<Entry<'de>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut entries = Vec::new();
        while let Some((key, value)) = map.next_entry::<&RawValue, &RawValue>()? {
            entries.push(Entry {
                key: Node::Text(key.get(), self.depth),
                value: Node::Text(value.get(), self.depth),
            });
        }
        Ok(entries)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(json: &str) -> Kind<'_> {
        Node::parse(json, READ).unwrap().open().unwrap()
    }

    #[test]
    fn numbers_are_what_serde_json_makes_of_them() {
        for (json, expected) in [
            ("0", Number::Unsigned(0)),
            ("18446744073709551615", Number::Unsigned(u64::MAX)),
            ("-9223372036854775808", Number::Negative(i64::MIN)),
            ("-0", Number::Float(-0.0)),
            ("1.0", Number::Float(1.0)),
            ("1e2", Number::Float(100.0)),
            (
                "18446744073709551616",
                Number::Float(18_446_744_073_709_551_616.0),
            ),
        ] {
            assert!(
                matches!(kind(json), Kind::Number(n) if n == expected),
                "{json}"
            );
        }
        assert!(Node::parse("1e999", READ).unwrap().open().is_err());
    }

    #[test]
    fn keys_are_kept_in_order_and_doubles_too() {
        let Kind::Object(entries) = kind(r#" {"b":1, "a" : [ 2 ], "b":null} "#) else {
            panic!("an object")
        };
        let keys: Vec<_> = entries.iter().map(|e| e.key.string().unwrap()).collect();
        assert_eq!(keys, ["b", "a", "b"]);
        assert_eq!(entries[1].value.text(), "[ 2 ]");
    }

    #[test]
    fn what_is_not_opened_is_not_looked_at() {
        let odd = r#"{"a":1e999,"b":"\ud800","c":2}"#;
        let Kind::Object(entries) = kind(odd) else {
            panic!("an object")
        };
        assert_eq!(entries[2].value.text(), "2");
        assert!(Node::parse(odd, READ).unwrap().open_all().is_err());
    }

    #[test]
    fn the_depth_is_serde_jsons() {
        for levels in [1, 126, 127, 128, 129] {
            let json = format!("{}{}", "[".repeat(levels), "]".repeat(levels));
            assert_eq!(
                Node::parse(&json, READ).unwrap().open_all().is_ok(),
                serde_json::from_str::<serde_json::Value>(&json).is_ok(),
                "{levels}"
            );
        }
    }
}

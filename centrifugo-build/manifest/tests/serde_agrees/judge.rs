//! Who is right: serde_json reads each text, and the manifest has to say the same.

use centrifugo_manifest::{Direction, Type, TypeDef, Validator, Verdict};
use serde::Serialize;
use serde::de::{DeserializeOwned, IgnoredAny};

/// A Rust type and what the manifest says of it.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) r#type: Type,
    pub(crate) types: Vec<TypeDef>,
    pub(crate) samples: Vec<String>,
    /// Reads a text and writes the value again.
    pub(crate) serde: fn(&str) -> Result<Option<String>, serde_json::Error>,
}

/// A case of a type that serde reads and writes, with samples one a line.
pub(crate) fn case<T: Serialize + DeserializeOwned>(
    name: &'static str,
    r#type: Type,
    types: impl Into<Vec<TypeDef>>,
    samples: &str,
) -> Case {
    Case {
        name,
        r#type,
        types: types.into(),
        samples: samples.lines().map(str::to_owned).collect(),
        serde: |json| {
            // As a server reads a request. From a `str`, serde_json 1.0.154 panics on a key like
            // `"é"` where it wants a boolean.
            let value: T = serde_json::from_slice(json.as_bytes())?;
            Ok(serde_json::to_string(&value).ok())
        },
    }
}

impl Case {
    /// How often the manifest had an answer, and all answers that are wrong.
    pub(crate) fn judge<'s>(
        &self,
        samples: impl IntoIterator<Item = &'s str>,
    ) -> (usize, Vec<String>) {
        let validator = Validator::new(&self.types);
        let mut known = 0;
        let mut wrong = Vec::new();
        for json in samples {
            let serde = (self.serde)(json);
            // Where serde_json wants bytes it takes strings that are no JSON.
            let is_json = serde_json::from_str::<IgnoredAny>(json).is_ok();
            let verdict = validator.check(&self.r#type, Direction::Input, json);
            let agrees = match &verdict {
                Verdict::Accepts => serde.is_ok(),
                Verdict::Refuses(_) => serde.is_err() || !is_json,
                Verdict::Unknown => true,
            };
            known += usize::from(verdict != Verdict::Unknown);
            if !agrees {
                wrong.push(format!(
                    "{} {json}\n  manifest: {verdict:?}\n  serde: {serde:?}",
                    self.name
                ));
            }
            // A flattened map may hold keys that stand beside it, too.
            if let Ok(Some(written)) = &serde
                && !has_doubles(written)
            {
                let verdict = validator.check(&self.r#type, Direction::Output, written);
                if verdict != Verdict::Accepts {
                    wrong.push(format!(
                        "{} writes {written} for {json}: {verdict:?}",
                        self.name
                    ));
                }
            }
        }
        (known, wrong)
    }
}

/// Fails with the first few of them.
pub(crate) fn expect_none(wrong: &[String]) {
    let first: Vec<_> = wrong.iter().take(12).map(String::as_str).collect();
    assert!(
        wrong.is_empty(),
        "{} of them:\n{}",
        wrong.len(),
        first.join("\n")
    );
}

fn has_doubles(json: &str) -> bool {
    struct Keys(bool);

    impl<'de> serde::Deserialize<'de> for Keys {
        fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            deserializer.deserialize_any(Visitor)
        }
    }

    struct Visitor;

    impl<'de> serde::de::Visitor<'de> for Visitor {
        type Value = Keys;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("any JSON")
        }

        fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Keys, A::Error> {
            let mut seen = std::collections::BTreeSet::new();
            let mut doubles = false;
            while let Some((key, Keys(within))) = map.next_entry::<String, Keys>()? {
                doubles |= within | !seen.insert(key);
            }
            Ok(Keys(doubles))
        }

        fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut seq: A) -> Result<Keys, A::Error> {
            let mut doubles = false;
            while let Some(Keys(within)) = seq.next_element()? {
                doubles |= within;
            }
            Ok(Keys(doubles))
        }

        fn visit_bool<E>(self, _: bool) -> Result<Keys, E> {
            Ok(Keys(false))
        }

        fn visit_i64<E>(self, _: i64) -> Result<Keys, E> {
            Ok(Keys(false))
        }

        fn visit_u64<E>(self, _: u64) -> Result<Keys, E> {
            Ok(Keys(false))
        }

        fn visit_f64<E>(self, _: f64) -> Result<Keys, E> {
            Ok(Keys(false))
        }

        fn visit_str<E>(self, _: &str) -> Result<Keys, E> {
            Ok(Keys(false))
        }

        fn visit_unit<E>(self) -> Result<Keys, E> {
            Ok(Keys(false))
        }
    }

    serde_json::from_str(json).is_ok_and(|Keys(doubles)| doubles)
}

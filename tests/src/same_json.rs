//! Are two JSON texts the same value? Numbers count by what they are, not by how they are written, and
//! beyond 64 bits by their digits.

use serde_json::Value;
use serde_json::value::RawValue;

/// Compares two JSON texts.
///
/// # Errors
/// If one of them is not JSON.
pub fn same(first: &str, second: &str) -> anyhow::Result<bool> {
    Ok(value(serde_json::from_str(first)?)? == value(serde_json::from_str(second)?)?)
}

/// The value, with numbers as strings that say which number it is.
fn value(raw: &RawValue) -> anyhow::Result<Value> {
    let text = raw.get();
    Ok(match text.as_bytes().first() {
        Some(b'[') => {
            let items: Vec<&RawValue> = serde_json::from_str(text)?;
            Value::Array(
                items
                    .into_iter()
                    .map(value)
                    .collect::<anyhow::Result<_>>()?,
            )
        }
        Some(b'{') => {
            let entries: std::collections::BTreeMap<String, &RawValue> =
                serde_json::from_str(text)?;
            let entries = entries.into_iter().map(|(key, raw)| Ok((key, value(raw)?)));
            Value::Object(entries.collect::<anyhow::Result<_>>()?)
        }
        Some(b'-' | b'0'..=b'9') => {
            let is_integer = text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
            let float: f64 = text.parse()?;
            // `2.0` and `2` are one number where one of both fits a float exactly.
            if is_integer && float.abs() >= 9_007_199_254_740_992.0 {
                Value::String(format!("number {text}"))
            } else {
                Value::String(format!("number {float}"))
            }
        }
        _ => serde_json::from_str(text)?,
    })
}

//! Numbers, and how values are named in messages. The same in both directions.

use crate::json::{Kind, Node, Number};
use crate::model::Integer;

/// Why nothing is a value of a parameter.
pub(crate) const OPEN: &str = "a parameter stands for no type here";

/// The smallest and the largest value; for `u128`, the largest is beyond `i128`.
pub(crate) fn range(repr: Integer) -> (i128, u128) {
    match repr {
        Integer::I8 => (i8::MIN.into(), i8::MAX as u128),
        Integer::I16 => (i16::MIN.into(), i16::MAX as u128),
        Integer::I32 => (i32::MIN.into(), i32::MAX as u128),
        Integer::I64 => (i64::MIN.into(), i64::MAX as u128),
        Integer::I128 => (i128::MIN, i128::MAX as u128),
        Integer::U8 => (0, u8::MAX.into()),
        Integer::U16 => (0, u16::MAX.into()),
        Integer::U32 => (0, u32::MAX.into()),
        Integer::U64 => (0, u64::MAX.into()),
        Integer::U128 => (0, u128::MAX),
    }
}

/// Does serde_json read this number as such an integer?
pub(crate) fn is_integer(repr: Integer, nonzero: bool, text: &str) -> bool {
    let (min, max) = range(repr);
    let wide = matches!(repr, Integer::I128 | Integer::U128);
    // serde_json reads `-0` as a float, and as zero only for an `i128`.
    if text == "-0" {
        return repr == Integer::I128 && !nonzero;
    }
    let in_range = match text.parse::<i128>() {
        Ok(value) if value < 0 => value >= min,
        Ok(value) => value.unsigned_abs() <= max,
        Err(_) => wide && text.parse::<u128>().is_ok_and(|value| value <= max),
    };
    in_range && !(nonzero && text == "0")
}

/// What such an integer is called in a message.
pub(crate) fn integer_name(repr: Integer, nonzero: bool) -> String {
    let (min, max) = range(repr);
    let but = if nonzero { " but zero" } else { "" };
    format!("an integer from {min} to {max}{but}")
}

/// ``expected a string, found `null` ``
pub(crate) fn unexpected(expected: &str, found: Node<'_>) -> String {
    format!("expected {expected}, found {}", name(found))
}

fn name(found: Node<'_>) -> String {
    match found.open() {
        Err(reason) => reason.to_owned(),
        Ok(Kind::Null | Kind::Bool | Kind::Number(_)) if found.text().len() <= 40 => {
            found.text().to_owned()
        }
        Ok(Kind::Null) => "null".to_owned(),
        Ok(Kind::Bool) => "a boolean".to_owned(),
        Ok(Kind::Number(Number::Float(_))) => "a number".to_owned(),
        Ok(Kind::Number(_)) => "an integer".to_owned(),
        Ok(Kind::String) if found.text().len() <= 40 => format!("the string {}", found.text()),
        Ok(Kind::String) => "a string".to_owned(),
        Ok(Kind::Array(_)) => "an array".to_owned(),
        Ok(Kind::Object(_)) => "an object".to_owned(),
    }
}

/// `` `A`, `B` ``
pub(crate) fn quoted<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let quoted: Vec<_> = names.map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_widest_integers_are_exact() {
        let above_i128 = "170141183460469231731687303715884105728";
        let above_u128 = "340282366920938463463374607431768211456";
        assert!(is_integer(Integer::U128, false, above_i128));
        assert!(!is_integer(Integer::I128, false, above_i128));
        assert!(is_integer(Integer::I128, false, &format!("-{above_i128}")));
        assert!(!is_integer(Integer::U128, false, above_u128));
        assert!(is_integer(Integer::U128, false, &u128::MAX.to_string()));
        assert!(!is_integer(Integer::U64, false, above_i128));
        assert!(!is_integer(Integer::I8, false, "-129"));
        assert!(!is_integer(Integer::U8, false, "1.0"));
    }
}

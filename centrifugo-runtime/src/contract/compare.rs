//! Whether two JSON values are the same to whoever reads them as values of one type.

use serde_json::{Number, Value};

/// What may differ.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tolerance {
    /// The order of lists.
    pub(super) order: bool,
    /// The form of texts, as of an instant with another offset.
    pub(super) texts: bool,
}

/// The path of the first difference.
pub(super) fn difference(before: &Value, after: &Value, tolerance: Tolerance) -> Option<String> {
    walk(before, after, tolerance, "$")
}

fn walk(before: &Value, after: &Value, tolerance: Tolerance, path: &str) -> Option<String> {
    let same = match (before, after) {
        (Value::Number(one), Value::Number(other)) => same_number(one, other),
        (Value::String(_), Value::String(_)) if tolerance.texts => true,
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            let ordered = one
                .iter()
                .zip(other)
                .enumerate()
                .find_map(|(index, (a, b))| walk(a, b, tolerance, &format!("{path}[{index}]")));
            if ordered.is_some() && tolerance.order && is_permutation(one, other, tolerance) {
                return None;
            }
            return ordered;
        }
        (Value::Object(one), Value::Object(other)) => {
            let missing = one
                .keys()
                .find(|key| !other.contains_key(*key))
                .or_else(|| other.keys().find(|key| !one.contains_key(*key)));
            if let Some(key) = missing {
                return Some(format!("{path}.{key}"));
            }
            return one.iter().find_map(|(key, value)| {
                walk(value, &other[key], tolerance, &format!("{path}.{key}"))
            });
        }
        _ => before == after,
    };
    (!same).then(|| path.to_owned())
}

fn is_permutation(one: &[Value], other: &[Value], tolerance: Tolerance) -> bool {
    let mut left: Vec<&Value> = other.iter().collect();
    one.iter().all(|value| {
        let found = left
            .iter()
            .position(|candidate| difference(value, candidate, tolerance).is_none());
        found.map(|index| left.swap_remove(index)).is_some()
    })
}

/// Integers exactly; what went through an `f32` nearly.
fn same_number(one: &Number, other: &Number) -> bool {
    if one == other {
        return true;
    }
    if !one.is_f64() && !other.is_f64() {
        return false;
    }
    match (one.as_f64(), other.as_f64()) {
        (Some(one), Some(other)) => (one - other).abs() <= one.abs().max(other.abs()) * 1e-6,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const EXACT: Tolerance = Tolerance {
        order: false,
        texts: false,
    };

    #[test]
    fn the_first_difference_has_its_path() {
        for (one, other, path) in [
            (json!(1), json!(2), "$"),
            (
                json!({"a": [1, {"b": null}]}),
                json!({"a": [1, {"b": 0}]}),
                "$.a[1].b",
            ),
            (json!({"a": 1}), json!({}), "$.a"),
            (json!({}), json!({"a": null}), "$.a"),
            (json!([1, 2]), json!([2, 1]), "$[0]"),
            (json!("1"), json!(1), "$"),
            (json!(u64::MAX), json!(u64::MAX - 1), "$"),
            (json!([1]), json!([1, 1]), "$"),
        ] {
            assert_eq!(
                difference(&one, &other, EXACT).as_deref(),
                Some(path),
                "{one} {other}"
            );
        }
    }

    #[test]
    fn equal_values_may_look_different() {
        let loose = Tolerance {
            order: true,
            texts: true,
        };
        for (one, other, tolerance) in [
            (json!(1), json!(1.0), EXACT),
            (json!(0.1), json!(f64::from(0.1_f32)), EXACT),
            (json!({"a": 1, "b": 2}), json!({"b": 2, "a": 1}), EXACT),
            (json!([[1, 2], 3, 3]), json!([3, [2, 1], 3]), loose),
            (
                json!("2024-01-01T00:00:00Z"),
                json!("2024-01-01T01:00:00+01:00"),
                loose,
            ),
        ] {
            assert_eq!(difference(&one, &other, tolerance), None, "{one} {other}");
        }
        assert!(difference(&json!([1, 1, 2]), &json!([2, 2, 1]), loose).is_some());
    }
}

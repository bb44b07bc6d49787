//! `std::time`'s own limits, which no shape says: whole seconds and the nanoseconds that overflow
//! into them have to fit.
//!
//! Source: serde's `de/impls.rs`, `check_overflow` of `Duration` and of `SystemTime`.

use super::At;
use crate::json::{Kind, Number, number};
use crate::validate::Fault;

const NANOS: u128 = 1_000_000_000;

/// The keys of a type of std, and the most seconds that it holds.
fn limits(id: &str) -> Option<(&'static str, &'static str, u128)> {
    match id {
        "std::time::Duration" => Some(("secs", "nanos", u128::from(u64::MAX))),
        // On the platforms that servers run on, a time is signed.
        "std::time::SystemTime" => Some((
            "secs_since_epoch",
            "nanos_since_epoch",
            u128::from(i64::MAX.unsigned_abs()),
        )),
        _ => None,
    }
}

/// Refuses a time that does not fit, after its shape was found right.
pub(super) fn check(id: &str, at: At<'_>) -> Result<(), Fault> {
    let (Some((secs, nanos, most)), Kind::Object(entries)) = (limits(id), at.open()?) else {
        return Ok(());
    };
    let value = |name: &str| {
        let entry = entries
            .iter()
            .find(|entry| entry.key.string().is_ok_and(|key| key == name))?;
        match number(entry.value.text())? {
            Number::Unsigned(value) => Some(u128::from(value)),
            _ => None,
        }
    };
    let whole = value(secs).unwrap_or_default() + value(nanos).unwrap_or_default() / NANOS;
    if whole > most {
        return Err(at.fault(format!("expected at most {most} seconds, found {whole}")));
    }
    Ok(())
}

//! Durations as Centrifugo, the server and people write them.

use std::time::Duration;

/// As Centrifugo and the server both read it.
pub(super) fn text(duration: Duration) -> String {
    if duration.subsec_millis() == 0 {
        format!("{}s", duration.as_secs())
    } else {
        format!("{}ms", duration.as_millis())
    }
}

/// What [`text`] writes and a person may write: seconds, or a number with a unit.
pub(super) fn parse(text: &str) -> Option<Duration> {
    let digits = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let number: u64 = number.parse().ok()?;
    match unit {
        "ms" => Some(Duration::from_millis(number)),
        "" | "s" => Some(Duration::from_secs(number)),
        "m" => Some(Duration::from_secs(number.checked_mul(60)?)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{parse, text};

    #[test]
    fn text_is_read_back() {
        for duration in [Duration::from_secs(31), Duration::from_millis(1500)] {
            assert_eq!(parse(&text(duration)), Some(duration));
        }
        assert_eq!(parse("2m"), Some(Duration::from_secs(120)));
        assert_eq!(parse("30"), Some(Duration::from_secs(30)));
        for wrong in ["", "s", "1h", "-1s", "1.5s"] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }
}

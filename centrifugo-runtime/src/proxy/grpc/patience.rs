//! How long Centrifugo waits: the `grpc-timeout` of a request.

use std::time::Duration;

use axum::http::HeaderMap;

/// `None` where there is none, or none that gRPC knows.
pub(super) fn patience(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get("grpc-timeout")?.to_str().ok()?;
    let (digits, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    // At most eight digits, says gRPC; more could not be added to a time of day.
    if !(1..=8).contains(&digits.len()) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number: u64 = digits.parse().ok()?;
    Some(match unit {
        "H" => Duration::from_secs(number * 60 * 60),
        "M" => Duration::from_secs(number * 60),
        "S" => Duration::from_secs(number),
        "m" => Duration::from_millis(number),
        "u" => Duration::from_micros(number),
        "n" => Duration::from_nanos(number),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_read_as_grpc_writes_it() {
        let read = |text: &str| {
            let headers = HeaderMap::from_iter([(
                axum::http::HeaderName::from_static("grpc-timeout"),
                text.parse().unwrap(),
            )]);
            patience(&headers)
        };
        assert_eq!(read("1998133u"), Some(Duration::from_micros(1_998_133)));
        assert_eq!(
            read("99999999H"),
            Some(Duration::from_secs(359_999_996_400))
        );
        assert_eq!(read("2S"), Some(Duration::from_secs(2)));
        assert_eq!(read("5m"), Some(Duration::from_millis(5)));
        for wrong in ["", "S", "5", "-5S", "+5S", "5s", "999999999S", "5 S"] {
            assert_eq!(read(wrong), None, "{wrong:?}");
        }
        assert_eq!(patience(&HeaderMap::new()), None);
    }
}

//! Formats of one line: UUIDs, URLs, decimals, bytes.

use super::{Reading, has_upper_case, known};

/// The four forms that the `uuid` crate reads.
pub(super) fn is_uuid(text: &str) -> bool {
    let hyphenated = match text.len() {
        32 => return text.bytes().all(|byte| byte.is_ascii_hexdigit()),
        36 => Some(text),
        38 => text
            .strip_prefix('{')
            .and_then(|text| text.strip_suffix('}')),
        45 => text.strip_prefix("urn:uuid:"),
        _ => None,
    };
    hyphenated.is_some_and(|text| {
        text.bytes().enumerate().all(|(index, byte)| match index {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
    })
}

/// Without a scheme it is relative and refused; a plain web address is taken; what the URL Standard
/// makes of the rest is not known here.
pub(super) fn url(text: &str) -> Reading {
    // The URL Standard takes these away first.
    let text = text
        .trim_matches(|c: char| c <= ' ')
        .replace(['\t', '\n', '\r'], "");
    let Some((scheme, rest)) = text.split_once(':') else {
        return Reading::Refuses;
    };
    let in_scheme = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
    if !scheme.starts_with(|c: char| c.is_ascii_alphabetic()) || !scheme.chars().all(in_scheme) {
        return Reading::Refuses;
    }
    let authority = match (scheme, rest.strip_prefix("//")) {
        ("http" | "https" | "ws" | "wss", Some(rest)) => {
            rest.split(['/', '?', '#', '\\']).next().unwrap_or(rest)
        }
        _ => return Reading::Unknown,
    };
    let (host, port) = match authority.split_once(':') {
        Some((host, port)) => (host, !port.starts_with('+') && port.parse::<u16>().is_ok()),
        None => (authority, true),
    };
    if port && host.split('.').all(is_plain_label) {
        Reading::Accepts
    } else {
        Reading::Unknown
    }
}

/// A part of a host name that is no number and needs no encoding.
fn is_plain_label(label: &str) -> bool {
    label.starts_with(|c: char| c.is_ascii_lowercase())
        && label.ends_with(|c: char| c.is_ascii_alphanumeric())
        && !label.contains("--")
        && !has_upper_case(label)
        && label
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// `-12.50`; the crate also reads exponents and underscores, and rounds what has too many digits.
pub(super) fn decimal(text: &str) -> Reading {
    if let Some((whole, fraction)) = plain_decimal(text) {
        let significant = whole.trim_start_matches('0').len() + fraction.len();
        return match significant <= 28 {
            true => Reading::Accepts,
            false => Reading::Unknown,
        };
    }
    let has_digit = text.contains(|c: char| c.is_ascii_digit());
    let may_be = text
        .chars()
        .all(|c| c.is_ascii_digit() || "+-._eE".contains(c));
    if has_digit && may_be {
        Reading::Unknown
    } else {
        Reading::Refuses
    }
}

/// There are 29 digits at most, and 28 after the point.
pub(super) fn is_written_decimal(text: &str) -> bool {
    plain_decimal(text).is_some_and(|(whole, fraction)| {
        fraction.len() <= 28 && whole.trim_start_matches('0').len() + fraction.len() <= 29
    })
}

/// The digits before and after the point.
fn plain_decimal(text: &str) -> Option<(&str, &str)> {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = match unsigned.split_once('.') {
        Some((_, "")) => return None,
        Some(parts) => parts,
        None => (unsigned, ""),
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    (!whole.is_empty() && digits(whole) && digits(fraction)).then_some((whole, fraction))
}

pub(super) fn is_hex(text: &str) -> bool {
    text.len().is_multiple_of(2) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The standard alphabet with padding and without stray bits; a lenient reader may take more.
pub(super) fn base64(text: &str) -> Reading {
    let in_alphabet = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    let body = text.trim_end_matches('=');
    if !body.bytes().all(in_alphabet) {
        return known(false);
    }
    let padding = text.len() - body.len();
    let last = body.bytes().last();
    let exact = text.len().is_multiple_of(4)
        && match padding {
            0 => true,
            1 => last.is_some_and(|byte| b"AEIMQUYcgkosw048".contains(&byte)),
            2 => last.is_some_and(|byte| b"AQgw".contains(&byte)),
            _ => false,
        };
    if exact {
        Reading::Accepts
    } else {
        Reading::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Reading::{Accepts, Refuses, Unknown};

    #[test]
    fn urls() {
        for (text, expected) in [
            ("https://example.com/a?b#c", Accepts),
            ("  http://h:8080  ", Accepts),
            ("mailto:a@b", Unknown),
            ("http://h:+80/", Unknown),
            ("http://1.2.3.4/", Unknown),
            ("http://ex ample.com/", Unknown),
            ("/path", Refuses),
            ("1:2", Refuses),
            ("text", Refuses),
        ] {
            assert_eq!(url(text), expected, "{text}");
        }
    }

    #[test]
    fn decimals() {
        for (text, expected) in [
            ("-12.50", Accepts),
            ("0.0000000000000000000000000001", Accepts),
            ("9999999999999999999999999999", Accepts),
            ("99999999999999999999999999999", Unknown),
            ("1e5", Unknown),
            (".5", Unknown),
            ("1,5", Refuses),
            ("-", Refuses),
        ] {
            assert_eq!(decimal(text), expected, "{text}");
        }
        assert!(is_written_decimal("79228162514264337593543950335"));
        assert!(!is_written_decimal("1e5"));
    }

    #[test]
    fn bytes() {
        for (text, expected) in [
            ("", Accepts),
            ("AQID", Accepts),
            ("AQI=", Accepts),
            ("AQJ=", Unknown),
            ("AQI", Unknown),
            ("AQ-_", Refuses),
        ] {
            assert_eq!(base64(text), expected, "{text}");
        }
        assert!(is_hex("00fF") && !is_hex("0") && !is_hex("0g"));
    }
}

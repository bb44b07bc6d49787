//! What is worth trying as a number or a string.

use super::tree::Json;
use crate::model::{Float, Format, Integer};
use crate::validate::range;

/// The ends of the range, and what is near zero.
pub(super) fn integers(repr: Integer, nonzero: bool) -> Vec<String> {
    let (min, max) = range(repr);
    let mut numbers = vec![
        "0".to_owned(),
        max.to_string(),
        min.to_string(),
        "1".to_owned(),
        "42".to_owned(),
    ];
    if min < 0 {
        numbers.push("-1".to_owned());
    }
    numbers.retain(|number| !(nonzero && number == "0"));
    numbers.dedup();
    numbers
}

/// Short enough for serde_json to read exactly, which it does not do with more digits.
pub(super) fn floats(repr: Float, integers: bool) -> Vec<String> {
    let mut numbers = vec!["0.0", "1.5", "-0.25", "16777216.0"];
    if repr == Float::F64 {
        numbers.push("4294967296.5");
    }
    if integers {
        numbers.extend(["3", "-7"]);
    }
    numbers.into_iter().map(str::to_owned).collect()
}

pub(super) const NUMBERS: &[&str] = &["0", "-1", "1.5", "18446744073709551615"];

pub(super) const STRINGS: &[&str] = &[
    "a",
    "",
    "two words",
    "Zürich 東京 😀",
    "\"quoted\" \\ / \n\t\u{0}",
    "null",
];

/// One after the other, these are all forms.
pub(super) const ANY_FORM: [Format; 14] = [
    Format::Hex,
    Format::Base64,
    Format::Uuid,
    Format::DateTimeUtc,
    Format::DateTimeOffset,
    Format::NaiveDateTime,
    Format::Date,
    Format::Time,
    Format::Ip,
    Format::SocketAddr,
    Format::Url,
    Format::Decimal,
    Format::Char,
    Format::Text,
];

pub(super) fn any() -> Vec<Json> {
    vec![
        Json::string("any"),
        Json::Null,
        Json::number(1),
        Json::Bool(false),
        Json::Array(vec![Json::number("0.5"), Json::Array(vec![])]),
        Json::Object(vec![("key".to_owned(), Json::Object(vec![]))]),
    ]
}

/// As the crate of the format writes it.
pub(super) fn formatted(format: Format) -> &'static [&'static str] {
    match format {
        Format::Char => &["a", "é", "😀", "\"", "\u{0}"],
        Format::Uuid => &[
            "936da01f-9abd-4d9d-80c7-02af85c822a8",
            "00000000-0000-0000-0000-000000000000",
            "ffffffff-ffff-ffff-ffff-ffffffffffff",
        ],
        Format::DateTimeUtc => &[
            "2024-01-31T12:00:00Z",
            "1969-12-31T23:59:59.999Z",
            "2024-02-29T00:00:00.123456789Z",
            "9999-12-31T23:59:59Z",
        ],
        Format::DateTimeOffset => &[
            "2024-01-31T12:00:00+02:30",
            "2024-02-29T23:59:59.123456789-08:00",
            "0001-01-01T00:00:00+00:01",
        ],
        Format::NaiveDateTime => &[
            "2024-01-31T12:00:00",
            "2024-02-29T23:59:59.123456789",
            "0001-01-01T00:00:00.500",
        ],
        Format::Date => &["2024-01-31", "2024-02-29", "1969-12-31", "9999-12-31"],
        Format::Time => &["12:00:00", "00:00:00.500", "23:59:59.123456789"],
        Format::Ipv4 => &["127.0.0.1", "0.0.0.0", "255.255.255.255"],
        Format::Ipv6 => &["::1", "2001:db8::ff00:42:8329", "::ffff:192.0.2.1"],
        Format::Ip => &["127.0.0.1", "::1"],
        Format::SocketAddrV4 => &["127.0.0.1:80", "0.0.0.0:65535"],
        Format::SocketAddrV6 => &["[::1]:80", "[2001:db8::1]:65535"],
        Format::SocketAddr => &["127.0.0.1:80", "[::1]:65535"],
        Format::Url => &[
            "https://example.com/",
            "http://example.com:8080/a/b?c=d#e",
            "https://example.com/%C3%A9",
        ],
        Format::Decimal => &["1.20", "0", "-12.5", "79228162514264337593543950.33"],
        Format::Hex => &["00ff", "", "deadbeef"],
        Format::Base64 => &["AQID", "", "/+8=", "AA=="],
        Format::Text => &["text"],
    }
}

//! The header `traceparent` (<https://www.w3.org/TR/trace-context/>): text in, its parts out.

use std::fmt;
use std::str::FromStr;

use axum::http::HeaderMap;

/// Which trace a connection is part of: its header `traceparent`, as the W3C has it.
///
/// ```
/// use centrifugo_runtime::TraceParent;
///
/// let header = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
/// let parent: TraceParent = header.parse().unwrap();
/// assert_eq!(parent.trace_id(), "4bf92f3577b34da6a3ce929d0e0e4736");
/// assert_eq!(parent.span_id(), "00f067aa0ba902b7");
/// assert!(parent.is_sampled());
/// assert_eq!(parent.to_string(), header);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TraceParent {
    /// ASCII, `00-` and what follows it.
    text: [u8; LENGTH],
}

const LENGTH: usize = 55;

impl TraceParent {
    /// `None` if there is none, or more than one.
    pub(crate) fn of(headers: &HeaderMap) -> Option<Self> {
        let mut values = headers.get_all("traceparent").iter();
        match (values.next(), values.next()) {
            (Some(value), None) => value.to_str().ok()?.parse().ok(),
            _ => None,
        }
    }

    /// The id of the trace: 32 hexadecimal digits.
    pub fn trace_id(&self) -> &str {
        self.part(3, 35)
    }

    /// The id of the span that the connection was opened in: 16 hexadecimal digits.
    pub fn span_id(&self) -> &str {
        self.part(36, 52)
    }

    /// Whether the one who opened it records the trace.
    pub fn is_sampled(&self) -> bool {
        u8::from_str_radix(self.part(53, 55), 16).is_ok_and(|flags| flags & 1 == 1)
    }

    fn part(&self, from: usize, to: usize) -> &str {
        std::str::from_utf8(&self.text[from..to]).expect("it is ASCII")
    }
}

impl fmt::Display for TraceParent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.part(0, LENGTH))
    }
}

/// A text that is no `traceparent`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidTraceParent;

impl fmt::Display for InvalidTraceParent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a `traceparent`")
    }
}

impl std::error::Error for InvalidTraceParent {}

impl FromStr for TraceParent {
    type Err = InvalidTraceParent;

    fn from_str(text: &str) -> Result<Self, InvalidTraceParent> {
        let is_hex = |byte: &u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        let (head, tail) = text
            .as_bytes()
            .split_first_chunk::<LENGTH>()
            .ok_or(InvalidTraceParent)?;
        let version = &head[..2];
        // A later version may have more behind a dash; what is of this one is read.
        let ends = match version {
            b"00" => tail.is_empty(),
            _ => tail.first().is_none_or(|byte| *byte == b'-'),
        };
        let parts = [version, &head[3..35], &head[36..52], &head[53..]];
        let valid = ends
            && version != b"ff"
            && [2, 35, 52].iter().all(|dash| head[*dash] == b'-')
            && parts.iter().all(|part| part.iter().all(is_hex))
            && parts[1..3]
                .iter()
                .all(|id| id.iter().any(|byte| *byte != b'0'));
        if !valid {
            return Err(InvalidTraceParent);
        }
        let mut text = *head;
        text[..2].copy_from_slice(b"00");
        Ok(Self { text })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VALID: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    #[test]
    fn what_the_w3c_calls_invalid_is() {
        assert!(VALID.parse::<TraceParent>().is_ok());
        for (from, to) in [
            ("00-4", "0-4"),
            ("00-4", "ff-4"),
            ("4bf9", "4BF9"),
            (
                "4bf92f3577b34da6a3ce929d0e0e4736",
                "00000000000000000000000000000000",
            ),
            ("00f067aa0ba902b7", "0000000000000000"),
            ("-01", "-1"),
            ("-01", "-01-"),
            ("-01", "-01x"),
            ("-01", "-0é"),
            ("-00f0", "_00f0"),
        ] {
            let text = VALID.replace(from, to);
            assert_eq!(
                text.parse::<TraceParent>(),
                Err(InvalidTraceParent),
                "{text}"
            );
        }
        assert!("".parse::<TraceParent>().is_err());
    }

    #[test]
    fn a_later_version_is_read_as_this_one() {
        let later = VALID.replace("00-4", "01-4");
        for text in [later.clone(), format!("{later}-more")] {
            assert_eq!(text.parse::<TraceParent>().unwrap().to_string(), VALID);
        }
        assert!(format!("{later}more").parse::<TraceParent>().is_err());
    }

    #[test]
    fn two_headers_are_none() {
        let mut headers = HeaderMap::new();
        headers.append("traceparent", VALID.parse().unwrap());
        assert!(TraceParent::of(&headers).is_some());
        headers.append("traceparent", VALID.parse().unwrap());
        assert!(TraceParent::of(&headers).is_none());
    }
}

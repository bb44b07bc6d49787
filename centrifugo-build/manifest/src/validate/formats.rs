//! Strings with something in them.
//!
//! The crates that define these formats are no dependencies of this one. What they write is known
//! exactly; of what they read beyond that, only what no version of them takes is refused.

mod dates;
mod texts;

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};
use std::str::FromStr;

use crate::model::Format;
use dates::Year;

/// What is known of a string on input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    Accepts,
    Refuses,
    Unknown,
}

/// Would the server take it?
pub(super) fn read(format: Format, text: &str) -> Reading {
    match format {
        Format::Char => known(text.chars().count() == 1),
        Format::Uuid => known(texts::is_uuid(text)),
        Format::Ipv4 => known(text.parse::<Ipv4Addr>().is_ok()),
        Format::Ipv6 => known(text.parse::<Ipv6Addr>().is_ok()),
        Format::Ip => known(text.parse::<IpAddr>().is_ok()),
        Format::SocketAddrV4 => known(text.parse::<SocketAddrV4>().is_ok()),
        Format::SocketAddrV6 => known(text.parse::<SocketAddrV6>().is_ok()),
        Format::SocketAddr => known(text.parse::<SocketAddr>().is_ok()),
        Format::DateTimeUtc => dates::read(dates::instant(text, Year::Any), text),
        Format::DateTimeOffset => dates::read(dates::offset_date_time(text), text),
        Format::NaiveDateTime => dates::read(dates::date_time(text), text),
        Format::Date => dates::read(dates::date(text, Year::Any), text),
        Format::Time => dates::read(dates::time(text), text),
        Format::Url => texts::url(text),
        Format::Decimal => texts::decimal(text),
        Format::Hex => known(texts::is_hex(text)),
        Format::Base64 => texts::base64(text),
        Format::Text => Reading::Unknown,
    }
}

/// Might the server write it?
pub(super) fn is_written(format: Format, text: &str) -> bool {
    match format {
        Format::Uuid => texts::is_uuid(text) && text.len() == 36 && !has_upper_case(text),
        Format::Ipv4 => is_display_of::<Ipv4Addr>(text),
        Format::Ipv6 => is_display_of::<Ipv6Addr>(text),
        Format::Ip => is_display_of::<IpAddr>(text),
        Format::SocketAddrV4 => is_display_of::<SocketAddrV4>(text),
        Format::SocketAddrV6 => is_display_of::<SocketAddrV6>(text),
        Format::SocketAddr => is_display_of::<SocketAddr>(text),
        Format::DateTimeUtc => {
            text.ends_with('Z') && dates::instant(text, Year::Any) == Reading::Accepts
        }
        Format::DateTimeOffset => dates::instant(text, Year::Any) != Reading::Refuses,
        Format::Url => texts::url(text) != Reading::Refuses,
        Format::Decimal => texts::is_written_decimal(text),
        Format::Text => true,
        Format::Char
        | Format::NaiveDateTime
        | Format::Date
        | Format::Time
        | Format::Hex
        | Format::Base64 => read(format, text) == Reading::Accepts,
    }
}

/// What such a string is called in a message.
pub(super) fn name(format: Format) -> &'static str {
    match format {
        Format::Char => "a string of one character",
        Format::Uuid => "a UUID",
        Format::DateTimeUtc | Format::DateTimeOffset => "a date and time with an offset (RFC 3339)",
        Format::NaiveDateTime => "a date and time without an offset",
        Format::Date => "a date",
        Format::Time => "a time of day",
        Format::Ipv4 => "an IPv4 address",
        Format::Ipv6 => "an IPv6 address",
        Format::Ip => "an IP address",
        Format::SocketAddrV4 => "an IPv4 address with a port",
        Format::SocketAddrV6 => "an IPv6 address with a port",
        Format::SocketAddr => "an IP address with a port",
        Format::Url => "an absolute URL",
        Format::Decimal => "a decimal number as a string",
        Format::Hex => "bytes in hexadecimal",
        Format::Base64 => "bytes in base 64",
        Format::Text => "a string",
    }
}

fn known(accepts: bool) -> Reading {
    if accepts {
        Reading::Accepts
    } else {
        Reading::Refuses
    }
}

fn has_upper_case(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_uppercase())
}

fn is_display_of<T: FromStr + ToString>(text: &str) -> bool {
    text.parse::<T>()
        .is_ok_and(|value| value.to_string() == text)
}

//! What a string of a certain form is in Go.
//!
//! A Go type stands for it only where nothing is lost on the way back; else it is a `string`.

use centrifugo_build::manifest::{Format, Type};

use super::codecs::plain;
use super::types::{GoType, Kind};

pub(super) fn string(format: Option<Format>) -> GoType {
    match format {
        Some(Format::Char) => plain!("string", "Char", Kind::Other),
        Some(Format::DateTimeUtc) => plain!("time.Time", "Time", Kind::Other),
        Some(Format::DateTimeOffset) => GoType {
            write: "writeTimeOffset".into(),
            ..plain!("time.Time", "Time", Kind::Other)
        },
        Some(Format::Ipv4 | Format::Ipv6 | Format::Ip) => plain!("netip.Addr", "Addr", Kind::Other),
        Some(Format::SocketAddrV4 | Format::SocketAddrV6 | Format::SocketAddr) => {
            plain!("netip.AddrPort", "AddrPort", Kind::Other)
        }
        Some(Format::Hex) => plain!("[]byte", "Hex", Kind::List),
        Some(Format::Base64) => plain!("[]byte", "Base64", Kind::List),
        // Go has no type for a date or a time alone, for a UUID or a decimal number, and its URLs
        // are not written as they were read.
        None
        | Some(
            Format::Uuid
            | Format::NaiveDateTime
            | Format::Date
            | Format::Time
            | Format::Url
            | Format::Decimal
            | Format::Text,
        ) => plain!("string", "String", Kind::Text),
    }
}

/// What the Go type cannot say of itself.
pub(super) fn described(ty: &Type) -> Option<&'static str> {
    match ty {
        Type::Option { item } => described(item),
        Type::String { format } => Some(match (*format)? {
            Format::Char => "One character.",
            Format::Uuid => "A UUID.",
            Format::Date => "A date: 2024-01-31.",
            Format::Time => "A time: 12:00:00.5.",
            Format::NaiveDateTime => "Date and time: 2024-01-31T12:00:00.5.",
            Format::Ipv4 | Format::SocketAddrV4 => "IPv4.",
            Format::Ipv6 | Format::SocketAddrV6 => "IPv6.",
            Format::Url => "An absolute URL.",
            Format::Decimal => "A decimal number: 1.20.",
            Format::DateTimeUtc
            | Format::DateTimeOffset
            | Format::Ip
            | Format::SocketAddr
            | Format::Hex
            | Format::Base64
            | Format::Text => return None,
        }),
        Type::Integer { nonzero: true, .. } => Some("Not zero."),
        _ => None,
    }
}

/// A Go literal of such a string, if it is one.
pub(super) fn sample(format: Option<Format>) -> Option<&'static str> {
    Some(match format {
        None => "text",
        Some(Format::Char) => "c",
        Some(Format::Uuid) => "67e55044-10b1-426f-9247-bb680e5fe0c8",
        Some(Format::Date) => "2024-01-31",
        Some(Format::Time) => "12:00:00",
        Some(Format::NaiveDateTime) => "2024-01-31T12:00:00",
        Some(Format::Url) => "https://example.org/",
        Some(Format::Decimal) => "1.20",
        Some(_) => return None,
    })
}

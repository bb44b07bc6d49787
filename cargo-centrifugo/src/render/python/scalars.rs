//! The names that numbers and strings have in the package's `_wire`.

use centrifugo_build::manifest::{Float, Format, Integer};

pub(super) fn float(repr: Float) -> &'static str {
    match repr {
        Float::F32 => "F32",
        Float::F64 => "F64",
    }
}

pub(super) fn integer(repr: Integer) -> &'static str {
    match repr {
        Integer::I8 => "I8",
        Integer::I16 => "I16",
        Integer::I32 => "I32",
        Integer::I64 => "I64",
        Integer::I128 => "I128",
        Integer::U8 => "U8",
        Integer::U16 => "U16",
        Integer::U32 => "U32",
        Integer::U64 => "U64",
        Integer::U128 => "U128",
    }
}

pub(super) fn string(format: Option<Format>) -> &'static str {
    match format {
        None | Some(Format::Text) => "_w.Str",
        Some(Format::Char) => "_w.Char",
        Some(Format::Uuid) => "_w.Uuid",
        Some(Format::DateTimeUtc | Format::DateTimeOffset) => "_w.DateTime",
        Some(Format::NaiveDateTime) => "_w.NaiveDateTime",
        Some(Format::Date) => "_w.Date",
        Some(Format::Time) => "_w.Time",
        Some(Format::Ipv4) => "_w.Ipv4",
        Some(Format::Ipv6) => "_w.Ipv6",
        Some(Format::Ip) => "_w.Ip",
        Some(Format::SocketAddrV4) => "_w.SocketAddrV4",
        Some(Format::SocketAddrV6) => "_w.SocketAddrV6",
        Some(Format::SocketAddr) => "_w.SocketAddr",
        Some(Format::Url) => "_w.Url",
        Some(Format::Decimal) => "_w.Decimal",
        Some(Format::Hex) => "_w.Hex",
        Some(Format::Base64) => "_w.Base64",
    }
}

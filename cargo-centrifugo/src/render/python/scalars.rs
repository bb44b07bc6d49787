//! The names that numbers and strings have in the package's `_wire`.

use centrifugo_build::manifest::{Float, Format, Integer};

pub(super) fn float(repr: Float) -> &'static str {
    match repr {
        Float::F32 => "_w.F32",
        Float::F64 => "_w.F64",
    }
}

/// That takes `null` for NaN.
pub(super) fn float_or_nan(repr: Float) -> &'static str {
    match repr {
        Float::F32 => "_w.F32OrNan",
        Float::F64 => "_w.F64OrNan",
    }
}

pub(super) fn integer(repr: Integer) -> &'static str {
    match repr {
        Integer::I8 => "_w.I8",
        Integer::I16 => "_w.I16",
        Integer::I32 => "_w.I32",
        Integer::I64 => "_w.I64",
        Integer::I128 => "_w.I128",
        Integer::U8 => "_w.U8",
        Integer::U16 => "_w.U16",
        Integer::U32 => "_w.U32",
        Integer::U64 => "_w.U64",
        Integer::U128 => "_w.U128",
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

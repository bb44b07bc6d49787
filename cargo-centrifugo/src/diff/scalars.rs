//! Numbers and strings: which of them hold all values of which others.

use centrifugo_build::manifest::{Direction, Float, Format, Integer, Type};

use super::difference::Difference;

/// Compares two types that are numbers or strings both. None if they are not.
pub(super) fn compare(old: &Type, new: &Type, direction: Direction) -> Option<Difference> {
    let within = |a: &Type, b: &Type| match (a, b) {
        (Type::String { format: a }, Type::String { format: b }) => {
            Some(is_text_within(*a, *b, direction))
        }
        _ => is_number_within(a, b, direction),
    };
    Some(Difference::new(!within(old, new)?, !within(new, old)?))
}

fn is_number_within(a: &Type, b: &Type, direction: Direction) -> Option<bool> {
    // serde_json writes NaN as `null`.
    let is_written_null = direction == Direction::Output;
    Some(match (a, b) {
        (
            Type::Integer { repr, nonzero },
            Type::Integer {
                repr: b,
                nonzero: n,
            },
        ) => is_range_within(range(*repr), range(*b)) && (*nonzero || !*n),
        (Type::Integer { repr, .. }, Type::Float { repr: float }) => match float {
            Float::F32 => matches!(
                repr,
                Integer::I8 | Integer::I16 | Integer::U8 | Integer::U16
            ),
            Float::F64 => !repr.exceeds_f64(),
        },
        (Type::Integer { repr, .. }, Type::Number) => {
            !matches!(repr, Integer::I128 | Integer::U128)
        }
        (Type::Float { repr: a }, Type::Float { repr: b }) => {
            *a == *b || (*a == Float::F32 && *b == Float::F64)
        }
        (Type::Float { .. }, Type::Number) => !is_written_null,
        (Type::Number, Type::Number) => true,
        (Type::Float { .. } | Type::Number, Type::Integer { .. })
        | (Type::Number, Type::Float { .. }) => false,
        _ => return None,
    })
}

/// The lowest value, and the highest.
fn range(integer: Integer) -> (i128, u128) {
    match integer {
        Integer::I8 => (i8::MIN.into(), i8::MAX as u128),
        Integer::I16 => (i16::MIN.into(), i16::MAX as u128),
        Integer::I32 => (i32::MIN.into(), i32::MAX as u128),
        Integer::I64 => (i64::MIN.into(), i64::MAX as u128),
        Integer::I128 => (i128::MIN, i128::MAX as u128),
        Integer::U8 => (0, u8::MAX.into()),
        Integer::U16 => (0, u16::MAX.into()),
        Integer::U32 => (0, u32::MAX.into()),
        Integer::U64 => (0, u64::MAX.into()),
        Integer::U128 => (0, u128::MAX),
    }
}

fn is_range_within(a: (i128, u128), b: (i128, u128)) -> bool {
    b.0 <= a.0 && a.1 <= b.1
}

fn is_text_within(a: Option<Format>, b: Option<Format>, direction: Direction) -> bool {
    use Format::{
        DateTimeOffset, DateTimeUtc, Decimal, Ip, Ipv4, Ipv6, SocketAddr, SocketAddrV4,
        SocketAddrV6, Text,
    };
    let is_input = direction == Direction::Input;
    match (a, b) {
        // A decimal is accepted as a number, too, which a string is not.
        (Some(Decimal), None) => !is_input,
        (_, None) => true,
        // What a `Text` takes is not known; what one writes may be anything.
        (None, Some(Text)) => !is_input,
        (Some(Ipv4 | Ipv6), Some(Ip))
        | (Some(SocketAddrV4 | SocketAddrV6), Some(SocketAddr))
        | (Some(DateTimeUtc), Some(DateTimeOffset)) => true,
        (Some(DateTimeOffset), Some(DateTimeUtc)) => is_input,
        (Some(_), Some(Text)) if !is_input => true,
        (a, b) => a == b,
    }
}

//! The keys of maps: Go types that can be compared, read from the strings that JSON has.

use anyhow::bail;
use centrifugo_build::manifest::{Float, Format, Integer, Type};

use super::types::{Direction, Kind, Types, is_unit_enum};

/// The Go type of a map's keys, and an expression for what reads them.
pub(super) fn key(
    types: &Types<'_>,
    ty: &Type,
    direction: Direction,
) -> anyhow::Result<(String, String)> {
    let inner = types.inner(ty, direction)?;
    let (go, read) = match inner {
        Type::String {
            format: Some(Format::Ipv4 | Format::Ipv6 | Format::Ip),
        } => return Ok(("netip.Addr".to_owned(), "readAddrKey".to_owned())),
        Type::String { .. } => ("string", "readTextKey"),
        Type::Bool => ("bool", "readBoolKey"),
        Type::Float { repr } => match repr {
            Float::F32 => ("float32", "readFloatKey"),
            Float::F64 => ("float64", "readFloatKey"),
        },
        Type::Integer {
            repr: Integer::I128 | Integer::U128,
            ..
        } => return Ok(("json.Number".to_owned(), "readBigKey".to_owned())),
        Type::Integer { .. } => match &*types.lower(inner, direction)?.go {
            go if go.starts_with('u') => return named(types, ty, direction, go, "readUintKey"),
            go => return named(types, ty, direction, go, "readIntKey"),
        },
        Type::Named { id } if is_unit_enum(types.shape(id, direction)?) => {
            let name = types.name(id, direction)?;
            return named(types, ty, direction, &name, "readTextKey");
        }
        _ => bail!("go: {inner:?} cannot be the key of a map"),
    };
    named(types, ty, direction, go, read)
}

/// A newtype keeps its name if Go has it as a type like the one within.
fn named(
    types: &Types<'_>,
    ty: &Type,
    direction: Direction,
    inner: &str,
    read: &str,
) -> anyhow::Result<(String, String)> {
    let go = match ty {
        Type::Named { id } => {
            let lowered = types.lower(ty, direction)?;
            if matches!(
                lowered.kind,
                Kind::Bool | Kind::Integer | Kind::Float | Kind::Text
            ) {
                types.name(id, direction)?
            } else {
                inner.to_owned()
            }
        }
        _ => inner.to_owned(),
    };
    Ok((go.clone(), format!("{read}[{go}]")))
}

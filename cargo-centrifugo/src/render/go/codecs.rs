//! The functions of `read_values.go` and `write_values.go` for each kind of type.

use std::borrow::Cow;

use centrifugo_build::manifest::{Float, Integer};

use super::types::{Direction, GoType, Kind};

/// A type that a function reads and another writes, both called after the same.
macro_rules! plain {
    ($go:literal, $function:literal, $kind:expr) => {
        $crate::render::go::types::GoType {
            go: $go.into(),
            read: concat!("read", $function).into(),
            write: concat!("write", $function).into(),
            kind: $kind,
        }
    };
}
pub(super) use plain;

pub(super) fn integer(repr: Integer, nonzero: bool) -> GoType {
    let any = match repr {
        Integer::I128 => plain!("*big.Int", "Int128", Kind::BigInteger),
        Integer::U128 => plain!("*big.Int", "Uint128", Kind::BigInteger),
        Integer::I8 => plain!("int8", "Int[int8]", Kind::Integer),
        Integer::I16 => plain!("int16", "Int[int16]", Kind::Integer),
        Integer::I32 => plain!("int32", "Int[int32]", Kind::Integer),
        Integer::I64 => plain!("int64", "Int[int64]", Kind::Integer),
        Integer::U8 => plain!("uint8", "Uint[uint8]", Kind::Integer),
        Integer::U16 => plain!("uint16", "Uint[uint16]", Kind::Integer),
        Integer::U32 => plain!("uint32", "Uint[uint32]", Kind::Integer),
        Integer::U64 => plain!("uint64", "Uint[uint64]", Kind::Integer),
    };
    if !nonzero {
        return any;
    }
    let (suffix, kind) = match any.kind {
        Kind::BigInteger => ("Big", Kind::BigInteger),
        _ => ("", Kind::Other),
    };
    GoType {
        read: format!("readNonzero{suffix}({})", any.read).into(),
        write: format!("writeNonzero{suffix}({})", any.write).into(),
        kind,
        ..any
    }
}

/// NaN comes as null and goes back as it came, but is never sent: serde would not take it.
pub(super) fn float(repr: Float, direction: Direction) -> GoType {
    let (float, or_null) = match repr {
        Float::F32 => (
            plain!("float32", "Float32", Kind::Float),
            "writeFloat32OrNull",
        ),
        Float::F64 => (
            plain!("float64", "Float64", Kind::Float),
            "writeFloat64OrNull",
        ),
    };
    match direction {
        Direction::Input => float,
        Direction::Output => GoType {
            write: or_null.into(),
            ..float
        },
    }
}

pub(super) fn option(item: GoType) -> GoType {
    let write = match item.kind {
        // null already says it: serde gives None for it whatever is inside.
        Kind::Null | Kind::Option => return item,
        Kind::Any => item.write,
        Kind::List => call("writeNullableList", &item.write),
        Kind::Map => call("writeNullableMap", &item.write),
        Kind::Sum | Kind::BigInteger => call("writeNullable", &item.write),
        _ => {
            return GoType {
                go: ["*", &item.go].concat().into(),
                read: call("readPointer", &item.read),
                write: call("writePointer", &item.write),
                kind: Kind::Option,
            };
        }
    };
    GoType {
        go: item.go,
        read: call("readNullable", &item.read),
        write,
        kind: Kind::Option,
    }
}

pub(super) fn list(item: &GoType) -> GoType {
    GoType {
        go: ["[]", &item.go].concat().into(),
        read: call("readList", &item.read),
        write: call("writeList", &item.write),
        kind: Kind::List,
    }
}

/// `function(argument)`
fn call(function: &str, argument: &str) -> Cow<'static, str> {
    [function, "(", argument, ")"].concat().into()
}

pub(super) fn array(item: &GoType, len: u64) -> GoType {
    let go = format!("[{len}]{}", item.go);
    GoType {
        read: format!("readArray[{go}]({})", item.read).into(),
        write: format!("writeArray[{go}]({})", item.write).into(),
        go: go.into(),
        kind: Kind::Other,
    }
}

/// Elements of one type are an array; others a `TupleN`.
pub(super) fn tuple(items: &[GoType]) -> GoType {
    let count = items.len();
    match items {
        [] => array(&plain!("struct{}", "Null", Kind::Null), 0),
        [first, rest @ ..] if rest.iter().all(|item| item == first) => array(first, count as u64),
        _ => {
            let join = |part: fn(&GoType) -> &str| {
                let parts: Vec<&str> = items.iter().map(part).collect();
                parts.join(", ")
            };
            GoType {
                go: format!("Tuple{count}[{}]", join(|item| &item.go)).into(),
                read: format!("readTuple{count}({})", join(|item| &item.read)).into(),
                write: format!("writeTuple{count}({})", join(|item| &item.write)).into(),
                kind: Kind::Other,
            }
        }
    }
}

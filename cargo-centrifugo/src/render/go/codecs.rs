//! The functions of `read_values.go` and `write_values.go` for each kind of type.

use centrifugo_build::manifest::{Float, Integer};

use super::types::{Direction, GoType, Kind};

pub(super) fn plain(go: &str, function: &str, kind: Kind) -> GoType {
    GoType {
        go: go.to_owned(),
        read: format!("read{function}"),
        write: format!("write{function}"),
        kind,
    }
}

pub(super) fn integer(repr: Integer, nonzero: bool) -> GoType {
    let go = match repr {
        Integer::I128 | Integer::U128 => "*big.Int",
        Integer::I8 => "int8",
        Integer::I16 => "int16",
        Integer::I32 => "int32",
        Integer::I64 => "int64",
        Integer::U8 => "uint8",
        Integer::U16 => "uint16",
        Integer::U32 => "uint32",
        Integer::U64 => "uint64",
    };
    let any = match repr {
        Integer::I128 => plain(go, "Int128", Kind::BigInteger),
        Integer::U128 => plain(go, "Uint128", Kind::BigInteger),
        _ if go.starts_with('u') => plain(go, &format!("Uint[{go}]"), Kind::Integer),
        _ => plain(go, &format!("Int[{go}]"), Kind::Integer),
    };
    if !nonzero {
        return any;
    }
    let (suffix, kind) = match any.kind {
        Kind::BigInteger => ("Big", Kind::BigInteger),
        _ => ("", Kind::Other),
    };
    GoType {
        read: format!("readNonzero{suffix}({})", any.read),
        write: format!("writeNonzero{suffix}({})", any.write),
        kind,
        ..any
    }
}

/// NaN comes as null and goes back as it came, but is never sent: serde would not take it.
pub(super) fn float(repr: Float, direction: Direction) -> GoType {
    let (go, function) = match repr {
        Float::F32 => ("float32", "Float32"),
        Float::F64 => ("float64", "Float64"),
    };
    let float = plain(go, function, Kind::Float);
    match direction {
        Direction::Input => float,
        Direction::Output => GoType {
            write: format!("{}OrNull", float.write),
            ..float
        },
    }
}

pub(super) fn option(item: GoType) -> GoType {
    let nullable = |write: String| GoType {
        go: item.go.clone(),
        read: format!("readNullable({})", item.read),
        write,
        kind: Kind::Option,
    };
    match item.kind {
        // null already says it: serde gives None for it whatever is inside.
        Kind::Null | Kind::Option => item,
        Kind::Any => nullable(item.write.clone()),
        Kind::List => nullable(format!("writeNullableList({})", item.write)),
        Kind::Map => nullable(format!("writeNullableMap({})", item.write)),
        Kind::Sum | Kind::BigInteger => nullable(format!("writeNullable({})", item.write)),
        _ => GoType {
            go: format!("*{}", item.go),
            read: format!("readPointer({})", item.read),
            write: format!("writePointer({})", item.write),
            kind: Kind::Option,
        },
    }
}

pub(super) fn array(item: &GoType, len: u64) -> GoType {
    let go = format!("[{len}]{}", item.go);
    GoType {
        read: format!("readArray[{go}]({})", item.read),
        write: format!("writeArray[{go}]({})", item.write),
        go,
        kind: Kind::Other,
    }
}

/// Elements of one type are an array; others a `TupleN`.
pub(super) fn tuple(items: &[GoType]) -> GoType {
    let count = items.len();
    match items {
        [] => array(&plain("struct{}", "Null", Kind::Null), 0),
        [first, rest @ ..] if rest.iter().all(|item| item == first) => array(first, count as u64),
        _ => {
            let join = |part: fn(&GoType) -> &str| {
                let parts: Vec<&str> = items.iter().map(part).collect();
                parts.join(", ")
            };
            GoType {
                go: format!("Tuple{count}[{}]", join(|item| &item.go)),
                read: format!("readTuple{count}({})", join(|item| &item.read)),
                write: format!("writeTuple{count}({})", join(|item| &item.write)),
                kind: Kind::Other,
            }
        }
    }
}

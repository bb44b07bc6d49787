//! Types, traits and macros of other crates whose meaning is known here, by the path that names them.

use crate::manifest::{Float, Format, Integer, Type};

/// What a known path means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Known {
    /// A type without arguments.
    Plain(Type),
    /// `Vec`, sets: one argument.
    List,
    /// Maps: two arguments, and maybe a hasher.
    Map,
    Option,
    /// `Box` and the like: the same as its one argument.
    Transparent,
    Result,
    /// An alias of `Result` whose error is its crate's own.
    ForeignResult,
    /// `chrono::DateTime`, by its time zone.
    DateTime,
    /// A time zone of chrono, by the format that it gives `DateTime`.
    TimeZone(Format),
    /// serde's trait and derive.
    Serialize,
    Deserialize,
    /// std's trait and derive.
    Default,
    /// Items of the runtime.
    WebsocketRpc,
    ConnectionContext,
    State,
    RpcError,
}

const STD_LISTS: [&str; 11] = [
    "std::vec::Vec",
    "std::collections::VecDeque",
    "std::collections::vec_deque::VecDeque",
    "std::collections::LinkedList",
    "std::collections::linked_list::LinkedList",
    "std::collections::BinaryHeap",
    "std::collections::binary_heap::BinaryHeap",
    "std::collections::HashSet",
    "std::collections::hash_set::HashSet",
    "std::collections::BTreeSet",
    "std::collections::btree_set::BTreeSet",
];

const STD_MAPS: [&str; 4] = [
    "std::collections::HashMap",
    "std::collections::hash_map::HashMap",
    "std::collections::BTreeMap",
    "std::collections::btree_map::BTreeMap",
];

/// What `path`, which begins with a package's name, means.
pub(crate) fn known(path: &str) -> Option<Known> {
    if STD_LISTS.contains(&path) {
        return Some(Known::List);
    }
    if STD_MAPS.contains(&path) {
        return Some(Known::Map);
    }
    if let Some(name) = path.strip_prefix("std::primitive::") {
        return primitive(name).and_then(primitive_type).map(Known::Plain);
    }
    if let Some(item) = path.strip_prefix("centrifugo-runtime::") {
        return runtime(item);
    }
    if let Some(item) = path.strip_prefix("chrono::") {
        return chrono(item);
    }
    Some(match path {
        "std::string::String" => Known::Plain(string(None)),
        "std::option::Option" => Known::Option,
        "std::result::Result" => Known::Result,
        "anyhow::Result" | "eyre::Result" | "color-eyre::Result" | "std::io::Result"
        | "std::fmt::Result" => Known::ForeignResult,
        "std::boxed::Box" => Known::Transparent,
        "std::default::Default" => Known::Default,
        "uuid::Uuid" => Known::Plain(string(Some(Format::Uuid))),
        "serde_json::Value" | "serde_json::value::Value" => Known::Plain(Type::Any),
        "serde::Serialize" | "serde::ser::Serialize" | "serde_derive::Serialize" => {
            Known::Serialize
        }
        "serde::Deserialize" | "serde::de::Deserialize" | "serde_derive::Deserialize" => {
            Known::Deserialize
        }
        _ => return None,
    })
}

fn runtime(item: &str) -> Option<Known> {
    Some(match item {
        "websocket_rpc" => Known::WebsocketRpc,
        "ConnectionContext" => Known::ConnectionContext,
        "State" => Known::State,
        // The error and its derive share a name, in two namespaces.
        "RpcError" => Known::RpcError,
        _ => return None,
    })
}

fn chrono(item: &str) -> Option<Known> {
    let name = ["prelude::", "naive::", "offset::", "format::"]
        .iter()
        .find_map(|module| item.strip_prefix(module))
        .unwrap_or(item);
    Some(match name {
        "DateTime" => Known::DateTime,
        "Utc" => Known::TimeZone(Format::DateTimeUtc),
        "FixedOffset" | "Local" => Known::TimeZone(Format::DateTimeOffset),
        "NaiveDateTime" => Known::Plain(string(Some(Format::NaiveDateTime))),
        "NaiveDate" => Known::Plain(string(Some(Format::Date))),
        "NaiveTime" => Known::Plain(string(Some(Format::Time))),
        _ => return None,
    })
}

fn string(format: Option<Format>) -> Type {
    Type::String { format }
}

/// Crates and modules from which a glob import brings no name that std's prelude has.
pub(crate) fn is_harmless_glob(path: &str) -> bool {
    matches!(
        path,
        "centrifugo-runtime"
            | "chrono"
            | "chrono::prelude"
            | "serde"
            | "std::collections"
            | "std::io::prelude"
            | "uuid"
    ) || path.starts_with("std::prelude::")
}

/// The path of a name of std's prelude (edition 2021 and later), as far as types go.
pub(crate) fn in_prelude(name: &str) -> Option<&'static str> {
    Some(match name {
        "Box" => "std::boxed::Box",
        "Default" => "std::default::Default",
        "Option" => "std::option::Option",
        "Result" => "std::result::Result",
        "String" => "std::string::String",
        "Vec" => "std::vec::Vec",
        _ => return None,
    })
}

/// The name itself, if it is a primitive type's.
pub(crate) fn primitive(name: &str) -> Option<&'static str> {
    const NAMES: [&str; 17] = [
        "bool", "char", "str", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "u8",
        "u16", "u32", "u64", "u128", "usize",
    ];
    NAMES.into_iter().find(|primitive| *primitive == name)
}

/// The JSON form of a primitive type.
pub(crate) fn primitive_type(name: &str) -> Option<Type> {
    let integer = |repr| Type::Integer { repr };
    Some(match name {
        "bool" => Type::Bool,
        "char" => string(Some(Format::Char)),
        "str" => string(None),
        "f32" => Type::Float { repr: Float::F32 },
        "f64" => Type::Float { repr: Float::F64 },
        "i8" => integer(Integer::I8),
        "i16" => integer(Integer::I16),
        "i32" => integer(Integer::I32),
        "i64" | "isize" => integer(Integer::I64),
        "i128" => integer(Integer::I128),
        "u8" => integer(Integer::U8),
        "u16" => integer(Integer::U16),
        "u32" => integer(Integer::U32),
        "u64" | "usize" => integer(Integer::U64),
        "u128" => integer(Integer::U128),
        _ => return None,
    })
}

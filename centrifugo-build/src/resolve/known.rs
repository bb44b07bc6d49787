//! Types, traits and macros of other crates whose meaning is known here, by the path that names them.

use crate::manifest::{Float, Format, Integer, Type};

/// What a known path means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Known {
    /// A type without arguments that matter.
    Plain(Type),
    /// `Vec`, sets: one argument.
    List {
        unordered: bool,
    },
    /// Maps: two arguments, and maybe a hasher.
    Map,
    Option,
    /// `Box` and the like: the same as its one argument.
    Transparent,
    /// `NonZero<T>`
    NonZero,
    /// `Saturating<T>`, which is read from any number: what does not fit becomes what does.
    Saturating,
    /// `SmallVec<[T; N]>`: a list of what is in the array.
    InlineList,
    /// A type of std that serde writes as an object or an enum.
    Std(StdType),
    /// An alias of `Result` whose error is its crate's own.
    ForeignResult,
    /// `chrono::DateTime`, by its time zone.
    DateTime,
    /// A time zone of chrono, by the format that it gives `DateTime`.
    TimeZone(Format),
    /// serde's trait and derive.
    Serialize,
    Deserialize,
    /// serde_with's derives by `Display` and `FromStr`.
    SerializeDisplay,
    DeserializeFromStr,
    /// serde_with's attribute macros.
    SerdeAs,
    SkipSerializingNone,
    /// An adapter of serde_with, in `serde_as`.
    Adapter(Adapter),
    /// std's trait and derive.
    Default,
    /// Items of the runtime.
    WebsocketRpc,
    ConnectionContext,
    State,
    RpcError,
}

/// Types of std with impls of their own in serde. Source: serde's `ser/impls.rs`, `de/impls.rs`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StdType {
    Duration,
    SystemTime,
    Range,
    RangeFrom,
    RangeTo,
    Bound,
    Result,
}

/// Adapters of serde_with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Adapter {
    /// The field's own form.
    Same,
    /// A string by `Display` and `FromStr`.
    Display,
    Bytes,
    Hex,
    Base64,
    BoolFromInt,
    /// A number, or a string of one, as its argument says; seconds of a duration unless it does.
    Duration,
    /// The same, of an instant.
    Timestamp,
    /// As its argument says; on input also `null`.
    DefaultOnNull,
    /// As the type in its argument.
    FromInto,
    TryFromInto,
    /// One that is not modelled.
    Other,
}

const STD_LISTS: [&str; 5] = [
    "std::vec::Vec",
    "std::collections::VecDeque",
    "std::collections::vec_deque::VecDeque",
    "std::collections::LinkedList",
    "std::collections::linked_list::LinkedList",
];

const STD_UNORDERED: [&str; 6] = [
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

/// What is in them is all that serde sees.
const STD_TRANSPARENT: [&str; 12] = [
    "std::borrow::Cow",
    "std::boxed::Box",
    "std::cell::Cell",
    "std::cell::RefCell",
    "std::cmp::Reverse",
    "std::num::Wrapping",
    "std::rc::Rc",
    "std::sync::Arc",
    "std::sync::Mutex",
    "std::sync::RwLock",
    "std::sync::mutex::Mutex",
    "std::sync::rwlock::RwLock",
];

/// What `path`, which begins with a package's name, means.
pub(crate) fn known(path: &str) -> Option<Known> {
    let (package, item) = path.split_once("::")?;
    match package {
        "std" => std_item(path, item),
        "centrifugo-runtime" => runtime(item),
        "serde" | "serde_core" => serde(item),
        "serde_derive" => serde(item),
        "serde_with" => serde_with(item),
        "chrono" => chrono(item),
        _ => other(path),
    }
}

fn std_item(path: &str, item: &str) -> Option<Known> {
    if STD_LISTS.contains(&path) {
        return Some(Known::List { unordered: false });
    }
    if STD_UNORDERED.contains(&path) {
        return Some(Known::List { unordered: true });
    }
    if STD_MAPS.contains(&path) {
        return Some(Known::Map);
    }
    if STD_TRANSPARENT.contains(&path) {
        return Some(Known::Transparent);
    }
    if let Some(name) = item.strip_prefix("primitive::") {
        return primitive(name).and_then(primitive_type).map(Known::Plain);
    }
    if let Some(name) = item.strip_prefix("num::NonZero") {
        return nonzero(name);
    }
    if let Some(name) = item.strip_prefix("sync::atomic::Atomic") {
        return primitive(&name.to_lowercase())
            .and_then(primitive_type)
            .map(Known::Plain);
    }
    let format = |format| Known::Plain(string(Some(format)));
    Some(match item {
        "string::String" | "path::PathBuf" | "path::Path" => Known::Plain(string(None)),
        "option::Option" => Known::Option,
        "num::Saturating" => Known::Saturating,
        "marker::PhantomData" => Known::Plain(Type::Null),
        "result::Result" => Known::Std(StdType::Result),
        "io::Result" | "fmt::Result" => Known::ForeignResult,
        "default::Default" => Known::Default,
        "time::Duration" => Known::Std(StdType::Duration),
        "time::SystemTime" => Known::Std(StdType::SystemTime),
        "ops::Range" | "ops::RangeInclusive" | "range::Range" => Known::Std(StdType::Range),
        "ops::RangeFrom" => Known::Std(StdType::RangeFrom),
        "ops::RangeTo" => Known::Std(StdType::RangeTo),
        "ops::Bound" | "collections::Bound" => Known::Std(StdType::Bound),
        "net::Ipv4Addr" => format(Format::Ipv4),
        "net::Ipv6Addr" => format(Format::Ipv6),
        "net::IpAddr" => format(Format::Ip),
        "net::SocketAddrV4" => format(Format::SocketAddrV4),
        "net::SocketAddrV6" => format(Format::SocketAddrV6),
        "net::SocketAddr" => format(Format::SocketAddr),
        _ => return None,
    })
}

/// `NonZero` or `NonZeroU32`, without the beginning.
fn nonzero(name: &str) -> Option<Known> {
    if name.is_empty() {
        return Some(Known::NonZero);
    }
    match primitive_type(&name.to_lowercase())? {
        Type::Integer { repr, .. } => Some(Known::Plain(Type::Integer {
            repr,
            nonzero: true,
        })),
        _ => None,
    }
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

fn serde(item: &str) -> Option<Known> {
    Some(match item {
        "Serialize" | "ser::Serialize" => Known::Serialize,
        "Deserialize" | "de::Deserialize" => Known::Deserialize,
        _ => return None,
    })
}

/// Source: https://docs.rs/serde_with/3/serde_with/#structs
fn serde_with(item: &str) -> Option<Known> {
    let adapter = match item {
        "serde_as" => return Some(Known::SerdeAs),
        "skip_serializing_none" => return Some(Known::SkipSerializingNone),
        "SerializeDisplay" => return Some(Known::SerializeDisplay),
        "DeserializeFromStr" => return Some(Known::DeserializeFromStr),
        "Same" => Adapter::Same,
        "DisplayFromStr" => Adapter::Display,
        "Bytes" => Adapter::Bytes,
        "hex::Hex" => Adapter::Hex,
        "base64::Base64" => Adapter::Base64,
        "BoolFromInt" => Adapter::BoolFromInt,
        "DefaultOnNull" => Adapter::DefaultOnNull,
        "FromInto" => Adapter::FromInto,
        "TryFromInto" => Adapter::TryFromInto,
        "DurationSeconds"
        | "DurationMilliSeconds"
        | "DurationMicroSeconds"
        | "DurationNanoSeconds" => Adapter::Duration,
        "TimestampSeconds"
        | "TimestampMilliSeconds"
        | "TimestampMicroSeconds"
        | "TimestampNanoSeconds" => Adapter::Timestamp,
        _ if !item.starts_with("rust::") => Adapter::Other,
        _ => return None,
    };
    Some(Known::Adapter(adapter))
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
        "Month" | "month::Month" | "Weekday" | "weekday::Weekday" => {
            Known::Plain(string(Some(Format::Text)))
        }
        _ => return None,
    })
}

fn other(path: &str) -> Option<Known> {
    let text = |format| Known::Plain(string(format));
    Some(match path {
        "anyhow::Result" | "eyre::Result" | "color-eyre::Result" => Known::ForeignResult,
        "uuid::Uuid" => text(Some(Format::Uuid)),
        "url::Url" => text(Some(Format::Url)),
        "rust_decimal::Decimal" | "rust_decimal::prelude::Decimal" => text(Some(Format::Decimal)),
        "semver::Version" | "semver::VersionReq" | "ulid::Ulid" => text(Some(Format::Text)),
        "smol_str::SmolStr" | "compact_str::CompactString" | "camino::Utf8PathBuf" => text(None),
        "serde_json::Value" | "serde_json::value::Value" => Known::Plain(Type::Any),
        "serde_json::value::RawValue" => Known::Plain(Type::Any),
        "serde_json::Number" | "serde_json::value::Number" => Known::Plain(Type::Number),
        "serde_json::Map" | "serde_json::map::Map" => Known::Map,
        "indexmap::IndexMap"
        | "indexmap::map::IndexMap"
        | "hashbrown::HashMap"
        | "hashbrown::hash_map::HashMap"
        | "dashmap::DashMap" => Known::Map,
        // It keeps the order, but equal elements once.
        "indexmap::IndexSet"
        | "indexmap::set::IndexSet"
        | "hashbrown::HashSet"
        | "hashbrown::hash_set::HashSet"
        | "dashmap::DashSet" => Known::List { unordered: true },
        "smallvec::SmallVec" | "tinyvec::TinyVec" => Known::InlineList,
        "bytes::Bytes" | "bytes::BytesMut" | "serde_bytes::ByteBuf" | "serde_bytes::Bytes" => {
            Known::Plain(Type::Bytes)
        }
        "ordered-float::OrderedFloat" => Known::Transparent,
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
    let integer = |repr| Type::Integer {
        repr,
        nonzero: false,
    };
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

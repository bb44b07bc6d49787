//! What a single value looks like in JSON: the part of the model that knows neither keys nor names of
//! types' own.

use serde::{Deserialize, Serialize};

use super::Applied;

/// The JSON form of a value.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Type {
    /// `null`: `()`, unit structs, `PhantomData`
    Null,
    /// `true` or `false`
    Bool,
    /// A number without fraction and exponent, within the range of `repr`.
    Integer {
        /// Its range.
        repr: Integer,
        /// Zero is refused: `NonZeroU32`.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        nonzero: bool,
    },
    /// A number.
    Float {
        /// Its precision.
        repr: Float,
    },
    /// Any number, kept as it is: `serde_json::Number`.
    Number,
    /// A string; of a certain form if `format` says so.
    String {
        /// What is in it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        format: Option<Format>,
    },
    /// This very string: the tag that `#[serde(tag = "…")]` writes into a struct. Output only; on
    /// input serde does not look at it.
    Literal {
        /// The string.
        value: String,
    },
    /// An array of numbers from 0 to 255: `serde_bytes`, `bytes::Bytes`. On input also a string, whose
    /// UTF-8 bytes they are then.
    Bytes,
    /// The value or `null`.
    Option {
        /// The value.
        item: Box<Type>,
    },
    /// An array of any length.
    List {
        /// Its elements.
        item: Box<Type>,
        /// Their order says nothing and may change: sets, which keep equal elements once, and
        /// `BinaryHeap`.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        unordered: bool,
    },
    /// An array of elements of one type, of fixed length: `[T; N]`.
    Array {
        /// Its elements.
        item: Box<Type>,
        /// How many there are.
        len: u64,
    },
    /// An array of fixed length: `(A, B)`.
    Tuple {
        /// Its elements.
        items: Vec<Type>,
    },
    /// An object with any keys.
    Map {
        /// What the keys, which are JSON strings, stand for: strings, numbers, booleans, unit enums,
        /// and newtypes of these.
        key: Box<Type>,
        /// Its values.
        value: Box<Type>,
    },
    /// Any JSON: `serde_json::Value`.
    Any,
    /// A [`TypeDef`](crate::TypeDef) of the manifest.
    Named {
        /// Its [`TypeDef::id`](crate::TypeDef::id).
        id: String,
    },
    /// A parameter. Only in a [`GenericDef`](crate::GenericDef).
    Param {
        /// Its name in Rust.
        name: String,
    },
    /// A generic type whose arguments hold parameters. Only in a [`GenericDef`](crate::GenericDef).
    Apply(Applied),
}

/// Integer ranges, by the names of Rust's types. `usize` and `isize` are taken as 64 bits wide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "named as in Rust")]
pub enum Integer {
    I8,
    I16,
    I32,
    I64,
    I128,
    U8,
    U16,
    U32,
    U64,
    U128,
}

impl Integer {
    /// May a value lie outside ±(2^53 − 1), where JavaScript's numbers cease to be exact?
    pub fn exceeds_f64(self) -> bool {
        matches!(self, Self::I64 | Self::I128 | Self::U64 | Self::U128)
    }
}

/// Floating point precisions, by the names of Rust's types.
///
/// NaN and infinities are written by serde_json as `null`, which it does not read back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "named as in Rust")]
pub enum Float {
    F32,
    F64,
}

/// What is in a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// One Unicode scalar value: `char`.
    Char,
    /// `uuid::Uuid`: written with dashes in lower case.
    Uuid,
    /// An instant, RFC 3339, up to nanoseconds: `chrono::DateTime<Utc>`; written with `Z`, read
    /// with any offset.
    DateTimeUtc,
    /// An instant with an offset that is kept, RFC 3339: `chrono::DateTime<FixedOffset>`,
    /// `time::serde::rfc3339`.
    DateTimeOffset,
    /// Date and time without a zone, `2024-01-31T12:00:00.5`: `chrono::NaiveDateTime`.
    NaiveDateTime,
    /// `2024-01-31`: `chrono::NaiveDate`.
    Date,
    /// `12:00:00.5`: `chrono::NaiveTime`.
    Time,
    /// `std::net::Ipv4Addr`
    Ipv4,
    /// `std::net::Ipv6Addr`
    Ipv6,
    /// `std::net::IpAddr`
    Ip,
    /// `127.0.0.1:80`: `std::net::SocketAddrV4`
    SocketAddrV4,
    /// `[::1]:80`: `std::net::SocketAddrV6`
    SocketAddrV6,
    /// `std::net::SocketAddr`
    SocketAddr,
    /// An absolute URL by the WHATWG's rules, written normalised: `url::Url`.
    Url,
    /// A decimal number of up to 28 significant digits, `1.20`: `rust_decimal::Decimal`. On input
    /// also a JSON number.
    Decimal,
    /// Bytes in hexadecimal: `serde_with::hex::Hex`.
    Hex,
    /// Bytes in base 64: `serde_with::base64::Base64`.
    Base64,
    /// The text form of some other Rust type, by its `Display` and `FromStr`: what it takes is not
    /// known here.
    Text,
}

impl Type {
    /// Calls `f` with every type within this type, the innermost first, and with itself.
    pub fn each_mut(&mut self, f: &mut impl FnMut(&mut Self)) {
        match self {
            Self::Option { item } | Self::List { item, .. } | Self::Array { item, .. } => {
                item.each_mut(f);
            }
            Self::Tuple { items } => items.iter_mut().for_each(|item| item.each_mut(f)),
            Self::Apply(Applied { args, .. }) => args.iter_mut().for_each(|arg| arg.each_mut(f)),
            Self::Map { key, value } => {
                key.each_mut(f);
                value.each_mut(f);
            }
            Self::Null
            | Self::Bool
            | Self::Integer { .. }
            | Self::Float { .. }
            | Self::Number
            | Self::String { .. }
            | Self::Literal { .. }
            | Self::Bytes
            | Self::Any
            | Self::Named { .. }
            | Self::Param { .. } => {}
        }
        f(self);
    }

    /// Calls `f` with this type and every type within it; named types are not looked into.
    pub fn each<'a>(&'a self, f: &mut impl FnMut(&'a Self)) {
        f(self);
        match self {
            Self::Option { item } | Self::List { item, .. } | Self::Array { item, .. } => {
                item.each(f);
            }
            Self::Tuple { items } => items.iter().for_each(|item| item.each(f)),
            Self::Apply(Applied { args, .. }) => args.iter().for_each(|arg| arg.each(f)),
            Self::Map { key, value } => {
                key.each(f);
                value.each(f);
            }
            Self::Null
            | Self::Bool
            | Self::Integer { .. }
            | Self::Float { .. }
            | Self::Number
            | Self::String { .. }
            | Self::Literal { .. }
            | Self::Bytes
            | Self::Any
            | Self::Named { .. }
            | Self::Param { .. } => {}
        }
    }
}

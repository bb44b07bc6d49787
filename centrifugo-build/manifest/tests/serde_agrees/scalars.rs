//! Numbers, strings, lists, tuples, maps and their keys.

use std::collections::{BTreeMap, BTreeSet};
use std::num::{NonZeroI8, NonZeroU32};

use centrifugo_manifest::{Float, Integer, Type};
use serde::{Deserialize, Serialize};

use crate::build::*;
use crate::judge::{Case, case};

#[derive(Serialize, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
enum Colour {
    Red,
    #[serde(alias = "verde")]
    Green,
}

#[derive(Serialize, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
struct Id(u16);

/// `serde_bytes::ByteBuf`, as far as JSON goes.
struct Bytes(Vec<u8>);

impl Serialize for Bytes {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = Bytes;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("bytes")
            }
            fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Bytes, E> {
                Ok(Bytes(bytes.to_vec()))
            }
            fn visit_str<E>(self, text: &str) -> Result<Bytes, E> {
                Ok(Bytes(text.as_bytes().to_vec()))
            }
            fn visit_seq<A: serde::de::SeqAccess<'de>>(
                self,
                mut seq: A,
            ) -> Result<Bytes, A::Error> {
                let mut bytes = Vec::new();
                while let Some(byte) = seq.next_element()? {
                    bytes.push(byte);
                }
                Ok(Bytes(bytes))
            }
        }
        deserializer.deserialize_byte_buf(Visitor)
    }
}

const NUMBERS: &str = include_str!("samples/numbers.txt");
const KEYS: &str = include_str!("samples/keys.txt");

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = vec![
        case::<i8>("i8", int(Integer::I8), [], NUMBERS),
        case::<i16>("i16", int(Integer::I16), [], NUMBERS),
        case::<i32>("i32", int(Integer::I32), [], NUMBERS),
        case::<i64>("i64", int(Integer::I64), [], NUMBERS),
        case::<i128>("i128", int(Integer::I128), [], NUMBERS),
        case::<u8>("u8", int(Integer::U8), [], NUMBERS),
        case::<u16>("u16", int(Integer::U16), [], NUMBERS),
        case::<u32>("u32", int(Integer::U32), [], NUMBERS),
        case::<u64>("u64", int(Integer::U64), [], NUMBERS),
        case::<u128>("u128", int(Integer::U128), [], NUMBERS),
        case::<f32>("f32", Type::Float { repr: Float::F32 }, [], NUMBERS),
        case::<f64>("f64", f64(), [], NUMBERS),
        case::<serde_json::Number>("Number", Type::Number, [], NUMBERS),
        case::<serde_json::Value>("Value", Type::Any, [], NUMBERS),
        case::<Option<i32>>("Option<i32>", option(int(Integer::I32)), [], NUMBERS),
        case::<Option<Option<()>>>("Option<Option<()>>", option(option(Type::Null)), [], ""),
        case::<()>(
            "()",
            Type::Null,
            [],
            r#"
null
{}
[]
0
"#,
        ),
        case::<bool>(
            "bool",
            Type::Bool,
            [],
            r#"
true
false
1
"true"
"#,
        ),
        case::<Bytes>(
            "bytes",
            Type::Bytes,
            [],
            r#"
[0,255]
[256]
[-1]
"a"
"\ud800"
[1.0]
"#,
        ),
        case::<Vec<u8>>(
            "Vec<u8>",
            list(u8()),
            [],
            r#"
[]
[1,2]
[1,]
[1,null]
"ab"
"#,
        ),
        case::<BTreeSet<u8>>("set", set(u8()), [], "[1,1,2]"),
        case::<[u8; 2]>(
            "[u8; 2]",
            array(u8(), 2),
            [],
            r#"
[1]
[1,2]
[1,2,3]
[1,"a"]
"#,
        ),
        case::<[u8; 0]>(
            "[u8; 0]",
            array(u8(), 0),
            [],
            r#"
[]
[1]
"#,
        ),
        case::<(u8, String)>(
            "tuple",
            tuple([u8(), string()]),
            [],
            r#"
[1,"a"]
[1,"a",1]
{"0":1,"1":"a"}
"#,
        ),
        case::<String>(
            "String",
            string(),
            [],
            r#"
""
"\u0000\n\""
"\ud83d\ude00"
"\ud83d"
"\udc00"
"é"
"a
"\x"
nul
[
{"a"}
"#,
        ),
    ];
    let one = || int(Integer::U8);
    let nonzero = |repr| Type::Integer {
        repr,
        nonzero: true,
    };
    cases.extend([
        case::<NonZeroU32>("NonZeroU32", nonzero(Integer::U32), [], NUMBERS),
        case::<NonZeroI8>("NonZeroI8", nonzero(Integer::I8), [], NUMBERS),
        case::<BTreeMap<String, u8>>("map String", map(string(), one()), [], KEYS),
        case::<BTreeMap<u8, u8>>("map u8", map(u8(), one()), [], KEYS),
        case::<BTreeMap<i64, u8>>("map i64", map(int(Integer::I64), one()), [], KEYS),
        case::<BTreeMap<u128, u8>>("map u128", map(int(Integer::U128), one()), [], KEYS),
        case::<BTreeMap<i128, u8>>("map i128", map(int(Integer::I128), one()), [], KEYS),
        case::<BTreeMap<NonZeroU32, u8>>(
            "map NonZeroU32",
            map(nonzero(Integer::U32), one()),
            [],
            KEYS,
        ),
        case::<BTreeMap<bool, u8>>("map bool", map(Type::Bool, one()), [], KEYS),
        case::<BTreeMap<char, u8>>(
            "map char",
            map(format(centrifugo_manifest::Format::Char), one()),
            [],
            KEYS,
        ),
        case::<BTreeMap<Colour, u8>>("map Colour", map(named("Colour"), one()), [colour()], KEYS),
        case::<BTreeMap<Id, u8>>(
            "map Id",
            map(named("Id"), one()),
            [def("Id", newtype(int(Integer::U16)))],
            KEYS,
        ),
        case::<BTreeMap<Option<u8>, u8>>("map Option", map(option(u8()), one()), [], KEYS),
        case::<FloatKeys>("map f64", map(f64(), one()), [], KEYS),
    ]);
    cases
}

fn colour() -> centrifugo_manifest::TypeDef {
    let shape = variants(
        centrifugo_manifest::Tagging::External,
        [unit("Red"), also("verde", unit("Green"))],
    );
    def("Colour", shape)
}

/// A map with float keys, which need no order here.
struct FloatKeys(Vec<(f64, u8)>);

impl Serialize for FloatKeys {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

impl<'de> Deserialize<'de> for FloatKeys {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = FloatKeys;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a map")
            }
            fn visit_map<A: serde::de::MapAccess<'de>>(
                self,
                mut map: A,
            ) -> Result<FloatKeys, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(FloatKeys(entries))
            }
        }
        deserializer.deserialize_map(Visitor)
    }
}

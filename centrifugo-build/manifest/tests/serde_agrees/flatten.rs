//! `#[serde(flatten)]` of structs and maps.

use std::collections::BTreeMap;

use centrifugo_manifest::{Shape, Tagging, Type, TypeDef};
use serde::{Deserialize, Serialize};

use crate::build::*;
use crate::enums::field_or_none;
use crate::judge::{Case, case};

const SAMPLES: &str = include_str!("samples/flattened_struct.txt");

#[derive(Serialize, Deserialize)]
pub(crate) struct Base {
    #[serde(alias = "ident")]
    id: u8,
    note: Option<String>,
    unit: (),
}

#[derive(Serialize, Deserialize)]
struct Deep {
    level: u8,
    #[serde(flatten)]
    base: Base,
}

#[derive(Serialize, Deserialize)]
struct WithBase {
    own: String,
    #[serde(flatten)]
    base: Base,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StrictBase {
    own: String,
    #[serde(flatten)]
    base: Base,
}

#[derive(Serialize, Deserialize)]
struct WithDeep {
    #[serde(flatten)]
    deep: Deep,
    #[serde(flatten)]
    rest: BTreeMap<String, serde_json::Value>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StrictDeep {
    #[serde(flatten)]
    deep: Deep,
}

#[derive(Serialize, Deserialize)]
struct WithRest {
    own: String,
    #[serde(flatten)]
    base: Base,
    #[serde(flatten)]
    rest: BTreeMap<String, u8>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StrictRest {
    own: String,
    #[serde(flatten)]
    rest: BTreeMap<String, u8>,
}

#[derive(Serialize, Deserialize)]
struct WithOption {
    own: u8,
    #[serde(flatten)]
    base: Option<Base>,
}

#[derive(Serialize, Deserialize)]
struct OptionAndRest {
    #[serde(flatten)]
    base: Option<Base>,
    #[serde(flatten)]
    rest: BTreeMap<String, u8>,
}

#[derive(Serialize, Deserialize)]
enum Variants {
    V {
        own: u8,
        #[serde(flatten)]
        base: Base,
    },
}

fn base_fields() -> [centrifugo_manifest::Field; 3] {
    let mut id = field("id", u8());
    id.aliases.push("ident".to_owned());
    [
        id,
        field_or_none("note", string()),
        field("unit", Type::Null),
    ]
}

pub(crate) fn base() -> TypeDef {
    def("Base", Shape::Struct(object(base_fields())))
}

pub(crate) fn of(object: centrifugo_manifest::Object) -> TypeDef {
    def("T", Shape::Struct(object))
}

fn with_base(own: &str) -> centrifugo_manifest::Object {
    let [id, note, unit] = base_fields().map(|field| within("base", field));
    object([field(own, string()), id, note, unit])
}

fn with_deep() -> centrifugo_manifest::Object {
    let [id, note, unit] = base_fields().map(|field| within("deep.base", field));
    object([within("deep", field("level", u8())), id, note, unit])
}

pub(crate) fn cases() -> Vec<Case> {
    let t = || named("T");
    let [id, note, unit] = base_fields().map(|field| within("base", field));
    let external = variants(
        Tagging::External,
        [record("V", object([field("own", u8()), id, note, unit]))],
    );
    vec![
        case::<WithBase>("WithBase", t(), [of(with_base("own"))], SAMPLES),
        case::<StrictBase>("StrictBase", t(), [of(deny(with_base("own")))], SAMPLES),
        case::<WithRest>(
            "WithRest",
            t(),
            [of(rest(with_base("own"), string(), u8()))],
            SAMPLES,
        ),
        case::<StrictRest>(
            "StrictRest",
            t(),
            [of(deny(rest(
                object([field("own", string())]),
                string(),
                u8(),
            )))],
            SAMPLES,
        ),
        case::<WithDeep>(
            "WithDeep",
            t(),
            [of(rest(with_deep(), string(), Type::Any))],
            SAMPLES,
        ),
        case::<StrictDeep>("StrictDeep", t(), [of(deny(with_deep()))], SAMPLES),
        case::<WithOption>(
            "WithOption",
            t(),
            [
                of(flatten(
                    object([field("own", u8())]),
                    "base",
                    option(named("Base")),
                )),
                base(),
            ],
            SAMPLES,
        ),
        case::<OptionAndRest>(
            "OptionAndRest",
            t(),
            [
                of(rest(
                    flatten(object([]), "base", option(named("Base"))),
                    string(),
                    u8(),
                )),
                base(),
            ],
            SAMPLES,
        ),
        case::<Variants>(
            "Variants",
            t(),
            [def("T", external)],
            r#"
{"V":{"own":1,"id":2,"unit":null}}
{"V":{"own":1,"id":2,"unit":{},"zz":1}}
{"V":[1,2,null,null]}
{"V":{"id":2}}
"#,
        ),
    ]
}

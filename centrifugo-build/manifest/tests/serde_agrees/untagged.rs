//! Untagged enums, and enums with untagged variants.

use centrifugo_manifest::{Integer, Shape, Tagging, Type, TypeDef};
use serde::{Deserialize, Serialize};

use crate::build::*;
use crate::enums::{External, Point, external, field_or_none, point};
use crate::judge::{Case, case};

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Untagged {
    Nothing,
    Number(u8),
    Text(String),
    Pair(u8, u8),
    Point(Point),
    Record { z: Option<String> },
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Keys {
    Wide(i128),
    Counts(std::collections::BTreeMap<u8, u8>),
    Unit(Unit),
    External(External),
    Listed(Vec<Keys>),
}

#[derive(Serialize, Deserialize)]
struct Unit;

#[derive(Serialize, Deserialize)]
enum Partly {
    A,
    B(u8),
    #[serde(untagged)]
    Number(u8),
    #[serde(untagged)]
    Record {
        x: u8,
    },
}

#[derive(Serialize, Deserialize)]
struct Wrapped {
    untagged: Untagged,
    partly: Option<Partly>,
}

fn untagged_enum() -> TypeDef {
    let shape = variants(
        Tagging::Untagged,
        [
            unit("Nothing"),
            holds("Number", u8()),
            holds("Text", string()),
            row("Pair", [u8(), u8()]),
            holds("Point", named("Point")),
            record("Record", object([field_or_none("z", string())])),
        ],
    );
    def("Untagged", shape)
}

fn partly() -> TypeDef {
    let shape = variants(
        Tagging::External,
        [
            unit("A"),
            holds("B", u8()),
            untagged(holds("Number", u8())),
            untagged(record("Record", object([field("x", u8())]))),
        ],
    );
    def("Partly", shape)
}

fn keys() -> TypeDef {
    let shape = variants(
        Tagging::Untagged,
        [
            holds("Wide", int(Integer::I128)),
            holds("Counts", map(u8(), u8())),
            holds("Unit", named("Unit")),
            holds("External", named("External")),
            holds("Listed", list(named("Keys"))),
        ],
    );
    def("Keys", shape)
}

pub(crate) fn cases() -> Vec<Case> {
    let wrapped = object([
        field("untagged", named("Untagged")),
        field_or_none("partly", named("Partly")),
    ]);
    vec![
        case::<Untagged>(
            "Untagged",
            named("Untagged"),
            [untagged_enum(), point()],
            r#"
null
1
256
"a"
[1,2]
[1]
{"x":1}
{"x":1,"x":2}
{"z":1}
{"z":"a"}
{}
{"q":1e999}
{"q":"\ud800"}
true
[[]]
{"x":1,"y":300}
"#,
        ),
        case::<Keys>(
            "Keys",
            named("Keys"),
            [
                keys(),
                external(),
                point(),
                def("Unit", newtype(Type::Null)),
            ],
            r#"
1
{"1":1}
{}
null
[]
[null,"A"]
{"A":{}}
[{"A":{}}]
{"F":{}}
[{}]
"#,
        ),
        case::<Partly>(
            "Partly",
            named("Partly"),
            [partly()],
            r#"
"A"
{"A":null}
{"A":{}}
{"B":1}
1
{"x":1}
{"B":"q"}
{"B":1,"x":1}
[1]
"Number"
"#,
        ),
        case::<Wrapped>(
            "Wrapped",
            named("Wrapped"),
            [
                def("Wrapped", Shape::Struct(wrapped)),
                untagged_enum(),
                partly(),
                point(),
            ],
            r#"
{"untagged":{"x":1},"partly":"A"}
{"untagged":null,"partly":null}
{"partly":null}
{"untagged":[1,2],"partly":{"x":3}}
"#,
        ),
    ]
}

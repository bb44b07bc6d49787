//! Externally tagged enums.

use centrifugo_manifest::{Shape, Tagging, Type, TypeDef};
use serde::{Deserialize, Serialize};

use crate::build::*;
use crate::judge::{Case, case};

#[derive(Serialize, Deserialize)]
pub(crate) struct Point {
    x: u8,
    y: Option<u8>,
}

pub(crate) fn point() -> TypeDef {
    def(
        "Point",
        Shape::Struct(object([field("x", u8()), field_or_none("y", u8())])),
    )
}

/// An `Option`, which may be left out on input and is always written.
pub(crate) fn field_or_none(name: &str, r#type: Type) -> centrifugo_manifest::Field {
    optional(name, option(r#type))
}

#[derive(Serialize, Deserialize)]
pub(crate) enum External {
    A,
    #[serde(rename = "b b", alias = "bb")]
    B(u8),
    C(u8, String),
    D {
        x: u8,
    },
    E(Option<u8>),
    F(()),
    G(),
    I(Point),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
enum Strict {
    A,
    B { x: u8 },
    I(Point),
}

#[derive(Serialize, Deserialize)]
enum Other {
    A,
    B(u8),
    #[serde(other)]
    Rest,
}

#[derive(Serialize, Deserialize)]
enum Never {}

pub(crate) fn external() -> TypeDef {
    let mut b = also("bb", holds("b b", u8()));
    b.name = "B".to_owned();
    let shape = variants(
        Tagging::External,
        [
            unit("A"),
            b,
            row("C", [u8(), string()]),
            record("D", object([field("x", u8())])),
            holds("E", option(u8())),
            holds("F", Type::Null),
            row("G", []),
            holds("I", named("Point")),
        ],
    );
    def("External", shape)
}

pub(crate) fn cases() -> Vec<Case> {
    let other = variants(
        Tagging::External,
        [unit("A"), holds("B", u8()), other("Rest")],
    );
    let strict = variants(
        Tagging::External,
        [
            unit("A"),
            record("B", deny(object([field("x", u8())]))),
            holds("I", named("Point")),
        ],
    );
    vec![
        case::<External>(
            "External",
            named("External"),
            [external(), point()],
            include_str!("samples/external.txt"),
        ),
        case::<Option<External>>(
            "Option<External>",
            option(named("External")),
            [external(), point()],
            "null",
        ),
        case::<Other>(
            "Other",
            named("Other"),
            [def("Other", other)],
            r#"
"A"
"Z"
"B"
{"B":1}
{"Z":null}
{"Z":1}
{"Z":{}}
{"A":null}
"#,
        ),
        case::<Strict>(
            "Strict",
            named("Strict"),
            [def("Strict", strict), point()],
            r#"
{"B":{"x":1}}
{"B":{"x":1,"y":1}}
{"I":{"x":1,"zz":1}}
{"A":null}
"#,
        ),
        case::<Never>(
            "Never",
            named("Never"),
            [def("Never", variants(Tagging::External, []))],
            r#"
"A"
{}
null
"#,
        ),
    ]
}

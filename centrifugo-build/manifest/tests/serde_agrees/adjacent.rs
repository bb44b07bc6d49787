//! Adjacently tagged enums.

use std::collections::BTreeMap;

use centrifugo_manifest::{Integer, Shape, Tagging, Type, TypeDef};
use serde::{Deserialize, Serialize};

use crate::build::*;
use crate::enums::point;
use crate::judge::{Case, case};
use crate::tagged::{Point, Unit, unit_struct};

#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")]
pub(crate) enum Adjacent {
    A,
    B(u8),
    T(u8, String),
    S { x: u8 },
    O(Option<u8>),
    N(()),
    W(MaybeByte),
    P(Point),
    U(Unit),
    V(serde_json::Value),
}

#[derive(Serialize, Deserialize)]
pub(crate) struct MaybeByte(Option<u8>);

#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c", deny_unknown_fields)]
enum Strict {
    A,
    #[serde(alias = "bb")]
    B {
        x: u8,
    },
    #[serde(other)]
    Rest,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")]
enum PartlyAdjacent {
    A(u8),
    B,
    #[serde(untagged)]
    Text(String),
}

#[derive(Serialize, Deserialize)]
enum Wide {
    I(i128),
    C(BTreeMap<u8, u8>),
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")]
enum Either128 {
    I(i128),
    C(BTreeMap<u8, u8>),
}

pub(crate) fn adjacent_enum() -> Vec<TypeDef> {
    let shape = variants(
        adjacent("t", "c"),
        [
            unit("A"),
            holds("B", u8()),
            row("T", [u8(), string()]),
            record("S", object([field("x", u8())])),
            holds("O", option(u8())),
            holds("N", Type::Null),
            holds("W", named("MaybeByte")),
            holds("P", named("Point")),
            holds("U", named("Unit")),
            holds("V", Type::Any),
        ],
    );
    let maybe = newtype(option(u8()));
    vec![
        def("Adjacent", shape),
        def("MaybeByte", maybe),
        point(),
        unit_struct(),
    ]
}

pub(crate) fn cases() -> Vec<Case> {
    let strict = Shape::Enum {
        tagging: adjacent("t", "c"),
        variants: vec![
            unit("A"),
            also("bb", record("B", object([field("x", u8())]))),
            other("Rest"),
        ],
        deny_unknown_fields: true,
    };
    // `deny_unknown_fields` on the enum is one of its struct variants, too.
    let strict = denied_within(strict);
    let partly = variants(
        adjacent("t", "c"),
        [
            holds("A", u8()),
            unit("B"),
            untagged(holds("Text", string())),
        ],
    );
    let wide = || [holds("I", int(Integer::I128)), holds("C", map(u8(), u8()))];
    vec![
        case::<Adjacent>(
            "Adjacent",
            named("Adjacent"),
            adjacent_enum(),
            include_str!("samples/adjacent.txt"),
        ),
        case::<Strict>(
            "Strict adjacent",
            named("S"),
            [def("S", strict)],
            r#"
{"t":"A"}
{"t":"A","c":null}
{"t":"A","z":1}
{"z":1,"t":"A"}
{"t":"bb","c":{"x":1}}
{"t":"B","c":{"x":1,"y":1}}
{"t":"Z"}
{"t":"Z","c":null}
{"t":"Z","c":1}
{"t":{"A":null}}
"#,
        ),
        case::<PartlyAdjacent>(
            "PartlyAdjacent",
            named("P"),
            [def("P", partly)],
            r#"
{"t":"A","c":1}
{"c":1,"t":"A"}
{"t":"B"}
{"t":"B","c":{}}
{"t":{"B":null}}
{"t":{"B":{}}}
"x"
1
"#,
        ),
        case::<Wide>(
            "Wide",
            named("W"),
            [def("W", variants(Tagging::External, wide()))],
            r#"
{"I":170141183460469231731687303715884105727}
{"C":{"1":1}}
"#,
        ),
        case::<Either128>(
            "Either128",
            named("W"),
            [def("W", variants(adjacent("t", "c"), wide()))],
            r#"
{"t":"I","c":170141183460469231731687303715884105727}
{"c":1,"t":"I"}
{"c":{"1":1},"t":"C"}
"#,
        ),
    ]
}

fn denied_within(shape: Shape) -> Shape {
    let Shape::Enum {
        tagging,
        mut variants,
        deny_unknown_fields,
    } = shape
    else {
        return shape;
    };
    for variant in &mut variants {
        if let centrifugo_manifest::Content::Struct(object) = &mut variant.content {
            object.deny_unknown_fields = true;
        }
    }
    Shape::Enum {
        tagging,
        variants,
        deny_unknown_fields,
    }
}

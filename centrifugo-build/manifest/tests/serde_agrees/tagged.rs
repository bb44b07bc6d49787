//! Internally tagged enums.

use std::collections::BTreeMap;

use centrifugo_manifest::{Shape, Tagging, Type, TypeDef};
use serde::{Deserialize, Serialize};

use crate::adjacent::{Adjacent, adjacent_enum};
use crate::build::*;
use crate::enums::{field_or_none, point};
use crate::judge::{Case, case};

#[derive(Serialize, Deserialize)]
pub(crate) struct Point {
    x: u8,
    y: Option<u8>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct Unit;

#[derive(Serialize, Deserialize)]
struct Holder {
    unit: (),
    inner: External,
    opt: Option<Unit>,
}

#[derive(Serialize, Deserialize)]
enum External {
    A,
    D { x: u8 },
    F(()),
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "type")]
enum Inner {
    Leaf {
        v: u8,
    },
    #[serde(alias = "n")]
    Nil,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "t")]
enum Internal {
    A,
    B {
        x: u8,
    },
    P(Point),
    M(BTreeMap<String, u8>),
    N(()),
    U(Unit),
    I(Inner),
    E(External),
    O(Option<Point>),
    V(serde_json::Value),
    H(Holder),
    R {
        x: u8,
        #[serde(flatten)]
        rest: BTreeMap<String, bool>,
    },
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "t", deny_unknown_fields)]
enum StrictInternal {
    A,
    B { x: u8 },
    P(Point),
    N(()),
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "t")]
enum Fallback {
    A,
    #[serde(other)]
    Rest,
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Either {
    Internal(Internal),
    Adjacent(Adjacent),
    Inner(Vec<Inner>),
}

pub(crate) fn unit_struct() -> TypeDef {
    def("Unit", newtype(Type::Null))
}

fn small_external() -> TypeDef {
    let shape = variants(
        Tagging::External,
        [
            unit("A"),
            record("D", object([field("x", u8())])),
            holds("F", Type::Null),
        ],
    );
    def("Small", shape)
}

fn inner() -> TypeDef {
    let shape = variants(
        internal("type"),
        [
            record("Leaf", object([field("v", u8())])),
            also("n", unit("Nil")),
        ],
    );
    def("Inner", shape)
}

fn internal_enum() -> Vec<TypeDef> {
    let holder = object([
        field("unit", Type::Null),
        field("inner", named("Small")),
        field_or_none("opt", named("Unit")),
    ]);
    let shape = variants(
        internal("t"),
        [
            unit("A"),
            record("B", object([field("x", u8())])),
            holds("P", named("Point")),
            holds("M", map(string(), u8())),
            holds("N", Type::Null),
            holds("U", named("Unit")),
            holds("I", named("Inner")),
            holds("E", named("Small")),
            holds("O", option(named("Point"))),
            holds("V", Type::Any),
            holds("H", named("Holder")),
            record("R", rest(object([field("x", u8())]), string(), Type::Bool)),
        ],
    );
    vec![
        def("Internal", shape),
        def("Holder", Shape::Struct(holder)),
        point(),
        unit_struct(),
        inner(),
        small_external(),
    ]
}

pub(crate) fn cases() -> Vec<Case> {
    let fallback = variants(internal("t"), [unit("A"), other("Rest")]);
    let strict_internal = variants(
        internal("t"),
        [
            unit("A"),
            record("B", deny(object([field("x", u8())]))),
            holds("P", named("Point")),
            holds("N", Type::Null),
        ],
    );
    let either = variants(
        Tagging::Untagged,
        [
            holds("Internal", named("Internal")),
            holds("Adjacent", named("Adjacent")),
            holds("Inner", list(named("Inner"))),
        ],
    );
    let mut both = internal_enum();
    both.extend(
        adjacent_enum()
            .into_iter()
            .filter(|t| t.id == "Adjacent" || t.id == "MaybeByte"),
    );
    both.push(def("Either", either));
    vec![
        case::<Internal>(
            "Internal",
            named("Internal"),
            internal_enum(),
            include_str!("samples/internal.txt"),
        ),
        case::<StrictInternal>(
            "StrictInternal",
            named("S"),
            [def("S", strict_internal), point()],
            r#"
{"t":"A","q":1}
{"t":"B","x":1}
{"t":"B","x":1,"q":1}
{"t":"P","x":1,"q":1}
{"t":"N","q":1}
"#,
        ),
        case::<Fallback>(
            "Fallback",
            named("F"),
            [def("F", fallback)],
            r#"
{"t":"A"}
{"t":"Z","q":1}
{"t":0}
{"q":1}
"#,
        ),
        case::<Either>(
            "Either",
            named("Either"),
            both,
            r#"
[{"type":1}]
{"t":0}
[{"type":"n"},{"type":0,"v":1}]
"#,
        ),
        case::<Vec<crate::tagged::Inner>>(
            "Vec<Inner>",
            list(named("Inner")),
            [inner()],
            r#"
[{"type":"Leaf","v":1},{"type":"Nil","q":1}]
"#,
        ),
    ]
}

//! `#[serde(flatten)]` of enums of all forms.

use std::collections::BTreeMap;

use centrifugo_manifest::{Shape, Tagging, Type, TypeDef};
use serde::{Deserialize, Serialize};

use crate::build::*;
use crate::flatten::{Base, base, of};
use crate::judge::{Case, case};

const SAMPLES: &str = include_str!("samples/flattened_enum.txt");

#[derive(Serialize, Deserialize)]
enum External {
    A,
    B(u8),
    #[serde(alias = "cc")]
    C {
        x: u8,
    },
    N(()),
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "t")]
enum Internal {
    A,
    B { x: u8 },
    M(BTreeMap<String, serde_json::Value>),
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")]
enum Adjacent {
    A,
    B(u8),
    O(Option<u8>),
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Untagged {
    X { x: u8 },
    Y { y: u8 },
}

macro_rules! holders {
    ($($with:ident $maybe:ident $strict:ident $rest:ident $held:ident;)*) => {$(
        #[derive(Serialize, Deserialize)]
        struct $with {
            own: u8,
            #[serde(flatten)]
            held: $held,
        }

        #[derive(Serialize, Deserialize)]
        struct $maybe {
            own: u8,
            #[serde(flatten)]
            held: Option<$held>,
        }

        #[derive(Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        struct $strict {
            own: u8,
            #[serde(flatten)]
            held: Option<$held>,
        }

        #[derive(Serialize, Deserialize)]
        struct $rest {
            #[serde(flatten)]
            held: $held,
            #[serde(flatten)]
            rest: BTreeMap<String, u8>,
        }
    )*};
}

holders! {
    WithExternal MaybeExternal StrictExternal RestExternal External;
    WithInternal MaybeInternal StrictInternal RestInternal Internal;
    WithAdjacent MaybeAdjacent StrictAdjacent RestAdjacent Adjacent;
    WithUntagged MaybeUntagged StrictUntagged RestUntagged Untagged;
}

#[derive(Serialize, Deserialize)]
struct Two {
    #[serde(flatten)]
    external: External,
    #[serde(flatten)]
    internal: Internal,
    #[serde(flatten)]
    base: Option<Base>,
}

#[derive(Serialize, Deserialize)]
struct Inside {
    #[serde(flatten)]
    with: WithInternal,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "k")]
enum TaggedVariants {
    V {
        own: u8,
        #[serde(flatten)]
        held: Internal,
    },
}

fn held(id: &str) -> TypeDef {
    let shape = match id {
        "External" => {
            let c = also("cc", record("C", object([field("x", u8())])));
            variants(
                Tagging::External,
                [unit("A"), holds("B", u8()), c, holds("N", Type::Null)],
            )
        }
        "Internal" => variants(
            internal("t"),
            [
                unit("A"),
                record("B", object([field("x", u8())])),
                holds("M", map(string(), Type::Any)),
            ],
        ),
        "Adjacent" => variants(
            adjacent("t", "c"),
            [unit("A"), holds("B", u8()), holds("O", option(u8()))],
        ),
        _ => variants(
            Tagging::Untagged,
            [
                record("X", object([field("x", u8())])),
                record("Y", object([field("y", u8())])),
            ],
        ),
    };
    def(id, shape)
}

fn each_holder() -> Vec<Case> {
    let mut cases = Vec::new();
    macro_rules! cases_of {
        ($held:literal $with:ident $maybe:ident $strict:ident $rest:ident) => {
            let own = || object([field("own", u8())]);
            let maybe = || flatten(own(), "held", option(named($held)));
            let with_rest = rest(flatten(object([]), "held", named($held)), string(), u8());
            let t = || named("T");
            cases.push(case::<$with>(
                stringify!($with),
                t(),
                [of(flatten(own(), "held", named($held))), held($held)],
                SAMPLES,
            ));
            cases.push(case::<$maybe>(
                stringify!($maybe),
                t(),
                [of(maybe()), held($held)],
                SAMPLES,
            ));
            cases.push(case::<$strict>(
                stringify!($strict),
                t(),
                [of(deny(maybe())), held($held)],
                SAMPLES,
            ));
            cases.push(case::<$rest>(
                stringify!($rest),
                t(),
                [of(with_rest), held($held)],
                SAMPLES,
            ));
        };
    }
    cases_of!("External" WithExternal MaybeExternal StrictExternal RestExternal);
    cases_of!("Internal" WithInternal MaybeInternal StrictInternal RestInternal);
    cases_of!("Adjacent" WithAdjacent MaybeAdjacent StrictAdjacent RestAdjacent);
    cases_of!("Untagged" WithUntagged MaybeUntagged StrictUntagged RestUntagged);
    cases
}

pub(crate) fn cases() -> Vec<Case> {
    let t = || named("T");
    let two = flatten(
        flatten(object([]), "external", named("External")),
        "internal",
        named("Internal"),
    );
    let two = flatten(two, "base", option(named("Base")));
    let inside = flatten(object([]), "with", named("WithInternal"));
    let with_internal = flatten(object([field("own", u8())]), "held", named("Internal"));
    let tagged = variants(internal("k"), [record("V", with_internal.clone())]);
    let mut cases = vec![
        case::<Two>(
            "Two",
            t(),
            [of(two), held("External"), held("Internal"), base()],
            SAMPLES,
        ),
        case::<Inside>(
            "Inside",
            t(),
            [
                of(inside),
                def("WithInternal", Shape::Struct(with_internal)),
                held("Internal"),
            ],
            SAMPLES,
        ),
        case::<TaggedVariants>(
            "TaggedVariants",
            t(),
            [def("T", tagged), held("Internal")],
            r#"
{"k":"V","own":1,"t":"A"}
{"k":"V","own":1,"t":0}
{"k":"V","own":1,"t":"B","x":2}
{"k":"V","t":"A"}
"#,
        ),
    ];
    cases.extend(each_holder());
    cases
}

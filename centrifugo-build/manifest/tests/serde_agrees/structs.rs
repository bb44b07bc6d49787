//! Structs with named fields, tuple structs, newtypes, unit structs.

use centrifugo_manifest::{Element, Field, Integer, Presence, Shape, Type};
use serde::{Deserialize, Serialize};

use crate::build::*;
use crate::judge::{Case, case};

#[derive(Serialize, Deserialize)]
struct Task {
    title: String,
    done: Option<bool>,
    #[serde(default)]
    tags: Vec<String>,
    #[serde(rename = "prio rity", alias = "p")]
    priority: u8,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Strict {
    a: u8,
    #[serde(default)]
    b: Option<u8>,
}

#[derive(Serialize, Deserialize)]
struct Sparse {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    tags: Vec<Option<u8>>,
}

#[derive(Serialize, Deserialize)]
struct Empty {}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StrictEmpty {}

#[derive(Serialize, Deserialize)]
struct Unit;

#[derive(Serialize, Deserialize)]
struct Pair(u8, #[serde(default)] String, #[serde(default)] Option<u8>);

#[derive(Serialize, Deserialize)]
struct None0();

#[derive(Serialize, Deserialize)]
struct Name(String);

#[derive(Serialize, Deserialize)]
struct Tree {
    value: i64,
    #[serde(default)]
    children: Vec<Tree>,
    next: Option<Box<Tree>>,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
struct Tagged {
    a: u8,
}

pub(crate) fn cases() -> Vec<Case> {
    let task = object([
        field("title", string()),
        optional("done", option(Type::Bool)),
        optional("tags", list(string())),
        Field {
            wire_name: "prio rity".to_owned(),
            aliases: vec!["p".to_owned()],
            ..field("priority", u8())
        },
    ]);
    let strict = deny(object([field("a", u8()), optional("b", option(u8()))]));
    let tree = object([
        field("value", int(Integer::I64)),
        optional("children", list(named("Tree"))),
        optional("next", option(named("Tree"))),
    ]);
    let sparse = Shape::Struct(object([
        optional("note", option(string())),
        optional("tags", list(option(u8()))),
    ]));
    let maybe = |r#type| Element {
        presence: Presence::Optional,
        ..element(r#type)
    };
    let pair_in = Shape::Tuple {
        items: vec![element(u8()), maybe(string()), maybe(option(u8()))],
    };
    let pair_out = Shape::Tuple {
        items: vec![element(u8()), element(string()), element(option(u8()))],
    };
    let kind = Type::Literal {
        value: "Tagged".to_owned(),
    };
    vec![
        case::<Task>(
            "Task",
            named("Task"),
            [def("Task", Shape::Struct(task))],
            r#"
{"title":"a","prio rity":1}
{"title":"a","p":1,"done":null,"tags":["x"]}
{"title":"a","p":1,"prio rity":1}
{"title":"a","title":"b","p":1}
{"title":null,"p":1}
{"title":"a","p":1,"tags":null}
{"p":1}
{"title":"a","p":1,"zz":1e999,"zz":"\ud800"}
{"title":"a","p":1,"\ud800":1}
{"t\u0069tle":"a","p":1}
["a",true,[],1]
{"title":"a","p":1,"done":1}
{"title":"a","p":1} x
{"title":"a","p":1,}
{"title":"a" "p":1}
"#,
        ),
        case::<Strict>(
            "Strict",
            named("Strict"),
            [def("Strict", Shape::Struct(strict))],
            r#"
{"a":1}
{"a":1,"b":null}
{"a":1,"b":2,"c":3}
{"a":1,"a":1}
[1,2]
[]
"#,
        ),
        case::<Sparse>(
            "Sparse",
            named("Sparse"),
            [split("Sparse", sparse.clone(), sparse)],
            r#"
{}
{"note":null,"tags":[null,1]}
"#,
        ),
        case::<Empty>(
            "Empty",
            named("Empty"),
            [def("Empty", Shape::Struct(object([])))],
            r#"
{}
{"a":1}
null
[]
[1]
"#,
        ),
        case::<StrictEmpty>(
            "StrictEmpty",
            named("E"),
            [def("E", Shape::Struct(deny(object([]))))],
            r#"
{}
{"a":1}
"#,
        ),
        case::<Unit>(
            "Unit",
            named("Unit"),
            [def("Unit", newtype(Type::Null))],
            r#"
null
{}
[]
"#,
        ),
        case::<Pair>(
            "Pair",
            named("Pair"),
            [split("Pair", pair_in, pair_out)],
            r#"
[1]
[1,"a"]
[1,"a",null]
[1,"a",2]
[1,"a",2,3]
[]
[1,null]
{}
"#,
        ),
        case::<None0>(
            "None0",
            named("None0"),
            [def("None0", Shape::Tuple { items: vec![] })],
            r#"
[]
[1]
null
"#,
        ),
        case::<Name>(
            "Name",
            named("Name"),
            [def("Name", newtype(string()))],
            r#"
"a"
["a"]
{"0":"a"}
"#,
        ),
        case::<Tree>(
            "Tree",
            named("Tree"),
            [def("Tree", Shape::Struct(tree))],
            r#"
{"value":1,"children":[{"value":2,"next":{"value":3}}]}
{"value":1,"next":null}
{"value":1,"children":[{}]}
{"value":1,"next":{"value":1.0}}
"#,
        ),
        case::<Tagged>(
            "Tagged",
            named("Tagged"),
            [split(
                "Tagged",
                Shape::Struct(object([field("a", u8())])),
                Shape::Struct(object([field("kind", kind), field("a", u8())])),
            )],
            r#"
{"kind":"Tagged","a":1}
{"a":1}
{"kind":1,"a":1}
"#,
        ),
    ]
}

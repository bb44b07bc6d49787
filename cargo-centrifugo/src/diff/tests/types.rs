use super::{received, sent};

/// The levels of a field's type before and after, sent and received.
#[track_caller]
fn field(old: &str, new: &str, when_sent: &str, when_received: &str) {
    let structs = [old, new].map(|of| format!("#[D] struct T {{ a: {of} }}"));
    let [old, new] = structs;
    let lines = |levels: &str, direction: &str| match levels {
        "" => vec![],
        levels => vec![format!("{levels} type-changed T.a {direction}")],
    };
    let (was_sent, was_received) = (lines(when_sent, "sent"), lines(when_received, "received"));
    sent(
        &old,
        &new,
        &was_sent.iter().map(String::as_str).collect::<Vec<_>>(),
    );
    received(
        &old,
        &new,
        &was_received.iter().map(String::as_str).collect::<Vec<_>>(),
    );
}

const WIDER: [&str; 2] = ["old-servers+source", "old-clients+source"];
const NARROWER: [&str; 2] = ["old-clients+source", "old-servers+source"];
const OTHER: [&str; 2] = [
    "old-clients+old-servers+source",
    "old-clients+old-servers+source",
];

#[test]
fn one_holds_all_of_the_other() {
    for (old, new) in [
        ("u8", "u16"),
        ("i8", "i64"),
        ("u32", "i64"),
        ("std::num::NonZeroU8", "u8"),
        ("u32", "f64"),
        ("f32", "f64"),
        ("i64", "serde_json::Number"),
        ("char", "String"),
        ("uuid::Uuid", "String"),
        ("std::net::Ipv4Addr", "std::net::IpAddr"),
        ("u8", "serde_json::Value"),
        ("Vec<u8>", "Vec<u16>"),
        ("[u8; 2]", "Vec<u8>"),
        ("(u8, u8)", "[u16; 2]"),
        (
            "std::collections::HashMap<u8, u8>",
            "std::collections::HashMap<String, u8>",
        ),
        (
            "std::collections::HashMap<String, u8>",
            "std::collections::HashMap<String, u16>",
        ),
    ] {
        field(old, new, WIDER[0], WIDER[1]);
        field(new, old, NARROWER[0], NARROWER[1]);
    }
}

#[test]
fn they_have_not_all_in_common() {
    for (old, new) in [
        ("u8", "i8"),
        ("u64", "f64"),
        ("u8", "String"),
        ("uuid::Uuid", "url::Url"),
        ("[u8; 2]", "[u8; 3]"),
        ("(u8, u8)", "(u8, String)"),
        ("Vec<u8>", "std::collections::HashMap<String, u8>"),
        ("()", "bool"),
    ] {
        field(old, new, OTHER[0], OTHER[1]);
    }
}

#[test]
fn same_json_in_another_type() {
    field("[u8; 2]", "(u8, u8)", "source", "source");
    field("Box<u8>", "std::sync::Arc<u8>", "", "");
    field(
        "Vec<u8>",
        "std::collections::HashSet<u8>",
        "behaviour+source",
        "behaviour+source",
    );
    field("Vec<u8>", "std::collections::VecDeque<u8>", "", "");
    field("Vec<u8>", "bytes::Bytes", "old-servers+source", "source");
    field("rust_decimal::Decimal", "String", OTHER[0], WIDER[1]);
}

#[test]
fn newtypes_are_what_they_wrap() {
    let old = "#[D] struct T { id: u32 }";
    let new = "#[D] struct T { id: Id } #[D] struct Id(u32);";
    sent(old, new, &["source type-changed T.id sent"]);
    received(
        new,
        old,
        &[
            "source type-removed Id",
            "source type-changed T.id received",
        ],
    );
    let inner = "#[D] struct T { id: Inner } #[D] struct Inner { x: u8 }";
    let outer = "#[D] struct T { id: Id } #[D] struct Id(Inner); #[D] struct Inner { x: u8 }";
    sent(inner, outer, &["source type-changed T.id sent"]);
    let wider = "#[D] struct T { id: Id } #[D] struct Id(u64);";
    sent(new, wider, &["old-servers+source type-changed Id sent"]);
    let fields = "#[D] struct T { id: Id } #[D] struct Id { id: u32 }";
    sent(
        new,
        fields,
        &["old-clients+old-servers+source shape-changed Id sent"],
    );
}

#[test]
fn tuples() {
    let old = "#[D] struct T(u8, u8);";
    sent(
        old,
        "#[D] struct T(u8, u16);",
        &["old-servers+source type-changed T.1 sent"],
    );
    sent(
        old,
        "#[D] struct T(u8, u8, u8);",
        &["old-clients+old-servers+source length-changed T sent"],
    );
    sent(
        old,
        "#[D] struct T(u8, u8, #[serde(default)] u8);",
        &["old-servers+source length-changed T sent"],
    );
    sent(
        "#[D] struct T(u8, #[serde(default)] u8);",
        old,
        &[
            "old-clients+source length-changed T sent",
            "old-clients+source presence-changed T.1 sent",
        ],
    );
    received(
        old,
        "#[D] struct T { x: u8, y: u8 }",
        &["old-clients+old-servers+source shape-changed T received"],
    );
}

#[test]
fn enums_as_keys() {
    let old = "#[D] struct T { a: std::collections::BTreeMap<K, u8> } #[D] #[derive(PartialEq, Eq, PartialOrd, Ord)] enum K { A, B }";
    let old = &old.replace(
        "#[D] #[derive(PartialEq, Eq, PartialOrd, Ord)] enum",
        "#[derive(Serialize, Deserialize, PartialEq, Eq, PartialOrd, Ord)] pub enum",
    );
    sent(
        old,
        &old.replace("A, B", "A"),
        &["old-clients+source variant-removed K.B sent"],
    );
    received(
        old,
        &old.replace("A, B", "A, B, C"),
        &["old-clients+source variant-added K.C received"],
    );
}

#[test]
fn what_wraps_itself_ends() {
    let old = "#[D] struct T { a: Turtle } #[D] struct Turtle(Option<Box<Turtle>>);";
    let lines = ["old-clients+old-servers+source type-changed T.a sent"];
    sent(
        old,
        "#[D] struct T { a: u8 }",
        &[lines[0], "source type-removed Turtle"],
    );
    sent("#[D] struct T { a: u8 }", old, &lines);
    sent(
        "#[D] struct T { a: Inner } #[D] struct Inner { x: u8 }",
        old,
        &[lines[0], "source type-removed Inner"],
    );
}

use super::{received, sent};

#[test]
fn variants() {
    let old = "#[D] enum T { A, B }";
    let new = "#[D] enum T { A, B, C }";
    sent(old, new, &["old-servers variant-added T.C sent"]);
    sent(new, old, &["old-clients+source variant-removed T.C sent"]);
    received(old, new, &["old-clients+source variant-added T.C received"]);
    received(
        new,
        old,
        &["old-servers+source variant-removed T.C received"],
    );
}

#[test]
fn names() {
    let old = "#[D] enum T { A, B }";
    let new = "#[D] enum T { A, #[serde(rename = \"b\")] B }";
    sent(
        old,
        new,
        &["old-clients+old-servers+source renamed T.b sent"],
    );
    received(
        old,
        new,
        &["old-clients+old-servers+source renamed T.b received"],
    );
    let alias = "#[D] enum T { A, #[serde(rename = \"b\", alias = \"B\")] B }";
    sent(old, alias, &["old-servers+source renamed T.b sent"]);
    let inner = "#[D] enum T { A, #[serde(rename = \"B\")] Bee }";
    received(old, inner, &["source ident-changed T.B"]);
}

#[test]
fn other() {
    let head = "#[derive(Serialize, Deserialize)] #[serde(tag = \"t\")] pub enum T";
    let old = &format!("{head} {{ A {{ x: u8 }}, B {{ y: u8 }}, #[serde(other)] Other }}");
    let fewer = &format!("{head} {{ A {{ x: u8 }}, #[serde(other)] Other }}");
    sent(fewer, old, &["addition variant-added T.B sent"]);
    sent(old, fewer, &["behaviour+source variant-removed T.B sent"]);
    let none = &format!("{head} {{ A {{ x: u8 }}, B {{ y: u8 }}, Other }}");
    sent(old, none, &["old-clients other-changed T sent"]);
    sent(none, old, &["addition other-changed T sent"]);

    let echo = "#[websocket_rpc(\"m\")] pub async fn m(params: T) -> T { params }\n";
    super::assert_changes(
        &format!("{echo}{fewer}"),
        &format!("{echo}{old}"),
        &[
            "behaviour+source variant-added T.B received",
            "addition variant-added T.B sent",
        ],
    );
}

#[test]
fn tagging() {
    let enum_of = |attribute: &str| {
        format!("#[derive(Serialize, Deserialize)] {attribute} pub enum T {{ A {{ x: u8 }}, B }}")
    };
    let ways = [
        "",
        "#[serde(tag = \"t\")]",
        "#[serde(tag = \"t\", content = \"c\")]",
        "#[serde(untagged)]",
    ];
    for old in ways {
        for new in ways.into_iter().filter(|new| *new != old) {
            let expected = "old-clients+old-servers+source tagging-changed T";
            sent(&enum_of(old), &enum_of(new), &[&format!("{expected} sent")]);
            received(
                &enum_of(old),
                &enum_of(new),
                &[&format!("{expected} received")],
            );
        }
    }
}

#[test]
fn contents() {
    let old = "#[D] enum T { A { x: u8 }, B(u8), C(u8, u8) }";
    sent(
        old,
        &old.replace("x: u8", "x: u16"),
        &["old-servers+source type-changed T.A.x sent"],
    );
    sent(
        old,
        &old.replace("B(u8)", "B(String)"),
        &["old-clients+old-servers+source type-changed T.B sent"],
    );
    sent(
        old,
        &old.replace("C(u8, u8)", "C(u8)"),
        &["old-clients+old-servers+source content-changed T.C sent"],
    );
    received(
        old,
        &old.replace("C(u8, u8)", "C(u8, u16)"),
        &["old-clients+source type-changed T.C.1 received"],
    );
    received(
        old,
        &old.replace("C(u8, u8)", "C(u8, u8, u8)"),
        &["old-clients+old-servers+source length-changed T.C received"],
    );
    received(
        old,
        &old.replace("B(u8)", "B"),
        &["old-clients+old-servers+source content-changed T.B received"],
    );
}

#[test]
fn content_of_a_struct_is_that_of_fields() {
    for attribute in [
        "",
        "#[serde(tag = \"t\")]",
        "#[serde(tag = \"t\", content = \"c\")]",
        "#[serde(untagged)]",
    ] {
        let enum_of = |variants: &str| {
            format!(
                "#[derive(Serialize, Deserialize)] {attribute} pub enum T {{ {variants} }} #[D] struct X {{ x: u8 }}"
            )
        };
        let (fields, newtype) = (enum_of("A { x: u8 }"), enum_of("A(X)"));
        sent(&fields, &newtype, &["source content-changed T.A sent"]);
        received(
            &newtype,
            &fields,
            &[
                "source content-changed T.A received",
                "source type-removed X",
            ],
        );
        let wider = enum_of("A(X)").replace("X { x: u8 }", "X { x: u16 }");
        sent(
            &fields,
            &wider,
            &[
                "old-servers+source type-changed T.A.x sent",
                "source content-changed T.A sent",
            ],
        );
    }
}

#[test]
fn a_unit_beside_a_tag_is_no_fields() {
    let old = "#[derive(Serialize, Deserialize)] #[serde(tag = \"t\")] pub enum T { A }";
    let new = "#[derive(Serialize, Deserialize)] #[serde(tag = \"t\")] pub enum T { A { #[serde(default)] x: u8 } }";
    sent(
        old,
        new,
        &[
            "source content-changed T.A sent",
            "addition field-added T.A.x sent",
        ],
    );
}

#[test]
fn untagged_variants() {
    let enum_of = |variants: &str| {
        format!("#[derive(Serialize, Deserialize)] #[serde(untagged)] pub enum T {{ {variants} }}")
    };
    let old = &enum_of("A(u8), B(String)");
    sent(
        old,
        &enum_of("A(u8), B(String), C(bool)"),
        &["old-servers variant-added T.C sent"],
    );
    sent(
        old,
        &enum_of("C(bool), A(u8), B(String)"),
        &["behaviour+old-servers variant-added T.C sent"],
    );
    sent(
        old,
        &enum_of("B(String), A(u8)"),
        &["behaviour variants-reordered T sent"],
    );
    sent(
        old,
        &enum_of("A(u8)"),
        &["old-clients+source variant-removed T.B sent"],
    );
    received(
        old,
        &enum_of("A(u8), B(String), C(bool)"),
        &["old-clients+source variant-added T.C received"],
    );
    received(
        old,
        &enum_of("A(u8), Text(String)"),
        &["source ident-changed T.Text"],
    );
    received(
        old,
        &enum_of("A(u8), C(bool), Text(String)"),
        &[
            "old-clients+behaviour+source variant-added T.C received",
            "source ident-changed T.Text",
        ],
    );
}

#[test]
fn variants_without_a_tag_beside_others() {
    let old = "#[D] enum T { A }";
    let new = "#[D] enum T { A, #[serde(untagged)] Rest(String) }";
    sent(old, new, &["old-servers variant-added T.Rest sent"]);
    received(
        old,
        new,
        &["old-clients+source variant-added T.Rest received"],
    );
}

#[test]
fn enums_of_names_are_strings() {
    let old = "#[D] struct T { a: Kind } #[D] enum Kind { A, B }";
    let new = "#[D] struct T { a: String }";
    sent(
        old,
        new,
        &[
            "old-servers+source type-changed T.a sent",
            "source type-removed Kind",
        ],
    );
    received(new, old, &["old-servers+source type-changed T.a received"]);
}

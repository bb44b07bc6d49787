use super::{received, sent};

const A: &str = "#[D] struct T { a: u8 }";

#[test]
fn a_flattened_struct_is_its_keys() {
    let flat = "#[D] struct T { a: u8, b: u8 }";
    let nested = "#[D] struct T { a: u8, #[serde(flatten)] rest: Rest } #[D] struct Rest { b: u8 }";
    sent(flat, nested, &[]);
    received(nested, flat, &[]);
    let deep = "#[D] struct T { a: u8, #[serde(flatten)] rest: Rest } #[D] struct Rest { b: u8, #[serde(flatten)] kind: Option<Kind> } #[D] struct Kind { x: u8 }";
    sent(nested, deep, &["addition field-added T.rest.kind sent"]);
    received(
        deep,
        nested,
        &[
            "source type-removed Kind",
            "source field-removed T.rest.kind received",
        ],
    );
}

#[test]
fn a_flattened_enum() {
    let kind = "#[D] #[serde(tag = \"kind\")] enum Kind { A { x: u8 }, B }";
    let kind = &kind.replace(
        "#[D] #[serde(tag = \"kind\")] enum",
        "#[derive(Serialize, Deserialize)] #[serde(tag = \"kind\")] pub enum",
    );
    let old = &format!("{A} {kind}");
    let new = &format!("#[D] struct T {{ a: u8, #[serde(flatten)] kind: Kind }} {kind}");
    sent(old, new, &["old-clients field-added T.kind sent"]);
    received(old, new, &["old-servers field-added T.kind received"]);
    sent(
        new,
        old,
        &[
            "behaviour+old-servers+source field-removed T.kind sent",
            "source type-removed Kind",
        ],
    );
    received(
        new,
        old,
        &[
            "old-clients+source field-removed T.kind received",
            "source type-removed Kind",
        ],
    );
    let wider = &new.replace("B }", "B, C }");
    sent(new, wider, &["old-servers variant-added Kind.C sent"]);
    received(
        new,
        wider,
        &["old-clients+source variant-added Kind.C received"],
    );
}

#[test]
fn the_map_of_all_other_keys() {
    let map = |value: &str| {
        format!(
            "#[D] struct T {{ a: u8, #[serde(flatten)] more: std::collections::HashMap<String, {value}> }}"
        )
    };
    sent(
        A,
        &map("serde_json::Value"),
        &["addition other-keys T sent"],
    );
    sent(A, &map("u8"), &["old-clients other-keys T sent"]);
    sent(&map("u8"), A, &["behaviour+source other-keys T sent"]);
    received(A, &map("u8"), &["addition other-keys T received"]);
    received(&map("u8"), A, &["source other-keys T received"]);
    sent(&map("u8"), &map("u16"), &["old-servers other-keys T sent"]);

    let field = "#[D] struct T { a: u8, b: u8, #[serde(flatten)] more: std::collections::HashMap<String, u8> }";
    sent(
        &map("u8"),
        field,
        &["old-clients+behaviour+source field-added T.b sent"],
    );
    sent(
        field,
        &map("u8"),
        &["behaviour+old-servers+source field-removed T.b sent"],
    );
    let text = &field.replace("b: u8", "b: String");
    received(
        &map("u8"),
        text,
        &["old-clients+behaviour+old-servers field-added T.b received"],
    );
    received(
        text,
        &map("u8"),
        &["old-clients+old-servers+source field-removed T.b received"],
    );
}

#[test]
fn keys_of_a_flattened_value_are_none_of_the_map() {
    let old = "#[D] struct T { #[serde(flatten)] kind: Option<Kind>, \
               #[serde(flatten)] more: std::collections::HashMap<String, u8> } \
               #[D] struct Kind { #[serde(default)] x: u8 }";
    let new = &old.replace("x: u8", "x: u8, #[serde(default)] y: String");
    sent(
        old,
        new,
        &[
            "old-clients+old-servers flattened-keys T.kind sent",
            "addition field-added Kind.y sent",
        ],
    );
    received(
        old,
        new,
        &[
            "old-clients flattened-keys T.kind received",
            "old-servers field-added Kind.y received",
        ],
    );
}

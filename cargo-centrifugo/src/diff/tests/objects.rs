use super::{RECEIVED, assert_changes, read, received, sent};

const A: &str = "#[D] struct T { a: u8 }";

#[test]
fn nothing_changed() {
    sent(A, A, &[]);
    received(A, A, &[]);
}

#[test]
fn an_added_field() {
    let new = "#[D] struct T { a: u8, b: u8 }";
    sent(A, new, &["old-clients+source field-added T.b sent"]);
    received(A, new, &["old-servers field-added T.b received"]);

    let optional = "#[D] struct T { a: u8, #[serde(default)] b: u8 }";
    sent(A, optional, &["addition field-added T.b sent"]);
    let option = "#[D] struct T { a: u8, b: Option<u8> }";
    sent(A, option, &["addition field-added T.b sent"]);

    let skipped = "#[D] struct T { a: u8, #[serde(skip_serializing_if = \"Option::is_none\")] b: Option<u8> }";
    received(A, skipped, &["addition field-added T.b received"]);
}

#[test]
fn a_removed_field() {
    let old = "#[D] struct T { a: u8, b: u8 }";
    sent(
        old,
        A,
        &["behaviour+old-servers+source field-removed T.b sent"],
    );
    received(old, A, &["old-clients+source field-removed T.b received"]);

    let optional = "#[D] struct T { a: u8, #[serde(default)] b: u8 }";
    sent(optional, A, &["behaviour+source field-removed T.b sent"]);
    let skipped = "#[D] struct T { a: u8, #[serde(skip_serializing_if = \"Option::is_none\")] b: Option<u8> }";
    received(skipped, A, &["source field-removed T.b received"]);
}

#[test]
fn unknown_keys_that_are_refused() {
    let strict = "#[D] #[serde(deny_unknown_fields)] struct T { a: u8 }";
    sent(
        A,
        &strict
            .replace("#[D] ", "")
            .replace("struct", "#[derive(Deserialize)] pub struct"),
        &["old-clients unknown-keys T sent"],
    );
    let strict = "#[derive(Deserialize)] #[serde(deny_unknown_fields)] pub struct T { a: u8 }";
    sent(strict, A, &["addition unknown-keys T sent"]);
    let both = "#[derive(Deserialize)] #[serde(deny_unknown_fields)] pub struct T { a: u8, #[serde(default)] b: u8 }";
    sent(strict, both, &["old-servers field-added T.b sent"]);
    sent(both, strict, &["old-clients+source field-removed T.b sent"]);
}

#[test]
fn a_changed_type() {
    let new = "#[D] struct T { a: u16 }";
    sent(A, new, &["old-servers+source type-changed T.a sent"]);
    sent(new, A, &["old-clients+source type-changed T.a sent"]);
    received(A, new, &["old-clients+source type-changed T.a received"]);
    received(new, A, &["old-servers+source type-changed T.a received"]);
    let other = "#[D] struct T { a: String }";
    sent(
        A,
        other,
        &["old-clients+old-servers+source type-changed T.a sent"],
    );
}

#[test]
fn null() {
    let old = "#[D] struct T { #[serde(default)] a: u8 }";
    let new = "#[D] struct T { a: Option<u8> }";
    sent(
        old,
        new,
        &[
            "behaviour presence-changed T.a sent",
            "old-servers+source type-changed T.a sent",
        ],
    );
    received(A, new, &["old-clients+source type-changed T.a received"]);
    received(new, A, &["old-servers+source type-changed T.a received"]);
}

#[test]
fn presence() {
    let new = "#[D] struct T { #[serde(default)] a: u8 }";
    sent(A, new, &["old-servers presence-changed T.a sent"]);
    sent(new, A, &["old-clients+source presence-changed T.a sent"]);
    let is_zero = "fn is_zero(a: &u8) -> bool { *a == 0 }";
    let new =
        &format!("#[D] struct T {{ #[serde(skip_serializing_if = \"is_zero\")] a: u8 }} {is_zero}");
    received(
        A,
        new,
        &["old-clients+source presence-changed T.a received"],
    );
    received(new, A, &["old-servers presence-changed T.a received"]);
}

#[test]
fn defaults() {
    let unknown = "#[D] struct T { #[serde(default = \"one\")] a: u8 } fn one() -> u8 { if true { 1 } else { 2 } }";
    let zero = "#[D] struct T { #[serde(default)] a: u8 }";
    sent(zero, unknown, &["behaviour presence-changed T.a sent"]);
    let mut other = super::read(&format!("{}{zero}", super::SENT));
    let old = other.clone();
    let json = serde_json::to_string(&other)
        .unwrap()
        .replace("{\"default\":0}", "{\"default\":7}");
    other = serde_json::from_str(&json).unwrap();
    assert_eq!(
        super::lines(&old, &other),
        ["behaviour presence-changed T.a sent"]
    );
}

#[test]
fn a_renamed_field() {
    let new = "#[D] struct T { #[serde(rename = \"b\")] a: u8 }";
    sent(A, new, &["old-clients+old-servers+source renamed T.b sent"]);
    received(
        A,
        new,
        &["old-clients+old-servers+source renamed T.b received"],
    );
    let alias = "#[D] struct T { #[serde(alias = \"a\")] b: u8 }";
    sent(A, alias, &["old-servers+source renamed T.b sent"]);
    sent(alias, A, &["old-clients+source renamed T.a sent"]);
    let inner = "#[D] struct T { #[serde(rename = \"a\")] b: u8 }";
    sent(A, inner, &["source ident-changed T.a"]);
}

#[test]
fn aliases() {
    let new = "#[D] struct T { #[serde(alias = \"x\")] a: u8 }";
    sent(A, new, &["addition alias-added T.a sent"]);
    sent(new, A, &["old-clients alias-removed T.a sent"]);
    received(A, new, &[]);
}

#[test]
fn both_directions_are_one_change_where_they_are_equal() {
    let echo = "#[websocket_rpc(\"m\")] pub async fn m(params: T) -> T { params }\n";
    let new = "#[D] struct T { a: u16 }";
    assert_changes(
        &format!("{echo}{A}"),
        &format!("{echo}{new}"),
        &["old-clients+old-servers+source type-changed T.a received+sent"],
    );
}

#[test]
fn what_the_server_looks_at_beyond_the_type() {
    let from = "#[derive(Deserialize)] #[serde(try_from = \"u8\")] pub struct Even(u8); \
                impl TryFrom<u8> for Even { type Error = String; fn try_from(a: u8) -> Result<Self, String> { Ok(Self(a)) } }";
    let old = "#[derive(Deserialize)] pub struct T { a: u8 }";
    let new = &format!("#[derive(Deserialize)] pub struct T {{ a: Even }} {from}");
    sent(old, new, &["old-clients+source type-changed T.a sent"]);
    sent(
        new,
        old,
        &[
            "old-servers+source type-changed T.a sent",
            "source type-removed Even",
        ],
    );
    let plain = &new.replace("try_from = \"u8\"", "from = \"u8\"").replace("impl TryFrom<u8> for Even { type Error = String; fn try_from(a: u8) -> Result<Self, String> { Ok(Self(a)) } }", "impl From<u8> for Even { fn from(a: u8) -> Self { Self(a) } }");
    sent(plain, new, &["old-clients checked-changed Even sent"]);
}

#[test]
fn recursion_ends() {
    let old = "#[D] struct T { next: Option<Box<T>>, list: Vec<T>, a: u8 }";
    let new = "#[D] struct T { next: Option<Box<T>>, list: Vec<T>, a: u16 }";
    sent(old, new, &["old-servers+source type-changed T.a sent"]);
}

#[test]
fn where_a_type_lies_is_no_matter() {
    let old = "#[D] struct T { inner: Inner } #[D] struct Inner { a: u8 }";
    let new = "#[D] struct T { inner: deep::Inner } pub mod deep { #[derive(serde::Serialize, serde::Deserialize)] pub struct Inner { a: u8 } }";
    sent(old, new, &[]);
    let renamed = "#[D] struct T { inner: Other } #[D] struct Other { a: u8 }";
    sent(old, renamed, &["source type-renamed Other"]);
    let generic = |name: &str| {
        format!(
            "#[D] struct T {{ a: {name}<u8>, b: {name}<String> }} #[D] struct {name}<X> {{ x: X }}"
        )
    };
    received(
        &generic("Page"),
        &generic("Slice"),
        &[
            "source type-renamed SliceString",
            "source type-renamed SliceU8",
        ],
    );
}

#[test]
fn what_is_no_instance_any_more_has_another_name_in_source() {
    let old = "#[D] struct T { a: Page<u8> } #[D] struct Page<X> { x: X }";
    let new = "#[D] struct T { a: PageU8 } #[D] struct PageU8 { x: u8 }";
    received(old, new, &["source generic-changed PageU8"]);
    let [a, b] = [old, new].map(|source| read(&format!("{RECEIVED}{source}")));
    assert_eq!(a.api_version, b.api_version);
    let renamed = "#[D] struct T { a: Page<u8> } #[D] struct Page<Item> { x: Item }";
    received(old, renamed, &[]);
}

#[test]
fn deprecation_is_safe() {
    sent(
        A,
        "#[D] struct T { #[deprecated(note = \"old\")] a: u8 }",
        &["safe deprecation T.a"],
    );
}

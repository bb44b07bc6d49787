use super::assert_changes;

fn error(variants: &str) -> String {
    named("Failure", variants)
}

fn named(name: &str, variants: &str) -> String {
    format!(
        "#[derive(Debug, centrifugo_runtime::RpcError)] pub enum {name} {{ {variants} }}\n\
         #[websocket_rpc(\"m\")] pub async fn m() -> Result<(), {name}> {{ Ok(()) }}"
    )
}

const GONE: &str = "#[rpc(code = 1001)] Gone,";

#[test]
fn variants() {
    let one = &error(GONE);
    let two = &error(&format!("{GONE} #[rpc(code = 1002)] Late,"));
    assert_changes(one, two, &["addition error-added Failure.Late"]);
    assert_changes(two, one, &["source error-removed Failure.Late"]);
    let code = &error("#[rpc(code = 1003)] Gone,");
    assert_changes(
        one,
        code,
        &["old-clients+old-servers+source error-code-changed Failure.Gone"],
    );
    let renamed = &error("#[rpc(code = 1001)] Lost,");
    assert_changes(one, renamed, &["source ident-changed Failure.Lost"]);
    let temporary = &error("#[rpc(code = 1001, temporary)] Gone,");
    assert_changes(
        one,
        temporary,
        &["behaviour error-temporary-changed Failure.Gone"],
    );
    assert_changes(
        one,
        &named("Trouble", GONE),
        &["source type-renamed Trouble"],
    );
}

#[test]
fn a_code_that_meant_another_error() {
    let old = &error(&format!("{GONE} #[rpc(code = 1002)] Late,"));
    let new = &error("#[rpc(code = 1002)] Gone, #[rpc(code = 1001)] Late,");
    assert_changes(
        old,
        new,
        &[
            "old-clients+old-servers+source error-code-changed Failure.Gone",
            "old-clients+old-servers+source error-code-changed Failure.Late",
        ],
    );
}

#[test]
fn fields() {
    let plain = &error(GONE);
    let one = &error("#[rpc(code = 1001)] Gone { id: u8 },");
    let two = &error("#[rpc(code = 1001)] Gone { id: u8, name: String },");
    assert_changes(
        plain,
        one,
        &["behaviour+old-servers error-fields-changed Failure.Gone received"],
    );
    assert_changes(
        one,
        plain,
        &["old-clients+behaviour+source error-fields-changed Failure.Gone received"],
    );
    assert_changes(
        one,
        two,
        &["old-servers field-added Failure.Gone.name received"],
    );
    assert_changes(
        two,
        one,
        &["old-clients+source field-removed Failure.Gone.name received"],
    );
}

#[test]
fn of_a_method() {
    let none = "#[websocket_rpc(\"m\")] pub async fn m() -> Result<(), RpcError> { Ok(()) }";
    assert_changes(none, &error(GONE), &["addition error-added m.errors"]);
    assert_changes(
        &error(GONE),
        none,
        &["source type-removed Failure", "safe error-removed m.errors"],
    );
}

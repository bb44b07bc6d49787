use super::{assert_changes, diff, read};

const OLD: &str = "#[websocket_rpc(\"m\")] pub async fn m(params: u8) -> u8 { params }";

#[test]
fn methods_come_and_go() {
    let new = &format!("{OLD} #[websocket_rpc(\"n\")] pub async fn n() {{}}");
    assert_changes(OLD, new, &["addition method-added n"]);
    assert_changes(new, OLD, &["old-clients+source method-removed n"]);
    let text = diff(&read(OLD), &read(&OLD.replace("\"m\"", "\"other\""))).text();
    assert!(
        text.contains("method removed; its handler answers `other` now"),
        "{text}"
    );
}

#[test]
fn params_and_results() {
    let new = &OLD.replace("params: u8", "params: u16");
    assert_changes(OLD, new, &["old-servers+source type-changed m.params sent"]);
    let new = &OLD.replace("-> u8", "-> String");
    assert_changes(
        OLD,
        new,
        &["old-clients+old-servers+source type-changed m.result received"],
    );
    let none = &OLD.replace("params: u8", "");
    assert_changes(
        OLD,
        none,
        &["behaviour+old-servers+source params-removed m.params sent"],
    );
    assert_changes(
        none,
        OLD,
        &["old-clients+behaviour+source params-added m.params sent"],
    );
}

#[test]
fn attributes() {
    let with = |attribute: &str| OLD.replace("(\"m\")", &format!("(\"m\", {attribute})"));
    assert_changes(OLD, &with("anonymous"), &["addition anonymous-changed m"]);
    assert_changes(
        &with("anonymous"),
        OLD,
        &["old-clients anonymous-changed m"],
    );
    assert_changes(
        OLD,
        &with("idempotent"),
        &["old-servers idempotent-changed m"],
    );
    assert_changes(
        &with("idempotent"),
        OLD,
        &["old-clients idempotent-changed m"],
    );
    let [short, long] = ["timeout = \"1s\"", "timeout = \"2s\""].map(with);
    assert_changes(&long, &short, &["behaviour timeout-changed m"]);
    assert_changes(&short, &long, &["safe timeout-changed m"]);
    assert_changes(OLD, &long, &["behaviour timeout-changed m"]);
    let waits = &OLD.replace("-> u8 { params }", "{}");
    let [no_wait, limited] = ["no_wait", "no_wait, timeout = \"1s\""]
        .map(|attribute| waits.replace("(\"m\")", &format!("(\"m\", {attribute})")));
    assert_changes(waits, &no_wait, &["behaviour no-wait-changed m"]);
    assert_changes(&no_wait, waits, &["behaviour+source no-wait-changed m"]);
    // No client waits for it.
    assert_changes(&no_wait, &limited, &[]);
    assert_changes(waits, &limited, &["behaviour no-wait-changed m"]);
    assert_changes(OLD, &with("spawned"), &[]);
    assert_changes(
        OLD,
        &format!("#[deprecated] {OLD}"),
        &["safe deprecation m"],
    );
    assert_changes(OLD, &OLD.replace("fn m", "fn other"), &[]);
}

#[test]
fn names_in_the_sdks() {
    let old = read(OLD);
    let mut new = old.clone();
    new.methods[0].ident = "other".to_owned();
    new.sdk.python.package = "other".to_owned();
    assert_eq!(
        super::lines(&old, &new),
        [
            "source sdk-changed python.package",
            "source ident-changed m"
        ]
    );
}

#[test]
fn a_change_names_its_place_and_who_reaches_it() {
    let source = |a: &str| {
        format!(
            "#[websocket_rpc(\"b\")] pub async fn b(params: Vec<Outer>) {{}}\n\
             #[websocket_rpc(\"a\")] pub async fn a() -> Option<Inner> {{ None }}\n\
             #[D] struct Outer {{ inner: Inner }}\n\
             #[D] struct Inner {{ x: {a} }}\n"
        )
    };
    let text = diff(&read(&source("u8")), &read(&source("u16"))).text();
    assert_eq!(
        text,
        "old-clients: old clients fail with new servers, or misread them\n  \
         Inner.x (sent and received): `u8` is now `u16`\n      \
         src/lib.rs:6; in a, b; also old-servers, source\n\n\
         1 change: 1 old-clients\n"
    );
    assert_eq!(diff(&read(OLD), &read(OLD)).text(), "no changes\n");
}

//! `system.check_version`, which each dispatcher answers by itself.

#![allow(clippy::unwrap_used, reason = "a test ends at what it does not expect")]

mod common;

use centrifugo_runtime::ConnectionContext;
use centrifugo_runtime::codegen::{Dispatcher, Package};
use common::{call, post, rpc, state};
use serde_json::{Value, json};

const METHOD: &str = "system.check_version";

fn client(package: &str, version: &str, api: &str) -> Value {
    json!({"package": package, "package_version": version, "api_version": api})
}

#[tokio::test]
async fn the_server_says_what_it_speaks_and_who_is_older() {
    let server = json!({"package": "tests", "package_version": "1.2.3", "api_version": "0123"});
    for (version, api, compatible, older) in [
        ("1.2.3", "0123", true, json!(null)),
        ("1.2.3", "0124", false, json!(null)),
        ("1.2.2", "0124", false, json!("client")),
        ("1.3.0", "0124", false, json!("server")),
        ("1.2.4", "0123", true, json!("server")),
        ("no version", "0124", false, json!(null)),
    ] {
        let mut expected = server.clone();
        expected["compatible"] = json!(compatible);
        expected["older"] = older;
        let reply = call(METHOD, client("tests", version, api)).await;
        assert_eq!(reply["result"]["data"], expected, "{version} {api}");
    }
}

#[tokio::test]
async fn a_package_that_is_not_served_is_not_compatible() {
    let nothing = json!({
        "compatible": false, "older": null,
        "package": null, "package_version": null, "api_version": null,
    });
    let reply = call(METHOD, client("others", "1.2.3", "0123")).await;
    assert_eq!(reply, json!({"result": {"data": nothing}}));
}

#[tokio::test]
async fn each_of_merged_packages_answers_for_itself() {
    let other = Package {
        name: "other",
        version: "0.5.0",
        api_version: "4567",
        methods: &[],
        manifest: None,
    };
    let both = rpc::dispatcher(state())
        .merge(Dispatcher::new((), other, |_| None))
        .unwrap();
    for (package, api) in [("tests", "0123"), ("other", "4567")] {
        let params = client(package, "1.0.0", api).to_string();
        let reply = both.call(ConnectionContext::anonymous(), METHOD, params);
        let reply: Value = serde_json::from_slice(&reply.await.unwrap()).unwrap();
        assert_eq!(
            (&reply["package"], &reply["compatible"]),
            (&json!(package), &json!(true))
        );
    }
}

#[tokio::test]
async fn anybody_may_ask_but_has_to_ask_properly() {
    let ask = |data: Value| {
        let id = format!("{METHOD}#0190-ab");
        post(json!({"user": "", "method": id, "data": data}).to_string())
    };
    let reply = ask(client("tests", "1.2.3", "0123")).await;
    assert_eq!(reply["result"]["data"]["compatible"], json!(true));
    for wrong in [json!(null), json!({}), json!({"package": "tests"})] {
        assert_eq!(ask(wrong).await["error"]["code"], 422);
    }
}

#[tokio::test]
async fn no_other_method_is_the_runtimes() {
    for method in [
        "system.",
        "system.info",
        "system.check_version.",
        "ns:system.check_version",
    ] {
        let reply = call(method, client("tests", "1.2.3", "0123")).await;
        assert_eq!(reply["error"]["code"], 404, "{method}");
    }
    assert!(
        !rpc::dispatcher(state())
            .methods()
            .any(|name| name == METHOD)
    );
}

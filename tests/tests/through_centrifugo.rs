//! What the server does for any client behind a real Centrifugo.

#![expect(clippy::unwrap_used, reason = "a test fails by it")]

use std::time::{Duration, Instant};

use centrifugo_tests::folder;
use centrifugo_tests::raw_client::RawClient;
use centrifugo_tests::stack::Stack;
use serde_json::{Value, json};

fn stack(name: &str) -> Stack {
    let folder = folder::empty(&format!("through-centrifugo-{name}")).unwrap();
    Stack::start(&folder).unwrap()
}

fn client(stack: &Stack, user: &str) -> RawClient {
    let token = stack.token(user, 600).unwrap();
    RawClient::connect(&stack.centrifugo.url(), &token).unwrap()
}

/// Waits until the work under a key was done that often.
fn wait_for(client: &mut RawClient, key: &str, times: usize) {
    let began = Instant::now();
    loop {
        let done = client.call("test.done", &json!(key)).unwrap();
        if done["data"].as_array().unwrap().len() == times {
            return;
        }
        assert!(began.elapsed() < Duration::from_secs(20), "{key}: {done}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_method_in_a_namespace_is_called_by_its_whole_name() {
    let stack = stack("namespace");
    let mut client = client(&stack, "42");
    let mut code = |method: &str| client.call(method, &json!(21)).unwrap()["code"].take();
    // Centrifugo's own errors: a namespace that it does not know, and one that is none of the server's.
    assert_eq!(code("nowhere:test.double"), 104);
    assert_eq!(code("admin:test.nothing"), 404);
    assert_eq!(code("test.double"), 404);
    let doubled = client
        .call("admin:test.double#0190-ab", &json!(21))
        .unwrap();
    assert_eq!(doubled, json!({"data": 42}));
}

#[test]
fn a_no_wait_method_replies_first() {
    let stack = stack("no-wait");
    let mut client = client(&stack, "42");
    let work = |ms: u64| json!({"key": "a", "ms": ms});
    assert_eq!(
        client.call("test.note", &work(500)).unwrap(),
        json!({"data": null})
    );
    assert_eq!(
        client.call("test.done", &json!("a")).unwrap()["data"],
        json!([])
    );
    wait_for(&mut client, "a", 1);
    assert_eq!(client.call("test.note", &json!({})).unwrap()["code"], 422);
    let fails = json!({"key": "b", "fail": true});
    assert_eq!(
        client.call("test.note", &fails).unwrap(),
        json!({"data": null})
    );
}

#[test]
fn a_spawned_handler_outlives_the_connection_that_called_it() {
    let stack = stack("spawned");
    let mut caller = client(&stack, "42");
    caller
        .start("test.spawned", &json!({"key": "a", "ms": 1000}))
        .unwrap();
    // Until the server has it.
    std::thread::sleep(Duration::from_millis(400));
    drop(caller);
    let mut other = client(&stack, "43");
    wait_for(&mut other, "a", 1);

    let late = json!({"key": "b", "ms": 5000});
    assert_eq!(
        other.call("test.spawned_short", &late).unwrap()["code"],
        408
    );
    let fails = json!({"key": "c", "fail": true});
    assert_eq!(other.call("test.spawned", &fails).unwrap()["code"], 1001);
}

#[test]
fn anybody_learns_what_the_server_speaks() {
    let stack = stack("version");
    let mut client = client(&stack, "");
    let version = env!("CARGO_PKG_VERSION");
    let mut ask = |package: &str, api_version: &str| -> Value {
        let client_is = json!({
            "package": package, "package_version": "0.0.1", "api_version": api_version,
        });
        let reply = client.call("system.check_version#0190-ab", &client_is);
        reply.unwrap()["data"].take()
    };
    let mut expected = ask("test-server", "0");
    let api_version = expected["api_version"].as_str().unwrap().to_owned();
    assert_eq!(
        expected,
        json!({
            "compatible": false, "older": "client", "package": "test-server",
            "package_version": version, "api_version": api_version,
        })
    );
    expected["compatible"] = json!(true);
    assert_eq!(ask("test-server", &api_version), expected);
    assert_eq!(ask("other", &api_version)["package"], json!(null));
}

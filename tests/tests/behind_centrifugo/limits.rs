//! Each way in which a call can be too much.

use std::time::{Duration, Instant};

use centrifugo_tests::raw_client::RawClient;
use centrifugo_tests::stack::Stack;
use serde_json::{Value, json};

use crate::{client, over_both, restart_with, stack_with};

fn code(client: &mut RawClient, method: &str, params: &Value) -> u64 {
    let reply = client.call(method, params).unwrap();
    reply["code"].as_u64().unwrap_or(0)
}

#[test]
fn a_call_that_fails_fails_alone() {
    for stack in over_both("fails", None, &[]) {
        fails_alone(&mut client(&stack, "42"));
    }
}

fn fails_alone(client: &mut RawClient) {
    for kind in ["panic", "internal"] {
        let reply = client.call("test.fail", &json!({"kind": kind})).unwrap();
        assert_eq!(
            reply,
            json!({"code": 500, "message": "internal error"}),
            "{kind}"
        );
    }
    let late = client.call("test.sleep", &json!({"ms": 60_000})).unwrap();
    assert_eq!(late, json!({"code": 408, "message": "deadline exceeded"}));
    // Centrifugo lets it through.
    let (open, close) = ("[".repeat(5_000), "]".repeat(5_000));
    for (method, params) in [
        ("test.add_one", format!("{open}{close}")),
        ("test.types", format!(r#"{{"nested":{open}{close}}}"#)),
    ] {
        let reply = client.call_raw(method, &params).unwrap();
        assert_eq!(reply["code"], 422, "{method}: {reply}");
    }
    assert_eq!(code(client, "test.nothing", &json!(null)), 0);
}

#[test]
fn a_request_that_is_too_large_is_413_each_time() {
    for stack in over_both("large", None, &[("CENTRIFUGO__MAX_REQUEST_BYTES", "2000")]) {
        is_413_each_time(&mut client(&stack, "42"));
    }
}

fn is_413_each_time(client: &mut RawClient) {
    for size in [2000, 10_000, 60_000].repeat(10) {
        let params = json!({"nonce": "n", "payload": "x".repeat(size)});
        let reply = client.call("test.signed", &params).unwrap();
        let expected = json!({"code": 413, "message": "request is larger than 2000 bytes"});
        assert_eq!(reply, expected, "{size}");
    }
    assert_eq!(code(client, "test.nothing", &json!(null)), 0);
}

/// Over HTTP the server has to be told how long Centrifugo waits, over gRPC each call says it.
#[test]
fn our_408_comes_before_centrifugos_own_error() {
    let [mut http, grpc] = over_both("patience", Some("1s"), &[]);
    // As the file says it: longer.
    assert_eq!(slow_call(&http)["code"], 100);
    restart_with(&mut http, &[("CENTRIFUGO__PROXY_TIMEOUT", "1s")]);
    let expected = json!({"code": 408, "message": "deadline exceeded"});
    assert_eq!(slow_call(&http), expected);
    assert_eq!(slow_call(&grpc), expected);
}

/// A call of a method that takes longer than Centrifugo's patience.
fn slow_call(stack: &Stack) -> Value {
    let mut client = client(stack, "42");
    let reply = client.call("test.slow", &json!({"ms": 5000})).unwrap();
    assert_eq!(code(&mut client, "test.nothing", &json!(null)), 0);
    reply
}

#[test]
fn an_overloaded_server_says_so_and_recovers() {
    for stack in over_both(
        "overload",
        None,
        &[("CENTRIFUGO__MAX_CONCURRENT_CALLS", "2")],
    ) {
        says_so_and_recovers(&stack);
    }
}

fn says_so_and_recovers(stack: &Stack) {
    // One that its caller waits for, and one that runs by itself.
    let mut waiting = client(stack, "42");
    let slow = waiting.start("test.slow", &json!({"ms": 4000})).unwrap();
    let mut other = client(stack, "43");
    let work = json!({"key": "a", "ms": 4000});
    assert_eq!(code(&mut other, "test.note", &work), 0);
    let began = Instant::now();
    while code(&mut other, "test.nothing", &json!(null)) != 503 {
        assert!(began.elapsed() < Duration::from_secs(3), "not refused");
    }
    let refused = other.call("test.signed", &json!({"nonce": "n"})).unwrap();
    let expected = json!({"code": 503, "message": "overloaded", "temporary": true});
    assert_eq!(refused, expected);
    let ended = loop {
        let replies = waiting.replies().unwrap();
        if let Some(reply) = replies.into_iter().find(|reply| reply["id"] == slow) {
            break reply;
        }
    };
    assert_eq!(ended["rpc"]["data"], 4000, "{ended}");
    let began = Instant::now();
    while code(&mut other, "test.nothing", &json!(null)) == 503 {
        assert!(began.elapsed() < Duration::from_secs(10), "not recovered");
    }
    assert!(
        stack
            .server
            .log()
            .contains("overloaded: as many handlers run")
    );
}

#[test]
fn a_caller_that_goes_away_takes_its_call_with_it() {
    for stack in over_both("away", None, &[]) {
        takes_its_call_with_it(&stack);
    }
}

fn takes_its_call_with_it(stack: &Stack) {
    let mut caller = client(stack, "42");
    let work = json!({"key": "a", "ms": 15_000});
    caller.start("test.guarded", &work).unwrap();
    // Until the server has it.
    std::thread::sleep(Duration::from_millis(500));
    let mut other = client(stack, "43");
    let done = other.call("test.done", &json!("a")).unwrap();
    assert_eq!(done["data"], json!([]));
    drop(caller);
    let began = Instant::now();
    while other.call("test.done", &json!("a")).unwrap()["data"] == json!([]) {
        assert!(began.elapsed() < Duration::from_secs(10), "it runs on");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_user_has_one_rate_over_all_connections() {
    let stack = stack_with("rate", &[("CALLS_PER_MINUTE", "5")]);
    let (mut first, mut second) = (client(&stack, "42"), client(&stack, "42"));
    for _ in 0..2 {
        assert_eq!(code(&mut first, "test.nothing", &json!(null)), 0);
        assert_eq!(code(&mut second, "test.count", &json!(null)), 0);
    }
    assert_eq!(code(&mut second, "test.whoami", &json!(null)), 0);
    let refused = first.call("test.nothing", &json!(null)).unwrap();
    assert_eq!(
        (&refused["code"], &refused["temporary"]),
        (&json!(429), &json!(true))
    );
    assert!(
        refused["message"]
            .as_str()
            .unwrap()
            .starts_with("too many calls, wait ")
    );
    assert_eq!(
        code(&mut client(&stack, "43"), "test.nothing", &json!(null)),
        0
    );
    // Anonymous connections have a rate each.
    let (mut third, mut fourth) = (client(&stack, ""), client(&stack, ""));
    for expected in [0, 0, 0, 0, 0, 429] {
        assert_eq!(code(&mut third, "test.whoami", &json!(null)), expected);
    }
    assert_eq!(code(&mut fourth, "test.whoami", &json!(null)), 0);
}

/// Centrifugo would close the connection, and say nothing of why.
#[test]
fn a_result_that_is_too_large_fails_alone() {
    for stack in over_both("letters", None, &[]) {
        let mut client = client(&stack, "42");
        let mut answer = |count: u32| client.call("test.letters", &json!(count)).unwrap();
        assert_eq!(answer(1_000_000)["data"].as_str().unwrap().len(), 1_000_000);
        for count in [1_048_576, 3_000_000, 5_000_000] {
            let expected = json!({"code": 500, "message": "internal error"});
            assert_eq!(answer(count), expected, "{count}");
        }
        assert_eq!(answer(1)["data"], "x");
        let log = stack.server.log();
        assert!(log.contains("the result has 3000002 bytes"), "{log}");
    }
}

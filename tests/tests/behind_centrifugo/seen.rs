//! What operators see, and what nobody sees.

use std::time::{Duration, Instant};

use centrifugo_tests::stack::Stack;
use centrifugo_tests::{http, port};
use serde_json::json;

use crate::{client, client_with, over_both, stack, stack_with};

#[test]
fn metrics_tell_of_each_call() {
    let address = format!("127.0.0.1:{}", port::free());
    let stack = stack_with("metrics", &[("CENTRIFUGO__METRICS_ADDRESS", &address)]);
    let mut client = client(&stack, "42");
    for (method, params) in [
        ("test.nothing", json!(null)),
        ("test.nothing", json!(null)),
        ("test.fail", json!({"kind": "declared"})),
        ("test.fail", json!({"kind": "panic"})),
        ("test.what", json!(null)),
        ("test.add_one", json!("one")),
    ] {
        client.call(method, &params).unwrap();
    }
    client
        .start("test.guarded", &json!({"key": "a", "ms": 15_000}))
        .unwrap();
    assert_eq!(stack.server.status(&[]).unwrap(), 401);
    let metrics = || http::get(&format!("http://{address}/metrics")).unwrap().1;
    let began = Instant::now();
    while !metrics().contains(r#"centrifugo_rpc_in_flight{method="test.guarded"} 1"#) {
        assert!(began.elapsed() < Duration::from_secs(5), "{}", metrics());
    }
    drop(client);
    let cancelled = r#"centrifugo_rpc_errors_total{method="test.guarded",code="cancelled"} 1"#;
    while !metrics().contains(cancelled) {
        assert!(began.elapsed() < Duration::from_secs(10), "{}", metrics());
    }
    let text = metrics();
    for line in [
        r#"centrifugo_rpc_calls_total{method="test.nothing"} 2"#,
        r#"centrifugo_rpc_duration_seconds_count{method="test.nothing"} 2"#,
        r#"centrifugo_rpc_errors_total{method="test.fail",code="1001"} 1"#,
        r#"centrifugo_rpc_errors_total{method="test.fail",code="500"} 1"#,
        r#"centrifugo_rpc_errors_total{method="unknown",code="404"} 1"#,
        r#"centrifugo_rpc_errors_total{method="test.add_one",code="422"} 1"#,
        r#"centrifugo_rpc_in_flight{method="test.guarded"} 0"#,
        "centrifugo_rpc_untrusted_total 1",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
    let on_the_proxys_port = stack
        .server
        .endpoint()
        .replace("/centrifugo/rpc/", "/metrics");
    assert_eq!(http::get(&on_the_proxys_port).unwrap().0, 404);
}

#[test]
fn a_connections_trace_is_on_its_calls_and_no_secret_in_any_line() {
    let settings = [("RUST_LOG", "trace"), ("CENTRIFUGO__LOG_LEVEL", "DEBUG")];
    for mut stack in over_both("log", None, &settings) {
        no_secret_in_any_line(&mut stack);
    }
}

fn no_secret_in_any_line(stack: &mut Stack) {
    stack.centrifugo.set(
        "CENTRIFUGO_RPC_PROXY_HTTP_HEADERS",
        "Cookie Authorization Traceparent",
    );
    stack.centrifugo.restart().unwrap();
    let trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    let parent = format!("00-{trace}-00f067aa0ba902b7-01");
    let headers = [
        ("traceparent", parent.as_str()),
        ("cookie", "session=hunter-cookie"),
        ("authorization", "Bearer hunter-token"),
    ];
    let mut client = client_with(stack, "42", &headers);
    for (method, params) in [
        ("test.signed#0190-ab", json!({"nonce": "hunter-nonce"})),
        ("test.signed", json!({"nonce": ["hunter-wrong"]})),
        ("test.note", json!({"key": "hunter-key", "fail": true})),
        ("test.hunter-method", json!("hunter-params")),
        ("test.fail", json!({"kind": "declared_fields"})),
        ("test.sleep", json!({"ms": 60_000, "more": "hunter-more"})),
    ] {
        client.call(method, &params).unwrap();
    }
    let log = stack.server.log();
    let line = log
        .lines()
        .find(|line| line.contains("0190-ab") && line.contains("duration_us"));
    let line = line.unwrap_or_else(|| panic!("no line of the call: {log}"));
    for part in [
        "rpc.method=\"test.signed\"",
        "user.id=\"42\"",
        &format!("trace_id={trace}"),
        "code=0",
    ] {
        assert!(line.contains(part), "no {part} in {line}");
    }
    assert!(log.contains("DEBUG") && log.contains("code=408"), "{log}");
    let secrets = [
        "hunter",
        &stack.proxy_secret,
        &stack.proxy_secret.to_uppercase(),
    ];
    for secret in secrets {
        assert_eq!(log.lines().find(|line| line.contains(secret)), None);
    }
}

#[test]
fn a_server_that_is_told_to_stop_serves_until_its_peers_know() {
    let mut stack = stack_with("stop", &[("CENTRIFUGO__SHUTDOWN_DELAY", "4s")]);
    let mut client = client(&stack, "42");
    let base = stack.server.endpoint().replace("/centrifugo/rpc/", "");
    let status = |path: &str| {
        http::get(&format!("{base}{path}"))
            .map(|answer| answer.0)
            .ok()
    };
    assert_eq!(status("/health/ready"), Some(200));
    let slow = client.start("test.slow", &json!({"ms": 7000})).unwrap();
    std::thread::sleep(Duration::from_millis(300));
    stack.server.process().unwrap().signal("TERM").unwrap();
    let began = Instant::now();
    while status("/health/ready") != Some(503) {
        assert!(began.elapsed() < Duration::from_secs(3), "still ready");
    }
    assert_eq!(status("/health/live"), Some(200));
    let mut other = crate::client(&stack, "43");
    let reply = other.call("test.signed", &json!({"nonce": "n"})).unwrap();
    assert_eq!(reply["data"]["user"], "43", "{reply}");
    // What runs longer than that comes to its end, too.
    let ended = loop {
        let replies = client.replies().unwrap();
        if let Some(reply) = replies.into_iter().find(|reply| reply["id"] == slow) {
            break reply;
        }
    };
    assert_eq!(ended["rpc"]["data"], 7000, "{ended}");
    let process = stack.server.process().unwrap();
    loop {
        if let Some(status) = process.exited().unwrap() {
            assert!(status.success(), "{status}");
            break;
        }
        assert!(began.elapsed() < Duration::from_secs(30), "it runs on");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn calls_and_their_refusals_have_a_line_each() {
    let stack = stack("lines");
    let mut client = client(&stack, "42");
    client.call("test.nothing#call-1", &json!(null)).unwrap();
    client
        .call("test.fail#call-2", &json!({"kind": "forbidden"}))
        .unwrap();
    let log = stack.server.log();
    for (id, code) in [("call-1", "code=0"), ("call-2", "code=403")] {
        let lines: Vec<_> = log.lines().filter(|line| line.contains(id)).collect();
        assert!(lines.len() == 1 && lines[0].contains(code), "{lines:?}");
    }
}

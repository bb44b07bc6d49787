//! Each way in which Centrifugo can hand over calls, for each kind of client.

#![expect(clippy::unwrap_used, reason = "a test fails by it")]

use std::time::{Duration, Instant};

use centrifugo_tests::protobuf_client::ProtobufClient;
use centrifugo_tests::raw_client::RawClient;
use centrifugo_tests::stack::Stack;
use centrifugo_tests::{folder, port};
use serde_json::{Value, json};

fn start(name: &str, endpoint: &str, change: impl FnOnce(&mut Value)) -> Stack {
    let folder = folder::empty(&format!("transports-{name}")).unwrap();
    Stack::start_over(endpoint, &folder, change).unwrap()
}

fn http() -> String {
    format!("http://127.0.0.1:{}/centrifugo/rpc/", port::free())
}

fn grpc() -> String {
    format!("grpc://127.0.0.1:{}", port::free())
}

fn set(pointer: &'static str, key: &'static str) -> impl FnOnce(&mut Value) {
    move |config| config.pointer_mut(pointer).unwrap()[key] = json!(true)
}

fn assert_calls(stack: &Stack) {
    let url = stack.centrifugo.url();
    let token = stack.token("42", 600).unwrap();
    let mut json_client = RawClient::connect(&url, &token).unwrap();
    let mut call = |method: &str, params: Value| json_client.call(method, &params).unwrap();
    let echo = json!({"text": "ü\\n\"", "number": i64::MAX});
    assert_eq!(call("test.echo", echo.clone()), json!({"data": echo}));
    assert_eq!(call("test.nothing", json!(null)), json!({"data": null}));
    let failed = call("test.fail", json!({"kind": "declared_fields"}));
    assert_eq!(failed["code"], 1002, "{failed}");
    let fields: Value = serde_json::from_str(failed["message"].as_str().unwrap()).unwrap();
    assert_eq!(fields, json!({"resource": "tasks", "limit": 10}));
    let busy = call("test.fail", json!({"kind": "declared_temporary"}));
    assert_eq!(busy["temporary"], true, "{busy}");
    assert_eq!(call("test.echo", json!(7))["code"], 422);
    assert_eq!(call("test.none", json!(7))["code"], 404);
    assert_eq!(call("test.sleep", json!({"ms": 5000}))["code"], 408);
    let me = call("test.whoami#0190-ab", json!(null));
    assert_eq!(me["data"]["user"], "42");
    assert_eq!(me["data"]["correlation_id"], "0190-ab");

    let mut client = ProtobufClient::connect(&url, &token).unwrap();
    let mut call = |method: &str, params: &[u8]| client.call(method, params).unwrap();
    let text = r#"{"text":"ü","number":-1}"#;
    assert_eq!(call("test.echo", text.as_bytes()).unwrap(), text.as_bytes());
    assert_eq!(call("test.nothing", b"").unwrap(), b"null");
    assert_eq!(
        call("test.fail", br#"{"kind":"forbidden"}"#).unwrap_err().0,
        403
    );
    assert_eq!(call("test.echo", b"{}").unwrap_err().0, 422);
}

#[test]
fn http_with_binary_encoding() {
    let stack = start("binary", &http(), set("/rpc/proxy", "binary_encoding"));
    assert_calls(&stack);
    // What is no JSON gets as far as the server only this way.
    let token = stack.token("42", 600).unwrap();
    let mut client = ProtobufClient::connect(&stack.centrifugo.url(), &token).unwrap();
    let (code, message) = client.call("test.echo", b"\xff\x00").unwrap().unwrap_err();
    assert_eq!(code, 422, "{message}");
    assert!(client.call("test.nothing", b"").unwrap().is_ok());
}

#[test]
fn http_without() {
    assert_calls(&start("http", &http(), |_| {}));
}

#[test]
fn grpc_over_tcp_beside_http() {
    let stack = start("grpc", &grpc(), |_| {});
    assert_calls(&stack);
    // One server, both ways.
    let secret = [("x-centrifugo-proxy-secret", stack.proxy_secret.as_str())];
    assert_eq!(stack.server.status(&secret).unwrap(), 200);
    assert_eq!(stack.server.status(&[]).unwrap(), 401);
}

#[test]
fn grpc_with_binary_encoding_and_compression() {
    let stack = start("grpc-binary", &grpc(), |config| {
        set("/rpc/proxy", "binary_encoding")(config);
        set("/rpc/proxy/grpc", "compression")(config);
    });
    assert_calls(&stack);
}

#[cfg(unix)]
#[test]
fn grpc_over_a_unix_socket() {
    // The path of a socket has room for about a hundred bytes.
    let sockets = tempfile::tempdir().unwrap();
    let endpoint = format!("unix://{}/grpc.sock", sockets.path().display());
    let mut stack = start("unix", &endpoint, |_| {});
    assert_calls(&stack);
    // Killed, it leaves the socket's file behind.
    stack.server.restart().unwrap();
    assert_calls(&stack);
}

#[test]
fn grpc_without_the_secret_is_an_internal_error_to_clients() {
    let stack = start("grpc-secret", &grpc(), |config| {
        let metadata = &mut config["rpc"]["proxy"]["grpc"]["static_metadata"];
        let secret = metadata["x-centrifugo-proxy-secret"].as_str().unwrap();
        metadata["x-centrifugo-proxy-secret"] = json!(format!("{secret}0"));
    });
    let token = stack.token("42", 600).unwrap();
    let mut client = RawClient::connect(&stack.centrifugo.url(), &token).unwrap();
    let refused = client.call("test.nothing", &json!(null)).unwrap();
    assert_eq!(refused["code"], 100, "{refused}");
    assert!(stack.centrifugo.log().contains("Unauthenticated"));
}

#[test]
fn grpc_survives_many_clients_that_go_at_once() {
    let stack = start("burst", &grpc(), |_| {});
    let url = stack.centrifugo.url();
    let token = stack.token("42", 600).unwrap();
    let mut innocent = RawClient::connect(&url, &token).unwrap();
    let began = Instant::now();
    for _ in 0..5 {
        let mut clients: Vec<_> = (0..40)
            .map(|_| RawClient::connect(&url, &token).unwrap())
            .collect();
        for client in &mut clients {
            for _ in 0..50 {
                client.start("test.sleep", &json!({"ms": 450})).unwrap();
            }
        }
        let waiting = innocent.start("test.sleep", &json!({"ms": 200})).unwrap();
        // Until Centrifugo has handed them over.
        std::thread::sleep(Duration::from_millis(100));
        drop(clients);
        let answer = innocent.answer(waiting).unwrap();
        assert_eq!(answer, json!({"data": 200}), "{:?}", began.elapsed());
    }
    let log = stack.centrifugo.log();
    assert!(!log.contains("too_many_resets"), "{log}");
}

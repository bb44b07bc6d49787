//! Each row of the table of errors, as Centrifugo sees it.

#![allow(clippy::unwrap_used, reason = "a test ends at what it does not expect")]

mod common;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use common::{SECRET, app, call, config, post, request, rpc, send, state};
use serde_json::{Value, json};

fn error(code: u32, message: &str) -> Value {
    json!({"error": {"code": code, "message": message}})
}

#[tokio::test]
async fn a_malformed_request_is_a_400() {
    let nested = format!(
        r#"{{"method":{}1{}}}"#,
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    for body in [
        "",
        "null",
        "[]",
        r#" ["c","websocket","json","json","42","test.whoami"]"#,
        "no json",
        r#"{"method":"test.whoami""#,
        r#"{"method":"test.whoami"} x"#,
        r#"{"method":7}"#,
        r#"{"method":"test.whoami","user":42}"#,
        r#"{"method":"test.whoami","user":"1","user":"2"}"#,
        r#"{"method":"test.whoami","method":"test.whoami"}"#,
        r#"{"method":"test.whoami","encoding":"binary","b64data":"?"}"#,
        &nested,
    ] {
        let reply = post(body.to_owned()).await;
        assert_eq!(reply["error"]["code"], 400, "{:.60}: {reply}", body);
    }
    let invalid_utf8 = post(Body::from(&b"{\"method\":\"\xff\"}"[..])).await;
    assert_eq!(invalid_utf8["error"]["code"], 400);
}

#[tokio::test]
async fn another_content_type_is_a_400() {
    let body = r#"{"method":"test.whoami"}"#;
    for kind in [None, Some("text/plain"), Some("application/json5")] {
        let mut request = request(body);
        request.headers_mut().remove("content-type");
        if let Some(kind) = kind {
            request
                .headers_mut()
                .insert("content-type", kind.parse().unwrap());
        }
        let (status, reply) = send(app(), request).await;
        assert_eq!(
            (status, &reply["error"]["code"]),
            (StatusCode::OK, &json!(400)),
            "{kind:?}"
        );
    }
    let mut request = request(body);
    let kind = "Application/JSON; charset=utf-8".parse().unwrap();
    request.headers_mut().insert("content-type", kind);
    assert!(send(app(), request).await.1["result"].is_object());
}

#[tokio::test]
async fn a_large_request_is_a_413_with_and_without_a_length() {
    let config = config().max_request_bytes(100).build().unwrap();
    let app = centrifugo_runtime::router(&config, rpc::dispatcher(state())).unwrap();
    let body = json!({"method": "test.whoami", "data": "x".repeat(100)}).to_string();
    let with_length = {
        let mut request = request(body.clone());
        request
            .headers_mut()
            .insert("content-length", body.len().into());
        request
    };
    let chunks: Vec<Result<_, std::io::Error>> = body
        .as_bytes()
        .chunks(10)
        .map(|chunk| Ok(chunk.to_vec()))
        .collect();
    let chunked = request(Body::from_stream(futures_util::stream::iter(chunks)));
    for request in [with_length, chunked] {
        let (status, reply) = send(app.clone(), request).await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(reply, error(413, "request is larger than 100 bytes"));
    }
}

#[tokio::test]
async fn anonymous_connections_are_let_in_only_where_the_method_says_so() {
    let body = |method: &str| format!(r#"{{"user":"","method":"{method}","data":{{}}}}"#);
    assert_eq!(post(body("test.echo")).await, error(401, "unauthorized"));
    let reply = post(body("test.whoami")).await;
    assert_eq!(reply["result"]["data"]["user"], Value::Null, "{reply}");
}

#[tokio::test]
async fn an_unknown_method_is_a_404() {
    for method in [
        "",
        "test",
        "test.echo2",
        "system.stream_next",
        "#",
        "test.Echo",
    ] {
        assert_eq!(
            call(method, json!({})).await,
            error(404, "method not found"),
            "{method}"
        );
    }
    assert_eq!(post("{}").await, error(404, "method not found"));
}

#[tokio::test]
async fn params_that_do_not_fit_are_a_422_with_path_and_reason() {
    for (method, data, message) in [
        ("test.echo", json!({}), "$: missing field `text`"),
        (
            "test.echo",
            json!(null),
            "$: invalid type: null, expected struct Echo",
        ),
        (
            "test.echo",
            json!({"text": 1}),
            "$.text: invalid type: integer `1`, expected a string",
        ),
        (
            "test.echo",
            json!({"text": "a", "items": [{"name": "b"}, {"name": null}]}),
            "$.items[1].name: invalid type: null, expected a string",
        ),
        (
            "test.sleep",
            json!(-1),
            "$: invalid value: integer `-1`, expected u64",
        ),
        (
            "test.sleep",
            json!(1.0),
            "$: invalid type: floating point `1.0`, expected u64",
        ),
        (
            "test.unit",
            json!(1),
            "$: invalid type: integer `1`, expected unit",
        ),
    ] {
        assert_eq!(call(method, data).await, error(422, message), "{method}");
    }
}

#[tokio::test]
async fn a_422_neither_ends_the_server_nor_repeats_a_long_text() {
    let deep = format!(
        r#"{{"user":"42","method":"test.echo","data":{{"text":{}}}}}"#,
        "[".repeat(50_000) + &"]".repeat(50_000)
    );
    assert_eq!(post(deep).await["error"]["code"], 422);
    let twice = r#"{"user":"42","method":"test.echo","data":{"text":"a","text":"b"}}"#;
    assert_eq!(
        post(twice).await["error"]["message"],
        "$: duplicate field `text`"
    );
    let long = call("test.sleep", json!("x".repeat(100_000))).await;
    assert!(long["error"]["message"].as_str().unwrap().len() < 1000);
}

#[tokio::test]
async fn a_handler_has_until_its_deadline() {
    assert_eq!(
        call("test.sleep", json!(1)).await,
        json!({"result": {"data": 1}})
    );
    assert_eq!(
        call("test.sleep", json!(60_000)).await,
        error(408, "deadline exceeded")
    );
}

#[tokio::test]
async fn our_deadline_comes_before_centrifugos() {
    let timeout = std::time::Duration::from_millis(20);
    let config = config().proxy_timeout(timeout).build().unwrap();
    let app = centrifugo_runtime::router(&config, rpc::dispatcher(state())).unwrap();
    let body = r#"{"user":"42","method":"test.sleep","data":30}"#;
    // The method's own timeout of 50 ms would let it end.
    assert_eq!(
        send(app, request(body)).await.1,
        error(408, "deadline exceeded")
    );
}

#[tokio::test]
async fn no_cause_of_a_500_is_ever_sent() {
    let internal = error(500, "internal error");
    for kind in ["io", "panic", "zero", "centrifugo", "explicit"] {
        assert_eq!(
            call("test.question_mark", json!(kind)).await,
            internal,
            "{kind}"
        );
    }
    assert_eq!(call("test.fail", json!("internal")).await, internal);
    assert_eq!(call("test.unserialisable", json!(null)).await, internal);
}

#[tokio::test]
async fn the_handlers_own_errors_arrive_as_they_are() {
    let kind = |kind: &str| json!(kind);
    assert_eq!(
        call("test.question_mark", kind("forbidden")).await,
        error(403, "not yours")
    );
    assert_eq!(
        call("test.question_mark", kind("busy")).await,
        json!({"error": {"code": 429, "message": "slow down", "temporary": true}})
    );
}

#[tokio::test]
async fn declared_errors_keep_code_fields_and_flag() {
    let fail = |kind: &str| call("test.fail", json!(kind));
    assert_eq!(fail("declared").await, error(1001, "no such task"));
    assert_eq!(
        fail("fields").await,
        error(1002, r#"{"resource":"a\"b","type":3}"#)
    );
    assert_eq!(
        fail("temporary").await,
        json!({"error": {"code": 1003, "message": "again", "temporary": true}})
    );
    assert_eq!(fail("display").await, error(1004, "display of Shown"));
}

#[tokio::test]
async fn declared_errors_keep_their_code_through_the_question_mark() {
    let call = |kind: &str| call("test.question_mark", json!(kind));
    assert_eq!(
        call("task").await,
        error(1002, r#"{"resource":"r","type":1}"#)
    );
    assert_eq!(call("other").await, error(1100, "other"));
}

#[tokio::test]
async fn without_the_secret_there_is_nothing_not_even_an_error() {
    let wrong = "0123456789abcdef0123456789abcdeg";
    for secrets in [
        &[][..],
        &[""],
        &["0"],
        &[wrong],
        &[SECRET, SECRET],
        &[wrong, SECRET],
    ] {
        let mut request =
            Request::post("/centrifugo/rpc/").header("content-type", "application/json");
        for secret in secrets {
            request = request.header("X-Centrifugo-Proxy-Secret", *secret);
        }
        // A body that never comes: the answer does not wait for it.
        let body = Body::from_stream(futures_util::stream::pending::<
            Result<Vec<u8>, std::io::Error>,
        >());
        let (status, reply) = send(app(), request.body(body).unwrap()).await;
        assert_eq!(
            (status, reply),
            (StatusCode::UNAUTHORIZED, Value::Null),
            "{secrets:?}"
        );
    }
}

#[tokio::test]
async fn other_methods_and_paths_are_http_errors() {
    let get = Request::get("/centrifugo/rpc/")
        .body(Body::empty())
        .unwrap();
    assert_eq!(send(app(), get).await.0, StatusCode::METHOD_NOT_ALLOWED);
    let post = Request::post("/").body(Body::empty()).unwrap();
    assert_eq!(send(app(), post).await.0, StatusCode::NOT_FOUND);
}

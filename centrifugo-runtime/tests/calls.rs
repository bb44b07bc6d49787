//! What handlers get, and what comes back where nothing fails.

#![allow(clippy::unwrap_used, reason = "a test ends at what it does not expect")]

mod common;

use axum::http::HeaderMap;
use centrifugo_runtime::codegen::{Dispatcher, Package, Route};
use centrifugo_runtime::{CentrifugoConfig, ConnectionContext, router};
use common::{AppState, Limits, app, call, post, request, rpc, send, state};
use serde_json::{Value, json};

#[tokio::test]
async fn params_go_in_and_the_result_comes_out() {
    let params = json!({"text": "ü\n\"", "items": [{"name": "n"}]});
    assert_eq!(
        call("test.echo", params.clone()).await,
        json!({"result": {"data": params}})
    );
}

#[tokio::test]
async fn absent_params_are_null() {
    for body in [
        r#"{"user":"42","method":"test.unit"}"#,
        r#"{"user":"42","method":"test.unit","data":null}"#,
        r#"{"user":"42","method":"test.unit","encoding":"binary","b64data":""}"#,
    ] {
        assert!(post(body).await.get("result").is_some(), "{body}");
    }
}

#[tokio::test]
async fn a_method_without_params_ignores_data() {
    for data in [json!(null), json!({}), json!([1, {"a": 2}])] {
        assert_eq!(
            call("test.limits", data).await,
            json!({"result": {"data": 7}})
        );
    }
}

#[tokio::test]
async fn what_json_cannot_say_is_null() {
    assert_eq!(
        call("test.nan", Value::Null).await,
        json!({"result": {"data": null}})
    );
}

#[tokio::test]
async fn the_context_says_who_calls() {
    let body = json!({
        "client": "c1", "transport": "sse", "protocol": "json", "encoding": "json", "user": "42",
        "method": "test.whoami#0190-ab", "meta": {"role": "admin"}, "unknown": {"of": "later"},
    });
    let reply = post(body.to_string()).await;
    let expected = json!({
        "user": "42", "client": "c1", "method": "test.whoami", "correlation_id": "0190-ab",
        "transport": "sse", "meta": {"role": "admin"}, "cookie": "a=b", "secret": null,
    });
    assert_eq!(reply["result"]["data"], expected);
}

#[tokio::test]
async fn an_id_that_is_no_id_is_replaced() {
    let reply = call("test.whoami#<script>", Value::Null).await;
    assert_eq!(
        reply["result"]["data"]["correlation_id"]
            .as_str()
            .unwrap()
            .len(),
        36,
        "{reply}"
    );
}

#[tokio::test]
async fn binary_encoding_is_answered_in_kind() {
    // {"text":"a"}
    let body =
        r#"{"user":"42","method":"test.echo","encoding":"binary","b64data":"eyJ0ZXh0IjoiYSJ9"}"#;
    // {"text":"a","items":[]}
    let expected = json!({"result": {"b64data": "eyJ0ZXh0IjoiYSIsIml0ZW1zIjpbXX0="}});
    assert_eq!(post(body).await, expected);
}

#[tokio::test]
async fn the_path_may_lack_its_last_slash() {
    let mut request = request(r#"{"user":"42","method":"test.limits"}"#);
    *request.uri_mut() = "/centrifugo/rpc".parse().unwrap();
    assert_eq!(send(app(), request).await.1, json!({"result": {"data": 7}}));
}

#[tokio::test]
async fn a_call_in_process_is_a_clients_call() {
    let dispatcher = rpc::dispatcher(state());
    let conn = || ConnectionContext::for_user("42");
    let result = dispatcher
        .call(conn(), "test.echo", r#"{"text":"a"}"#)
        .await
        .unwrap();
    assert_eq!(result, r#"{"text":"a","items":[]}"#);
    assert_eq!(
        dispatcher.call(conn(), "test.limits", "").await.unwrap(),
        "7"
    );

    let error = dispatcher
        .call(conn(), "test.nothing", "")
        .await
        .unwrap_err();
    assert_eq!(error.code(), 404);
    let error = dispatcher
        .call(ConnectionContext::anonymous(), "test.limits", "")
        .await
        .unwrap_err();
    assert_eq!(error.code(), 401);
    let error = dispatcher
        .call(conn(), "test.question_mark", r#""panic""#)
        .await
        .unwrap_err();
    assert_eq!((error.code(), error.message()), (500, "internal error"));

    let mut headers = HeaderMap::new();
    headers.insert("cookie", "c=d".parse().unwrap());
    let conn = conn()
        .with_meta(r#"{"role":"admin"}"#)
        .with_headers(headers);
    let id = conn.correlation_id().to_owned();
    let who: Value =
        serde_json::from_slice(&dispatcher.call(conn, "test.whoami", "").await.unwrap()).unwrap();
    assert_eq!(
        (&who["meta"]["role"], &who["cookie"]),
        (&json!("admin"), &json!("c=d"))
    );
    assert_eq!(who["correlation_id"], id);
}

#[tokio::test]
async fn a_clients_id_counts_in_process_too() {
    let dispatcher = rpc::dispatcher(state());
    let conn = ConnectionContext::for_user("42");
    let who = dispatcher
        .call(conn, "test.whoami#abc-1", "")
        .await
        .unwrap();
    let who: Value = serde_json::from_slice(&who).unwrap();
    assert_eq!(
        (&who["method"], &who["correlation_id"]),
        (&json!("test.whoami"), &json!("abc-1"))
    );
}

#[test]
fn merging_refuses_methods_that_both_have() {
    fn other(_: &str) -> Option<Route<()>> {
        None
    }
    let ours = || rpc::dispatcher(state());
    let package = |methods| Package {
        name: "other",
        version: "0.1.0",
        api_version: "4567",
        methods,
        manifest: None,
    };
    let both = ours()
        .merge(Dispatcher::new((), package(&["other.a"]), other))
        .unwrap();
    assert_eq!(both.methods().count(), rpc::METHODS.len() + 1);
    assert_eq!(both.api_versions().collect::<Vec<_>>(), ["0123", "4567"]);

    let names = &["other.a", "test.echo", "test.whoami"];
    let error = ours()
        .merge(Dispatcher::new((), package(names), other))
        .unwrap_err();
    assert_eq!(error.names(), ["test.echo", "test.whoami"]);
    assert_eq!(
        error.to_string(),
        "both dispatchers have `test.echo`, `test.whoami`"
    );
}

#[tokio::test]
async fn merged_dispatchers_have_their_own_state() {
    fn other(method: &str) -> Option<Route<u8>> {
        use centrifugo_runtime::codegen;
        (method == "other.state").then_some(Route {
            name: "other.state",
            options: codegen::Options::new(),
            call: |call| {
                codegen::without_params(
                    call,
                    |_conn, state| {
                        let state = *state;
                        async move { state }
                    },
                    codegen::infallible,
                )
            },
        })
    }
    let state = AppState {
        limits: Limits { per_user: 9 },
    };
    let package = Package {
        methods: &["other.state"],
        manifest: None,
        ..rpc::PACKAGE
    };
    let both = rpc::dispatcher(state)
        .merge(Dispatcher::new(5, package, other))
        .unwrap();
    for (method, expected) in [("test.limits", "9"), ("other.state", "5")] {
        assert_eq!(
            both.call(ConnectionContext::for_user("1"), method, "")
                .await
                .unwrap(),
            expected
        );
    }
}

#[test]
fn a_router_needs_the_secret_unless_insecure() {
    let dispatcher = || rpc::dispatcher(state());
    let config = CentrifugoConfig::builder().build().unwrap();
    let error = router(&config, dispatcher()).unwrap_err();
    assert_eq!(error.faults()[0].variable(), "CENTRIFUGO__PROXY_SECRET");
    let config = CentrifugoConfig::builder().insecure(true).build().unwrap();
    assert!(router(&config, dispatcher()).is_ok());
}

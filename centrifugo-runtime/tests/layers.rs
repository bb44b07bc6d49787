//! Tower layers around methods: the rate limit, and those of others.

#![allow(clippy::unwrap_used, reason = "a test ends at what it does not expect")]

mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use centrifugo_runtime::codegen::{self, Dispatcher, Package, Route};
use centrifugo_runtime::{CallError, CallRequest, ConnectionContext, RateLimit, RpcError, router};
use common::{config, request, rpc, send, state};
use serde_json::{Value, json};
use tower::ServiceBuilder;
use tower::layer::layer_fn;

fn dispatcher() -> Dispatcher {
    rpc::dispatcher(state())
}

async fn code(dispatcher: &Dispatcher, conn: &ConnectionContext, method: &str) -> u32 {
    let reply = dispatcher
        .call(conn.clone(), method, r#"{"text":"a"}"#)
        .await;
    reply.err().map_or(0, |error| error.code())
}

#[tokio::test]
async fn a_user_has_one_rate_and_others_have_theirs() {
    let limited = dispatcher().layer(RateLimit::per_minute(3));
    let user = |id: &str| ConnectionContext::for_user(id);
    // Over all of the user's connections and methods.
    for method in ["test.limits", "test.echo", "test.limits"] {
        assert_eq!(code(&limited, &user("1"), method).await, 0);
    }
    assert_eq!(code(&limited, &user("1"), "test.limits").await, 429);
    assert_eq!(code(&limited, &user("1"), "test.whoami").await, 429);
    assert_eq!(code(&limited, &user("2"), "test.limits").await, 0);
    // Two anonymous calls from one connection in this process have one id.
    let anonymous = ConnectionContext::anonymous();
    for expected in [0, 0, 0, 429] {
        assert_eq!(code(&limited, &anonymous, "test.whoami").await, expected);
    }
    // A user called as the connection is another caller.
    assert_eq!(code(&limited, &user("in-process"), "test.whoami").await, 0);
}

#[tokio::test]
async fn a_refusal_is_a_reply_that_says_how_long_to_wait() {
    let limited = dispatcher().layer(RateLimit::per_second(1));
    let app = router(&config().build().unwrap(), limited.clone()).unwrap();
    let call = || request(r#"{"client":"c1","user":"42","method":"test.limits"}"#);
    let (_, first) = send(app.clone(), call()).await;
    assert_eq!(first, json!({"result": {"data": 7}}));
    let (status, second) = send(app.clone(), call()).await;
    assert_eq!(status, 200);
    let error = &second["error"];
    assert_eq!(
        (&error["code"], &error["temporary"]),
        (&json!(429), &json!(true))
    );
    let message = error["message"].as_str().unwrap();
    let wait = message.strip_prefix("too many calls, wait ").unwrap();
    let millis: u64 = wait.strip_suffix(" ms").unwrap().parse().unwrap();
    assert!((1..=1000).contains(&millis), "{message}");
    tokio::time::sleep(Duration::from_millis(millis + 20)).await;
    assert_eq!(send(app, call()).await.1, first);
    let text = limited.metrics().encode();
    let line = r#"centrifugo_rpc_errors_total{method="test.limits",code="429"} 1"#;
    assert!(text.contains(line), "{text}");
}

#[tokio::test]
async fn a_method_has_a_rate_of_its_own() {
    let limit = RateLimit::per_minute(100).method("test.echo", RateLimit::per_minute(1));
    let limited = dispatcher().layer(limit);
    let user = ConnectionContext::for_user("1");
    assert_eq!(code(&limited, &user, "test.echo").await, 0);
    assert_eq!(code(&limited, &user, "test.echo").await, 429);
    assert_eq!(code(&limited, &user, "test.limits").await, 0);
}

#[tokio::test]
async fn a_flood_of_callers_does_not_fill_the_memory_nor_displace_users() {
    let limited = dispatcher().layer(RateLimit::per_minute(1).max_callers(10));
    let user = ConnectionContext::for_user("1");
    assert_eq!(code(&limited, &user, "test.limits").await, 0);
    let app = router(&config().build().unwrap(), limited.clone()).unwrap();
    for client in 0..200 {
        let body = json!({"client": client.to_string(), "user": "", "method": "test.whoami"});
        let (_, reply) = send(app.clone(), request(body.to_string())).await;
        assert!(reply.get("result").is_some(), "{reply}");
    }
    assert_eq!(code(&limited, &user, "test.limits").await, 429);
}

#[tokio::test]
async fn what_is_refused_is_not_read_and_does_not_run() {
    let limited = dispatcher().layer(RateLimit::per_minute(1));
    let user = ConnectionContext::for_user("1");
    // Neither a call that is refused at the door, nor one of no method, is a call of the user's rate.
    assert_eq!(
        code(&limited, &ConnectionContext::anonymous(), "test.limits").await,
        401
    );
    assert_eq!(code(&limited, &user, "test.none").await, 404);
    // One with wrong params is.
    let wrong = limited.call(user.clone(), "test.echo", "7").await;
    assert_eq!(wrong.unwrap_err().code(), 422);
    let wrong = limited.call(user, "test.echo", "7").await;
    assert_eq!(wrong.unwrap_err().code(), 429);
}

#[tokio::test]
async fn merged_methods_keep_their_layers_and_one_limit_counts_for_all() {
    fn other(method: &str) -> Option<Route<()>> {
        (method == "other.a").then_some(Route {
            name: "other.a",
            options: codegen::Options::new(),
            call: |call| codegen::without_params(call, |_, ()| async { 1 }, codegen::infallible),
        })
    }
    let package = Package {
        methods: &["other.a"],
        manifest: None,
        ..rpc::PACKAGE
    };
    let others = || Dispatcher::new((), package, other);
    let user = ConnectionContext::for_user("1");

    let both = dispatcher()
        .merge(others())
        .unwrap()
        .layer(RateLimit::per_minute(1));
    assert_eq!(code(&both, &user, "other.a").await, 0);
    assert_eq!(code(&both, &user, "test.limits").await, 429);

    let one = dispatcher()
        .layer(RateLimit::per_minute(1))
        .merge(others())
        .unwrap();
    for (method, expected) in [
        ("test.limits", 0),
        ("test.limits", 429),
        ("other.a", 0),
        ("other.a", 0),
    ] {
        assert_eq!(code(&one, &user, method).await, expected, "{method}");
    }
}

#[tokio::test]
async fn layers_of_others_see_calls_and_end_them() {
    let seen = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&seen);
    let count = layer_fn(move |inner| {
        let counter = Arc::clone(&counter);
        ServiceBuilder::new()
            .map_request(move |call: CallRequest| {
                counter.fetch_add(call.params().len(), Ordering::SeqCst);
                call
            })
            .service(inner)
    });
    let beta = ServiceBuilder::new().filter(|call: CallRequest| {
        let conn = call.conn();
        match (conn.method(), conn.header("x-beta")) {
            ("test.echo", None) => Err(CallError(RpcError::new(403, "not yet"))),
            _ => Ok(call),
        }
    });
    let app = dispatcher()
        .layer(count)
        .layer(beta)
        .layer(ServiceBuilder::new().timeout(Duration::from_millis(20)));
    let user = ConnectionContext::for_user("1");
    assert_eq!(code(&app, &user, "test.echo").await, 403);
    assert_eq!(seen.load(Ordering::SeqCst), 0, "the later layer is outside");
    assert_eq!(code(&app, &user, "test.limits").await, 0);
    assert_eq!(seen.load(Ordering::SeqCst), r#"{"text":"a"}"#.len());
    // Tower's own timeout knows no code.
    let late = app
        .call(user.clone(), "test.sleep", "40")
        .await
        .unwrap_err();
    assert_eq!((late.code(), late.message()), (500, "internal error"));
    let panic = app.call(user, "test.question_mark", r#""panic""#).await;
    assert_eq!(panic.unwrap_err().code(), 500);
}

#[tokio::test]
async fn a_layer_that_hangs_or_panics_ends_as_a_handler_does() {
    let slow = layer_fn(|inner| {
        ServiceBuilder::new()
            .filter_async(|call: CallRequest| async move {
                match call.conn().user_id() {
                    Some("slow") => tokio::time::sleep(Duration::from_secs(60)).await,
                    Some("panic") => panic!("hunter2"),
                    _ => {}
                }
                Ok::<_, CallError>(call)
            })
            .service(inner)
    });
    let app = dispatcher().layer(slow);
    for (user, expected) in [("slow", 408), ("panic", 500), ("1", 0)] {
        // It has a timeout of its own.
        let reply = app
            .call(ConnectionContext::for_user(user), "test.sleep", "0")
            .await;
        assert_eq!(
            reply.err().map_or(0, |error| error.code()),
            expected,
            "{user}"
        );
    }
    let text = app.metrics().encode();
    for line in [
        r#"centrifugo_rpc_errors_total{method="test.sleep",code="408"} 1"#,
        r#"centrifugo_rpc_errors_total{method="test.sleep",code="500"} 1"#,
        r#"centrifugo_rpc_in_flight{method="test.sleep"} 0"#,
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
}

#[tokio::test]
async fn the_context_is_the_same_within_layers() {
    let app = dispatcher().layer(RateLimit::per_minute(9));
    let app = router(&config().build().unwrap(), app).unwrap();
    let body =
        json!({"client": "c1", "user": "42", "method": "test.whoami#id-7", "meta": {"a": 1}});
    let (_, reply) = send(app, request(body.to_string())).await;
    let who = &reply["result"]["data"];
    assert_eq!(
        (&who["user"], &who["correlation_id"]),
        (&json!("42"), &json!("id-7"))
    );
    assert_eq!(
        (&who["meta"]["a"], &who["secret"]),
        (&json!(1), &Value::Null)
    );
}

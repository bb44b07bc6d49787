//! What happens where there is too much: calls, bytes, depth.

#![allow(clippy::unwrap_used, reason = "a test ends at what it does not expect")]

mod common;

use std::time::{Duration, Instant};

use axum::Router;
use centrifugo_runtime::codegen::{self, Dispatcher, Package, Route};
use centrifugo_runtime::router;
use common::{config, request, rpc, send};
use serde_json::{Value, json};

/// `slow` and `slow.no_wait` take half a second, `quick` takes none.
fn dispatcher() -> Dispatcher {
    fn route(method: &str) -> Option<Route<()>> {
        let options = codegen::Options::new();
        let (name, options, ms) = match method {
            "slow" => ("slow", options, 500),
            "slow.no_wait" => ("slow.no_wait", options.no_wait(), 500),
            "slow.spawned" => ("slow.spawned", options.spawned(), 500),
            "quick" => ("quick", options.anonymous(), 0),
            _ => return None,
        };
        let call: fn(codegen::Call<'_, ()>) -> codegen::Started = match ms {
            0 => |call| codegen::without_params(call, |_, ()| async {}, codegen::infallible),
            _ => |call| {
                codegen::without_params(
                    call,
                    |_, ()| tokio::time::sleep(Duration::from_millis(500)),
                    codegen::infallible,
                )
            },
        };
        Some(Route {
            name,
            options,
            call,
        })
    }
    let package = Package {
        methods: &["quick", "slow", "slow.no_wait", "slow.spawned"],
        manifest: None,
        ..rpc::PACKAGE
    };
    Dispatcher::new((), package, route)
}

async fn call(app: &Router, method: &str) -> Value {
    let body = json!({"client": "c1", "user": "42", "method": method});
    let (status, reply) = send(app.clone(), request(body.to_string())).await;
    assert_eq!(status, 200);
    reply
}

#[tokio::test]
async fn more_calls_than_may_run_are_refused_for_now() {
    for method in ["slow", "slow.no_wait", "slow.spawned"] {
        let config = config().max_concurrent_calls(2).build().unwrap();
        let dispatcher = dispatcher();
        let app = router(&config, dispatcher.clone()).unwrap();
        let running: Vec<_> = (0..2)
            .map(|_| {
                let app = app.clone();
                tokio::spawn(async move { call(&app, method).await })
            })
            .collect();
        let began = Instant::now();
        loop {
            let reply = call(&app, "quick").await;
            if reply.get("error").is_some() {
                let expected = json!({"code": 503, "message": "overloaded", "temporary": true});
                assert_eq!(reply["error"], expected);
                break;
            }
            assert!(began.elapsed() < Duration::from_millis(400), "{method}");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        for call in running {
            assert!(call.await.unwrap().get("result").is_some(), "{method}");
        }
        dispatcher.drain().await;
        assert!(
            call(&app, "quick").await.get("result").is_some(),
            "{method}"
        );
    }
}

#[tokio::test]
async fn a_caller_that_goes_away_leaves_its_place() {
    let config = config().max_concurrent_calls(1).build().unwrap();
    let app = router(&config, dispatcher()).unwrap();
    let other = app.clone();
    let running = tokio::spawn(async move { call(&other, "slow").await });
    while call(&app, "quick").await.get("error").is_none() {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    running.abort();
    let _ = running.await;
    assert!(call(&app, "quick").await.get("result").is_some());
}

//! Handlers that run by themselves: `no_wait` and `spawned`.

#![allow(clippy::unwrap_used, reason = "a test ends at what it does not expect")]

mod common;

use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use centrifugo_runtime::codegen::{self, Dispatcher, Options, Package, Route};
use centrifugo_runtime::{CentrifugoConfig, ConnectionContext, RpcError, router, serve_listener};
use common::{request, rpc, send};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tracing::instrument::WithSubscriber as _;

/// How handlers ended.
#[derive(Clone, Default)]
struct Ends(Arc<Counts>);

#[derive(Default)]
struct Counts {
    started: AtomicUsize,
    finished: AtomicUsize,
    dropped: AtomicUsize,
}

struct Guard(Ends);

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.0.dropped.fetch_add(1, Ordering::SeqCst);
    }
}

impl Ends {
    /// Started, come to their end, gone.
    fn counts(&self) -> (usize, usize, usize) {
        let Counts {
            started,
            finished,
            dropped,
        } = &*self.0;
        let [started, finished, dropped] =
            [started, finished, dropped].map(|count| count.load(Ordering::SeqCst));
        (started, finished, dropped)
    }

    async fn until(&self, counts: (usize, usize, usize)) {
        let began = Instant::now();
        while self.counts() != counts {
            assert!(
                began.elapsed() < Duration::from_secs(10),
                "{:?}",
                self.counts()
            );
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }
}

/// Waits, then ends as it is told.
async fn work(ends: Ends, (ms, how): (u64, String)) -> Result<(), RpcError> {
    let guard = Guard(ends);
    guard.0.0.started.fetch_add(1, Ordering::SeqCst);
    tokio::time::sleep(Duration::from_millis(ms)).await;
    guard.0.0.finished.fetch_add(1, Ordering::SeqCst);
    match how.as_str() {
        "ok" => Ok(()),
        "forbidden" => Err(RpcError::new(403, "not yours")),
        "io" => Err(io::Error::other("hunter2"))?,
        _ => panic!("hunter2"),
    }
}

fn dispatcher(ends: &Ends) -> Dispatcher {
    fn route(method: &str) -> Option<Route<Ends>> {
        let (name, options) = match method {
            "attached" => ("attached", Options::new()),
            "spawned" => ("spawned", Options::new().spawned()),
            "spawned.short" => ("spawned.short", Options::new().spawned().timeout_ms(50)),
            "no_wait" => ("no_wait", Options::new().no_wait()),
            "no_wait.short" => ("no_wait.short", Options::new().no_wait().timeout_ms(50)),
            _ => return None,
        };
        let call: fn(codegen::Call<'_, Ends>) -> codegen::Started = |call| {
            codegen::with_params(
                call,
                |_conn, ends, params| work(ends.clone(), params),
                codegen::fallible,
            )
        };
        Some(Route {
            name,
            options,
            call,
        })
    }
    let package = Package {
        methods: &[
            "attached",
            "spawned",
            "spawned.short",
            "no_wait",
            "no_wait.short",
        ],
        manifest: None,
        ..rpc::PACKAGE
    };
    Dispatcher::new(ends.clone(), package, route)
}

fn user() -> ConnectionContext {
    ConnectionContext::for_user("42")
}

fn params(ms: u64, how: &str) -> String {
    json!([ms, how]).to_string()
}

#[tokio::test]
async fn a_no_wait_method_replies_before_its_work_is_done() {
    let ends = Ends::default();
    let dispatcher = dispatcher(&ends);
    let reply = dispatcher.call(user(), "no_wait", params(200, "ok")).await;
    assert_eq!(reply.unwrap(), "null");
    assert_eq!(ends.counts().1, 0);
    dispatcher.drain().await;
    assert_eq!(ends.counts(), (1, 1, 1));
    // Again, after a first end.
    dispatcher
        .call(user(), "no_wait", params(20, "ok"))
        .await
        .unwrap();
    dispatcher.drain().await;
    assert_eq!(ends.counts(), (2, 2, 2));
}

#[tokio::test]
async fn what_is_refused_does_not_run() {
    let ends = Ends::default();
    let dispatcher = dispatcher(&ends);
    for method in ["no_wait", "spawned"] {
        let error = dispatcher.call(user(), method, "[1]").await.unwrap_err();
        assert_eq!(error.code(), 422);
        let anonymous = ConnectionContext::anonymous();
        let error = dispatcher.call(anonymous, method, params(0, "ok")).await;
        assert_eq!(error.unwrap_err().code(), 401);
    }
    dispatcher.drain().await;
    assert_eq!(ends.counts(), (0, 0, 0));
}

#[tokio::test]
async fn a_no_wait_handler_has_a_deadline_too() {
    let ends = Ends::default();
    let dispatcher = dispatcher(&ends);
    let reply = dispatcher.call(user(), "no_wait.short", params(60_000, "ok"));
    assert_eq!(reply.await.unwrap(), "null");
    dispatcher.drain().await;
    assert_eq!(ends.counts(), (1, 0, 1));
}

#[tokio::test]
async fn a_spawned_handler_answers_as_any_other() {
    let dispatcher = dispatcher(&Ends::default());
    for (how, expected) in [
        ("ok", None),
        ("forbidden", Some(403)),
        ("io", Some(500)),
        ("panic", Some(500)),
    ] {
        let reply = dispatcher.call(user(), "spawned", params(5, how)).await;
        assert_eq!(reply.err().map(|error| error.code()), expected, "{how}");
    }
    let late = dispatcher.call(user(), "spawned.short", params(60_000, "ok"));
    assert_eq!(late.await.unwrap_err().code(), 408);
}

#[tokio::test]
async fn a_spawned_handler_outlives_its_caller() {
    for (method, expected) in [
        ("attached", (1, 0, 1)),
        ("spawned", (1, 1, 1)),
        ("spawned.short", (1, 0, 1)),
    ] {
        let ends = Ends::default();
        let dispatcher = dispatcher(&ends);
        let call = dispatcher.call(user(), method, params(150, "ok"));
        // As when Centrifugo cancels: the call's future is dropped where it stands.
        assert!(
            tokio::time::timeout(Duration::from_millis(20), call)
                .await
                .is_err()
        );
        ends.until(expected).await;
    }
}

/// As behind a Centrifugo that waits for 200 ms.
fn impatient(ends: &Ends) -> Router {
    let config = CentrifugoConfig::builder()
        .insecure(true)
        .proxy_timeout(Duration::from_millis(200))
        .build()
        .unwrap();
    router(&config, dispatcher(ends)).unwrap()
}

async fn call(app: Router, method: &str, ms: u64) -> Value {
    let body = json!({"user": "42", "method": method, "data": [ms, "ok"]}).to_string();
    send(app, request(body)).await.1
}

#[tokio::test]
async fn a_spawned_handler_has_its_time_where_centrifugo_gives_up() {
    let ends = Ends::default();
    for method in ["attached", "spawned"] {
        assert_eq!(
            call(impatient(&ends), method, 400).await["error"]["code"],
            408
        );
    }
    ends.until((2, 1, 2)).await;
    assert_eq!(
        call(impatient(&ends), "no_wait", 400).await,
        json!({"result": {"data": null}})
    );
    ends.until((3, 2, 3)).await;
}

#[tokio::test]
async fn shutdown_waits_for_what_runs_by_itself() {
    let ends = Ends::default();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let config = CentrifugoConfig::builder().insecure(true).build().unwrap();
    let dispatcher = dispatcher(&ends);
    for method in ["no_wait", "no_wait.short"] {
        let reply = dispatcher.call(user(), method, params(300, "ok"));
        reply.await.unwrap();
    }
    let shutdown = std::future::ready(());
    serve_listener(listener, config, dispatcher, shutdown)
        .await
        .unwrap();
    assert_eq!(ends.counts(), (2, 1, 2));
}

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What a subscriber for nothing but errors is told.
async fn errors_of(method: &str, ms: u64, how: &str) -> String {
    let lines = Lines::default();
    let writer = lines.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_ansi(false)
        .with_max_level(tracing::Level::ERROR)
        .with_writer(move || writer.clone())
        .finish();
    let dispatcher = dispatcher(&Ends::default());
    async {
        let name = format!("{method}#id-1");
        dispatcher
            .call(user(), &name, params(ms, how))
            .await
            .unwrap();
        dispatcher.drain().await;
    }
    .with_subscriber(subscriber)
    .await;
    let bytes = lines.0.lock().unwrap().clone();
    String::from_utf8(bytes).unwrap()
}

#[tokio::test]
async fn what_a_no_wait_handler_fails_with_is_logged_once() {
    for (method, ms, how, said) in [
        ("no_wait", 0, "forbidden", "code=403"),
        ("no_wait", 0, "io", "hunter2"),
        ("no_wait", 0, "panic", "panic: hunter2"),
        ("no_wait.short", 60_000, "ok", "code=408"),
    ] {
        let log = errors_of(method, ms, how).await;
        assert_eq!(log.lines().count(), 1, "{log}");
        for part in [
            "ERROR",
            &format!("method=\"{method}\""),
            "correlation_id=\"id-1\"",
            said,
        ] {
            assert!(log.contains(part), "no {part} in {log}");
        }
    }
    assert_eq!(errors_of("no_wait", 0, "ok").await, "");
}

//! What probes are told.

#![allow(clippy::unwrap_used, reason = "a test ends at what it does not expect")]

mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::Request;
use centrifugo_runtime::codegen::Dispatcher;
use centrifugo_runtime::{CentrifugoConfig, ServeError, health_router, serve_listener};
use common::{rpc, state};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tower::ServiceExt as _;

async fn ask(dispatcher: &Dispatcher, path: &str) -> (u16, String) {
    let request = Request::get(path).body(Body::empty()).unwrap();
    let response = health_router(dispatcher).oneshot(request).await.unwrap();
    let status = response.status().as_u16();
    let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

async fn get(port: u16, path: &str) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut reply = String::new();
    stream.read_to_string(&mut reply).await.unwrap();
    reply
}

#[tokio::test]
async fn a_process_without_checks_is_ready() {
    let dispatcher = rpc::dispatcher(state());
    for (path, said) in [
        ("/health", "ok\n"),
        ("/health/live", "ok\n"),
        ("/health/ready", "ready\n"),
    ] {
        assert_eq!(ask(&dispatcher, path).await, (200, said.to_owned()));
    }
}

#[tokio::test]
async fn a_check_that_fails_is_no_reason_to_restart() {
    let fails = Arc::new(AtomicBool::new(true));
    let asked = Arc::new(AtomicUsize::new(0));
    let (told, count) = (Arc::clone(&fails), Arc::clone(&asked));
    let dispatcher = rpc::dispatcher(state())
        .ready_check(|| std::future::ready(Ok::<_, String>(())))
        .ready_check(move || {
            count.fetch_add(1, Ordering::SeqCst);
            let fails = told.load(Ordering::SeqCst);
            async move {
                if fails {
                    Err("the database hunter2 is away")
                } else {
                    Ok(())
                }
            }
        });
    for _ in 0..20 {
        let answer = ask(&dispatcher, "/health/ready").await;
        assert_eq!(answer, (503, "not ready\n".to_owned()));
    }
    assert_eq!(ask(&dispatcher, "/health/live").await.0, 200);
    assert!(asked.load(Ordering::SeqCst) <= 2, "probes are no load");
    fails.store(false, Ordering::SeqCst);
    tokio::time::sleep(Duration::from_millis(1100)).await;
    assert_eq!(ask(&dispatcher, "/health/ready").await.0, 200);
}

#[tokio::test]
async fn a_check_that_panics_fails_and_a_merged_one_counts() {
    async fn panics() -> Result<(), String> {
        panic!("a bug")
    }
    let other = || {
        Dispatcher::new(
            (),
            centrifugo_runtime::codegen::Package {
                methods: &[],
                manifest: None,
                ..rpc::PACKAGE
            },
            |_: &str| None,
        )
    };
    let dispatcher = rpc::dispatcher(state())
        .merge(other().ready_check(panics))
        .unwrap();
    for _ in 0..2 {
        assert_eq!(ask(&dispatcher, "/health/ready").await.0, 503);
    }
}

#[tokio::test]
async fn while_it_is_told_to_stop_it_is_alive_but_not_ready() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let metrics = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let metrics_address = metrics.local_addr().unwrap();
    drop(metrics);
    let config = CentrifugoConfig::builder()
        .insecure(true)
        .shutdown_delay(Duration::from_millis(600))
        .metrics_address(metrics_address)
        .build()
        .unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let shutdown = async {
        let _ = stopped.await;
    };
    let dispatcher = rpc::dispatcher(state());
    let server = tokio::spawn(serve_listener(listener, config, dispatcher, shutdown));
    assert!(get(port, "/health/ready").await.starts_with("HTTP/1.1 200"));
    let shown = get(metrics_address.port(), "/metrics").await;
    assert!(shown.contains("centrifugo_rpc_calls_total"), "{shown}");
    assert!(get(port, "/metrics").await.starts_with("HTTP/1.1 404"));
    stop.send(()).unwrap();
    tokio::time::sleep(Duration::from_millis(100)).await;
    for port in [port, metrics_address.port()] {
        let ready = get(port, "/health/ready").await;
        assert!(ready.starts_with("HTTP/1.1 503"), "{ready}");
        let live = get(port, "/health/live").await;
        assert!(live.starts_with("HTTP/1.1 200"), "{live}");
    }
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    let body = r#"{"user":"1","method":"test.limits"}"#;
    let head = "POST /centrifugo/rpc/ HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n\
                connection: close\r\n";
    let request = format!("{head}content-length: {}\r\n\r\n{body}", body.len());
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut reply = String::new();
    stream.read_to_string(&mut reply).await.unwrap();
    assert!(reply.ends_with(r#"{"result":{"data":7}}"#), "{reply}");
    server.await.unwrap().unwrap();
    assert!(TcpStream::connect(("127.0.0.1", port)).await.is_err());
}

#[tokio::test]
async fn an_address_for_metrics_that_is_taken_is_said_so() {
    let taken = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let config = CentrifugoConfig::builder()
        .insecure(true)
        .metrics_address(taken.local_addr().unwrap())
        .build()
        .unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let dispatcher = rpc::dispatcher(state());
    let served = serve_listener(listener, config, dispatcher, std::future::pending());
    let error = served.await.unwrap_err();
    assert!(matches!(error, ServeError::Metrics { .. }), "{error}");
    assert!(
        error.to_string().contains("CENTRIFUGO__METRICS_ADDRESS"),
        "{error}"
    );
}

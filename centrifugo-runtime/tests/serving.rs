//! A listening server: health, shutdown that drains, and a caller that goes away.

#![allow(clippy::unwrap_used, reason = "a test ends at what it does not expect")]

mod common;

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use centrifugo_runtime::codegen::{self, Dispatcher, Route};
use centrifugo_runtime::{CentrifugoConfig, ServeError, serve_listener, serve_with_shutdown};
use common::{config, rpc, state};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

struct Server {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    task: JoinHandle<Result<(), ServeError>>,
}

async fn start(dispatcher: Dispatcher) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let config = CentrifugoConfig::builder().insecure(true).build().unwrap();
    let (stop, stopped) = oneshot::channel();
    let shutdown = async {
        let _ = stopped.await;
    };
    Server {
        address,
        stop,
        task: tokio::spawn(serve_listener(listener, config, dispatcher, shutdown)),
    }
}

async fn post(address: SocketAddr, method: &str) -> TcpStream {
    let body = format!(r#"{{"user":"1","method":"{method}"}}"#);
    let head = format!(
        "POST /centrifugo/rpc/ HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n\
         content-length: {}\r\n\r\n",
        body.len()
    );
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream
        .write_all(format!("{head}{body}").as_bytes())
        .await
        .unwrap();
    stream
}

/// Set while the handler runs, and `dropped` when its future is gone.
#[derive(Clone, Default)]
struct Watch {
    started: Arc<AtomicBool>,
    dropped: Arc<AtomicBool>,
}

struct OnDrop(Arc<AtomicBool>);

impl Drop for OnDrop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

fn slow(watch: &Watch, millis: u64) -> Dispatcher {
    fn route(method: &str) -> Option<Route<(Watch, u64)>> {
        (method == "slow").then_some(Route {
            name: "slow",
            options: codegen::Options::new(),
            call: |call| {
                codegen::without_params(
                    call,
                    |_conn, (watch, millis)| {
                        let (watch, millis) = (watch.clone(), *millis);
                        async move {
                            let _guard = OnDrop(watch.dropped);
                            watch.started.store(true, Ordering::SeqCst);
                            tokio::time::sleep(Duration::from_millis(millis)).await;
                            millis
                        }
                    },
                    codegen::infallible,
                )
            },
        })
    }
    let package = codegen::Package {
        methods: &["slow"],
        manifest: None,
        ..rpc::PACKAGE
    };
    Dispatcher::new((watch.clone(), millis), package, route)
}

async fn until(flag: &AtomicBool) {
    let wait = async {
        while !flag.load(Ordering::SeqCst) {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), wait)
        .await
        .unwrap();
}

#[tokio::test]
async fn health_is_open_and_ok() {
    let server = start(rpc::dispatcher(state())).await;
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    let request = b"GET /health HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";
    stream.write_all(request).await.unwrap();
    let mut reply = String::new();
    stream.read_to_string(&mut reply).await.unwrap();
    assert!(
        reply.starts_with("HTTP/1.1 200 OK") && reply.ends_with("ok\n"),
        "{reply}"
    );
}

#[tokio::test]
async fn shutdown_lets_running_calls_end() {
    let watch = Watch::default();
    let server = start(slow(&watch, 200)).await;
    let mut stream = post(server.address, "slow").await;
    until(&watch.started).await;
    server.stop.send(()).unwrap();
    let mut reply = String::new();
    stream.read_to_string(&mut reply).await.unwrap();
    assert!(reply.ends_with(r#"{"result":{"data":200}}"#), "{reply}");
    server.task.await.unwrap().unwrap();
    assert!(TcpStream::connect(server.address).await.is_err());
}

#[tokio::test]
async fn a_cancelled_call_drops_its_handler() {
    let watch = Watch::default();
    let server = start(slow(&watch, 60_000)).await;
    let stream = post(server.address, "slow").await;
    until(&watch.started).await;
    drop(stream);
    until(&watch.dropped).await;
}

#[tokio::test]
async fn an_address_in_use_is_said_so() {
    let taken = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let config = config()
        .listen_address(taken.local_addr().unwrap())
        .build()
        .unwrap();
    let served = serve_with_shutdown(config, rpc::dispatcher(state()), std::future::pending());
    let error = served.await.unwrap_err().to_string();
    assert!(error.contains("another process does"), "{error}");
    assert!(error.contains("CENTRIFUGO__LISTEN_ADDRESS"), "{error}");
}

#[tokio::test]
async fn without_a_secret_nothing_is_served() {
    let config = CentrifugoConfig::builder().build().unwrap();
    let served = serve_with_shutdown(config, rpc::dispatcher(state()), std::future::pending());
    let error = served.await.unwrap_err();
    assert!(matches!(error, ServeError::Config(_)), "{error}");
    assert!(
        error
            .to_string()
            .contains("CENTRIFUGO__PROXY_SECRET is not set"),
        "{error}"
    );
}

#[tokio::test]
async fn disabled_waits_for_shutdown() {
    let config = CentrifugoConfig::builder().enabled(false).build().unwrap();
    serve_with_shutdown(config, rpc::dispatcher(state()), std::future::ready(()))
        .await
        .unwrap();
}

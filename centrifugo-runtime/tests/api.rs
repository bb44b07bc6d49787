//! The client of the server API against servers that misbehave: what is tried again, and what is not.

#![cfg(feature = "api")]
#![allow(clippy::unwrap_used, reason = "a test ends at what it does not expect")]

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use centrifugo_runtime::api::{
    ApiError, Batch, CentrifugoApi, CentrifugoApiBuilder, Disconnect, Info, Publish, Stage,
};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

const KEY: &str = "0123456789abcdef0123456789abcdef";
const PUBLISHED: &str = r#"{"result":{"offset":1,"epoch":"e"}}"#;

/// What the server does with a request.
#[derive(Debug, Clone, Copy)]
enum Does {
    Answer(u16, &'static str),
    Redirect,
    /// Reads it and closes the connection.
    Drop,
    /// Reads it and says nothing.
    Hang,
}

/// A server that does one thing after the other, and the bodies of the requests it got.
struct Server {
    url: String,
    bodies: Arc<Mutex<Vec<Value>>>,
    heads: Arc<Mutex<Vec<String>>>,
    connections: Arc<AtomicUsize>,
}

async fn server(script: impl IntoIterator<Item = Does>) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/api", listener.local_addr().unwrap());
    let server = Server {
        url,
        bodies: Arc::default(),
        heads: Arc::default(),
        connections: Arc::default(),
    };
    let (bodies, heads) = (Arc::clone(&server.bodies), Arc::clone(&server.heads));
    let connections = Arc::clone(&server.connections);
    let script: Arc<Mutex<VecDeque<_>>> = Arc::new(Mutex::new(script.into_iter().collect()));
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            connections.fetch_add(1, Ordering::SeqCst);
            let (bodies, heads) = (Arc::clone(&bodies), Arc::clone(&heads));
            let script = Arc::clone(&script);
            tokio::spawn(async move {
                while let Some((head, body)) = request(&mut stream).await {
                    heads.lock().unwrap().push(head);
                    bodies.lock().unwrap().push(body);
                    let next = script.lock().unwrap().pop_front();
                    let answer = match next.unwrap_or(Does::Answer(500, "")) {
                        Does::Answer(status, body) => format!(
                            "HTTP/1.1 {status} x\r\ncontent-length: {}\r\n\r\n{body}",
                            body.len()
                        ),
                        Does::Redirect => String::from(
                            "HTTP/1.1 302 x\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n",
                        ),
                        Does::Drop => return,
                        Does::Hang => std::future::pending().await,
                    };
                    stream.write_all(answer.as_bytes()).await.unwrap();
                }
            });
        }
    });
    server
}

async fn request(stream: &mut TcpStream) -> Option<(String, Value)> {
    let mut bytes = Vec::new();
    loop {
        let mut chunk = [0; 4096];
        match stream.read(&mut chunk).await {
            Ok(0) | Err(_) => return None,
            Ok(read) => bytes.extend_from_slice(&chunk[..read]),
        }
        let text = String::from_utf8(bytes.clone()).unwrap();
        if let Some((head, body)) = text.split_once("\r\n\r\n")
            && let Ok(body) = serde_json::from_str(body)
        {
            return Some((head.to_ascii_lowercase(), body));
        }
    }
}

impl Server {
    fn builder(&self) -> CentrifugoApiBuilder {
        CentrifugoApi::builder()
            .url(&self.url)
            .key(KEY)
            .attempt_timeout(Duration::from_millis(300))
            .timeout(Duration::from_secs(5))
    }

    fn api(&self) -> CentrifugoApi {
        self.builder().build().unwrap()
    }

    fn bodies(&self) -> Vec<Value> {
        self.bodies.lock().unwrap().clone()
    }
}

#[tokio::test]
async fn a_publication_is_tried_again_under_one_key() {
    let refused = r#"{"error":{"code":100,"message":"internal server error"}}"#;
    for trouble in [
        Does::Answer(500, ""),
        Does::Answer(503, "<html>"),
        Does::Answer(429, ""),
        Does::Answer(200, refused),
        Does::Drop,
        Does::Hang,
    ] {
        let server = server([trouble, trouble, Does::Answer(200, PUBLISHED)]).await;
        let result = server.api().publish("board:1", &1).await.unwrap();
        assert_eq!(result.position.unwrap().offset, 1);
        let bodies = server.bodies();
        assert_eq!(bodies.len(), 3, "{trouble:?}");
        assert!(bodies[0]["idempotency_key"].as_str().unwrap().len() > 20);
        assert!(bodies.iter().all(|body| *body == bodies[0]), "{bodies:?}");
    }
}

#[tokio::test]
async fn what_could_do_harm_twice_is_sent_once() {
    for trouble in [Does::Answer(500, ""), Does::Drop, Does::Hang] {
        for at_most_once in [false, true] {
            let server = server([trouble]).await;
            let api = server
                .builder()
                .timeout(Duration::from_millis(600))
                .build()
                .unwrap();
            let error = if at_most_once {
                let command = Publish::new("board:1", &1).at_most_once();
                api.send(command).await.unwrap_err()
            } else {
                api.send(Disconnect::new("42")).await.unwrap_err()
            };
            assert!(error.may_have_happened(), "{error}");
            let bodies = server.bodies();
            assert_eq!(bodies.len(), 1, "{trouble:?}");
            assert!(bodies[0].get("idempotency_key").is_none());
        }
    }
    // One such command keeps a whole batch from being repeated.
    for (harmless, requests) in [(true, 2), (false, 1)] {
        let server = server([Does::Drop, Does::Answer(200, r#"{"replies":[]}"#)]).await;
        let mut batch = Batch::new();
        batch.add(Publish::new("board:1", &1));
        batch.add(Info::new());
        if !harmless {
            batch.add(Disconnect::new("42"));
        }
        let result = server.api().batch(batch).await;
        assert_eq!(result.is_ok(), harmless);
        assert_eq!(server.bodies().len(), requests);
        assert_eq!(server.bodies()[0]["commands"][0]["publish"]["data"], 1);
    }
}

#[tokio::test]
async fn what_will_not_change_is_not_tried_again() {
    for (answer, word) in [
        (Does::Answer(401, ""), "http_api.key"),
        (Does::Answer(404, "404 page not found"), "handler_prefix"),
        (Does::Answer(200, "<html>"), "no answer of Centrifugo's"),
        (Does::Answer(200, "{}"), "neither `result` nor `error`"),
        (
            Does::Answer(200, r#"{"result":{"offset":"1"}}"#),
            "expected u64",
        ),
        (
            Does::Answer(200, r#"{"error":{"code":102,"message":"unknown channel"}}"#),
            "102",
        ),
        (Does::Redirect, "redirects are not followed"),
    ] {
        let server = server([answer]).await;
        let error = server.api().publish("board:1", &1).await.unwrap_err();
        assert!(error.to_string().contains(word), "{error}");
        assert_eq!(server.bodies().len(), 1, "{answer:?}");
        assert!(!error.is_temporary(), "{error}");
    }
}

#[tokio::test]
async fn all_attempts_end_within_the_time() {
    let server = server([Does::Hang; 100]).await;
    let api = server
        .builder()
        .retries(50)
        .timeout(Duration::from_millis(1500))
        .build()
        .unwrap();
    let begin = Instant::now();
    let error = api.publish("board:1", &1).await.unwrap_err();
    assert!(
        begin.elapsed() < Duration::from_millis(2500),
        "{:?}",
        begin.elapsed()
    );
    let ApiError::Transport {
        stage, attempts, ..
    } = &error
    else {
        panic!("{error}");
    };
    assert_eq!(*stage, Stage::Timeout);
    assert!((2..=6).contains(attempts), "{error}");
    assert!(error.to_string().contains("attempts"), "{error}");
}

#[tokio::test]
async fn commands_share_connections() {
    let server = server([Does::Answer(200, PUBLISHED); 20]).await;
    let api = server.api();
    for _ in 0..10 {
        // Clones have one pool.
        api.clone().publish("board:1", &1).await.unwrap();
        api.publish("board:1", &1).await.unwrap();
    }
    assert_eq!(server.bodies().len(), 20);
    assert_eq!(server.connections.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn nothing_that_is_switched_off_is_sent() {
    let server = server([Does::Answer(200, PUBLISHED); 3]).await;
    let api = server.builder().retries(0).build().unwrap();
    api.publish("board:1", &json!({"a": [1.0, null]}))
        .await
        .unwrap();
    let full = Publish::new("board:1", "x")
        .skip_history()
        .tag("a", "b")
        .idempotency_key("k")
        .delta()
        .version(0)
        .version_epoch("v");
    api.send(full).await.unwrap();
    api.send(Publish::bytes("board:1", &[0, 255]))
        .await
        .unwrap();
    assert_eq!(
        server.bodies(),
        [
            json!({"channel": "board:1", "data": {"a": [1.0, null]}}),
            json!({"channel": "board:1", "data": "x", "skip_history": true, "tags": {"a": "b"},
                   "idempotency_key": "k", "delta": true, "version": 0, "version_epoch": "v"}),
            json!({"channel": "board:1", "b64data": "AP8="}),
        ]
    );
    let heads = server.heads.lock().unwrap();
    assert!(
        heads[0].starts_with("post /api/publish http/1.1\r\n"),
        "{}",
        heads[0]
    );
    assert!(
        heads[0].contains(&format!("x-api-key: {KEY}")),
        "{}",
        heads[0]
    );
    assert!(
        heads[0].contains("content-type: application/json"),
        "{}",
        heads[0]
    );
}

#[test]
fn what_it_is_made_of_is_checked() {
    let fault = |builder: CentrifugoApiBuilder| {
        let error = builder.build().unwrap_err();
        error.faults()[0].variable().to_owned()
    };
    let builder = || CentrifugoApi::builder().url("http://localhost");
    assert_eq!(fault(CentrifugoApi::builder()), "url");
    assert_eq!(fault(CentrifugoApi::builder().url("ftp://host")), "url");
    assert_eq!(fault(builder().key("a\nb")), "key");
    assert_eq!(fault(builder().root_certificate("x")), "root_certificate");
    assert_eq!(fault(builder().identity("x")), "identity");
    assert!(builder().key(KEY).build().is_ok());
}

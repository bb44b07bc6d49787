//! Centrifugo's proxy over gRPC: what it is answered, and what happens when its clients go away.

#![cfg(all(feature = "grpc", unix))]
#![allow(clippy::unwrap_used, reason = "a test ends at what it does not expect")]

#[path = "../common/mod.rs"]
mod common;
mod peer;

use std::io::Write as _;
use std::time::{Duration, Instant};

use centrifugo_runtime::{CentrifugoConfig, SECRET_HEADER, grpc_service};
use common::{SECRET, config, rpc, state};
use flate2::Compression;
use flate2::write::GzEncoder;
use peer::{Answer, Held, Peer, RPC, RpcRequest, Server, answer, frame, request, sleeping};
use prost::Message as _;
use serde_json::{Value, json};
use tokio::io::duplex;

const TRUSTED: (&str, &str) = (SECRET_HEADER, SECRET);

async fn server() -> Server {
    Server::start(config(), rpc::dispatcher(state())).await
}

#[tokio::test]
async fn a_call_has_its_result_or_its_error() {
    let server = server().await;
    let peer = server.connect().await;
    let data = async |request: &RpcRequest| peer.call(request).await.result.unwrap().data;
    let echo = r#"{"text":"ü","items":[]}"#;
    assert_eq!(data(&request("test.echo", echo)).await, echo);
    assert_eq!(data(&request("test.unit", "")).await, "null");
    let binary = RpcRequest {
        b64data: "eyJ0ZXh0IjoiYSJ9".into(),
        ..request("test.echo", "")
    };
    assert_eq!(data(&binary).await, r#"{"text":"a","items":[]}"#);

    let error = async |method, data| peer.call(&request(method, data)).await.error.unwrap();
    let declared = error("test.fail", r#""fields""#).await;
    assert_eq!(declared.code, 1002);
    assert_eq!(declared.message, r#"{"resource":"a\"b","type":3}"#);
    assert!(error("test.fail", r#""temporary""#).await.temporary);
    assert_eq!(error("test.echo", "{}").await.code, 422);
    assert_eq!(error("test.echo", "{").await.code, 422);
    assert_eq!(error("test.none", "").await.code, 404);
    let internal = error("test.question_mark", r#""panic""#).await;
    assert_eq!(
        (internal.code, internal.message.as_str()),
        (500, "internal error")
    );
    let base64 = RpcRequest {
        b64data: "?".into(),
        ..request("test.echo", "")
    };
    assert_eq!(peer.call(&base64).await.error.unwrap().code, 400);
    server.stop().await;
}

#[tokio::test]
async fn a_handler_knows_who_calls() {
    let server = server().await;
    let peer = server.connect().await;
    let caller = RpcRequest {
        meta: br#"{"role":"admin"}"#.to_vec(),
        ..request("test.whoami#0190-ab", "")
    };
    let data = peer.call(&caller).await.result.unwrap().data;
    let data: Value = serde_json::from_str(&data).unwrap();
    assert_eq!(
        data,
        json!({
            "user": "42", "client": "c1", "method": "test.whoami", "correlation_id": "0190-ab",
            "transport": "", "meta": {"role": "admin"}, "cookie": "a=b", "secret": null,
        })
    );
    let anonymous = RpcRequest {
        user: String::new(),
        ..request("test.unit", "")
    };
    assert_eq!(peer.call(&anonymous).await.error.unwrap().code, 401);
    server.stop().await;
}

#[tokio::test]
async fn without_the_secret_nobody_is_anybody() {
    let server = server().await;
    let peer = server.connect().await;
    let longer = format!("{SECRET}0");
    let wrong: [&[(&str, &str)]; 6] = [
        &[],
        &[(SECRET_HEADER, "")],
        &[(SECRET_HEADER, &SECRET[1..])],
        &[(SECRET_HEADER, &longer)],
        &[("authorization", SECRET)],
        &[(SECRET_HEADER, "wrong"), TRUSTED],
    ];
    for headers in wrong {
        let call = request("test.unit", "");
        let (status, response) = peer.try_call(headers, &call).await.unwrap();
        assert_eq!(status, "16", "{headers:?}");
        assert_eq!(response, peer::RpcResponse::default());
        // Nor does anybody learn what there is.
        let response = peer.send("None", headers, b"").await.unwrap();
        assert_eq!(answer(response).await.unwrap().0, "16");
    }
    let response = peer.send("None", &[TRUSTED], b"").await.unwrap();
    assert_eq!(answer(response).await.unwrap().0, "12");
    server.stop().await;
}

#[tokio::test]
async fn what_cannot_be_read_is_an_error_that_a_client_understands() {
    let config = config().max_request_bytes(1000);
    let server = Server::start(config, rpc::dispatcher(state())).await;
    let peer = server.connect().await;
    let large = request("test.unit", &"1".repeat(1000));
    assert_eq!(peer.call(&large).await.error.unwrap().code, 413);
    let response = peer.send(RPC, &[TRUSTED], b"\xff\xff").await.unwrap();
    let (status, response) = answer(response).await.unwrap();
    assert_eq!((status.as_str(), response.error.unwrap().code), ("0", 400));
    assert_eq!(
        peer.call(&request("test.unit", ""))
            .await
            .result
            .unwrap()
            .data,
        "null"
    );
    server.stop().await;
}

#[tokio::test]
async fn a_message_may_come_in_any_pieces() {
    let server = server().await;
    let peer = server.connect().await;
    let echo = r#"{"text":"a","items":[]}"#;
    let whole = frame(&request("test.echo", echo).encode_to_vec());
    let bodies: [&[&[u8]]; 4] = [
        &[&whole],
        &[&whole, b""],
        &[&whole[..3], &whole[3..9], &whole[9..]],
        &[b"", &whole],
    ];
    for pieces in bodies {
        let response = peer.send_pieces(RPC, &[TRUSTED], pieces).await.unwrap();
        let (status, response) = answer(response).await.unwrap();
        assert_eq!(status, "0", "{pieces:?}");
        assert_eq!(response.result.unwrap().data, echo, "{pieces:?}");
    }
    for pieces in [&[b"" as &[u8]], &[&whole[..9]]] {
        let response = peer.send_pieces(RPC, &[TRUSTED], pieces).await.unwrap();
        assert_ne!(answer(response).await.unwrap().0, "0", "{pieces:?}");
    }
    server.stop().await;
}

#[tokio::test]
async fn a_message_may_be_compressed() {
    let server = server().await;
    let peer = server.connect().await;
    let message = request("test.echo", r#"{"text":"a","items":[]}"#).encode_to_vec();
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(&message).unwrap();
    let mut compressed = frame(&gzip.finish().unwrap());
    compressed[0] = 1;
    let headers = [TRUSTED, ("grpc-encoding", "gzip")];
    for body in [&compressed, &frame(&message)] {
        let response = peer.send_pieces(RPC, &headers, &[body]).await.unwrap();
        let (status, response) = answer(response).await.unwrap();
        assert_eq!(status, "0");
        assert_eq!(response.result.unwrap().data, r#"{"text":"a","items":[]}"#);
    }
    server.stop().await;
}

#[tokio::test]
async fn the_reply_comes_before_centrifugo_gives_up() {
    let held = Held::default();
    let server = Server::start(config(), sleeping(&held)).await;
    let peer = server.connect().await;
    let began = Instant::now();
    let headers = [TRUSTED, ("grpc-timeout", "500m")];
    let (status, response) = peer
        .try_call(&headers, &request("sleep", "60000"))
        .await
        .unwrap();
    assert_eq!((status.as_str(), response.error.unwrap().code), ("0", 408));
    assert!(began.elapsed() >= Duration::from_millis(440));
    held.until(0).await;
    server.stop().await;
}

#[tokio::test]
async fn a_call_that_is_reset_drops_its_handler() {
    let held = Held::default();
    let server = Server::start(config(), sleeping(&held)).await;
    let peer = server.connect().await;
    let sleep = request("sleep", "60000").encode_to_vec();
    let call = peer.send(RPC, &[TRUSTED], &sleep).await.unwrap();
    held.until(1).await;
    drop(call);
    held.until(0).await;
    server.stop().await;
}

#[tokio::test]
async fn shutdown_lets_running_calls_end() {
    let held = Held::default();
    let server = Server::start(config(), sleeping(&held)).await;
    let peer = server.connect().await;
    let sleep = request("sleep", "300").encode_to_vec();
    let call = peer.send(RPC, &[TRUSTED], &sleep).await.unwrap();
    held.until(1).await;
    let (ended, ()) = tokio::join!(answer(call), server.stop());
    assert_eq!(ended.unwrap().1.result.unwrap().data, "300");
}

/// Many clients of Centrifugo go at a time, while one waits: whether that one still gets its answer.
async fn after_a_burst_of_resets(peer: &Peer, held: &Held) -> Result<Answer, h2::Error> {
    let sleep = request("sleep", "1000").encode_to_vec();
    let innocent = peer.send(RPC, &[TRUSTED], &sleep).await?;
    held.until(1).await;
    let call = request("sleep", "60000").encode_to_vec();
    for _ in 0..2_000 {
        match peer.send(RPC, &[TRUSTED], &call).await {
            Ok(call) => drop(call),
            Err(_) => break,
        }
    }
    answer(innocent).await
}

#[tokio::test]
async fn clients_that_go_do_not_harm_those_that_stay() {
    let held = Held::default();
    let server = Server::start(config(), sleeping(&held)).await;
    let answer = after_a_burst_of_resets(&server.connect().await, &held).await;
    assert_eq!(answer.unwrap().1.result.unwrap().data, "1000");
    held.until(0).await;
    server.stop().await;
}

/// Else the test above would not show anything.
#[tokio::test]
async fn they_would_without_the_setting_of_the_server() {
    let held = Held::default();
    let config: CentrifugoConfig = config().build().unwrap();
    let service = grpc_service(&config, sleeping(&held)).unwrap();
    let (near, far) = duplex(1 << 20);
    let connections = futures_util::stream::iter([Ok::<_, std::io::Error>(far)]);
    let server = tonic::transport::Server::builder().serve_with_incoming(service, connections);
    let server = tokio::spawn(server);
    let answer = after_a_burst_of_resets(&Peer::over(near).await, &held).await;
    assert!(answer.is_err(), "{answer:?}");
    server.abort();
}

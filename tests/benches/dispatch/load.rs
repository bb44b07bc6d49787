//! Callers: as many as wait for answers at one time, none of which does more than it has to.

use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use bytes::Bytes;
use centrifugo_runtime::token::ConnectionToken;
use centrifugo_tests::connection::Connection;
use h2::client::SendRequest;
use prost::Message as _;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tonic::codegen::http::Request;

use crate::bare_tonic::{RpcRequest, RpcResponse};
use crate::echo::{METHOD, PARAMS, SECRET, SECRET_HEADER};

/// Calls that wait at one time.
const CALLERS: usize = 32;

/// How long each call took.
pub(crate) struct Load {
    time: Duration,
    calls: Vec<Duration>,
}

impl Load {
    pub(crate) fn calls(&self) -> usize {
        self.calls.len()
    }

    pub(crate) fn rate(&self) -> f64 {
        self.calls.len() as f64 / self.time.as_secs_f64()
    }

    pub(crate) fn p99(&self) -> Duration {
        let mut calls = self.calls.clone();
        calls.sort();
        calls[calls.len() * 99 / 100]
    }
}

/// Somebody who calls again as soon as there is an answer.
trait Caller: Send + 'static {
    fn call(&mut self) -> impl Future<Output = anyhow::Result<()>> + Send;
}

async fn run(time: Duration, callers: Vec<impl Caller>) -> anyhow::Result<Load> {
    let began = Instant::now();
    let mut running = JoinSet::new();
    for mut caller in callers {
        running.spawn(async move {
            let mut calls = Vec::with_capacity(1 << 16);
            loop {
                let begin = Instant::now();
                if begin - began > time {
                    return anyhow::Ok(calls);
                }
                caller.call().await?;
                calls.push(begin.elapsed());
            }
        });
    }
    let mut calls = Vec::new();
    while let Some(ended) = running.join_next().await {
        calls.extend(ended??);
    }
    Ok(Load {
        time: began.elapsed(),
        calls,
    })
}

/// A connection of HTTP/1.1 for each caller, as Centrifugo has it.
pub(crate) async fn http(port: u16, time: Duration) -> anyhow::Result<Load> {
    let body = format!(
        r#"{{"client":"84cee26a-8e88-4007-b74d-4947baaff544","transport":"websocket","protocol":"json","encoding":"json","user":"42","method":"{METHOD}","data":{PARAMS}}}"#
    );
    let request = format!(
        "POST /centrifugo/rpc/ HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: Go-http-client/1.1\r\n\
         Content-Type: application/json\r\nAccept-Encoding: gzip\r\n{SECRET_HEADER}: {SECRET}\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut callers = Vec::new();
    for _ in 0..CALLERS {
        let stream = TcpStream::connect(("127.0.0.1", port)).await?;
        stream.set_nodelay(true)?;
        callers.push(HttpCaller {
            stream,
            request: request.clone(),
            answer: vec![0; 4096],
        });
    }
    run(time, callers).await
}

struct HttpCaller {
    stream: TcpStream,
    request: String,
    answer: Vec<u8>,
}

impl Caller for HttpCaller {
    async fn call(&mut self) -> anyhow::Result<()> {
        self.stream.write_all(self.request.as_bytes()).await?;
        let mut length = 0;
        loop {
            let read = self.stream.read(&mut self.answer[length..]).await?;
            ensure!(read > 0, "the server closed the connection");
            length += read;
            // Each answer ends with the params and the ends of the two objects around them.
            if self.answer[..length].ends_with(b"]}}}") {
                break;
            }
        }
        ensure!(self.answer.starts_with(b"HTTP/1.1 200"), "an error");
        Ok(())
    }
}

/// One connection of HTTP/2 for all, as Centrifugo has it.
pub(crate) async fn grpc(port: u16, time: Duration) -> anyhow::Result<Load> {
    let message = RpcRequest {
        client: "84cee26a-8e88-4007-b74d-4947baaff544".into(),
        transport: "websocket".into(),
        protocol: "json".into(),
        encoding: "json".into(),
        user: "42".into(),
        method: METHOD.into(),
        data: PARAMS.into(),
        ..RpcRequest::default()
    };
    let message = message.encode_to_vec();
    let length = u32::try_from(message.len())?.to_be_bytes();
    let frame = Bytes::from([&[0][..], &length, &message].concat());
    let stream = TcpStream::connect(("127.0.0.1", port)).await?;
    stream.set_nodelay(true)?;
    let (sender, connection) = h2::client::handshake(stream).await?;
    let connection = tokio::spawn(connection);
    let callers = (0..CALLERS).map(|_| GrpcCaller {
        sender: sender.clone(),
        frame: frame.clone(),
    });
    let load = run(time, callers.collect()).await;
    connection.abort();
    load
}

struct GrpcCaller {
    sender: SendRequest<Bytes>,
    frame: Bytes,
}

impl Caller for GrpcCaller {
    async fn call(&mut self) -> anyhow::Result<()> {
        let request =
            Request::post("http://127.0.0.1/centrifugal.centrifugo.proxy.CentrifugoProxy/RPC")
                .header("content-type", "application/grpc")
                .header("user-agent", "grpc-go/1.82.0")
                .header("te", "trailers")
                .header("grpc-timeout", "9998133u")
                .header(SECRET_HEADER, SECRET)
                .body(())?;
        std::future::poll_fn(|context| self.sender.poll_ready(context)).await?;
        let (answer, mut body) = self.sender.send_request(request, false)?;
        body.send_data(self.frame.clone(), true)?;
        let mut body = answer.await?.into_body();
        let mut message = Vec::with_capacity(256);
        while let Some(data) = body.data().await {
            let data = data?;
            body.flow_control().release_capacity(data.len())?;
            message.extend_from_slice(&data);
        }
        let trailers = body.trailers().await?.context("no trailers")?;
        ensure!(
            trailers
                .get("grpc-status")
                .is_some_and(|status| status == "0"),
            "{trailers:?}"
        );
        let answer = RpcResponse::decode(message.get(5..).context("no message")?)?;
        let data = answer.result.context("an error")?.data;
        ensure!(data == PARAMS.as_bytes(), "another answer");
        Ok(())
    }
}

/// A client of Centrifugo for each caller.
pub(crate) async fn web_socket(url: &str, namespace: &str, time: Duration) -> anyhow::Result<Load> {
    let token = ConnectionToken::user("42").sign(SECRET)?;
    let params: Value = serde_json::from_str(PARAMS)?;
    let mut callers = Vec::new();
    for _ in 0..CALLERS {
        callers.push(WebSocketCaller {
            connection: Connection::open(url, &token).await?.0,
            call: json!({"method": format!("{namespace}:{METHOD}"), "data": params}),
        });
    }
    run(time, callers).await
}

struct WebSocketCaller {
    connection: Connection,
    call: Value,
}

impl Caller for WebSocketCaller {
    async fn call(&mut self) -> anyhow::Result<()> {
        let answer = self.connection.ask("rpc", self.call.clone()).await?;
        ensure!(answer["rpc"]["data"] == self.call["data"], "{answer}");
        Ok(())
    }
}

//! A server on a unix socket, and what Centrifugo says to it, down to single HTTP/2 frames.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::http::{HeaderMap, Request};
use bytes::Bytes;
use centrifugo_runtime::codegen::{self, Dispatcher, Options, Package, Route};
use centrifugo_runtime::{
    CentrifugoConfigBuilder, ListenAddress, SECRET_HEADER, ServeError, serve_listener,
};
use h2::client::{ResponseFuture, SendRequest};
use prost::Message as _;
use tempfile::TempDir;
use tokio::net::{TcpListener, UnixStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::common::SECRET;

pub(crate) const RPC: &str = "RPC";

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct RpcRequest {
    #[prost(string, tag = "1")]
    pub(crate) client: String,
    #[prost(string, tag = "10")]
    pub(crate) user: String,
    #[prost(string, tag = "11")]
    pub(crate) method: String,
    #[prost(bytes, tag = "12")]
    pub(crate) data: Vec<u8>,
    #[prost(string, tag = "13")]
    pub(crate) b64data: String,
    #[prost(bytes, tag = "14")]
    pub(crate) meta: Vec<u8>,
}

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct RpcResponse {
    #[prost(message, optional, tag = "1")]
    pub(crate) result: Option<RpcResult>,
    #[prost(message, optional, tag = "2")]
    pub(crate) error: Option<Error>,
}

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct RpcResult {
    #[prost(string, tag = "1")]
    pub(crate) data: String,
}

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct Error {
    #[prost(uint32, tag = "1")]
    pub(crate) code: u32,
    #[prost(string, tag = "2")]
    pub(crate) message: String,
    #[prost(bool, tag = "3")]
    pub(crate) temporary: bool,
}

pub(crate) fn request(method: &str, data: &str) -> RpcRequest {
    RpcRequest {
        client: "c1".into(),
        user: "42".into(),
        method: method.into(),
        data: data.into(),
        ..RpcRequest::default()
    }
}

pub(crate) struct Server {
    pub(crate) folder: TempDir,
    stop: oneshot::Sender<()>,
    task: JoinHandle<Result<(), ServeError>>,
}

impl Server {
    pub(crate) async fn start(config: CentrifugoConfigBuilder, dispatcher: Dispatcher) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = config
            .grpc_listen_address(ListenAddress::Unix(socket(folder.path())))
            .build()
            .unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (stop, stopped) = oneshot::channel();
        let shutdown = async {
            let _ = stopped.await;
        };
        let task = tokio::spawn(serve_listener(listener, config, dispatcher, shutdown));
        while !socket(folder.path()).exists() {
            assert!(!task.is_finished(), "{:?}", task.await);
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        Self { folder, stop, task }
    }

    pub(crate) async fn connect(&self) -> Peer {
        let stream = UnixStream::connect(socket(self.folder.path()))
            .await
            .unwrap();
        Peer::over(stream).await
    }

    pub(crate) async fn stop(self) {
        self.stop.send(()).unwrap();
        self.task.await.unwrap().unwrap();
        assert!(!socket(self.folder.path()).exists());
    }
}

fn socket(folder: &Path) -> std::path::PathBuf {
    folder.join("grpc.sock")
}

/// One HTTP/2 connection.
#[derive(Clone)]
pub(crate) struct Peer(SendRequest<Bytes>);

/// What a call ends with: `grpc-status`, and the message if that is 0.
pub(crate) type Answer = (String, RpcResponse);

impl Peer {
    pub(crate) async fn over(
        stream: impl tokio::io::AsyncRead + tokio::io::AsyncWrite + Send + Unpin + 'static,
    ) -> Self {
        let (sender, connection) = h2::client::handshake(stream).await.unwrap();
        tokio::spawn(async move {
            let _ = connection.await;
        });
        Self(sender)
    }

    /// Sends a call; its answer may be waited for, or it is reset when this is dropped.
    pub(crate) async fn send(
        &self,
        name: &str,
        headers: &[(&'static str, &str)],
        message: &[u8],
    ) -> Result<ResponseFuture, h2::Error> {
        self.send_pieces(name, headers, &[&frame(message)]).await
    }

    /// Sends a body that is not the usual one.
    pub(crate) async fn send_pieces(
        &self,
        name: &str,
        headers: &[(&'static str, &str)],
        pieces: &[&[u8]],
    ) -> Result<ResponseFuture, h2::Error> {
        let uri = format!("http://a/centrifugal.centrifugo.proxy.CentrifugoProxy/{name}");
        let mut request = Request::post(uri)
            .header("content-type", "application/grpc")
            .header("te", "trailers");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut sender = self.0.clone().ready().await?;
        let (answer, mut body) = sender.send_request(request.body(()).unwrap(), false)?;
        body.reserve_capacity(pieces.concat().len());
        for (index, piece) in pieces.iter().enumerate() {
            let is_last = index + 1 == pieces.len();
            body.send_data(Bytes::copy_from_slice(piece), is_last)?;
        }
        Ok(answer)
    }

    pub(crate) async fn try_call(
        &self,
        headers: &[(&'static str, &str)],
        request: &RpcRequest,
    ) -> Result<Answer, h2::Error> {
        let response = self.send(RPC, headers, &request.encode_to_vec()).await?;
        answer(response).await
    }

    /// Calls as Centrifugo does, with the secret.
    pub(crate) async fn call(&self, request: &RpcRequest) -> RpcResponse {
        let headers = [(SECRET_HEADER, SECRET), ("cookie", "a=b")];
        let (status, response) = self.try_call(&headers, request).await.unwrap();
        assert_eq!(status, "0");
        response
    }
}

/// A message as gRPC sends it.
pub(crate) fn frame(message: &[u8]) -> Vec<u8> {
    let length = u32::try_from(message.len()).unwrap().to_be_bytes();
    [&[0][..], &length, message].concat()
}

pub(crate) async fn answer(response: ResponseFuture) -> Result<Answer, h2::Error> {
    let (parts, mut body) = response.await?.into_parts();
    let mut bytes = Vec::new();
    while let Some(data) = body.data().await {
        let data = data?;
        body.flow_control().release_capacity(data.len())?;
        bytes.extend_from_slice(&data);
    }
    let trailers = body.trailers().await?.unwrap_or_default();
    let status = |headers: &HeaderMap| Some(headers.get("grpc-status")?.to_str().ok()?.to_owned());
    let status = status(&parts.headers).or(status(&trailers)).unwrap();
    let message = bytes.get(5..).unwrap_or_default();
    Ok((status, RpcResponse::decode(message).unwrap()))
}

/// Handlers that run until they are dropped, and how many do.
#[derive(Clone, Default)]
pub(crate) struct Held(Arc<AtomicUsize>);

impl Held {
    pub(crate) async fn until(&self, count: usize) {
        let began = std::time::Instant::now();
        while self.0.load(Ordering::SeqCst) != count {
            assert!(
                began.elapsed() < Duration::from_secs(20),
                "{count}: {:?}",
                self.0
            );
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }
}

struct Hold(Held);

impl Drop for Hold {
    fn drop(&mut self) {
        self.0.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// `sleep`, which takes the number of milliseconds, without a timeout of its own.
pub(crate) fn sleeping(held: &Held) -> Dispatcher {
    fn route(method: &str) -> Option<Route<Held>> {
        (method == "sleep").then_some(Route {
            name: "sleep",
            options: Options::new(),
            call: |call| {
                codegen::with_params(
                    call,
                    |_conn, held, ms: u64| {
                        let held = held.clone();
                        async move {
                            held.0.fetch_add(1, Ordering::SeqCst);
                            let _hold = Hold(held);
                            tokio::time::sleep(Duration::from_millis(ms)).await;
                            ms
                        }
                    },
                    codegen::infallible,
                )
            },
        })
    }
    let package = Package {
        name: "sleeping",
        version: "0.0.0",
        api_version: "",
        methods: &["sleep"],
        manifest: None,
    };
    Dispatcher::new(held.clone(), package, route)
}

//! What tonic's own generator writes for Centrifugo's RPC, with a handler that reads the same JSON and
//! answers it: nothing else.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use tokio::net::TcpListener;
use tonic::body::Body;
use tonic::codegen::http;
use tonic::{Request, Response, Status};

use crate::echo::Echo;

type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send>>;

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct RpcRequest {
    #[prost(string, tag = "1")]
    pub(crate) client: String,
    #[prost(string, tag = "2")]
    pub(crate) transport: String,
    #[prost(string, tag = "3")]
    pub(crate) protocol: String,
    #[prost(string, tag = "4")]
    pub(crate) encoding: String,
    #[prost(string, tag = "10")]
    pub(crate) user: String,
    #[prost(string, tag = "11")]
    pub(crate) method: String,
    #[prost(bytes = "vec", tag = "12")]
    pub(crate) data: Vec<u8>,
    #[prost(string, tag = "13")]
    pub(crate) b64data: String,
    #[prost(bytes = "vec", tag = "14")]
    pub(crate) meta: Vec<u8>,
}

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct RpcResult {
    #[prost(bytes = "vec", tag = "1")]
    pub(crate) data: Vec<u8>,
    #[prost(string, tag = "2")]
    pub(crate) b64data: String,
}

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct RpcResponse {
    #[prost(message, optional, tag = "1")]
    pub(crate) result: Option<RpcResult>,
}

struct Proxy;

impl Proxy {
    /// As `#[async_trait]` makes it.
    fn rpc(
        &self,
        request: Request<RpcRequest>,
    ) -> BoxFuture<Result<Response<RpcResponse>, Status>> {
        Box::pin(async move {
            let echo: Echo = serde_json::from_slice(&request.into_inner().data)
                .map_err(|fault| Status::invalid_argument(fault.to_string()))?;
            let data =
                serde_json::to_vec(&echo).map_err(|fault| Status::internal(fault.to_string()))?;
            let result = Some(RpcResult {
                data,
                ..RpcResult::default()
            });
            Ok(Response::new(RpcResponse { result }))
        })
    }
}

#[derive(Clone)]
struct ProxyServer(Arc<Proxy>);

struct RpcSvc(Arc<Proxy>);

impl tonic::server::UnaryService<RpcRequest> for RpcSvc {
    type Response = RpcResponse;
    type Future = BoxFuture<Result<Response<RpcResponse>, Status>>;

    fn call(&mut self, request: Request<RpcRequest>) -> Self::Future {
        let inner = Arc::clone(&self.0);
        Box::pin(async move { inner.rpc(request).await })
    }
}

impl tonic::codegen::Service<http::Request<Body>> for ProxyServer {
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = BoxFuture<Result<Self::Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        match request.uri().path() {
            "/centrifugal.centrifugo.proxy.CentrifugoProxy/RPC" => {
                let inner = Arc::clone(&self.0);
                Box::pin(async move {
                    let codec = tonic_prost::ProstCodec::default();
                    let mut grpc = tonic::server::Grpc::new(codec);
                    Ok(grpc.unary(RpcSvc(inner), request).await)
                })
            }
            _ => Box::pin(async { Ok(Status::unimplemented("").into_http()) }),
        }
    }
}

pub(crate) async fn serve(listener: TcpListener) -> anyhow::Result<()> {
    let incoming = tonic::transport::server::TcpIncoming::from(listener).with_nodelay(Some(true));
    tonic::transport::Server::builder()
        .http2_max_pending_accept_reset_streams(Some(100_000))
        .serve_with_incoming(ProxyServer(Arc::new(Proxy)), incoming)
        .await?;
    Ok(())
}

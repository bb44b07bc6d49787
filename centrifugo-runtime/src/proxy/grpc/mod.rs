//! `CentrifugoProxy`: Centrifugo's proxy over gRPC, as a tower service.

mod codec;
mod hook;
mod message;
mod patience;
#[allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    clippy::all,
    clippy::pedantic,
    reason = "made by prost, and whole"
)]
mod proto {
    include!("proto.rs");
}
mod single;

use std::convert::Infallible;
use std::fmt;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::http::{HeaderMap, Request, Response};
use futures_util::future::BoxFuture;
use prost::Message;
use tonic::body::Body;
use tonic::codec::CompressionEncoding;
use tonic::server::{Grpc, NamedService};
use tonic::{Code, Status};
use tower::{Service, service_fn};

use crate::config::{CentrifugoConfig, ConfigError};
use crate::error::RpcError;
use crate::hooks::Backend;
use crate::proxy::endpoint::{Endpoint, UNTRUSTED};
use crate::proxy::envelope::malformed;

use codec::Protobuf;

const SERVICE: &str = "/centrifugal.centrifugo.proxy.CentrifugoProxy/";

/// Centrifugo's proxy over gRPC as a tower service, for a gRPC server of your own;
/// [`serve`](crate::serve) has one where the settings say `grpc_listen_address`.
///
/// Let that server set `http2_max_pending_accept_reset_streams`, such as to 100,000: Centrifugo has all
/// its calls on one connection and resets those whose clients have gone. Many at a time look like an
/// attack to hyper, which then closes the connection on the calls of all others, too.
///
/// ```
/// # use centrifugo_runtime::{CentrifugoConfig, Dispatcher, grpc_service};
/// # async fn serve(dispatcher: Dispatcher) -> anyhow::Result<()> {
/// let config = CentrifugoConfig::builder().proxy_secret("0123456789abcdef0123456789abcdef").build()?;
/// let server = tonic::transport::Server::builder()
///     .http2_max_pending_accept_reset_streams(Some(100_000))
///     .serve("127.0.0.1:3001".parse()?, grpc_service(&config, dispatcher)?);
/// # server.await?;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// Where `config` has no proxy secret and is not `insecure`.
pub fn grpc_service(
    config: &CentrifugoConfig,
    backend: impl Into<Backend>,
) -> Result<GrpcService, ConfigError> {
    Ok(GrpcService(Endpoint::new(config, backend.into())?))
}

/// Centrifugo's proxy over gRPC: see [`grpc_service`].
#[derive(Clone)]
pub struct GrpcService(Arc<Endpoint>);

impl GrpcService {
    pub(crate) fn of(endpoint: Arc<Endpoint>) -> Self {
        Self(endpoint)
    }
}

impl NamedService for GrpcService {
    const NAME: &'static str = "centrifugal.centrifugo.proxy.CentrifugoProxy";
}

impl fmt::Debug for GrpcService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GrpcService").finish_non_exhaustive()
    }
}

impl Service<Request<Body>> for GrpcService {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = BoxFuture<'static, Result<Response<Body>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let endpoint = Arc::clone(&self.0);
        Box::pin(async move { Ok(answer(&endpoint, request).await) })
    }
}

async fn answer(endpoint: &Endpoint, mut request: Request<Body>) -> Response<Body> {
    // Before anything else, so that nobody learns what there is.
    if !endpoint.trusts(request.headers_mut()) {
        return Status::unauthenticated(UNTRUSTED).into_http();
    }
    let Some(name) = request.uri().path().strip_prefix(SERVICE) else {
        return Status::unimplemented("no such service").into_http();
    };
    match name {
        "RPC" => {
            unary(endpoint, request, |headers, call| {
                message::rpc(endpoint, headers, call)
            })
            .await
        }
        "Connect" => {
            unary(endpoint, request, |headers, call| {
                hook::connect(endpoint, headers, call)
            })
            .await
        }
        "Refresh" => {
            unary(endpoint, request, |headers, call| {
                hook::refresh(endpoint, headers, call)
            })
            .await
        }
        "Subscribe" => {
            unary(endpoint, request, |headers, call| {
                hook::subscribe(endpoint, headers, call)
            })
            .await
        }
        "Publish" => {
            unary(endpoint, request, |headers, call| {
                hook::publish(endpoint, headers, call)
            })
            .await
        }
        "SubRefresh" => {
            unary(endpoint, request, |headers, call| {
                hook::sub_refresh(endpoint, headers, call)
            })
            .await
        }
        // Centrifugo's experimental and paid ones, too.
        _ => Status::unimplemented("no such method").into_http(),
    }
}

/// Reads the one message of a request and writes the one of the reply.
async fn unary<Q, R, F>(
    endpoint: &Endpoint,
    request: Request<Body>,
    mut reply_to: impl FnMut(HeaderMap, Q) -> F,
) -> Response<Body>
where
    Q: Message + Default + 'static,
    R: Message + From<RpcError> + 'static,
    F: Future<Output = R>,
{
    let request = match single::read(request, endpoint.max_request_bytes).await {
        Ok((headers, message)) => return single::reply(&reply_to(headers, message).await),
        Err(request) => request,
    };
    let mut grpc = Grpc::new(Protobuf::<Q, R>::new())
        .accept_compressed(CompressionEncoding::Gzip)
        .max_decoding_message_size(endpoint.max_request_bytes);
    let service = service_fn(move |request: tonic::Request<Q>| {
        let (metadata, _, message) = request.into_parts();
        let reply = reply_to(metadata.into_headers(), message);
        async move { Ok(tonic::Response::new(reply.await)) }
    });
    let response = grpc.unary(service, request).await;
    // A reply has its status behind it, so that this one is of a message that could not be read. As
    // it is, it would be Centrifugo's error 100 to the client.
    let error = match Status::from_header_map(response.headers()) {
        Some(status) if status.code() == Code::OutOfRange => endpoint.too_large(),
        Some(status) if status.code() == Code::InvalidArgument => malformed(status.message()),
        _ => return response,
    };
    single::reply(&R::from(endpoint.calls().refuse(error)))
}

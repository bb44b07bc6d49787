//! `POST /centrifugo/rpc/` and, for the hooks, `/centrifugo/connect/` and so on: Centrifugo's proxies
//! over HTTP, as an axum router.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode};
use axum::routing::{MethodRouter, post, post_service};
use bytes::Bytes;
use futures_util::FutureExt as _;
use tower::service_fn;

use crate::call::Incoming;
use crate::config::{CentrifugoConfig, ConfigError};
use crate::error::RpcError;
use crate::hooks::{
    Asked, Backend, ConnectRequest, Event, PublishRequest, RefreshRequest, SubRefreshRequest,
    SubscribeRequest, refuse,
};
use crate::proxy::body::{self, Fault};
use crate::proxy::endpoint::{Endpoint, UNTRUSTED};
use crate::proxy::envelope::{self, Envelope, malformed};
use crate::reply::{Reply, answer_body, error_body};
use crate::running::Running;

/// The endpoint `POST /centrifugo/rpc/`, and those of the [hooks](crate::hooks), as a router (a tower
/// service) for an axum application.
///
/// ```
/// # use centrifugo_runtime::{CentrifugoConfig, ConfigError, Dispatcher};
/// # fn app(dispatcher: Dispatcher) -> Result<axum::Router, ConfigError> {
/// let config = CentrifugoConfig::builder().proxy_secret("0123456789abcdef0123456789abcdef").build()?;
/// let app = axum::Router::new().merge(centrifugo_runtime::router(&config, dispatcher)?);
/// # Ok(app)
/// # }
/// ```
///
/// # Errors
/// Where `config` has no proxy secret and is not `insecure`.
pub fn router(
    config: &CentrifugoConfig,
    backend: impl Into<Backend>,
) -> Result<Router, ConfigError> {
    Ok(routes(&Endpoint::new(config, backend.into())?))
}

/// Where calls come in, with or without a slash at its end.
pub(crate) const RPC: &str = "/centrifugo/rpc";

pub(crate) fn routes(endpoint: &Arc<Endpoint>) -> Router {
    let called = Arc::clone(endpoint);
    let rpc = post_service(service_fn(move |request| {
        rpc(Arc::clone(&called), request).map(Ok)
    }));
    let hooks = [
        ("connect", hook::<ConnectRequest>(endpoint)),
        ("refresh", hook::<RefreshRequest>(endpoint)),
        ("subscribe", hook::<SubscribeRequest>(endpoint)),
        ("publish", hook::<PublishRequest>(endpoint)),
        ("sub_refresh", hook::<SubRefreshRequest>(endpoint)),
    ];
    let routes = [("rpc", rpc)].into_iter().chain(hooks);
    routes.fold(Router::new(), |router, (name, handle)| {
        let path = format!("/centrifugo/{name}");
        let slash = format!("{path}/");
        router.route(&path, handle.clone()).route(&slash, handle)
    })
}

fn hook<Q>(endpoint: &Arc<Endpoint>) -> MethodRouter
where
    Q: Event + From<Asked> + Send + 'static,
{
    let endpoint = Arc::clone(endpoint);
    post(move |request: Request| {
        let endpoint = Arc::clone(&endpoint);
        async move { endpoint.question::<Q>(request).await }
    })
}

/// Answers a call. What of the request is not needed is gone before anything is waited for.
pub(crate) fn rpc(
    endpoint: Arc<Endpoint>,
    request: Request,
) -> impl Future<Output = Response<Body>> + Send {
    let (Parts { mut headers, .. }, body) = request.into_parts();
    let is_trusted = endpoint.trusts(&mut headers);
    async move {
        if !is_trusted {
            return unauthorized();
        }
        let body = endpoint.read(&headers, body).await;
        let started = body.and_then(|body| endpoint.start(&body, headers));
        let (running, binary) = match started {
            Ok(started) => started,
            Err(error) => return json(error_body(&endpoint.calls().refuse(error))),
        };
        json(match running.await {
            Ok(reply) => Reply::into_body(reply, binary),
            Err(error) => error_body(&error),
        })
    }
}

impl Endpoint {
    async fn question<Q>(&self, request: Request) -> Response<Body>
    where
        Q: Event + From<Asked> + Send + 'static,
    {
        let (mut parts, body) = request.into_parts();
        if !self.trusts(&mut parts.headers) {
            return unauthorized();
        }
        let body = self.read(&parts.headers, body).await;
        let answer = match body.and_then(|body| envelope::question(&body, parts.headers)) {
            Ok(asked) => self.ask::<Q>(asked, None).await,
            Err(error) => refuse::<Q>(error),
        };
        json(answer_body(answer))
    }

    async fn read(&self, headers: &HeaderMap, body: Body) -> Result<Bytes, RpcError> {
        if !is_json(headers) {
            return Err(malformed("content type is not application/json"));
        }
        let read = body::read(body, self.max_request_bytes).await;
        read.map_err(|fault| match fault {
            Fault::TooLarge => self.too_large(),
            Fault::EndedEarly => malformed("body ended early"),
            Fault::Late => malformed("body did not arrive in time"),
        })
    }

    fn start(&self, body: &Bytes, headers: HeaderMap) -> Result<(Running, bool), RpcError> {
        let envelope = Envelope::parse(body)?;
        let params = envelope.params()?;
        let running = self.calls().start(Incoming {
            connection: envelope.connection(),
            meta: envelope.meta(body),
            headers,
            method: &envelope.method,
            data: &params,
            patience: None,
        });
        Ok((running, envelope.is_binary()))
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let Some(value) = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
    else {
        return false;
    };
    if value == "application/json" {
        return true;
    }
    let kind = value.split_once(';').map_or(value, |(kind, _)| kind);
    kind.trim().eq_ignore_ascii_case("application/json")
}

/// Any status but 200 is Centrifugo's error 100 to the client, so that each other answer is a 200.
fn json(body: Vec<u8>) -> Response<Body> {
    let mut response = Response::new(Body::from(body));
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

fn unauthorized() -> Response<Body> {
    let mut response = Response::new(Body::from([UNTRUSTED, "\n"].concat()));
    *response.status_mut() = StatusCode::UNAUTHORIZED;
    response
}

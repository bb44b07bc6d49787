//! `POST /centrifugo/rpc/`: Centrifugo's RPC proxy over HTTP, as an axum router.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode};
use axum::routing::post;
use bytes::Bytes;

use crate::call::{Calls, Incoming};
use crate::codegen::Run;
use crate::config::{CentrifugoConfig, ConfigError};
use crate::correlation;
use crate::dispatch::Dispatcher;
use crate::error::{RpcError, code};
use crate::policy::Policy;
use crate::proxy::body::{self, Fault};
use crate::proxy::envelope::{Envelope, malformed};
use crate::reply::{Reply, error_body};
use crate::running::Running;
use crate::trust::Trust;

/// The header in which Centrifugo sends the proxy secret: a static header of its RPC proxy
/// (`rpc.proxy.http.static_headers`).
///
/// It must not be among the client headers that Centrifugo forwards (`http_headers`,
/// `emulated_headers`): a client's value would take the place of Centrifugo's, and its calls would be
/// refused.
///
/// # A new secret
///
/// Two secrets are valid at one time, so that no call is refused while the secret changes:
///
/// 1. Give the servers the new secret as `CENTRIFUGO__PROXY_SECRET` and the old one as
///    `CENTRIFUGO__PROXY_SECRET_PREVIOUS`, and restart them one after the other.
/// 2. Put the new one into Centrifugo's config and let it read it again (SIGHUP, or a restart).
/// 3. Take `CENTRIFUGO__PROXY_SECRET_PREVIOUS` away, and restart the servers: the old secret is
///    worth nothing any more.
pub const SECRET_HEADER: &str = "x-centrifugo-proxy-secret";

struct Endpoint {
    dispatcher: Dispatcher,
    policy: Policy,
    trust: Trust,
    max_request_bytes: usize,
}

/// The endpoint `POST /centrifugo/rpc/` as a router (a tower service) for an axum application.
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
pub fn router(config: &CentrifugoConfig, dispatcher: Dispatcher) -> Result<Router, ConfigError> {
    let trust = Trust::new(config)?;
    if trust.is_insecure() {
        tracing::warn!(
            "CENTRIFUGO__INSECURE: any process on this machine can call any method as any user"
        );
    }
    let policy = config.policy();
    if let Some(longest) = policy.longest {
        let slow: Vec<_> = dispatcher
            .options()
            .filter(|(_, options)| options.run == Run::Attached)
            .filter_map(|(name, options)| (options.timeout? > longest).then_some(name))
            .collect();
        if !slow.is_empty() {
            tracing::warn!(
                methods = slow.join(", "),
                "these methods have a longer timeout than CENTRIFUGO__PROXY_TIMEOUT allows; they \
                 end when it does"
            );
        }
    }
    let endpoint = Arc::new(Endpoint {
        dispatcher,
        policy,
        trust,
        max_request_bytes: config.max_request_bytes(),
    });
    let handle = post(move |request: Request| {
        let endpoint = Arc::clone(&endpoint);
        async move { endpoint.handle(request).await }
    });
    Ok(Router::new()
        .route("/centrifugo/rpc/", handle.clone())
        .route("/centrifugo/rpc", handle))
}

impl Endpoint {
    async fn handle(&self, request: Request) -> Response<Body> {
        let (mut parts, body) = request.into_parts();
        if !self.trust.admits(&parts.headers) {
            tracing::warn!(
                "refused a request without the right `{SECRET_HEADER}`: Centrifugo sends it as a \
                 static header of its RPC proxy"
            );
            self.dispatcher.metrics().untrusted();
            return unauthorized();
        }
        // Handlers and their logs have no use for it.
        parts.headers.remove(SECRET_HEADER);
        let body = match self.read(&parts.headers, body).await {
            Ok(body) => body,
            Err(error) => return json(error_body(&self.calls().refuse(error))),
        };
        let (running, binary) = match self.start(&body, parts.headers) {
            Ok(started) => started,
            Err(error) => return json(error_body(&self.calls().refuse(error))),
        };
        drop(body);
        json(match running.finish().await {
            Ok(reply) => Reply::into_body(reply, binary),
            Err(error) => error_body(&error),
        })
    }

    fn calls(&self) -> Calls<'_> {
        Calls {
            dispatcher: &self.dispatcher,
            policy: &self.policy,
        }
    }

    async fn read(&self, headers: &HeaderMap, body: Body) -> Result<Bytes, RpcError> {
        if !is_json(headers) {
            return Err(malformed("content type is not application/json"));
        }
        let limit = self.max_request_bytes;
        let read = body::read(headers, body, limit).await;
        read.map_err(|fault| match fault {
            Fault::TooLarge => too_large(limit),
            Fault::EndedEarly => malformed("body ended early"),
            Fault::Late => malformed("body did not arrive in time"),
        })
    }

    fn start(&self, body: &Bytes, headers: HeaderMap) -> Result<(Running, bool), RpcError> {
        let envelope = Envelope::parse(body)?;
        let params = envelope.params()?;
        let (method, id) = correlation::split(&envelope.method);
        let correlation_id = id.unwrap_or_else(correlation::new_id);
        let running = self.calls().start(Incoming {
            caller: envelope.caller(body, headers),
            method,
            correlation_id,
            data: &params,
        });
        Ok((running, envelope.is_binary()))
    }
}

fn too_large(limit: usize) -> RpcError {
    RpcError::new(
        code::TOO_LARGE,
        format!("request is larger than {limit} bytes"),
    )
}

fn is_json(headers: &HeaderMap) -> bool {
    let Some(value) = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
    else {
        return false;
    };
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
    let mut response = Response::new(Body::from("missing or wrong proxy secret\n"));
    *response.status_mut() = StatusCode::UNAUTHORIZED;
    response
}

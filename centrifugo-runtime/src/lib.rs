//! Runs `#[websocket_rpc]` handlers behind Centrifugo's RPC proxy.
//!
//! A handler is an async function. `centrifugo-build`, called in `build.rs`, finds it in the source;
//! [`include_dispatch!`] brings in the code that calls it; [`serve`] takes calls from Centrifugo:
//!
//! ```text
//! use centrifugo_runtime::{CentrifugoConfig, ConnectionContext, RpcError, websocket_rpc};
//!
//! /// Counts of one user's tasks.
//! #[websocket_rpc("tasks.get_stats")]
//! pub async fn get_task_stats(
//!     conn: ConnectionContext,
//!     params: TaskStatsParams,
//! ) -> Result<TaskStatsResult, RpcError> {
//!     todo!()
//! }
//!
//! centrifugo_runtime::include_dispatch!();
//!
//! #[tokio::main]
//! async fn main() -> anyhow::Result<()> {
//!     let config = CentrifugoConfig::from_env()?;
//!     centrifugo_runtime::serve(config, rpc::dispatcher(AppState::new())).await?;
//!     Ok(())
//! }
//! ```
//!
//! # What a client gets
//!
//! | code | when |
//! |---|---|
//! | 400 | the proxy request is malformed: no JSON, wrong types, duplicate keys, wrong content type |
//! | 401 | the connection is anonymous and the method is not `anonymous` |
//! | 403 | the handler says so |
//! | 404 | no such method |
//! | 408 | the handler did not end before its deadline, or before Centrifugo's |
//! | 413 | the request is larger than `max_request_bytes` |
//! | 422 | the params are not what the method takes, or nested more than 127 deep; the message is `$.path.to[0].field: reason` |
//! | 429 | a [`RateLimit`] refuses the call, or the handler says so; `temporary` |
//! | 503 | `max_concurrent_calls` handlers run already, or the handler says so; `temporary` |
//! | 500 | the handler panicked, met any other error, or gave a result of more than `max_reply_bytes`; the message is always `internal error` |
//! | 1000–1999 | declared errors: `#[derive(RpcError)]` |
//!
//! Params that a client leaves out are `null`. A method without params ignores what is sent to it.
//! Numbers that JSON does not have (NaN, infinities) are `null` in results, as serde_json writes them.
//!
//! A request without the proxy secret is answered with HTTP 401, over gRPC with `UNAUTHENTICATED`, before its
//! body is read.
//!
//! What Centrifugo itself answers, above all when it cannot reach the server, has codes from 100 to 113.
//!
//! # Over HTTP, over gRPC
//!
//! Centrifugo reaches the same methods at `http://ADDRESS/centrifugo/rpc/` of `listen_address` and, where it is
//! set, at `grpc_listen_address`, a TCP address or a unix socket; both at one time, too. Over gRPC a call costs
//! Centrifugo less, and its own timeout comes with each call: the reply comes before that without
//! `proxy_timeout`. `binary_encoding` and `grpc.compression` of Centrifugo's proxies may be on or off.
//!
//! ```json
//! "proxy": {
//!   "endpoint": "grpc://127.0.0.1:3001",
//!   "timeout": "31s",
//!   "include_connection_meta": true,
//!   "grpc": { "static_metadata": { "x-centrifugo-proxy-secret": "…" } }
//! }
//! ```
//!
//! `cargo centrifugo config --endpoint grpc://127.0.0.1:3001`, or `unix:///run/app.sock`, writes it.
//!
//! With `tls_certificate` and `tls_key` both addresses of TCP speak TLS, with `tls_client_ca` they speak it only
//! with who has a certificate of that authority: Centrifugo, by `tls` of its proxy's `http` or `grpc` with
//! `enabled`, `server_ca_pem`, `cert_pem` and `key_pem`. The files are read at start. The proxy secret is wanted
//! all the same: an authority may have signed more than one certificate. Probes without a certificate are
//! answered at `metrics_address`. A unix socket is private as loopback is, and has no TLS.
//!
//! Centrifugo's other proxies, which ask whether a client may connect, subscribe or publish, are
//! [hooks].
//!
//! # Features
//!
//! | feature | default | |
//! |---|---|---|
//! | `api` | yes | [`CentrifugoApi`], the client of Centrifugo's server API |
//! | `grpc` | yes | Centrifugo's proxy over gRPC: some fifteen crates, above all `tonic`, `prost` and `h2` |
//! | `tls` | yes | TLS for what the server listens on, by `rustls` |
//! | `jwt-asymmetric` | no | tokens signed with RSA, ECDSA and Ed25519 keys |
//! | `anyhow` | no | `?` in a handler also takes `anyhow::Error` |
//! | `opentelemetry` | no | the trace of a connection's headers is the parent of a call's span |
//!
//! Settings that need a feature which is not there are an error that names it.
//!
//! # Who calls
//!
//! Centrifugo's word alone says who calls: the user of the connection, which it knows from its token.
//! Whatever a client sends, headers and params that name a user, too, is its own claim. A connection with
//! an empty user is anonymous: [`ConnectionContext::user_id`] is `None`, and only `anonymous` methods take
//! its calls. Whoever can reach the endpoint and knows the proxy secret can call as any user; see
//! [`SECRET_HEADER`] for how a new secret takes its place.
//!
//! # Logging
//!
//! Set up a `tracing` subscriber; the runtime makes a span for each call and writes a line when it ends.
//! The span's fields are named as OpenTelemetry's conventions for RPC have it: `rpc.method` (`_OTHER` where
//! there is no such method), `user.id`, `rpc.response.status_code` (0 is success), and beside them
//! `client`, `correlation_id`, and `trace_id` where the connection has one. Params, results, headers and
//! secrets are in no line at any level, except params and results with `log_payloads`; what handlers and
//! their errors' texts say is logged as it is.
//!
//! | level | line |
//! |---|---|
//! | ERROR | a handler failed with a 500, with its cause; a `no_wait` handler failed |
//! | WARN | a call ended with 408; the server is overloaded; a request without the secret, or that is no call |
//! | INFO | each other call's end: `code`, `duration_us` |
//! | DEBUG | a call begins; a call was cancelled by its caller's disconnect |
//!
//! `log_level` is the lowest level of lines about calls. `log_all_calls = false` leaves out those of INFO.
//! So does `log_only_with_ack`: it is about publications that wait for acknowledgement, which the runtime
//! does not make yet, and a call is none.
//!
//! # Traces
//!
//! Let Centrifugo forward `traceparent` and `tracestate` (`http_headers` of its proxy; `emulated_headers` for
//! browsers), and [`ConnectionContext::trace_parent`] is the trace that the connection is part of. With the
//! feature `opentelemetry` it is the parent of each call's span, by the propagator that the application sets
//! (`opentelemetry::global::set_text_map_propagator`), where a layer of the crate `tracing-opentelemetry`
//! listens; the version of that crate has to be the runtime's. The client chooses its trace: do not forward
//! these headers where it must not.
//!
//! # Metrics and health
//!
//! [`Metrics`] are counted for each method, and shown where you say: at `metrics_address`, by
//! [`metrics_router`] in an application of your own, or in your registry. [`health_router`] is about probes.
//!
//! # How long a handler runs
//!
//! | attribute | the caller's reply | when the caller disconnects | the handler is dropped |
//! |---|---|---|---|
//! | – | the result, or 408 at the deadline | it is dropped at the `.await` where it stands | with the 408 |
//! | `spawned` | the result, or 408 at the deadline | it runs on | after its `timeout` |
//! | `no_wait` | `null`, once the params are read | it runs on | after its `timeout` |
//!
//! A `timeout` that the attribute does not say is `ack_timeout` of the settings. Replies come before
//! Centrifugo's own proxy timeout, also where a `timeout` is longer; a `spawned` handler then still has
//! its full time. Shutdown waits for all of them.
//!
//! A `no_wait` handler has no one to fail to: its error or panic is logged with the method and the
//! correlation id.
//!
//! # Methods of the runtime
//!
//! Names that begin with `system.` are not for handlers. `system.check_version` is answered beside the
//! methods of any dispatcher, to anonymous connections, too: a generated client says with it what it was
//! made from, and learns whether the server's package of that name speaks the same and which is older.

// `#[derive(RpcError)]` names the crate as its users do, also in this crate's own tests.
#[cfg(test)]
extern crate self as centrifugo_runtime;

#[cfg(feature = "api")]
pub mod api;
mod call;
mod cause;
#[doc(hidden)]
pub mod codegen;
mod config;
mod context;
#[doc(hidden)]
pub mod contract;
mod correlation;
mod dispatch;
mod ending;
mod error;
mod health;
pub mod hooks;
mod include;
mod layer;
mod load;
mod metrics;
mod overrides;
mod params;
mod payload;
mod policy;
mod proxy;
mod rate_limit;
mod reply;
mod reply_check;
mod running;
mod serve;
mod state;
mod system;
pub mod token;
mod trace;
mod trust;
mod user;
mod within;

pub use centrifugo_runtime_macros::{RpcError, websocket_rpc};

#[cfg(feature = "api")]
pub use api::{ApiError, CentrifugoApi};
pub use config::{
    CentrifugoConfig, CentrifugoConfigBuilder, ConfigError, Fault, ListenAddress,
    ListenAddressError, Secret,
};
pub use context::ConnectionContext;
pub use dispatch::{Dispatcher, DuplicateMethods};
pub use error::{HandlerError, RpcError, code};
pub use health::health_router;
pub use hooks::{Backend, Hooks};
pub use layer::{CallError, CallReply, CallRequest, CallService};
pub use metrics::{Metrics, metrics_router};
pub use overrides::SubscribeOverride;
pub use prometheus_client;
pub use proxy::endpoint::SECRET_HEADER;
#[cfg(feature = "grpc")]
pub use proxy::grpc::{GrpcService, grpc_service};
pub use proxy::http::router;
pub use rate_limit::{RateLimit, RateLimited};
pub use serve::{ServeError, serve, serve_listener, serve_with_shutdown};
pub use state::{FromRef, State};
pub use trace::{InvalidTraceParent, TraceParent};
pub use user::{UserIdError, user_channel};

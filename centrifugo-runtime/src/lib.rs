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
//! | 413 | the request is too large |
//! | 422 | the params are not what the method takes; the message is `$.path.to[0].field: reason` |
//! | 429, 503 | the handler says so, `temporary` |
//! | 500 | the handler panicked or met any other error; the message is always `internal error` |
//! | 1000–1999 | declared errors: `#[derive(RpcError)]` |
//!
//! Params that a client leaves out are `null`. A method without params ignores what is sent to it.
//! Numbers that JSON does not have (NaN, infinities) are `null` in results, as serde_json writes them.
//!
//! A request without the proxy secret is answered with HTTP 401 before its body is read.
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
mod error;
pub mod hooks;
mod include;
mod overrides;
mod params;
mod payload;
mod policy;
mod proxy;
mod reply;
mod reply_check;
mod running;
mod serve;
mod state;
mod system;
pub mod token;
mod user;

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
pub use hooks::{Backend, Hooks};
pub use overrides::SubscribeOverride;
pub use proxy::endpoint::SECRET_HEADER;
#[cfg(feature = "grpc")]
pub use proxy::grpc::{GrpcService, grpc_service};
pub use proxy::http::router;
pub use serve::{ServeError, serve, serve_listener, serve_with_shutdown};
pub use state::{FromRef, State};
pub use user::{UserIdError, user_channel};

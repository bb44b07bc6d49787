//! Centrifugo's other proxies as typed hooks: connect, refresh, subscribe, publish and sub_refresh. Knows
//! no transport.
//!
//! Centrifugo asks the server whether a client may connect, subscribe or publish, and whether its
//! connection or subscription goes on. An application writes one async function for each question that
//! it wants to answer, and gives them to [`serve`](crate::serve) beside its methods:
//!
//! ```no_run
//! use centrifugo_runtime::hooks::{Hooks, Refusal, SubscribeReply, SubscribeRequest};
//! use centrifugo_runtime::{Backend, CentrifugoConfig, ConnectionContext, RpcError};
//!
//! async fn may_subscribe(
//!     conn: ConnectionContext,
//!     request: SubscribeRequest,
//! ) -> Result<SubscribeReply, Refusal> {
//!     match conn.user_id() {
//!         Some("42") if request.channel() == "chat:1" => Ok(SubscribeReply::allow()),
//!         _ => Err(RpcError::new(403, "not your room").into()),
//!     }
//! }
//!
//! # mod rpc { pub fn dispatcher(_: ()) -> centrifugo_runtime::Dispatcher { unimplemented!() } }
//! # async fn run() -> anyhow::Result<()> {
//! let backend = Backend::new(rpc::dispatcher(())).with_hooks(Hooks::new().subscribe(may_subscribe));
//! centrifugo_runtime::serve(CentrifugoConfig::from_env()?, backend).await?;
//! # Ok(())
//! # }
//! ```
//!
//! Centrifugo's configuration says which proxy asks where, with the same secret as for methods. Over
//! HTTP each has its path; over gRPC, all are at one endpoint.
//!
//! | hook | path | in Centrifugo's configuration |
//! |---|---|---|
//! | connect | `/centrifugo/connect/` | `client.proxy.connect` |
//! | refresh | `/centrifugo/refresh/` | `client.proxy.refresh` |
//! | subscribe | `/centrifugo/subscribe/` | `channel.proxy.subscribe`, and `subscribe_proxy_enabled` of the channel's namespace |
//! | publish | `/centrifugo/publish/` | `channel.proxy.publish`, and `publish_proxy_enabled` |
//! | sub_refresh | `/centrifugo/sub_refresh/` | `channel.proxy.sub_refresh`, and `sub_refresh_proxy_enabled` |
//!
//! **Closed by default.** A question without a hook is answered with a refusal, and so is one whose hook
//! fails, panics or does not end before its deadline, which is that of a method without a timeout of its
//! own. They count as handlers for `max_concurrent_calls`; where that is reached, connect, subscribe and
//! publish are refused with a temporary 503.
//!
//! To connect, subscribe and publish a refusal is the error or the disconnect that the hook says. To
//! refresh and sub_refresh Centrifugo knows none, so that each refusal there is “expired”: the client is
//! disconnected with code 3005 and connects anew, or its subscription ends. Where the server is not
//! reached at all, or not with the right secret, Centrifugo itself lets both go on for another minute.

mod backend;
mod refusal;
mod reply;
mod request;
mod run;

use std::fmt;
use std::sync::Arc;

use futures_util::future::BoxFuture;

use crate::context::ConnectionContext;

pub use backend::Backend;
pub(crate) use refusal::Kind;
pub use refusal::Refusal;
pub use reply::{
    ConnectReply, PublishReply, RefreshReply, ServerSubscription, SubRefreshReply, SubscribeReply,
};
pub(crate) use request::Asked;
pub use request::{
    ConnectRequest, PublishRequest, RefreshRequest, SubRefreshRequest, SubscribeRequest,
};
pub(crate) use run::{Event, ask, refuse};

pub(crate) type Hook<Q, R> =
    Arc<dyn Fn(ConnectionContext, Q) -> BoxFuture<'static, Result<R, Refusal>> + Send + Sync>;

/// The hooks of an application: see [the module](self). What it does not name is refused.
#[derive(Clone, Default)]
pub struct Hooks {
    pub(crate) connect: Option<Hook<ConnectRequest, ConnectReply>>,
    pub(crate) refresh: Option<Hook<RefreshRequest, RefreshReply>>,
    pub(crate) subscribe: Option<Hook<SubscribeRequest, SubscribeReply>>,
    pub(crate) publish: Option<Hook<PublishRequest, PublishReply>>,
    pub(crate) sub_refresh: Option<Hook<SubRefreshRequest, SubRefreshReply>>,
}

macro_rules! setters {
    ($($(#[$doc:meta])* $name:ident: $request:ty => $reply:ty;)*) => {
        $($(#[$doc])*
        #[must_use]
        pub fn $name<H, F>(mut self, hook: H) -> Self
        where
            H: Fn(ConnectionContext, $request) -> F + Send + Sync + 'static,
            F: Future<Output = Result<$reply, Refusal>> + Send + 'static,
        {
            self.$name = Some(Arc::new(move |conn, request| Box::pin(hook(conn, request))));
            self
        })*
    };
}

impl Hooks {
    /// None: everything is refused.
    pub fn new() -> Self {
        Self::default()
    }

    setters! {
        /// Who a client without a token is, if it may connect. The context has no user yet.
        connect: ConnectRequest => ConnectReply;
        /// Whether a connection that expires goes on.
        refresh: RefreshRequest => RefreshReply;
        /// Whether a connection may subscribe to a channel.
        subscribe: SubscribeRequest => SubscribeReply;
        /// Whether a connection may publish to a channel, and what is published.
        publish: PublishRequest => PublishReply;
        /// Whether a subscription that expires goes on.
        sub_refresh: SubRefreshRequest => SubRefreshReply;
    }

    /// Whether there is any.
    pub(crate) fn is_empty(&self) -> bool {
        self.names().is_empty()
    }

    fn names(&self) -> Vec<&'static str> {
        let hooks = [
            ("connect", self.connect.is_some()),
            ("refresh", self.refresh.is_some()),
            ("subscribe", self.subscribe.is_some()),
            ("publish", self.publish.is_some()),
            ("sub_refresh", self.sub_refresh.is_some()),
        ];
        let known = hooks.into_iter().filter(|(_, known)| *known);
        known.map(|(name, _)| name).collect()
    }
}

impl fmt::Debug for Hooks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Hooks").field(&self.names()).finish()
    }
}

//! What all ways of being called by Centrifugo share: the methods, who is trusted, and the limits.

use std::sync::Arc;
use std::time::Duration;

use axum::http::HeaderMap;

use crate::call::Calls;
use crate::codegen::Run;
use crate::config::{CentrifugoConfig, ConfigError};
use crate::dispatch::Dispatcher;
use crate::error::{RpcError, code};
use crate::hooks::{self, Asked, Backend, Event, Hooks, Refusal};
use crate::policy::Policy;
use crate::trust::Trust;

/// The header in which Centrifugo sends the proxy secret: a static header of its RPC proxy over HTTP
/// (`rpc.proxy.http.static_headers`), static metadata of one over gRPC
/// (`rpc.proxy.grpc.static_metadata`).
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
/// 2. Put the new one into Centrifugo's config and restart its nodes one after the other: what they read
///    again on SIGHUP are channels and tokens, not proxies.
/// 3. Take `CENTRIFUGO__PROXY_SECRET_PREVIOUS` away, and restart the servers: the old secret is
///    worth nothing any more.
pub const SECRET_HEADER: &str = "x-centrifugo-proxy-secret";

/// What a request without it is answered with.
pub(super) const UNTRUSTED: &str = "missing or wrong proxy secret";

pub(crate) struct Endpoint {
    dispatcher: Dispatcher,
    hooks: Hooks,
    policy: Policy,
    trust: Trust,
    pub(super) max_request_bytes: usize,
}

impl Endpoint {
    pub(crate) fn new(
        config: &CentrifugoConfig,
        backend: Backend,
    ) -> Result<Arc<Self>, ConfigError> {
        let trust = Trust::new(config)?;
        if trust.is_insecure() {
            tracing::warn!(
                "CENTRIFUGO__INSECURE: any process on this machine can call any method as any user"
            );
        }
        let Backend { dispatcher, hooks } = backend;
        let policy = config.policy();
        warn_of_slow(&dispatcher, &policy);
        Ok(Arc::new(Self {
            dispatcher,
            hooks,
            policy,
            trust,
            max_request_bytes: config.max_request_bytes(),
        }))
    }

    /// Whether the request is Centrifugo's. Its secret is taken out.
    pub(super) fn trusts(&self, headers: &mut HeaderMap) -> bool {
        let trusted = self.trust.admits(headers);
        if !trusted {
            self.dispatcher.metrics().untrusted();
            tracing::warn!(
                "refused a request without the right `{SECRET_HEADER}`: Centrifugo sends it as a \
                 static header, or over gRPC as static metadata, of its proxy"
            );
        }
        trusted
    }

    pub(super) fn calls(&self) -> Calls<'_> {
        Calls {
            dispatcher: &self.dispatcher,
            policy: &self.policy,
        }
    }

    /// Puts a question to its hook.
    pub(super) async fn ask<Q>(
        &self,
        asked: Asked,
        patience: Option<Duration>,
    ) -> Result<Q::Reply, Refusal>
    where
        Q: Event + From<Asked> + Send + 'static,
    {
        // One that Centrifugo reads as “expired” would make clients connect anew: more load, not less.
        let place = self.dispatcher.load().enter(self.policy.max_concurrent);
        let _place = match place {
            Err(error) if Q::refused().is_none() => return hooks::refuse::<Q>(error),
            place => place,
        };
        hooks::ask::<Q>(&self.hooks, &self.policy, asked, patience).await
    }

    pub(super) fn too_large(&self) -> RpcError {
        let limit = self.max_request_bytes;
        RpcError::new(
            code::TOO_LARGE,
            format!("request is larger than {limit} bytes"),
        )
    }
}

fn warn_of_slow(dispatcher: &Dispatcher, policy: &Policy) {
    let Some(longest) = policy.longest else {
        return;
    };
    let slow: Vec<_> = dispatcher
        .options()
        .filter(|(_, options)| options.run == Run::Attached)
        .filter_map(|(name, options)| (options.timeout? > longest).then_some(name))
        .collect();
    if !slow.is_empty() {
        tracing::warn!(
            methods = slow.join(", "),
            "these methods have a longer timeout than CENTRIFUGO__PROXY_TIMEOUT allows; they end when \
             it does"
        );
    }
}

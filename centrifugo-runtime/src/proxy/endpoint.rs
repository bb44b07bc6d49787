//! What all ways of being called by Centrifugo share: the methods, who is trusted, and the limits.

use std::sync::Arc;
use std::time::Duration;

use axum::http::HeaderMap;
use subtle::ConstantTimeEq as _;

use crate::call::Calls;
use crate::codegen::Run;
use crate::config::{CentrifugoConfig, ConfigError, Secret};
use crate::dispatch::Dispatcher;
use crate::error::{RpcError, code};
use crate::hooks::{self, Asked, Backend, Event, Hooks, Refusal};
use crate::policy::Policy;

/// The header in which Centrifugo sends the proxy secret: a static header of its RPC proxy over HTTP
/// (`rpc.proxy.http.static_headers`), static metadata of one over gRPC
/// (`rpc.proxy.grpc.static_metadata`).
///
/// It must not be among the client headers that Centrifugo forwards.
pub const SECRET_HEADER: &str = "x-centrifugo-proxy-secret";

/// What a request without it is answered with.
pub(super) const UNTRUSTED: &str = "missing or wrong proxy secret";

pub(crate) struct Endpoint {
    dispatcher: Dispatcher,
    hooks: Hooks,
    policy: Policy,
    /// `None`: insecure.
    secret: Option<Secret>,
    pub(super) max_request_bytes: usize,
}

impl Endpoint {
    pub(crate) fn new(
        config: &CentrifugoConfig,
        backend: Backend,
    ) -> Result<Arc<Self>, ConfigError> {
        let secret = config.required_proxy_secret()?.cloned();
        if secret.is_none() {
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
            secret,
            max_request_bytes: config.max_request_bytes(),
        }))
    }

    /// Whether the request is Centrifugo's. Its secret is taken out: handlers and their logs have no
    /// use for it.
    pub(super) fn trusts(&self, headers: &mut HeaderMap) -> bool {
        let trusted = self.has_secret(headers);
        if !trusted {
            tracing::warn!(
                "refused a request without the right `{SECRET_HEADER}`: Centrifugo sends it as a \
                 static header, or over gRPC as static metadata, of its proxy"
            );
        }
        headers.remove(SECRET_HEADER);
        trusted
    }

    fn has_secret(&self, headers: &HeaderMap) -> bool {
        let Some(secret) = &self.secret else {
            return true;
        };
        let mut given = headers.get_all(SECRET_HEADER).iter();
        match (given.next(), given.next()) {
            (Some(given), None) => given.as_bytes().ct_eq(secret.expose().as_bytes()).into(),
            _ => false,
        }
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

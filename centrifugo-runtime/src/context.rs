//! Who calls, how, and until when: what a handler knows beside its params.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::http::HeaderMap;
use bytes::Bytes;
use serde::de::DeserializeOwned;

use crate::correlation::CorrelationId;
use crate::trace::TraceParent;

/// The connection that a call came over, and the call itself. Cheap to clone and to move.
///
/// In production Centrifugo's word stands behind it. In tests of your own handlers it is made by
/// [`for_user`](Self::for_user) or [`anonymous`](Self::anonymous).
#[derive(Clone)]
pub struct ConnectionContext(Arc<Inner>);

#[derive(Clone)]
struct Inner {
    caller: Caller,
    method: &'static str,
    correlation_id: CorrelationId,
    deadline: Instant,
}

/// What is known before the method is.
#[derive(Clone)]
pub(crate) struct Caller {
    /// The client's id and behind it the user's, in one piece of memory.
    names: Box<str>,
    client_end: usize,
    transport: Cow<'static, str>,
    protocol: Cow<'static, str>,
    encoding: Cow<'static, str>,
    pub(crate) meta: Option<Bytes>,
    pub(crate) headers: HeaderMap,
}

impl Caller {
    /// What Centrifugo says of the connection; the names that it has are not copied.
    pub(crate) fn of(connection: Connection<'_>, meta: Option<Bytes>, headers: HeaderMap) -> Self {
        let Connection {
            client,
            user,
            transport,
            protocol,
            encoding,
        } = connection;
        let mut names = String::with_capacity(client.len() + user.len());
        names.push_str(client);
        names.push_str(user);
        let transports = ["websocket", "http_stream", "sse", "webtransport"];
        Self {
            names: names.into_boxed_str(),
            client_end: client.len(),
            transport: known(transport, &transports),
            protocol: known(protocol, &["json", "protobuf"]),
            encoding: known(encoding, &["json", "binary"]),
            meta,
            headers,
        }
    }

    pub(crate) fn connection(&self) -> Connection<'_> {
        let (client, user) = self.names.split_at(self.client_end);
        Connection {
            client,
            user,
            transport: &self.transport,
            protocol: &self.protocol,
            encoding: &self.encoding,
        }
    }
}

/// How each proxy request tells of the connection that it is about.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Connection<'a> {
    pub(crate) client: &'a str,
    /// Empty for an anonymous one.
    pub(crate) user: &'a str,
    pub(crate) transport: &'a str,
    pub(crate) protocol: &'a str,
    pub(crate) encoding: &'a str,
}

fn known(value: &str, names: &[&'static str]) -> Cow<'static, str> {
    match names.iter().find(|name| **name == value) {
        Some(name) => Cow::Borrowed(name),
        None => Cow::Owned(value.to_owned()),
    }
}

impl ConnectionContext {
    /// The connection of a signed-in user, for tests of handlers.
    ///
    /// ```
    /// use centrifugo_runtime::ConnectionContext;
    ///
    /// assert_eq!(ConnectionContext::for_user("42").user_id(), Some("42"));
    /// ```
    pub fn for_user(user_id: impl Into<String>) -> Self {
        let connection = Connection {
            client: "in-process",
            user: &user_id.into(),
            transport: "in-process",
            protocol: "json",
            encoding: "json",
        };
        let caller = Caller::of(connection, None, HeaderMap::new());
        let deadline = Instant::now() + Duration::from_secs(30);
        Self::new(caller, "", CorrelationId::random(), deadline)
    }

    /// A connection without a user, for tests of handlers.
    pub fn anonymous() -> Self {
        Self::for_user("")
    }

    /// The same connection with `meta` on it, given as JSON.
    #[must_use]
    pub fn with_meta(mut self, meta: impl Into<Bytes>) -> Self {
        Arc::make_mut(&mut self.0).caller.meta = Some(meta.into());
        self
    }

    /// The same connection with forwarded headers.
    #[must_use]
    pub fn with_headers(mut self, headers: HeaderMap) -> Self {
        Arc::make_mut(&mut self.0).caller.headers = headers;
        self
    }

    pub(crate) fn new(
        caller: Caller,
        method: &'static str,
        correlation_id: CorrelationId,
        deadline: Instant,
    ) -> Self {
        Self(Arc::new(Inner {
            caller,
            method,
            correlation_id,
            deadline,
        }))
    }

    pub(crate) fn into_caller(self) -> (Caller, CorrelationId) {
        let inner = Arc::unwrap_or_clone(self.0);
        (inner.caller, inner.correlation_id)
    }

    /// The id that Centrifugo gave to the connection; another one after each reconnect.
    pub fn client_id(&self) -> &str {
        self.0.caller.connection().client
    }

    /// The user that the connection was authenticated as, `None` for an anonymous one.
    pub fn user_id(&self) -> Option<&str> {
        Some(self.0.caller.connection().user).filter(|user| !user.is_empty())
    }

    /// How the client is connected: `websocket`, `http_stream`, `sse`, `webtransport`.
    pub fn transport(&self) -> &str {
        &self.0.caller.transport
    }

    /// What the client speaks: `json` or `protobuf`.
    pub fn protocol(&self) -> &str {
        &self.0.caller.protocol
    }

    /// How Centrifugo hands over the params: `json` or `binary`.
    pub fn encoding(&self) -> &str {
        &self.0.caller.encoding
    }

    /// The `meta` of the connection's token, `None` if it has none or Centrifugo does not send it
    /// (`include_connection_meta` of its proxy).
    ///
    /// # Errors
    /// Where `meta` is no `T`.
    pub fn meta<T: DeserializeOwned>(&self) -> Result<Option<T>, serde_json::Error> {
        self.0
            .caller
            .meta
            .as_deref()
            .map(serde_json::from_slice)
            .transpose()
    }

    /// A header of the client's connection that Centrifugo forwards (`http_headers` and
    /// `emulated_headers` of its proxy), `None` if absent or not text.
    ///
    /// The client chooses these values: use them as hints, never to decide who calls.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.0.caller.headers.get(name)?.to_str().ok()
    }

    /// The name of the called method, without its correlation id.
    pub fn method(&self) -> &str {
        self.0.method
    }

    /// The name as the generated code has it.
    pub(crate) fn name(&self) -> &'static str {
        self.0.method
    }

    /// Which trace the connection is part of: its header `traceparent`, where Centrifugo forwards it.
    /// `None` too if it is no valid one, or there are several.
    ///
    /// All calls of a connection have the one that it was opened with, and the client chooses it. It is
    /// the parent of the call's span with the crate's feature `opentelemetry`.
    pub fn trace_parent(&self) -> Option<TraceParent> {
        TraceParent::of(&self.0.caller.headers)
    }

    /// What the systems that a trace went through say of it: the connection's header `tracestate`.
    pub fn trace_state(&self) -> Option<&str> {
        self.header("tracestate")
    }

    /// The id of this call, the same in the client's error, in the server's span and in its log.
    pub fn correlation_id(&self) -> &str {
        self.0.correlation_id.as_str()
    }

    /// When the runtime drops the handler, and answers 408 unless it has answered before: a `no_wait`
    /// method has its reply at once, a `spawned` one at the latest when Centrifugo would wait no longer.
    pub fn deadline(&self) -> Instant {
        self.0.deadline
    }
}

/// Without `meta` and without the values of headers: cookies and tokens are no matter of a log.
impl fmt::Debug for ConnectionContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Connection { client, user, .. } = self.0.caller.connection();
        let headers = self.0.caller.headers.keys();
        f.debug_struct("ConnectionContext")
            .field("client_id", &client)
            .field("user_id", &user)
            .field("method", &self.0.method)
            .field("correlation_id", &self.correlation_id())
            .field("headers", &headers.collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

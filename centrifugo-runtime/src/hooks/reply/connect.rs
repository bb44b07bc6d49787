//! The answer to a client that wants to connect.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Check, META, is_zero};
use crate::overrides::SubscribeOverride;
use crate::payload::{DATA, INFO, Payload};
use crate::user;

/// A yes to a client that wants to connect, and who it is.
#[derive(Debug, Clone, Serialize)]
#[must_use]
pub struct ConnectReply {
    pub(crate) user: String,
    #[serde(skip)]
    is_anonymous: bool,
    #[serde(skip_serializing_if = "is_zero")]
    pub(crate) expire_at: u64,
    #[serde(flatten)]
    pub(crate) info: Payload,
    #[serde(flatten)]
    pub(crate) data: Payload,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) channels: Vec<String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) subs: BTreeMap<String, ServerSubscription>,
    #[serde(flatten)]
    pub(crate) meta: Payload,
}

impl ConnectReply {
    /// It is this user. An id that is empty or contains `,` or `#` is refused, as in tokens, with an error
    /// 500 to the client.
    pub fn user(id: impl Into<String>) -> Self {
        Self::of(id.into(), false)
    }

    /// It is nobody: it may call methods that are `anonymous`.
    pub fn anonymous() -> Self {
        Self::of(String::new(), true)
    }

    fn of(user: String, is_anonymous: bool) -> Self {
        Self {
            user,
            is_anonymous,
            expire_at: 0,
            info: Payload::none(INFO),
            data: Payload::none(DATA),
            channels: Vec::new(),
            subs: BTreeMap::new(),
            meta: Payload::none(META),
        }
    }

    /// When the connection expires, in seconds of Unix time: Centrifugo then asks the refresh hook.
    pub fn expires_at(mut self, unix_seconds: u64) -> Self {
        self.expire_at = unix_seconds;
        self
    }

    payload!(
        info,
        info_bytes,
        INFO,
        "What others see of it in presence and join messages"
    );
    payload!(
        data,
        data_bytes,
        DATA,
        "What the client gets with the answer to its connect"
    );

    /// Subscribes it to a channel, with what the channel's namespace says. A channel that Centrifugo does
    /// not know is an error 102 to the client.
    pub fn channel(mut self, channel: impl Into<String>) -> Self {
        self.channels.push(channel.into());
        self
    }

    /// Subscribes it to a channel, with more than the channel's namespace says.
    pub fn subscription(mut self, channel: impl Into<String>, with: ServerSubscription) -> Self {
        self.subs.insert(channel.into(), with);
        self
    }

    /// What [`ConnectionContext::meta`](crate::ConnectionContext::meta) is then; clients do not see it.
    pub fn meta(mut self, value: &(impl Serialize + ?Sized)) -> Self {
        self.meta = Payload::json(META, value);
        self
    }
}

/// A subscription that a connection has from its beginning.
#[derive(Debug, Clone, Serialize)]
#[must_use]
pub struct ServerSubscription {
    #[serde(flatten)]
    pub(crate) info: Payload,
    #[serde(flatten)]
    pub(crate) data: Payload,
    #[serde(rename = "override", skip_serializing_if = "Option::is_none")]
    pub(crate) overrides: Option<SubscribeOverride>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) cache_recover: bool,
}

impl Default for ServerSubscription {
    fn default() -> Self {
        Self::new()
    }
}

impl ServerSubscription {
    /// One as the channel's namespace says.
    pub fn new() -> Self {
        Self {
            info: Payload::none(INFO),
            data: Payload::none(DATA),
            overrides: None,
            cache_recover: false,
        }
    }

    payload!(
        info,
        info_bytes,
        INFO,
        "What others see of it in the channel's presence and join messages"
    );
    payload!(
        data,
        data_bytes,
        DATA,
        "What the client gets with the subscription"
    );

    /// What it has otherwise than its channel's namespace says.
    pub fn overrides(mut self, overrides: SubscribeOverride) -> Self {
        self.overrides = Some(overrides);
        self
    }

    /// Whether the channel's last publication is delivered at once, in namespaces that recover by cache.
    pub fn cache_recover(mut self, recover: bool) -> Self {
        self.cache_recover = recover;
        self
    }
}

impl Check for ConnectReply {
    fn fault(&self) -> Option<String> {
        let user = match self.is_anonymous {
            true => None,
            false => user::check(&self.user).err().map(|fault| fault.to_string()),
        };
        let mut subs = self.subs.values();
        let subs = subs.find_map(|sub| sub.info.fault().or_else(|| sub.data.fault()));
        user.or(subs)
            .or_else(|| self.info.fault())
            .or_else(|| self.data.fault())
            .or_else(|| self.meta.fault())
    }
}

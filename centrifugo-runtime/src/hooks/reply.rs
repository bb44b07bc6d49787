//! What a hook answers, in the form that Centrifugo reads: JSON here, and made into protobuf from it.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::overrides::SubscribeOverride;
use crate::payload::{DATA, INFO, Keys, Payload};
use crate::user;

const META: Keys = Keys::json_only("meta");

/// The setters of a payload, as JSON and as bytes.
macro_rules! payload {
    ($json:ident, $bytes:ident, $keys:expr, $doc:literal) => {
        #[doc = concat!($doc, ", as JSON.")]
        #[must_use]
        pub fn $json(mut self, value: &(impl Serialize + ?Sized)) -> Self {
            self.$json = Payload::json($keys, value);
            self
        }

        #[doc = concat!($doc, ", as bytes, which clients with the JSON protocol can read only if they are JSON.")]
        #[must_use]
        pub fn $bytes(mut self, bytes: &[u8]) -> Self {
            self.$json = Payload::bytes($keys, bytes);
            self
        }
    };
}

fn is_zero(number: &u64) -> bool {
    *number == 0
}

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

/// Whether a connection goes on.
#[derive(Debug, Clone, Serialize)]
#[must_use]
pub struct RefreshReply {
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) expired: bool,
    #[serde(skip_serializing_if = "is_zero")]
    pub(crate) expire_at: u64,
    #[serde(flatten)]
    pub(crate) info: Payload,
    #[serde(flatten)]
    pub(crate) meta: Payload,
}

impl RefreshReply {
    /// It goes on until then, in seconds of Unix time.
    pub fn until(unix_seconds: u64) -> Self {
        Self {
            // Nothing would be “for ever”.
            expired: unix_seconds == 0,
            expire_at: unix_seconds,
            info: Payload::none(INFO),
            meta: Payload::none(META),
        }
    }

    /// It ends; the client connects anew.
    pub fn expired() -> Self {
        Self::until(0)
    }

    payload!(info, info_bytes, INFO, "What others see of it from now on");

    /// What [`ConnectionContext::meta`](crate::ConnectionContext::meta) is from now on.
    pub fn meta(mut self, value: &(impl Serialize + ?Sized)) -> Self {
        self.meta = Payload::json(META, value);
        self
    }
}

/// A yes to a connection that wants to subscribe.
#[derive(Debug, Clone, Serialize)]
#[must_use]
pub struct SubscribeReply {
    #[serde(skip_serializing_if = "is_zero")]
    pub(crate) expire_at: u64,
    #[serde(flatten)]
    pub(crate) info: Payload,
    #[serde(flatten)]
    pub(crate) data: Payload,
    #[serde(rename = "override", skip_serializing_if = "Option::is_none")]
    pub(crate) overrides: Option<SubscribeOverride>,
}

impl SubscribeReply {
    /// As the channel's namespace says.
    pub fn allow() -> Self {
        Self {
            expire_at: 0,
            info: Payload::none(INFO),
            data: Payload::none(DATA),
            overrides: None,
        }
    }

    /// When the subscription expires, in seconds of Unix time: Centrifugo then asks the sub_refresh hook.
    pub fn expires_at(mut self, unix_seconds: u64) -> Self {
        self.expire_at = unix_seconds;
        self
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
        "What the client gets with the answer to its subscribe"
    );

    /// What it has otherwise than its channel's namespace says.
    pub fn overrides(mut self, overrides: SubscribeOverride) -> Self {
        self.overrides = Some(overrides);
        self
    }
}

/// A yes to a connection that wants to publish.
#[derive(Debug, Clone, Serialize)]
#[must_use]
pub struct PublishReply {
    #[serde(flatten)]
    pub(crate) data: Payload,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) skip_history: bool,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) tags: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) idempotency_key: String,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) delta: bool,
    #[serde(skip_serializing_if = "is_zero")]
    pub(crate) version: u64,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) version_epoch: String,
}

impl PublishReply {
    /// What the client sent is published.
    pub fn allow() -> Self {
        Self {
            data: Payload::none(DATA),
            skip_history: false,
            tags: BTreeMap::new(),
            idempotency_key: String::new(),
            delta: false,
            version: 0,
            version_epoch: String::new(),
        }
    }

    payload!(
        data,
        data_bytes,
        DATA,
        "What is published in place of what the client sent"
    );

    /// Keeps it out of the channel's history.
    pub fn skip_history(mut self, skip: bool) -> Self {
        self.skip_history = skip;
        self
    }

    /// A tag of the publication, which subscribers see and may filter by.
    pub fn tag(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.tags.insert(name.into(), value.into());
        self
    }

    /// Publishes it once, however often a publication with this key comes.
    pub fn idempotency_key(mut self, key: impl Into<String>) -> Self {
        self.idempotency_key = key.into();
        self
    }

    /// Sends subscribers who ask for it the difference to the publication before.
    pub fn delta(mut self, delta: bool) -> Self {
        self.delta = delta;
        self
    }

    /// The version of the document that is published: an older one is dropped.
    pub fn version(mut self, version: u64) -> Self {
        self.version = version;
        self
    }

    /// Versions of different epochs are not compared.
    pub fn version_epoch(mut self, epoch: impl Into<String>) -> Self {
        self.version_epoch = epoch.into();
        self
    }
}

/// Whether a subscription goes on.
#[derive(Debug, Clone, Serialize)]
#[must_use]
pub struct SubRefreshReply {
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) expired: bool,
    #[serde(skip_serializing_if = "is_zero")]
    pub(crate) expire_at: u64,
    #[serde(flatten)]
    pub(crate) info: Payload,
}

impl SubRefreshReply {
    /// It goes on until then, in seconds of Unix time.
    pub fn until(unix_seconds: u64) -> Self {
        Self {
            expired: unix_seconds == 0,
            expire_at: unix_seconds,
            info: Payload::none(INFO),
        }
    }

    /// It ends.
    pub fn expired() -> Self {
        Self::until(0)
    }

    payload!(info, info_bytes, INFO, "What others see of it from now on");
}

/// Why a reply cannot be sent, if it cannot.
pub(crate) trait Check {
    fn fault(&self) -> Option<String>;
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

impl Check for RefreshReply {
    fn fault(&self) -> Option<String> {
        self.info.fault().or_else(|| self.meta.fault())
    }
}

impl Check for SubscribeReply {
    fn fault(&self) -> Option<String> {
        self.info.fault().or_else(|| self.data.fault())
    }
}

impl Check for PublishReply {
    fn fault(&self) -> Option<String> {
        self.data.fault()
    }
}

impl Check for SubRefreshReply {
    fn fault(&self) -> Option<String> {
        self.info.fault()
    }
}

//! The answers to connections that want to subscribe or publish.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Check, is_zero};
use crate::overrides::SubscribeOverride;
use crate::payload::{DATA, INFO, Payload};

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

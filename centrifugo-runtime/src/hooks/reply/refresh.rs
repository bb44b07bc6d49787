//! The answers to whether what expires goes on.

use serde::Serialize;

use super::{Check, META, is_zero};
use crate::payload::{INFO, Payload};

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

impl Check for RefreshReply {
    fn fault(&self) -> Option<String> {
        self.info.fault().or_else(|| self.meta.fault())
    }
}

impl Check for SubRefreshReply {
    fn fault(&self) -> Option<String> {
        self.info.fault()
    }
}

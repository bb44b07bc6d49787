//! What a subscription brings along.

use serde::Serialize;

use super::error::TokenError;
use crate::overrides::SubscribeOverride;
use crate::payload::{DATA, INFO, Payload};

/// What a subscription brings along: in a [`SubscriptionToken`](super::SubscriptionToken), or for a
/// channel in a [`ConnectionToken`](super::ConnectionToken).
///
/// ```
/// use centrifugo_runtime::token::{ConnectionToken, SubscribeOptions};
///
/// let options = SubscribeOptions::new().info(&"moderator");
/// let token = ConnectionToken::user("42").subscribe("board:1", options);
/// ```
#[derive(Debug, Clone, Serialize)]
#[must_use]
pub struct SubscribeOptions {
    #[serde(flatten)]
    info: Payload,
    #[serde(flatten)]
    data: Payload,
    #[serde(skip_serializing_if = "Option::is_none")]
    r#override: Option<SubscribeOverride>,
}

impl SubscribeOptions {
    /// Nothing.
    pub fn new() -> Self {
        Self {
            info: Payload::none(INFO),
            data: Payload::none(DATA),
            r#override: None,
        }
    }

    /// What others in the channel get to know about the subscriber.
    pub fn info(mut self, info: &(impl Serialize + ?Sized)) -> Self {
        self.info = Payload::json(INFO, info);
        self
    }

    /// [`info`](Self::info) as bytes, for clients of the binary protocol.
    pub fn info_bytes(mut self, info: &[u8]) -> Self {
        self.info = Payload::bytes(INFO, info);
        self
    }

    /// What the client gets when it is subscribed.
    pub fn data(mut self, data: &(impl Serialize + ?Sized)) -> Self {
        self.data = Payload::json(DATA, data);
        self
    }

    /// [`data`](Self::data) as bytes, for clients of the binary protocol.
    pub fn data_bytes(mut self, data: &[u8]) -> Self {
        self.data = Payload::bytes(DATA, data);
        self
    }

    /// Options otherwise than the channel's namespace has them.
    pub fn overrides(mut self, overrides: SubscribeOverride) -> Self {
        self.r#override = Some(overrides);
        self
    }

    pub(super) fn check(&self) -> Result<(), TokenError> {
        check_payload(&self.info)?;
        check_payload(&self.data)
    }
}

impl Default for SubscribeOptions {
    fn default() -> Self {
        Self::new()
    }
}

pub(super) fn check_payload(payload: &Payload) -> Result<(), TokenError> {
    match payload.fault() {
        Some(fault) => Err(TokenError::Claim(fault)),
        None => Ok(()),
    }
}

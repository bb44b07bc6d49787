//! `subscribe`: puts a user's connections into a channel.

use serde::Serialize;
use serde_json::value::RawValue;

use super::CentrifugoApi;
use super::command::{Command, Request, check_channel, check_payload, nothing};
use super::error::ApiError;
use super::position::StreamPosition;
use super::receiver::{self, Receiver};
use crate::overrides::SubscribeOverride;
use crate::payload::{DATA, INFO, Payload};

/// Subscribes a user's connections, those of the moment, to a channel from the server's side. Clients
/// get its publications on the connection itself, without a subscription of their own.
///
/// ```no_run
/// # use centrifugo_runtime::api::{ApiError, CentrifugoApi, Subscribe};
/// # async fn run(api: CentrifugoApi) -> Result<(), ApiError> {
/// api.send(Subscribe::new("42", "board:1").info(&"moderator")).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Serialize)]
#[must_use = "a command does nothing until it is sent"]
pub struct Subscribe {
    channel: String,
    #[serde(flatten)]
    receiver: Receiver,
    #[serde(flatten)]
    info: Payload,
    #[serde(flatten)]
    data: Payload,
    #[serde(skip_serializing_if = "Option::is_none")]
    expire_at: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recover_since: Option<StreamPosition>,
    #[serde(skip_serializing_if = "Option::is_none")]
    r#override: Option<SubscribeOverride>,
}

impl Subscribe {
    /// Subscribes all connections of a user.
    pub fn new(user_id: impl Into<String>, channel: impl Into<String>) -> Self {
        Self {
            channel: channel.into(),
            receiver: Receiver::user(user_id),
            info: Payload::none(INFO),
            data: Payload::none(DATA),
            expire_at: None,
            recover_since: None,
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

    /// What the client gets with the news that it is subscribed.
    pub fn data(mut self, data: &(impl Serialize + ?Sized)) -> Self {
        self.data = Payload::json(DATA, data);
        self
    }

    /// [`data`](Self::data) as bytes, for clients of the binary protocol.
    pub fn data_bytes(mut self, data: &[u8]) -> Self {
        self.data = Payload::bytes(DATA, data);
        self
    }

    /// When the subscription ends, in seconds since 1970.
    pub fn expire_at(mut self, unix_seconds: u64) -> Self {
        self.expire_at = Some(unix_seconds);
        self
    }

    /// Sends what was published after this place.
    pub fn recover_since(mut self, position: StreamPosition) -> Self {
        self.recover_since = Some(position);
        self
    }

    /// Options otherwise than the channel's namespace has them.
    pub fn overrides(mut self, overrides: SubscribeOverride) -> Self {
        self.r#override = Some(overrides);
        self
    }
}

receiver::setters!(Subscribe);

impl Request for Subscribe {
    const NAME: &'static str = "subscribe";

    fn check(&self) -> Result<(), ApiError> {
        self.receiver.check(Self::NAME)?;
        check_channel(Self::NAME, &self.channel)?;
        check_payload(Self::NAME, &self.info)?;
        check_payload(Self::NAME, &self.data)
    }

    /// A second one could find connections that a decision in between took out again.
    fn is_repeatable(&self) -> bool {
        false
    }
}

impl Command for Subscribe {
    type Reply = ();

    fn read(result: &RawValue) -> serde_json::Result<()> {
        nothing(result)
    }
}

impl CentrifugoApi {
    /// Subscribes a user's connections to a channel; [`Subscribe`] has more options.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn subscribe(&self, user_id: &str, channel: &str) -> Result<(), ApiError> {
        self.send(Subscribe::new(user_id, channel)).await
    }
}

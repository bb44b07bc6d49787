//! `publish`: data to the subscribers of one channel.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::CentrifugoApi;
use super::command::{Command, Request, check_channel, check_payload};
use super::error::ApiError;
use super::options::PublishOptions;
use super::position::StreamPosition;
use crate::payload::{DATA, Payload};
use crate::user::{UserIdError, user_channel};

/// Publishes data to a channel.
///
/// ```no_run
/// # use centrifugo_runtime::api::{ApiError, CentrifugoApi, Publish};
/// # async fn run(api: CentrifugoApi) -> Result<(), ApiError> {
/// let event = serde_json::json!({"task": 7, "state": "done"});
/// let command = Publish::new("board:1", &event)
///     .tag("kind", "state")
///     .idempotency_key("task-7-done");
/// let result = api.send(command).await?;
/// println!("publication {:?}", result.position);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Serialize)]
#[must_use = "a command does nothing until it is sent"]
pub struct Publish {
    channel: String,
    #[serde(flatten)]
    data: Payload,
    #[serde(flatten)]
    options: PublishOptions,
    #[serde(skip)]
    user: Option<UserIdError>,
}

impl Publish {
    /// Publishes JSON, as serde_json writes `data`.
    pub fn new(channel: impl Into<String>, data: &(impl Serialize + ?Sized)) -> Self {
        Self::payload(channel.into(), Payload::json(DATA, data))
    }

    /// Publishes bytes as they are, for clients of the binary protocol. A client of the JSON protocol
    /// is disconnected for good by bytes that are no JSON, and the server API cannot read a history
    /// that has such bytes.
    pub fn bytes(channel: impl Into<String>, data: &[u8]) -> Self {
        Self::payload(channel.into(), Payload::bytes(DATA, data))
    }

    /// Publishes JSON to one user: to `user:#<id>`, which only that user's connections may join.
    pub fn to_user(user_id: &str, data: &(impl Serialize + ?Sized)) -> Self {
        match user_channel(user_id) {
            Ok(channel) => Self::new(channel, data),
            Err(error) => Self {
                user: Some(error),
                ..Self::new("", data)
            },
        }
    }

    fn payload(channel: String, data: Payload) -> Self {
        Self {
            channel,
            data,
            options: PublishOptions::default(),
            user: None,
        }
    }
}

super::options::setters!(Publish);

impl Request for Publish {
    const NAME: &'static str = "publish";

    fn check(&self) -> Result<(), ApiError> {
        if let Some(error) = self.user {
            return Err(ApiError::unsendable(Self::NAME, error.to_string()));
        }
        check_channel(Self::NAME, &self.channel)?;
        check_payload(Self::NAME, &self.data)
    }

    fn make_repeatable(&mut self) {
        self.options.make_repeatable();
    }

    fn is_repeatable(&self) -> bool {
        self.options.is_repeatable()
    }
}

impl Command for Publish {
    type Reply = PublishResult;

    fn read(result: &RawValue) -> serde_json::Result<PublishResult> {
        serde_json::from_str(result.get())
    }
}

/// What became of a publication.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "StreamPosition")]
#[non_exhaustive]
pub struct PublishResult {
    /// Its place in the channel's history; `None` if the channel has none, or it was skipped.
    pub position: Option<StreamPosition>,
}

impl From<StreamPosition> for PublishResult {
    /// Centrifugo leaves both out where there is no history.
    fn from(position: StreamPosition) -> Self {
        Self {
            position: (!position.epoch.is_empty()).then_some(position),
        }
    }
}

impl CentrifugoApi {
    /// Publishes JSON to a channel; [`Publish`] has more options.
    ///
    /// It is repeated where its outcome is unknown, under an idempotency key of its own, so that
    /// subscribers get it once.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn publish(
        &self,
        channel: &str,
        data: &(impl Serialize + ?Sized),
    ) -> Result<PublishResult, ApiError> {
        self.send(Publish::new(channel, data)).await
    }

    /// Publishes JSON to all connections of one user, on the channel `user:#<id>`.
    ///
    /// ```no_run
    /// # use centrifugo_runtime::api::{ApiError, CentrifugoApi};
    /// # async fn run(api: CentrifugoApi) -> Result<(), ApiError> {
    /// api.publish_to_user("42", &serde_json::json!({"unread": 3})).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// See [`ApiError`]; ids that are empty or contain `,` or `#` are not sent.
    pub async fn publish_to_user(
        &self,
        user_id: &str,
        data: &(impl Serialize + ?Sized),
    ) -> Result<PublishResult, ApiError> {
        self.send(Publish::to_user(user_id, data)).await
    }
}

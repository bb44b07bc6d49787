//! `broadcast`: the same data to the subscribers of several channels.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::CentrifugoApi;
use super::command::{Command, Request, check_channel, check_payload};
use super::envelope::Envelope;
use super::error::{ApiError, CommandError};
use super::options::PublishOptions;
use super::publish::PublishResult;
use crate::payload::{DATA, Payload};

/// Publishes the same data to several channels.
///
/// ```no_run
/// # use centrifugo_runtime::api::{ApiError, Broadcast, CentrifugoApi};
/// # async fn run(api: CentrifugoApi) -> Result<(), ApiError> {
/// let channels = ["board:1", "board:2"];
/// let results = api.send(Broadcast::new(channels, &"closed").skip_history()).await?;
/// for (channel, result) in channels.iter().zip(results) {
///     if let Err(error) = result {
///         eprintln!("{channel}: {error}");
///     }
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Serialize)]
#[must_use = "a command does nothing until it is sent"]
pub struct Broadcast {
    channels: Vec<String>,
    #[serde(flatten)]
    data: Payload,
    #[serde(flatten)]
    options: PublishOptions,
}

impl Broadcast {
    /// Publishes JSON, as serde_json writes `data`.
    pub fn new(
        channels: impl IntoIterator<Item = impl Into<String>>,
        data: &(impl Serialize + ?Sized),
    ) -> Self {
        Self::payload(channels, Payload::json(DATA, data))
    }

    /// Publishes bytes as they are; see [`Publish::bytes`](super::Publish::bytes).
    pub fn bytes(channels: impl IntoIterator<Item = impl Into<String>>, data: &[u8]) -> Self {
        Self::payload(channels, Payload::bytes(DATA, data))
    }

    fn payload(channels: impl IntoIterator<Item = impl Into<String>>, data: Payload) -> Self {
        Self {
            channels: channels.into_iter().map(Into::into).collect(),
            data,
            options: PublishOptions::default(),
        }
    }
}

super::options::setters!(Broadcast);

impl Request for Broadcast {
    const NAME: &'static str = "broadcast";

    fn check(&self) -> Result<(), ApiError> {
        if self.channels.is_empty() {
            return Err(ApiError::unsendable(Self::NAME, "there is no channel"));
        }
        for channel in &self.channels {
            check_channel(Self::NAME, channel)?;
        }
        check_payload(Self::NAME, &self.data)
    }

    fn make_repeatable(&mut self) {
        self.options.make_repeatable();
    }

    fn is_repeatable(&self) -> bool {
        self.options.is_repeatable()
    }
}

impl Command for Broadcast {
    type Reply = Vec<Result<PublishResult, CommandError>>;

    fn read(result: &RawValue) -> serde_json::Result<Self::Reply> {
        #[derive(Deserialize)]
        struct Responses<'a> {
            #[serde(borrow)]
            responses: Vec<Envelope<'a>>,
        }
        let Responses { responses } = serde_json::from_str(result.get())?;
        let read = |envelope: Envelope<'_>| match envelope.error {
            Some(error) => Ok(Err(error)),
            None => serde_json::from_str(envelope.result()?.get()).map(Ok),
        };
        responses.into_iter().map(read).collect()
    }
}

impl CentrifugoApi {
    /// Publishes the same JSON to several channels, and says for each of them, in their order, what
    /// became of it. [`Broadcast`] has more options.
    ///
    /// It is repeated as [`publish`](Self::publish) is where the outcome of all is unknown, not for
    /// a channel that fails by itself.
    ///
    /// # Errors
    /// See [`ApiError`]; an empty list of channels is not sent.
    pub async fn broadcast(
        &self,
        channels: impl IntoIterator<Item = impl Into<String>>,
        data: &(impl Serialize + ?Sized),
    ) -> Result<Vec<Result<PublishResult, CommandError>>, ApiError> {
        self.send(Broadcast::new(channels, data)).await
    }
}

//! `channels`: which channels have subscribers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::CentrifugoApi;
use super::command::{Command, Request};

use super::error::ApiError;

/// Asks which channels have subscribers. Centrifugo asks all its nodes and answers with all channels at
/// once: for small installations and for debugging.
#[derive(Debug, Clone, Default, Serialize)]
#[must_use = "a command does nothing until it is sent"]
pub struct Channels {
    #[serde(skip_serializing_if = "String::is_empty")]
    pattern: String,
}

impl Channels {
    /// Asks for all channels.
    pub fn new() -> Self {
        Self::default()
    }

    /// Only channels whose name fits a pattern such as `board:*`.
    pub fn pattern(mut self, pattern: impl Into<String>) -> Self {
        self.pattern = pattern.into();
        self
    }
}

impl Request for Channels {
    const NAME: &'static str = "channels";

    fn is_repeatable(&self) -> bool {
        true
    }
}

impl Command for Channels {
    type Reply = ChannelsResult;

    fn read(result: &RawValue) -> serde_json::Result<ChannelsResult> {
        serde_json::from_str(result.get())
    }
}

/// The channels that have subscribers.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct ChannelsResult {
    /// By name.
    pub channels: BTreeMap<String, ChannelInfo>,
}

/// What is known of a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct ChannelInfo {
    /// How many connections are subscribed to it.
    #[serde(default)]
    pub num_clients: u32,
}

impl CentrifugoApi {
    /// Which channels have subscribers; [`Channels`] takes a pattern.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn channels(&self) -> Result<ChannelsResult, ApiError> {
        self.send(Channels::new()).await
    }
}

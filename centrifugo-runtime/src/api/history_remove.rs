//! `history_remove`: forgets what was published in a channel.

use serde::Serialize;
use serde_json::value::RawValue;

use super::CentrifugoApi;
use super::command::{Command, Request, check_channel, nothing};
use super::error::ApiError;

/// Removes a channel's history. Its positions go on counting.
#[derive(Debug, Clone, Serialize)]
#[must_use = "a command does nothing until it is sent"]
pub struct HistoryRemove {
    channel: String,
}

impl HistoryRemove {
    /// Removes that of one channel.
    pub fn new(channel: impl Into<String>) -> Self {
        Self {
            channel: channel.into(),
        }
    }
}

impl Request for HistoryRemove {
    const NAME: &'static str = "history_remove";

    fn check(&self) -> Result<(), ApiError> {
        check_channel(Self::NAME, &self.channel)
    }

    /// A second one could remove what was published in between.
    fn is_repeatable(&self) -> bool {
        false
    }
}

impl Command for HistoryRemove {
    type Reply = ();

    fn read(result: &RawValue) -> serde_json::Result<()> {
        nothing(result)
    }
}

impl CentrifugoApi {
    /// Removes a channel's history.
    ///
    /// # Errors
    /// See [`ApiError`]; 108 where the namespace has no history.
    pub async fn history_remove(&self, channel: &str) -> Result<(), ApiError> {
        self.send(HistoryRemove::new(channel)).await
    }
}

//! `presence_stats`: how many are in a channel.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::CentrifugoApi;
use super::command::{Command, Request, check_channel};
use super::error::ApiError;

/// Asks how many are in a channel. Its namespace needs `presence`.
#[derive(Debug, Clone, Serialize)]
#[must_use = "a command does nothing until it is sent"]
pub struct PresenceStats {
    channel: String,
}

impl PresenceStats {
    /// Asks for one channel.
    pub fn new(channel: impl Into<String>) -> Self {
        Self {
            channel: channel.into(),
        }
    }
}

impl Request for PresenceStats {
    const NAME: &'static str = "presence_stats";

    fn check(&self) -> Result<(), ApiError> {
        check_channel(Self::NAME, &self.channel)
    }

    fn is_repeatable(&self) -> bool {
        true
    }
}

impl Command for PresenceStats {
    type Reply = PresenceStatsResult;

    fn read(result: &RawValue) -> serde_json::Result<PresenceStatsResult> {
        serde_json::from_str(result.get())
    }
}

/// How many are in a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct PresenceStatsResult {
    /// Connections.
    pub num_clients: u32,
    /// Different users among them; all anonymous ones count as one.
    pub num_users: u32,
}

impl CentrifugoApi {
    /// How many are in a channel: cheaper than [`presence`](Self::presence).
    ///
    /// # Errors
    /// See [`ApiError`]; 108 where the namespace has no `presence`.
    pub async fn presence_stats(&self, channel: &str) -> Result<PresenceStatsResult, ApiError> {
        self.send(PresenceStats::new(channel)).await
    }
}

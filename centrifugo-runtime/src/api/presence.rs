//! `presence`: who is in a channel.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::CentrifugoApi;
use super::client_info::ClientInfo;
use super::command::{Command, Request, check_channel};
use super::error::ApiError;

/// Asks who is in a channel. Its namespace needs `presence`.
#[derive(Debug, Clone, Serialize)]
#[must_use = "a command does nothing until it is sent"]
pub struct Presence {
    channel: String,
}

impl Presence {
    /// Asks for one channel.
    pub fn new(channel: impl Into<String>) -> Self {
        Self {
            channel: channel.into(),
        }
    }
}

impl Request for Presence {
    const NAME: &'static str = "presence";

    fn check(&self) -> Result<(), ApiError> {
        check_channel(Self::NAME, &self.channel)
    }

    fn is_repeatable(&self) -> bool {
        true
    }
}

impl Command for Presence {
    type Reply = PresenceResult;

    fn read(result: &RawValue) -> serde_json::Result<PresenceResult> {
        serde_json::from_str(result.get())
    }
}

/// Who is in a channel.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct PresenceResult {
    /// By client id: a user with several connections is here several times.
    pub presence: HashMap<String, ClientInfo>,
}

impl CentrifugoApi {
    /// Who is in a channel.
    ///
    /// # Errors
    /// See [`ApiError`]; 108 where the namespace has no `presence`.
    pub async fn presence(&self, channel: &str) -> Result<PresenceResult, ApiError> {
        self.send(Presence::new(channel)).await
    }
}

//! `history`: what was published in a channel.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::CentrifugoApi;
use super::client_info::ClientInfo;
use super::command::{Command, Request, check_channel, is_off};
use super::error::ApiError;
use super::position::StreamPosition;

/// Reads a channel's history: all that is kept, the oldest first, unless it says otherwise. The
/// channel's namespace needs `history_size` and `history_ttl`.
///
/// ```no_run
/// # use centrifugo_runtime::api::{ApiError, CentrifugoApi, History};
/// # async fn run(api: CentrifugoApi) -> Result<(), ApiError> {
/// let newest = api.send(History::new("board:1").reverse().limit(10)).await?;
/// for publication in &newest.publications {
///     println!("{}: {:?}", publication.offset, publication.data::<serde_json::Value>());
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Serialize)]
#[must_use = "a command does nothing until it is sent"]
pub struct History {
    channel: String,
    /// Centrifugo takes a missing limit for 0, and -1 for none.
    limit: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<StreamPosition>,
    #[serde(skip_serializing_if = "is_off")]
    reverse: bool,
}

impl History {
    /// Reads all of one channel.
    pub fn new(channel: impl Into<String>) -> Self {
        Self {
            channel: channel.into(),
            limit: -1,
            since: None,
            reverse: false,
        }
    }

    /// At most so many publications; with 0 only the position.
    pub fn limit(mut self, limit: u32) -> Self {
        self.limit = i32::try_from(limit).unwrap_or(i32::MAX);
        self
    }

    /// Only what was published after this place, or before it in reverse.
    pub fn since(mut self, position: StreamPosition) -> Self {
        self.since = Some(position);
        self
    }

    /// The newest first.
    pub fn reverse(mut self) -> Self {
        self.reverse = true;
        self
    }
}

impl Request for History {
    const NAME: &'static str = "history";

    fn check(&self) -> Result<(), ApiError> {
        check_channel(Self::NAME, &self.channel)
    }

    fn is_repeatable(&self) -> bool {
        true
    }
}

impl Command for History {
    type Reply = HistoryResult;

    fn read(result: &RawValue) -> serde_json::Result<HistoryResult> {
        serde_json::from_str(result.get())
    }
}

/// What was published in a channel.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct HistoryResult {
    /// In the order that was asked for.
    pub publications: Vec<Publication>,
    /// Where the history ends now.
    #[serde(flatten)]
    pub position: StreamPosition,
}

/// One publication.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Publication {
    /// Its number in the channel's history.
    #[serde(default)]
    pub offset: u64,
    /// Its tags.
    #[serde(default)]
    pub tags: BTreeMap<String, String>,
    /// Who published it, if it was a client.
    #[serde(default)]
    pub info: Option<ClientInfo>,
    data: Box<RawValue>,
}

impl Publication {
    /// What was published.
    ///
    /// # Errors
    /// Where it is no `T`.
    pub fn data<T: DeserializeOwned>(&self) -> serde_json::Result<T> {
        serde_json::from_str(self.data.get())
    }
}

impl CentrifugoApi {
    /// The last `limit` publications of a channel, the newest first; [`History`] has more options.
    ///
    /// # Errors
    /// See [`ApiError`]; 108 where the namespace has no history.
    pub async fn history(&self, channel: &str, limit: u32) -> Result<HistoryResult, ApiError> {
        self.send(History::new(channel).reverse().limit(limit))
            .await
    }
}

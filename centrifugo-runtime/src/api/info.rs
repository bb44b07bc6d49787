//! `info`: the nodes of a Centrifugo installation.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;

use super::CentrifugoApi;
use super::command::{Command, Request};
use super::error::ApiError;

/// Asks about the nodes that run.
#[derive(Debug, Clone, Copy, Default, Serialize)]
#[must_use = "a command does nothing until it is sent"]
pub struct Info {}

impl Info {
    /// Asks about all nodes.
    pub fn new() -> Self {
        Self::default()
    }
}

impl Request for Info {
    const NAME: &'static str = "info";

    fn is_repeatable(&self) -> bool {
        true
    }
}

impl Command for Info {
    type Reply = InfoResult;

    fn read(result: &RawValue) -> serde_json::Result<InfoResult> {
        serde_json::from_str(result.get())
    }
}

/// What runs.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct InfoResult {
    /// One for each process.
    pub nodes: Vec<NodeInfo>,
}

/// A process of Centrifugo.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct NodeInfo {
    /// Its id, another one after each start.
    pub uid: String,
    /// Its name.
    pub name: String,
    /// Its version, such as `6.9.1`.
    pub version: String,
    /// How many connections it holds.
    pub num_clients: u32,
    /// Of how many users.
    pub num_users: u32,
    /// How many subscriptions they have.
    #[serde(default)]
    pub num_subs: u32,
    /// To how many channels.
    pub num_channels: u32,
    /// How long it has been running, in whole seconds.
    #[serde(default, deserialize_with = "seconds")]
    pub uptime: Duration,
    /// Its metrics, if the installation is set up to exchange them.
    #[serde(default)]
    pub metrics: Option<NodeMetrics>,
}

/// Metrics of a node.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct NodeMetrics {
    /// Over how many seconds.
    #[serde(default)]
    pub interval: f64,
    /// By name.
    #[serde(default)]
    pub items: BTreeMap<String, f64>,
}

fn seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
    u64::deserialize(deserializer).map(Duration::from_secs)
}

impl CentrifugoApi {
    /// The nodes that run. It also tells whether URL and key are right.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn info(&self) -> Result<InfoResult, ApiError> {
        self.send(Info::new()).await
    }
}

//! Who somebody in a channel is.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

/// A connection in a channel, or the one that published.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct ClientInfo {
    /// The user's id; empty for an anonymous connection.
    #[serde(default)]
    pub user: String,
    /// The connection's id.
    #[serde(default)]
    pub client: String,
    #[serde(default)]
    conn_info: Option<Box<RawValue>>,
    #[serde(default)]
    chan_info: Option<Box<RawValue>>,
}

impl ClientInfo {
    /// The `info` of the connection's token, if it has one.
    ///
    /// # Errors
    /// Where it is no `T`.
    pub fn connection_info<T: DeserializeOwned>(&self) -> serde_json::Result<Option<T>> {
        read(self.conn_info.as_deref())
    }

    /// The `info` of the subscription, if it has one.
    ///
    /// # Errors
    /// Where it is no `T`.
    pub fn channel_info<T: DeserializeOwned>(&self) -> serde_json::Result<Option<T>> {
        read(self.chan_info.as_deref())
    }
}

fn read<T: DeserializeOwned>(info: Option<&RawValue>) -> serde_json::Result<Option<T>> {
    info.map(|info| serde_json::from_str(info.get()))
        .transpose()
}

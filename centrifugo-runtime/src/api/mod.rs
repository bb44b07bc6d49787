//! Centrifugo's server API over HTTP, typed: publish to channels, see who is there, read histories,
//! end connections.
//!
//! ```no_run
//! use centrifugo_runtime::{CentrifugoApi, CentrifugoConfig};
//!
//! # async fn run() -> anyhow::Result<()> {
//! let api = CentrifugoApi::from_config(&CentrifugoConfig::from_env()?)?;
//! api.publish("board:1", &serde_json::json!({"task": 7, "state": "done"})).await?;
//! # Ok(())
//! # }
//! ```
//!
//! Each command is a method for what is usual and a value with all its options, which
//! [`send`](CentrifugoApi::send) takes, and several at once in a [`Batch`].
//!
//! **Repeats.** A command that never left (no connection) is tried again. One whose outcome is not
//! known (no answer in time, a broken connection, a status of 429, 500, 502, 503 or 504, Centrifugo's error
//! 100) is tried again only where that does no harm: what reads, and `publish` and `broadcast`, which
//! get an idempotency key. The waits grow and are random, so that many processes do not come back at
//! once.

mod batch;
mod broadcast;
mod builder;
mod channels;
mod client_info;
mod command;
mod disconnect;
mod endpoint;
mod envelope;
mod error;
mod history;
mod history_remove;
mod info;
mod options;
mod position;
mod presence;
mod presence_stats;
mod publish;
mod receiver;
mod refresh;
mod retry;
mod subscribe;
mod tls;
mod transport;
mod unsubscribe;

use std::fmt;
use std::sync::Arc;

use crate::config::{CentrifugoConfig, ConfigError};

pub use batch::{Batch, BatchReplies, Handle};
pub use broadcast::Broadcast;
pub use builder::CentrifugoApiBuilder;
pub use channels::{ChannelInfo, Channels, ChannelsResult};
pub use client_info::ClientInfo;
pub use command::Command;
pub use disconnect::Disconnect;
pub use error::{ApiError, CommandError, Stage};
pub use history::{History, HistoryResult, Publication};
pub use history_remove::HistoryRemove;
pub use info::{Info, InfoResult, NodeInfo, NodeMetrics};
pub use position::StreamPosition;
pub use presence::{Presence, PresenceResult};
pub use presence_stats::{PresenceStats, PresenceStatsResult};
pub use publish::{Publish, PublishResult};
pub use refresh::Refresh;
pub use subscribe::Subscribe;
use transport::Transport;
pub use unsubscribe::Unsubscribe;

/// A client of Centrifugo's server API. It is cheap to clone, and all clones share one pool of
/// connections: make one and keep it in the application's state.
///
/// See the [module](self) for what it does. It needs a tokio runtime. Certificates are checked against
/// those that the system trusts. It goes straight to the URL: variables such as `HTTPS_PROXY` are not
/// read.
#[derive(Clone)]
pub struct CentrifugoApi(Arc<Transport>);

impl CentrifugoApi {
    /// A client of the API at `centrifugo_api_url` with `centrifugo_api_key`; or, where `wrapper_url` is
    /// set, of the service there with `wrapper_api_key`, which has to speak the same API.
    ///
    /// A URL without a path gets `/api`, where Centrifugo has its API by default.
    ///
    /// ```
    /// use centrifugo_runtime::{CentrifugoApi, CentrifugoConfig};
    ///
    /// let config = CentrifugoConfig::builder()
    ///     .centrifugo_api_url("http://127.0.0.1:8000/api")
    ///     .centrifugo_api_key("0123456789abcdef0123456789abcdef")
    ///     .build()?;
    /// let api = CentrifugoApi::from_config(&config)?;
    /// # Ok::<(), centrifugo_runtime::ConfigError>(())
    /// ```
    ///
    /// # Errors
    /// Where the URL or the key is not set: all that is missing at once.
    pub fn from_config(config: &CentrifugoConfig) -> Result<Self, ConfigError> {
        Self::builder().config(config).build()
    }

    /// A client with times, repeats or certificates of its own.
    pub fn builder() -> CentrifugoApiBuilder {
        CentrifugoApiBuilder::default()
    }

    /// Sends a command and waits for what Centrifugo answers.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn send<C: Command>(&self, mut command: C) -> Result<C::Reply, ApiError> {
        command.check()?;
        if self.0.may_repeat() {
            command.make_repeatable();
        }
        self.0.send(&command).await
    }
}

/// Shows where, never the key.
impl fmt::Debug for CentrifugoApi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CentrifugoApi")
            .field("url", &self.0.endpoint())
            .finish_non_exhaustive()
    }
}

//! A place in a channel's history.

use serde::{Deserialize, Serialize};

/// A place in a channel's history: Centrifugo counts publications by `offset` within an `epoch`, which
/// changes when the history is lost or removed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct StreamPosition {
    /// The number of the last publication before this place; the first one has 1.
    #[serde(default)]
    pub offset: u64,
    /// Which history it counts in.
    #[serde(default)]
    pub epoch: String,
}

//! What pages send and receive. Their types follow serde's attributes; these comments become their
//! docs.

use centrifugo_runtime::RpcError;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The number of changes that a board has seen.
pub type Revision = u32;

/// The whole board.
#[derive(Debug, Clone, Serialize)]
pub struct Board {
    /// Each change from the next one on has to be applied to these cards.
    pub revision: Revision,
    /// In the order in which they were added.
    pub cards: Vec<Card>,
}

/// One task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Card {
    /// Given by the server.
    pub id: Uuid,
    /// One line; never empty.
    pub title: String,
    /// Where it stands.
    pub lane: Lane,
    /// Who added it.
    pub author: String,
}

/// A column of the board.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lane {
    /// Nobody has begun.
    Todo,
    /// Somebody works on it.
    Doing,
    /// Finished.
    Done,
}

/// What happened to a board. The server publishes it to all pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// One more than that of the change before it.
    pub revision: Revision,
    /// Who did it.
    pub by: String,
    /// What was done.
    #[serde(flatten)]
    pub what: What,
}

/// What was done to a card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum What {
    /// It is new.
    Added {
        /// As it was added.
        card: Card,
    },
    /// It stands elsewhere.
    Moved {
        /// Which card.
        id: Uuid,
        /// Where it is now.
        to: Lane,
    },
    /// It is gone.
    Removed {
        /// Which card.
        id: Uuid,
    },
}

/// A card to add.
#[derive(Debug, Clone, Deserialize)]
pub struct NewCard {
    /// One line; not empty.
    pub title: String,
}

/// Which card goes where.
#[derive(Debug, Clone, Deserialize)]
pub struct MoveCard {
    /// Which card.
    pub id: Uuid,
    /// Where it goes.
    pub to: Lane,
}

/// Names a card.
#[derive(Debug, Clone, Deserialize)]
pub struct CardId {
    /// Which card.
    pub id: Uuid,
}

/// Why the board refuses.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, RpcError)]
pub enum BoardError {
    /// A title has to say something.
    #[error("the title is empty")]
    #[rpc(code = 1001)]
    EmptyTitle,
    /// Somebody has removed it, or it never was.
    #[error("no card {id}")]
    #[rpc(code = 1002)]
    NoSuchCard {
        /// Which card.
        id: Uuid,
    },
}

//! The board, in memory, and the queue of its changes.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use uuid::Uuid;

use crate::model::{Board, BoardError, Card, Change, Lane, Revision, What};

/// How many changes are kept for pages that missed some.
const KEPT: usize = 1_000;

/// The one board. Clones share it.
#[derive(Debug, Clone)]
pub struct BoardStore {
    state: Arc<Mutex<State>>,
}

#[derive(Debug)]
struct State {
    board: Board,
    /// The last changes, the oldest first.
    log: Vec<Change>,
    published: UnboundedSender<Change>,
}

impl BoardStore {
    /// An empty board, and its changes in the order in which they are made.
    pub fn new() -> (Self, UnboundedReceiver<Change>) {
        let (published, changes) = unbounded_channel();
        let state = State {
            board: Board {
                revision: 0,
                cards: Vec::new(),
            },
            log: Vec::new(),
            published,
        };
        let store = Self {
            state: Arc::new(Mutex::new(state)),
        };
        (store, changes)
    }

    /// The whole board.
    pub fn board(&self) -> Board {
        self.lock().board.clone()
    }

    /// The changes after a revision; `None` if not all of them are kept.
    pub fn changes_after(&self, revision: Revision) -> Option<Vec<Change>> {
        let state = self.lock();
        let missed = usize::try_from(state.board.revision.checked_sub(revision)?).ok()?;
        let first = state.log.len().checked_sub(missed)?;
        Some(state.log[first..].to_vec())
    }

    /// Adds a card to the first lane.
    pub fn add(&self, by: &str, title: String) -> Change {
        let mut state = self.lock();
        let card = Card {
            id: Uuid::now_v7(),
            title,
            lane: Lane::Todo,
            author: by.to_owned(),
        };
        state.board.cards.push(card.clone());
        state.record(by, What::Added { card })
    }

    /// Moves a card.
    ///
    /// # Errors
    /// [`BoardError::NoSuchCard`]
    pub fn move_to(&self, by: &str, id: Uuid, to: Lane) -> Result<Change, BoardError> {
        let mut state = self.lock();
        let index = state.index(id)?;
        state.board.cards[index].lane = to;
        Ok(state.record(by, What::Moved { id, to }))
    }

    /// Removes a card.
    ///
    /// # Errors
    /// [`BoardError::NoSuchCard`]
    pub fn remove(&self, by: &str, id: Uuid) -> Result<Change, BoardError> {
        let mut state = self.lock();
        let index = state.index(id)?;
        state.board.cards.remove(index);
        Ok(state.record(by, What::Removed { id }))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn index(&self, id: Uuid) -> Result<usize, BoardError> {
        let mut cards = self.board.cards.iter();
        cards
            .position(|card| card.id == id)
            .ok_or(BoardError::NoSuchCard { id })
    }

    /// Under the lock, so that changes are queued in the order of their revisions.
    fn record(&mut self, by: &str, what: What) -> Change {
        self.board.revision += 1;
        let change = Change {
            revision: self.board.revision,
            by: by.to_owned(),
            what,
        };
        if self.log.len() == KEPT {
            self.log.remove(0);
        }
        self.log.push(change.clone());
        // Nobody listens any more only when the process ends.
        let _ = self.published.send(change.clone());
        change
    }
}

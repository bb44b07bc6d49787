//! The methods.

use centrifugo_runtime::{ConnectionContext, RpcError, State, websocket_rpc};

use crate::model::{Board, BoardError, CardId, Change, MoveCard, NewCard, Revision};
use crate::store::BoardStore;

/// The whole board, for a page that has just been opened.
#[websocket_rpc("board.get", idempotent)]
pub async fn get(_conn: ConnectionContext, State(store): State<BoardStore>) -> Board {
    store.board()
}

/// The changes after a revision, for a page that missed some; `null` if there were too many: then
/// ask for the whole board.
#[websocket_rpc("board.changes", idempotent)]
pub async fn changes(
    _conn: ConnectionContext,
    State(store): State<BoardStore>,
    after: Revision,
) -> Option<Vec<Change>> {
    store.changes_after(after)
}

/// Adds a card to the first lane.
#[websocket_rpc("board.add", errors(BoardError))]
pub async fn add(
    conn: ConnectionContext,
    State(store): State<BoardStore>,
    params: NewCard,
) -> Result<Change, RpcError> {
    let title = params.title.trim();
    if title.is_empty() {
        return Err(BoardError::EmptyTitle.into());
    }
    Ok(store.add(user(&conn)?, title.to_owned()))
}

/// Moves a card to another lane.
#[websocket_rpc("board.move", errors(BoardError))]
pub async fn move_card(
    conn: ConnectionContext,
    State(store): State<BoardStore>,
    params: MoveCard,
) -> Result<Change, RpcError> {
    Ok(store.move_to(user(&conn)?, params.id, params.to)?)
}

/// Removes a card.
#[websocket_rpc("board.remove", errors(BoardError))]
pub async fn remove(
    conn: ConnectionContext,
    State(store): State<BoardStore>,
    params: CardId,
) -> Result<Change, RpcError> {
    Ok(store.remove(user(&conn)?, params.id)?)
}

fn user(conn: &ConnectionContext) -> Result<&str, RpcError> {
    conn.user_id()
        .ok_or_else(|| RpcError::new(401, "unauthorized"))
}

//! The way of changes to the pages.

use centrifugo_runtime::CentrifugoApi;
use tokio::sync::mpsc::UnboundedReceiver;

use crate::model::Change;

/// The channel that each page's token subscribes it to.
pub const CHANNEL: &str = "board";

/// Publishes changes one after the other, until the board is gone.
pub async fn publish(api: CentrifugoApi, mut changes: UnboundedReceiver<Change>) {
    while let Some(change) = changes.recv().await {
        if let Err(error) = api.publish(CHANNEL, &change).await {
            // Pages see a gap at the next change and ask for what they missed.
            tracing::warn!(%error, revision = change.revision, "a change was not published");
        }
    }
}

//! Where pages sit that sit in a block or a database: Notion names the block, and only
//! asking about it leads up to the page. What a database is called, too.
//!
//! Not here: showing paths; and pages or data sources above a page, which the listing
//! brings or which are not shared.

use crate::{SyncError, lookup};
use trove_model::{ConnectionId, Parent};
use trove_notion::Notion;
use trove_store::Store;

/// Requests a run spends on this; the next run goes on.
pub const REQUESTS: u32 = 300;
/// How many answers are stored at once.
const AT_ONCE: u32 = 20;

/// Each block or database is asked about once ever, also if Notion does not tell.
/// `learnt` is called when answers were stored.
pub async fn resolve(
    notion: &Notion,
    store: &Store,
    connection: ConnectionId,
    mut learnt: impl FnMut(usize),
) -> Result<(), SyncError> {
    let mut left = REQUESTS;
    while left > 0 {
        let unresolved = store.unresolved_parents(connection, left.min(AT_ONCE)).await?;
        if unresolved.is_empty() {
            break;
        }
        let mut containers = Vec::with_capacity(unresolved.len());
        for parent in unresolved {
            left -= 1;
            if let Some(container) = lookup::container(notion, parent).await? {
                containers.push(container);
            }
        }
        store.put_parents(&containers).await?;
        learnt(containers.len());
    }
    Ok(())
}

/// Asks for databases whose names no body told, and for those of which a data source was edited
/// since. Bodies come first, since most databases stand on a page and cost nothing then.
pub async fn name_databases(
    notion: &Notion,
    store: &Store,
    connection: ConnectionId,
) -> Result<(), SyncError> {
    for id in store.unnamed_databases(connection, REQUESTS).await? {
        if let Some(database) = lookup::container(notion, Parent::Database(id)).await? {
            store.put_parents(&[database]).await?;
        }
    }
    Ok(())
}

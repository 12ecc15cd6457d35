//! Looking at one page again because a person looks at it: whether it is still there, what
//! it is called now, and what stands on it.
//!
//! Not here: how often (the app), and what an answer means (`lookup`).

use crate::SyncError;
use crate::attempt::{Finished, Outcome, Reader};
use crate::lookup::{self, Behind};
use crate::storing::Storing;
use std::sync::{Arc, Mutex};
use trove_model::{ConnectionId, NotionId, PageKind};
use trove_notion::Notion;
use trove_store::{ListingBatch, Store, ToRead};

/// What a look at one page found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Looked {
    Unchanged,
    Changed,
    /// In the trash, not shared any more, or deleted.
    Gone,
}

/// Asks about a page that is known, and for its body: two requests for most.
///
/// # Errors
/// [`SyncError`] if Notion cannot be asked or the store not written.
pub async fn look_again(
    notion: &Notion,
    store: &Store,
    connection: ConnectionId,
    id: NotionId,
) -> Result<Looked, SyncError> {
    let Some(known) = store.page(id).await? else { return Ok(Looked::Unchanged) };
    let met = match lookup::known(notion, known.page.kind, &id).await? {
        Behind::InTrash | Behind::NotHere => return gone(store, connection, id).await,
        Behind::NotUnderstood(_) | Behind::Unsaid => return Ok(Looked::Unchanged),
        Behind::Here(met) => met,
    };
    let sweep = store.current_sweep(connection).await?;
    let pages = met.into_iter().map(|met| met.listed).collect();
    let mut changed = store.apply_listing(connection, &ListingBatch { pages, sweep }).await?;
    if known.page.kind == PageKind::Page
        && let Some(page) = store.page(id).await?
    {
        let page = ToRead {
            page: id,
            edited: page.page.edited,
            hash: None,
            again: false,
            failed: false,
            goes_on: false,
            put_off: false,
            cut: false,
        };
        changed += read(notion, store, connection, page).await?;
    }
    Ok(if changed > 0 { Looked::Changed } else { Looked::Unchanged })
}

/// How many bodies differ from before.
async fn read(
    notion: &Notion,
    store: &Store,
    connection: ConnectionId,
    page: ToRead,
) -> Result<usize, SyncError> {
    let denied = Arc::new(store.denied(connection).await?.into_iter().collect());
    let reader = Reader { notion, store, denied };
    match reader.read(page).await {
        Ok(outcome @ Outcome::Read { .. }) => {
            let storing = Storing { notion, store, connection, learnt: Mutex::new(notion.learnt()) };
            Ok(storing.store(vec![Finished { page, outcome }], false).await?.changed)
        }
        // What is stored stays; reading in its turn says what is wrong.
        Ok(_) | Err(SyncError::Notion(_)) => Ok(0),
        Err(error) => Err(error),
    }
}

/// One that vanished with many others stays marked.
async fn gone(store: &Store, connection: ConnectionId, id: NotionId) -> Result<Looked, SyncError> {
    if store.missing_since(id).await?.is_none() {
        store.forget_page_in(connection, id).await?;
    }
    Ok(Looked::Gone)
}

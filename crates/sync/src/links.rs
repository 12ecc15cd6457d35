//! Pages that bodies and properties name, or that others sit in, and no listing showed:
//! asked for one by one, each once and, where it was not there, now and then again.
//!
//! Not here: what an answer means (`lookup`).

use crate::lookup::{self, Behind};
use crate::page_limit::PageLimit;
use crate::{SyncError, pacing};
use futures::stream::{self, StreamExt as _};
use trove_model::{ConnectionId, NotionId, Parent};
use trove_notion::{Notion, NotionError};
use trove_store::{ListingBatch, Store};

/// How many answers are stored at once: what a kill would lose.
const STORED: usize = 50;

/// Asks for some; whether there were any.
pub async fn ask(notion: &Notion, store: &Store, connection: ConnectionId) -> Result<bool, SyncError> {
    if PageLimit::of(store, connection).await?.is_reached().await? {
        return Ok(false);
    }
    // Afterwards the store is looked through for what is to be read: the more, the more are
    // asked for in one go.
    let some = pacing::refill(notion.budget());
    let mut links = store.links(connection, some).await?;
    // Last, because a page's name in a body costs nothing, and this looks at every page.
    if links.is_empty() && store.put_unknown_parents(connection).await? > 0 {
        links = store.links(connection, some).await?;
    }
    for some in links.chunks(STORED) {
        ask_for(notion, store, connection, some).await?;
    }
    Ok(!links.is_empty())
}

async fn ask_for(
    notion: &Notion,
    store: &Store,
    connection: ConnectionId,
    links: &[Parent],
) -> Result<(), SyncError> {
    let sweep = store.current_sweep(connection).await?;
    let looked = links.iter().copied().map(|link| async move { (link.id(), behind(notion, link).await) });
    let mut looked = stream::iter(looked).buffer_unordered(pacing::lanes(notion.budget()));
    let (mut asked, mut pages, mut named, mut ended) = (Vec::new(), Vec::new(), Vec::new(), None);
    while let Some((id, found)) = looked.next().await {
        match found {
            Ok(found) => {
                asked.extend(id);
                if let Behind::Here(met) = found {
                    for met in met {
                        named.extend(met.names);
                        pages.push(met.listed);
                    }
                }
            }
            // What arrived before is kept.
            Err(error) => {
                ended = Some(error);
                break;
            }
        }
    }
    drop(looked);
    store.put_asked(connection, &asked, &ListingBatch { pages, sweep }, notion.now()).await?;
    store.put_links(connection, &named).await?;
    ended.map_or(Ok(()), |error| Err(error.into()))
}

async fn behind(notion: &Notion, link: Parent) -> Result<Behind, NotionError> {
    match link {
        Parent::Page(id) => lookup::named(notion, &id).await,
        Parent::DataSource(id) => lookup::data_source(notion, &id).await,
        Parent::Workspace | Parent::Block(_) | Parent::Database(_) | Parent::Unknown => Ok(Behind::NotHere),
    }
}

/// Ids met in answers, noted for later.
pub async fn note(store: &Store, connection: ConnectionId, ids: &[NotionId]) -> Result<(), SyncError> {
    if !ids.is_empty() {
        store.put_links(connection, ids).await?;
    }
    Ok(())
}

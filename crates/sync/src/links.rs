//! Pages that bodies name, or that others sit in, and no listing showed: asked for one by
//! one, each once.
//!
//! Only where search ends before everything is listed; elsewhere what is not listed is
//! not shared.

use crate::listed::{of_data_source, of_page};
use crate::prune::says_nothing;
use crate::{SyncError, pacing};
use futures::stream::{self, StreamExt as _};
use trove_model::{ConnectionId, NotionId, Parent};
use trove_notion::{Notion, NotionError};
use trove_store::{Listed, ListingBatch, Store};

/// How many answers are stored at once: what a kill would lose.
const STORED: usize = 50;

/// Asks for some; whether there were any.
pub async fn ask(notion: &Notion, store: &Store, connection: ConnectionId) -> Result<bool, SyncError> {
    // Afterwards the store is looked through for what is to be read: the more, the more are
    // asked for in one go.
    let some = pacing::refill(notion.budget());
    let mut links = store.links(connection, some).await?;
    // Last, because a page's name in a body costs nothing, and this looks at every page.
    if links.is_empty() && store.put_unknown_parents(connection).await? > 0 {
        links = store.links(connection, some).await?;
    }
    let sweep = store.current_sweep(connection).await?;
    for some in links.chunks(STORED) {
        let looked = some.iter().copied().map(|link| async move { (link.id(), look(notion, link).await) });
        let mut looked = stream::iter(looked).buffer_unordered(pacing::lanes(notion.budget()));
        let (mut asked, mut pages, mut ended) = (Vec::new(), Vec::new(), None);
        while let Some((id, found)) = looked.next().await {
            match found {
                Ok(found) => {
                    asked.extend(id);
                    pages.extend(found);
                }
                // What arrived before is kept.
                Err(error) => {
                    ended = Some(error);
                    break;
                }
            }
        }
        drop(looked);
        store.put_asked(connection, &asked, &ListingBatch { pages, sweep }).await?;
        if let Some(error) = ended {
            return Err(error.into());
        }
    }
    Ok(!links.is_empty())
}

/// What stands behind an id: a page, a data source, or the data sources of a database.
async fn look(notion: &Notion, link: Parent) -> Result<Vec<Listed>, NotionError> {
    match link {
        Parent::Page(id) => match notion.page(&id).await {
            Ok(page) if page.in_trash() => Ok(Vec::new()),
            Ok(page) => Ok(vec![of_page(page)]),
            Err(NotionError::Refused(_)) => database(notion, &id).await,
            Err(error) => nothing(error),
        },
        Parent::DataSource(id) => data_source(notion, &id).await,
        Parent::Workspace | Parent::Block(_) | Parent::Database(_) | Parent::Unknown => Ok(Vec::new()),
    }
}

async fn database(notion: &Notion, id: &NotionId) -> Result<Vec<Listed>, NotionError> {
    let database = match notion.database(id).await {
        Ok(database) => database,
        Err(error) => return nothing(error),
    };
    let mut found = Vec::new();
    for source in database.data_sources {
        found.extend(data_source(notion, &source.id).await?);
    }
    Ok(found)
}

async fn data_source(notion: &Notion, id: &NotionId) -> Result<Vec<Listed>, NotionError> {
    match notion.data_source(id).await {
        Ok(source) if source.in_trash() => Ok(Vec::new()),
        Ok(source) => Ok(vec![of_data_source(source)]),
        Err(error) => nothing(error),
    }
}

fn nothing(error: NotionError) -> Result<Vec<Listed>, NotionError> {
    match error {
        NotionError::NotFound(_) => Ok(Vec::new()),
        error if says_nothing(&error) => Ok(Vec::new()),
        error => Err(error),
    }
}

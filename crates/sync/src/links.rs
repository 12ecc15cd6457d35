//! Pages that bodies name and no listing showed: asked for one by one, each once.
//!
//! Only where search ends before everything is listed; elsewhere what is not listed is
//! not shared.

use crate::SyncError;
use crate::listed::{of_data_source, of_page};
use crate::prune::says_nothing;
use trove_model::{ConnectionId, NotionId};
use trove_notion::{Notion, NotionError};
use trove_store::{Listed, ListingBatch, Store};

/// How many are looked up at once.
const AT_ONCE: u32 = 50;

/// Asks for some; whether there were any.
pub async fn ask(notion: &Notion, store: &Store, connection: ConnectionId) -> Result<bool, SyncError> {
    let links = store.links(connection, AT_ONCE).await?;
    let sweep = store.current_sweep(connection).await?;
    for id in &links {
        let pages = look(notion, id).await?;
        if !pages.is_empty() {
            store.apply_listing(connection, &ListingBatch { pages, sweep }).await?;
        }
        store.link_asked(connection, *id).await?;
    }
    Ok(!links.is_empty())
}

/// What stands behind an id: a page, or the data sources of a database.
async fn look(notion: &Notion, id: &NotionId) -> Result<Vec<Listed>, NotionError> {
    match notion.page(id).await {
        Ok(page) if page.in_trash() => Ok(Vec::new()),
        Ok(page) => Ok(vec![of_page(page)]),
        Err(NotionError::Refused(_)) => database(notion, id).await,
        Err(error) => nothing(error),
    }
}

async fn database(notion: &Notion, id: &NotionId) -> Result<Vec<Listed>, NotionError> {
    let database = match notion.database(id).await {
        Ok(database) => database,
        Err(error) => return nothing(error),
    };
    let mut found = Vec::new();
    for source in database.data_sources {
        match notion.data_source(&source.id).await {
            Ok(source) if source.in_trash() => {}
            Ok(source) => found.push(of_data_source(source)),
            Err(error) => found.extend(nothing(error)?),
        }
    }
    Ok(found)
}

fn nothing(error: NotionError) -> Result<Vec<Listed>, NotionError> {
    match error {
        NotionError::NotFound(_) => Ok(Vec::new()),
        error if says_nothing(&error) => Ok(Vec::new()),
        error => Err(error),
    }
}

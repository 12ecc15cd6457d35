//! "Why can't I find it?": what each connection covers, and what became of one page.

use crate::App;
use crate::open_profile::OpenProfile;
use crate::preview::failure;
use crate::search::parse;
use crate::ui_types::{
    ConnectionCoverage, Coverage, FailedPage, HitTier, LinkVerdict, LiveFailure, SearchHit, UiError,
};
use trove_index::asked::Asked;
use trove_index::link::page_in;
use trove_model::{ConnectionId, NotionId, Page, Parent, Timestamp};
use trove_notion::{Notion, NotionError};
use trove_store::{Listed, ListingBatch};

/// Failures told of one connection.
const FAILURES: u32 = 50;

impl App {
    /// # Errors
    /// [`UiError::Locked`], or when the database cannot be read.
    pub async fn coverage(&self) -> Result<Coverage, UiError> {
        let open = self.open_profile().await?;
        let (_, each) = open.corpus.read().counts();
        let mut connections = Vec::new();
        for connection in self.cards(&open).await? {
            let id: ConnectionId = connection.id.parse().map_err(|_| UiError::Internal)?;
            let counts = each.get(&id).copied().unwrap_or_default();
            let failures = open.store.read_failures(id, FAILURES).await?;
            connections.push(ConnectionCoverage {
                connection,
                pages: counts.pages,
                data_sources: counts.data_sources,
                capped: open.store.following(id).await?.capped,
                failures: failures
                    .into_iter()
                    .map(|unread| FailedPage {
                        id: unread.page.to_string(),
                        title: unread.title,
                        why: failure(unread.why),
                    })
                    .collect(),
            });
        }
        Ok(Coverage { index: open.corpus.index_state(), connections })
    }

    /// What became of the page that an address or id names. Asks Notion if it is not known.
    ///
    /// # Errors
    /// [`UiError::Locked`], or when the database cannot be read.
    pub async fn check_link(&self, text: &str) -> Result<LinkVerdict, UiError> {
        let open = self.open_profile().await?;
        let Some(named) = page_in(text) else { return Ok(LinkVerdict::NotALink) };
        if let Some(id) = known(&open, named)
            && let Some(hit) = self.one(&open, id).await?
        {
            let stored = open.store.body(id).await?;
            let body = self.body_state(&open, id, stored.as_ref()).await?;
            return Ok(LinkVerdict::Known { hit, body });
        }
        let (mut asked, mut failures) = (Vec::new(), Vec::new());
        for (connection, workspace, notion) in open.reachable() {
            match ask(&notion, named).await {
                Ok(Some(page)) if page.in_trash => return Ok(LinkVerdict::InTrash { workspace }),
                Ok(Some(page)) => {
                    let id = page.id;
                    store(&open, connection, page).await?;
                    if let Some(hit) = self.one(&open, id).await? {
                        open.wake(connection);
                        return Ok(LinkVerdict::JustFound { hit });
                    }
                }
                Ok(None) => asked.push(workspace),
                Err(error) => failures.push(LiveFailure { workspace, error: error.into() }),
            }
        }
        if failures.is_empty() {
            Ok(LinkVerdict::NotVisible { asked })
        } else {
            Ok(LinkVerdict::NotAsked { failures })
        }
    }

    async fn one(&self, open: &OpenProfile, id: NotionId) -> Result<Option<SearchHit>, UiError> {
        let nothing = Asked::new(&parse("", Timestamp(0)));
        Ok(self.hits_of(open, &[id], HitTier::Link, nothing).await?.pop())
    }
}

/// The page itself, or the data source of a database: addresses name the database.
fn known(open: &OpenProfile, id: NotionId) -> Option<NotionId> {
    let columns = open.corpus.read();
    if columns.by_id(&id).is_some() {
        return Some(id);
    }
    columns.container(&id)?;
    columns.all().find(|column| columns.parent(column) == Parent::Database(id)).map(|column| column.id)
}

/// `None` where Notion shows this connection nothing under the id.
async fn ask(notion: &Notion, id: NotionId) -> Result<Option<Page>, NotionError> {
    let notion = notion.interactive();
    match notion.page(&id).await {
        Ok(page) => return Ok(Some(page.into())),
        Err(error) if is_no(&error) => {}
        Err(error) => return Err(error),
    }
    let source = match notion.database(&id).await {
        Ok(database) => database.data_sources.first().map(|source| source.id),
        Err(error) if is_no(&error) => Some(id),
        Err(error) => return Err(error),
    };
    let Some(source) = source else { return Ok(None) };
    match notion.data_source(&source).await {
        Ok(source) => Ok(Some(source.into())),
        Err(error) if is_no(&error) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Gone, not shared, or an id of another kind of thing.
fn is_no(error: &NotionError) -> bool {
    matches!(error, NotionError::NotFound(_) | NotionError::Refused(_) | NotionError::Restricted(_))
}

async fn store(open: &OpenProfile, connection: ConnectionId, page: Page) -> Result<(), UiError> {
    let sweep = open.store.current_sweep(connection).await?;
    let batch = ListingBatch { pages: vec![Listed::from(page)], sweep };
    open.store.apply_listing(connection, &batch).await?;
    Ok(())
}

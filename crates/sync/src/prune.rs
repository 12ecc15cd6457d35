//! What vanished: asking Notion about pages that a complete walk did not meet.
//!
//! Absence is never deletion: Notion's search may leave pages out. A page goes from a
//! connection when Notion says of that very page that it is gone, in the trash, or not
//! shared.

use crate::SyncError;
use crate::listed::{of_data_source, of_page};
use trove_model::{ConnectionId, NotionId, Page, PageKind};
use trove_notion::{Notion, NotionError};
use trove_store::{Listed, ListingBatch, Store, SweepId};

/// Requests a run spends on this. Those not asked about are first in the next run.
pub const CONFIRMATIONS: usize = 500;

#[derive(Debug)]
enum Verdict {
    Here(Box<Listed>),
    Gone,
    /// Notion would not say: keep it.
    Unsure,
}

/// Asks about each and stores the answer; `removed` is called for each that went.
pub async fn confirm_absent(
    notion: &Notion,
    store: &Store,
    connection: ConnectionId,
    sweep: SweepId,
    absent: Vec<NotionId>,
    mut removed: impl FnMut(),
) -> Result<(), SyncError> {
    for id in absent.into_iter().take(CONFIRMATIONS) {
        let Some(listed) = store.page(id).await? else { continue };
        let kept = match ask(notion, &listed.page).await? {
            Verdict::Here(listed) => *listed,
            // Counts as seen, or the next run would spend its requests on the same ones.
            Verdict::Unsure => listed.page.into(),
            Verdict::Gone => {
                if store.forget_page_in(connection, id).await? {
                    removed();
                }
                continue;
            }
        };
        store.apply_listing(connection, &ListingBatch { pages: vec![kept], sweep }).await?;
    }
    Ok(())
}

async fn ask(notion: &Notion, known: &Page) -> Result<Verdict, NotionError> {
    let answer = match known.kind {
        PageKind::Page => notion.page(&known.id).await.map(of_page),
        PageKind::DataSource => notion.data_source(&known.id).await.map(of_data_source),
    };
    match answer {
        Ok(listed) if listed.page.in_trash => Ok(Verdict::Gone),
        Ok(listed) => Ok(Verdict::Here(Box::new(listed))),
        Err(NotionError::NotFound(_)) => Ok(Verdict::Gone),
        Err(error) if says_nothing(&error) => Ok(Verdict::Unsure),
        Err(error) => Err(error),
    }
}

/// Whether an error is about the one thing asked for, so that the run can go on.
pub fn says_nothing(error: &NotionError) -> bool {
    matches!(
        error,
        NotionError::Restricted(_)
            | NotionError::Refused(_)
            | NotionError::UnexpectedShape { .. }
            | NotionError::TooLarge { .. }
    )
}

//! "Why can't I find it?": what each connection covers, and what not.
//!
//! Not what became of one page (`search::page_lookup`).

use crate::corpus::Corpus;
use crate::state::app::App;
use crate::to_ui;
use crate::ui_types::{ConnectionCoverage, Coverage, FailedPage, Limits, MeaningsCovered, UiError};
use trove_model::ConnectionId;

/// Failures told of one connection, pages that are read in part, and things left out.
pub const MOST_TOLD: u32 = 50;

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
            let failures = open.store.read_failures(id, MOST_TOLD).await?;
            let failures = failures.into_iter().map(|unread| FailedPage {
                id: unread.page.to_string(),
                title: unread.title,
                why: to_ui::read_failure(unread.why),
            });
            let (left_out, left_out_count) = open.store.left_out(id, MOST_TOLD).await?;
            let partly_read = open.store.partly_read(id, MOST_TOLD).await?;
            let following = open.store.following(id).await?;
            let text = open.store.count_bodies(id, self.inner.clock.wall()).await?.bytes;
            let Limits { pages, megabytes } = connection.limits;
            connections.push(ConnectionCoverage {
                connection,
                pages: counts.pages,
                data_sources: counts.data_sources,
                capped: following.capped,
                page_limit: (counts.known() >= pages).then_some(pages),
                text_limit_megabytes: (text >= following.limits.bytes).then_some(megabytes),
                failures: failures.collect(),
                left_out: left_out.into_iter().map(to_ui::left_out).collect(),
                left_out_count,
                partly_read: partly_read.into_iter().map(to_ui::partly_read).collect(),
            });
        }
        Ok(Coverage { index: open.corpus.index_state(), meanings: meanings(&open.corpus), connections })
    }
}

fn meanings(corpus: &Corpus) -> Option<MeaningsCovered> {
    let kept = corpus.meanings.kept()?;
    let entries = corpus.read();
    // What is empty means nothing, and is none that is missing.
    let known = kept.read().pages().filter(|page| entries.by_key((*page).into()).is_some()).count();
    let number = |pages: usize| u32::try_from(pages).unwrap_or(u32::MAX);
    Some(MeaningsCovered { pages: number(known), of: number(entries.len()) })
}

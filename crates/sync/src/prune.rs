//! What vanished: asking Notion about pages that a whole listing did not meet.
//!
//! Absence is never deletion: Notion's search may leave pages out. A page goes from a
//! connection when Notion says of that very page that it is gone, in the trash, or not
//! shared. Where very many say so at once, someone may have taken the connection off by
//! mistake: they are marked and kept for a day, and asked about once more before they go.

use crate::SyncError;
use crate::lookup::{self, Behind};
use std::collections::HashMap;
use std::time::Duration;
use trove_model::{ConnectionId, NotionId, Timestamp};
use trove_notion::Notion;
use trove_store::{ListingBatch, Store, SweepId};

/// Requests a run spends on this. Those not asked about are first in the next run.
const CONFIRMATIONS: usize = 500;
/// So many at once, and more than this part of a connection's pages, are no everyday
/// clearing up. Where bodies are read, the part is not known.
pub const MANY: usize = 25;
const PART: usize = 5;
/// How long what vanished with many others is kept.
const KEPT: Duration = Duration::from_secs(24 * 60 * 60);

/// What became of those that were not met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Pruned {
    pub removed: usize,
    /// Vanished with many others: marked and kept.
    pub missing: usize,
    pub requests: usize,
}

pub struct Prune<'a> {
    pub notion: &'a Notion,
    pub store: &'a Store,
    pub connection: ConnectionId,
    pub sweep: SweepId,
    pub now: Timestamp,
}

impl Prune<'_> {
    /// Asks about those that a listing did not meet and stores the answers; `removed` is
    /// called for each that went.
    pub async fn absent(
        &self,
        absent: Vec<NotionId>,
        mut removed: impl FnMut(),
    ) -> Result<Pruned, SyncError> {
        let marked: HashMap<NotionId, Timestamp> =
            self.store.missing_pages(self.connection).await?.into_iter().collect();
        let (waiting, fresh): (Vec<NotionId>, Vec<NotionId>) =
            absent.into_iter().partition(|id| marked.contains_key(id));
        let known = self.store.page_count(self.connection).await? as usize;
        let mut pruned = Pruned::default();
        let mut gone = Vec::new();
        for id in fresh.iter().take(CONFIRMATIONS) {
            pruned.requests += 1;
            if self.is_gone(*id).await? {
                gone.push(*id);
            }
        }
        // Where search shows a part only, most are not met and still there: what counts is how
        // many are gone, of all if it goes on as it began.
        let likely = gone.len() * fresh.len() / pruned.requests.max(1);
        if likely >= MANY && likely * PART > known {
            let missing = all_missing(&fresh, gone);
            pruned.missing = missing.len();
            self.store.mark_missing(self.connection, &missing, self.now).await?;
        } else {
            for id in gone {
                if self.store.forget_page_in(self.connection, id).await? {
                    pruned.removed += 1;
                    removed();
                }
            }
        }
        let due = waiting.into_iter().filter(|id| {
            let since = marked.get(id).and_then(|since| self.now.since(*since));
            since.is_some_and(|since| since >= KEPT)
        });
        for id in due.take(CONFIRMATIONS.saturating_sub(pruned.requests)) {
            pruned.requests += 1;
            if self.is_gone(id).await? && self.store.forget_page_in(self.connection, id).await? {
                pruned.removed += 1;
                removed();
            }
        }
        Ok(pruned)
    }

    async fn is_gone(&self, id: NotionId) -> Result<bool, SyncError> {
        let Some(known) = self.store.page(id).await? else { return Ok(false) };
        let kept = match lookup::known(self.notion, known.page.kind, &id).await? {
            Behind::InTrash | Behind::NotHere => return Ok(true),
            Behind::Here(met) => met.into_iter().map(|met| met.listed).collect(),
            // Counts as seen, or the next run would spend its requests on the same ones.
            Behind::NotUnderstood(_) | Behind::Unsaid => vec![known.page.into()],
        };
        let batch = ListingBatch { pages: kept, sweep: self.sweep };
        self.store.apply_listing(self.connection, &batch).await?;
        Ok(false)
    }
}

/// Where nearly all that were asked about are gone, those that there was no time for are
/// taken for missing, too: a mark says no more than that, and the number told is right.
fn all_missing(absent: &[NotionId], gone: Vec<NotionId>) -> Vec<NotionId> {
    let asked = absent.len().min(CONFIRMATIONS);
    if gone.len() * 10 >= asked * 9 {
        let unasked = absent.iter().skip(asked).copied();
        return gone.into_iter().chain(unasked).collect();
    }
    gone
}

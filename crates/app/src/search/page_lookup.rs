//! "What is behind this id?": looked up here, asked of Notion, stored and shown.
//!
//! Not what a walk of everything finds (`trove-sync`).

use super::hit::hit;
use super::query::parse_words;
use crate::corpus::Corpus;
use crate::corpus::page_entries::PageEntry;
use crate::state::app::App;
use crate::system::blocking::blocking;
use crate::to_ui;
use crate::ui_types::{
    BodyGap, BodyState, HitTier, LinkVerdict, LiveFailure, ReadFailure, SearchHit, UiError,
};
use std::sync::Arc;
use trove_index::asked::Asked;
use trove_index::link::page_in;
use trove_index::snippet;
use trove_index::text::Text;
use trove_model::{ConnectionId, NotionId, Origin, PageKind, Timestamp};
use trove_store::{BodyMark, Listed, ListingBatch, StoredBody};
use trove_sync::lookup::{self, Behind};

impl App {
    /// What became of the page that an address or id names. Asks Notion if it is not known.
    ///
    /// # Errors
    /// [`UiError::Locked`], or when the database cannot be read.
    pub async fn check_link(&self, text: &str) -> Result<LinkVerdict, UiError> {
        let open = self.open_profile().await?;
        let Some(named) = page_in(text) else { return Ok(LinkVerdict::NotALink) };
        let behind = async |id| hits_behind(&open.corpus, id, &self.inner.origin).await;
        let first = open.corpus.read().behind(&named).first().map(|entry| entry.id);
        if let Some(id) = first {
            self.look_at(&open, id).await;
        }
        if let Some((hit, others)) = behind(named).await? {
            let id = hit.id.parse().map_err(|_| UiError::Internal)?;
            let stored = open.store.body(id).await?;
            let body = body_state(&open.corpus, id, stored.as_ref()).await?;
            return Ok(LinkVerdict::Known { hit, others, body });
        }
        let (reachable, mut failures) = open.reachable().await?;
        let mut asked = Vec::new();
        for reachable in reachable {
            let workspace = reachable.workspace;
            match lookup::anything(&reachable.notion.interactive(), &named).await {
                Ok(Behind::InTrash) => return Ok(LinkVerdict::InTrash { workspace }),
                Ok(Behind::NotUnderstood(_)) => return Ok(LinkVerdict::NotUnderstood { workspace }),
                Ok(Behind::Here(met)) => {
                    let found = met.into_iter().map(|met| met.listed).collect();
                    store_found(&open.corpus, reachable.connection, found).await?;
                    if let Some((hit, others)) = behind(named).await? {
                        open.wake(reachable.connection);
                        return Ok(LinkVerdict::JustFound { hit, others });
                    }
                }
                Ok(Behind::NotHere | Behind::Unsaid) => {
                    open.note_answer(reachable.connection);
                    asked.push(workspace);
                }
                Err(error) => failures.push(LiveFailure { workspace, error: error.into() }),
            }
        }
        if failures.is_empty() {
            Ok(LinkVerdict::NotVisible { asked })
        } else {
            Ok(LinkVerdict::NotAsked { failures })
        }
    }
}

/// Stores what a person's question brought, as a listing would.
pub async fn store_found(
    corpus: &Corpus,
    connection: ConnectionId,
    pages: Vec<Listed>,
) -> Result<(), UiError> {
    let sweep = corpus.store.current_sweep(connection).await?;
    corpus.store.apply_listing(connection, &ListingBatch { pages, sweep }).await?;
    // Paths lead through databases, which are no pages.
    corpus.read_surroundings().await
}

/// The hit that an id names and, where that is a database, those beside it.
async fn hits_behind(
    corpus: &Arc<Corpus>,
    id: NotionId,
    origin: &Origin,
) -> Result<Option<(SearchHit, Vec<SearchHit>)>, UiError> {
    corpus.follow().await?;
    let ids: Vec<NotionId> = corpus.read().behind(&id).into_iter().map(|entry| entry.id).collect();
    let nothing = Asked::new(&parse_words("", Timestamp(0)));
    let mut hits = hits_of(corpus, &ids, HitTier::Link, nothing, origin).await?.into_iter();
    Ok(hits.next().map(|hit| (hit, hits.collect())))
}

/// Pages as hits, in the order given; those that are not known are left out.
pub async fn hits_of(
    corpus: &Arc<Corpus>,
    ids: &[NotionId],
    tier: HitTier,
    asked: Asked,
    origin: &Origin,
) -> Result<Vec<SearchHit>, UiError> {
    corpus.follow().await?;
    let keys: Vec<u64> = {
        let entries = corpus.read();
        ids.iter().filter_map(|id| entries.by_id(id)).map(PageEntry::key).collect()
    };
    let display = corpus.store.display_fields(&keys).await?;
    let (corpus, origin) = (Arc::clone(corpus), origin.clone());
    blocking(move || {
        let entries = corpus.read();
        let shown = keys.iter().filter_map(|key| {
            let title = entries.title(entries.by_key(*key)?);
            let title = to_ui::segments(snippet::mark(&Text::new(title), &asked));
            Some(SearchHit { title, ..hit(*key, display.get(key)?, &entries, tier, &origin)? })
        });
        shown.collect()
    })
    .await
}

/// What is stored of a page's body.
pub async fn body_state(
    corpus: &Corpus,
    id: NotionId,
    body: Option<&StoredBody>,
) -> Result<BodyState, UiError> {
    let mark = corpus.read().by_id(&id).map(|entry| (entry.kind, entry.body));
    Ok(match (mark, body) {
        (Some((PageKind::DataSource, _)), _) => BodyState::None,
        (_, Some(body)) => {
            let gap = gap(corpus, id, mark.map(|(_, body)| body)).await?;
            BodyState::Read { at: body.read.0, gap }
        }
        (Some((_, BodyMark::Failed)), None) => BodyState::Failed { why: why_unread(corpus, id).await? },
        (_, None) => BodyState::Waiting,
    })
}

async fn why_unread(corpus: &Corpus, id: NotionId) -> Result<ReadFailure, UiError> {
    let why = corpus.store.read_failure(id).await?;
    Ok(why.map_or(ReadFailure::Trouble, to_ui::read_failure))
}

/// Nobody is told that a page is searched of which some part is missing.
async fn gap(corpus: &Corpus, id: NotionId, mark: Option<BodyMark>) -> Result<Option<BodyGap>, UiError> {
    match mark {
        Some(BodyMark::Failed) => {
            return Ok(Some(BodyGap::Outdated { why: why_unread(corpus, id).await? }));
        }
        Some(BodyMark::Stale) => return Ok(Some(BodyGap::Newer)),
        _ => {}
    }
    let left = corpus.store.parts_left(id).await?.len();
    if left > 0 {
        return Ok(Some(BodyGap::Parts { left: u32::try_from(left).unwrap_or(u32::MAX) }));
    }
    let parts = corpus.store.parts_lost(id).await?;
    if parts > 0 {
        return Ok(Some(BodyGap::Lost { parts }));
    }
    Ok(corpus.store.is_left_out(id).await?.then_some(BodyGap::Properties))
}

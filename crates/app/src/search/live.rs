//! Notion's own search, asked for the person while they look at what is found here.
//!
//! It knows titles only, but also pages that were not listed yet. What it finds is stored
//! as a listing would store it, so that it can be previewed and opened like any other.

use crate::App;
use crate::columns::Column;
use crate::open_profile::OpenProfile;
use crate::search::{blocking, hit, parse, segments};
use crate::ui_types::{HitTier, LiveAnswer, LiveFailure, SearchHit, UiError};
use futures::future::join_all;
use std::collections::HashSet;
use std::sync::Arc;
use trove_index::asked::Asked;
use trove_index::snippet;
use trove_index::text::Text;
use trove_model::{ConnectionId, NotionId};
use trove_notion::{Found, Notion, SearchRequest, Sort};
use trove_store::{Listed, ListingBatch};

/// Results taken of each workspace.
const EACH: u8 = 20;

impl App {
    /// Asks every workspace at once. Results whose ids are in `shown` are left out. A later
    /// call ends an earlier one that still waits, which then has found nothing.
    ///
    /// # Errors
    /// [`UiError::Locked`]; what a workspace answers is in the reply.
    pub async fn live_search(&self, text: String, shown: Vec<String>) -> Result<LiveAnswer, UiError> {
        let open = self.open_profile().await?;
        let query = parse(&text, self.inner.clock.wall());
        let phrases = query.phrases.iter().map(|phrase| phrase.text.as_str());
        let words = query.words.iter().map(String::as_str).chain(phrases).collect::<Vec<_>>().join(" ");
        let mut answer = LiveAnswer { hits: Vec::new(), failures: Vec::new() };
        if words.is_empty() {
            return Ok(answer);
        }
        let asked: Vec<(ConnectionId, String, Notion)> = open.reachable();
        let mut later = open.asked_live.subscribe();
        open.asked_live.send_modify(|count| *count += 1);
        later.mark_unchanged();
        let answers = tokio::select! {
            answers = join_all(asked.iter().map(|(id, _, notion)| ask(&open, *id, notion, &words))) => answers,
            _ = later.changed() => return Ok(answer),
        };
        let mut found: Vec<NotionId> = Vec::new();
        for ((_, workspace, _), result) in asked.iter().zip(answers) {
            match result {
                Ok(ids) => found.extend(ids),
                Err(error) => answer.failures.push(LiveFailure { workspace: workspace.clone(), error }),
            }
        }
        let mut seen: HashSet<NotionId> = shown.iter().filter_map(|id| id.parse().ok()).collect();
        found.retain(|id| seen.insert(*id));
        answer.hits = self.hits_of(&open, &found, HitTier::Live, Asked::new(&query)).await?;
        Ok(answer)
    }

    /// Pages as hits, in the order given; those that are not known are left out.
    pub(crate) async fn hits_of(
        &self,
        open: &OpenProfile,
        ids: &[NotionId],
        tier: HitTier,
        asked: Asked,
    ) -> Result<Vec<SearchHit>, UiError> {
        open.corpus.follow().await?;
        let keys: Vec<u64> = {
            let columns = open.corpus.read();
            ids.iter().filter_map(|id| columns.by_id(id)).map(Column::key).collect()
        };
        let looks = open.store.looks(&keys).await?;
        let (corpus, origin) = (Arc::clone(&open.corpus), self.inner.origin.clone());
        blocking(move || {
            let columns = corpus.read();
            let shown = keys.iter().filter_map(|key| {
                let title = columns.title(columns.by_key(*key)?);
                let title = segments(snippet::mark(&Text::new(title), &asked));
                Some(SearchHit { title, ..hit(*key, looks.get(key)?, &columns, tier, &origin)? })
            });
            shown.collect()
        })
        .await
    }
}

/// Stores what one workspace finds, and tells what that was.
async fn ask(
    open: &OpenProfile,
    connection: ConnectionId,
    notion: &Notion,
    words: &str,
) -> Result<Vec<NotionId>, UiError> {
    let request = SearchRequest {
        query: Some(words.to_owned()),
        sort: Some(Sort::Relevance),
        page_size: Some(EACH),
        ..SearchRequest::default()
    };
    let list = notion.interactive().search(&request).await?;
    let pages: Vec<Listed> = list
        .results
        .into_iter()
        .filter_map(Found::into_page)
        .filter(|page| !page.in_trash && page.edited.is_some())
        .map(Listed::from)
        .collect();
    let ids = pages.iter().map(|listed| listed.page.id).collect();
    let sweep = open.store.current_sweep(connection).await?;
    open.store.apply_listing(connection, &ListingBatch { pages, sweep }).await?;
    Ok(ids)
}

//! Notion's own search, asked for the person while they look at what is found here.
//!
//! It knows titles only, but also pages that were not listed yet. What it finds is stored
//! as a listing would store it, so that it can be previewed and opened like any other.

use super::page_lookup::{hits_of, store_found};
use super::query::parse_words;
use crate::corpus::Corpus;
use crate::state::app::App;
use crate::state::link::Reachable;
use crate::ui_types::{HitTier, LiveAnswer, LiveFailure, UiError};
use futures::future::join_all;
use std::collections::HashSet;
use std::sync::Arc;
use trove_index::asked::Asked;
use trove_index::query::Query;
use trove_model::NotionId;
use trove_notion::{SearchRequest, Sort};
use trove_store::Listed;
use trove_sync::listed;

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
        let corpus = Arc::clone(&open.corpus);
        let query = parse_words(&text, self.inner.clock.wall());
        let words = words(&query);
        if words.is_empty() {
            return Ok(LiveAnswer { hits: Vec::new(), failures: Vec::new() });
        }
        let (asked, failures) = open.reachable().await?;
        let mut answer = LiveAnswer { hits: Vec::new(), failures };
        let mut later = open.live_searches.subscribe();
        open.live_searches.send_modify(|count| *count += 1);
        later.mark_unchanged();
        let answers = tokio::select! {
            answers = join_all(asked.iter().map(|one| ask(&corpus, one, &words))) => answers,
            _ = later.changed() => return Ok(answer),
        };
        let mut found: Vec<NotionId> = Vec::new();
        for (one, result) in asked.into_iter().zip(answers) {
            match result {
                Ok(ids) => {
                    open.note_answer(one.connection);
                    found.extend(ids);
                }
                Err(error) => answer.failures.push(LiveFailure { workspace: one.workspace, error }),
            }
        }
        let mut seen: HashSet<NotionId> = shown.iter().filter_map(|id| id.parse().ok()).collect();
        found.retain(|id| seen.insert(*id));
        let asked = Asked::new(&query);
        answer.hits = hits_of(&corpus, &found, HitTier::Live, asked, &self.inner.origin).await?;
        Ok(answer)
    }
}

/// What Notion's search is asked for: it knows no filters and no phrases.
fn words(query: &Query) -> String {
    let firsts = query.wanted.iter().filter_map(|any| any.first());
    firsts.map(|piece| piece.text.as_str()).collect::<Vec<_>>().join(" ")
}

/// Stores what one workspace finds, and tells what that was.
async fn ask(corpus: &Corpus, one: &Reachable, words: &str) -> Result<Vec<NotionId>, UiError> {
    let request = SearchRequest {
        query: Some(words.to_owned()),
        sort: Some(Sort::Relevance),
        page_size: Some(EACH),
        ..SearchRequest::default()
    };
    let list = one.notion.interactive().search(&request).await?;
    let found = list.results.into_iter().filter_map(|found| Some(listed::of(found).ok()?.listed));
    let pages: Vec<_> = found.filter(|Listed { page, .. }| !page.in_trash && page.edited.is_some()).collect();
    let ids = pages.iter().map(|listed| listed.page.id).collect();
    store_found(corpus, one.connection, pages).await?;
    Ok(ids)
}

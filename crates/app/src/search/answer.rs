//! A key is pressed: what is answered.
//!
//! The pages that answer come from memory (`candidates`); then their texts are looked at. Those
//! shown lately are at hand, the others are read, and more where too few hold. Nothing here asks
//! Notion.

use super::candidates::{CHECKED, Candidate, Candidates};
use super::hit::marked_hit;
use super::similar::{near, similar};
use crate::corpus::Corpus;
use crate::corpus::page_cache::CachedPage;
use crate::state::app::App;
use crate::system::blocking::blocking;
use crate::ui_types::{Correction, Covers, SearchAnswer, SearchHit, SearchRequest, Total, UiError};
use std::sync::Arc;
use trove_index::asked::Asked;
use trove_index::ranking::Rank;
use trove_index::text::Text;
use trove_index::{How, Met};
use trove_model::{Origin, Timestamp};

/// Hits in one answer.
const MOST: u32 = 100;

/// Pages looked at at once.
const MOST_AT_ONCE: usize = 160;

impl App {
    /// The best pages for what was typed.
    ///
    /// # Errors
    /// [`UiError::Locked`], or when the database cannot be read.
    pub async fn search(&self, request: SearchRequest) -> Result<SearchAnswer, UiError> {
        let corpus = Arc::clone(&self.open_profile().await?.corpus);
        let began = self.inner.clock.monotonic();
        let now = self.inner.clock.wall();
        let limit = request.limit.min(MOST) as usize;
        let origin = &self.inner.origin;
        let near = near(&corpus, request.text.clone(), now);
        let (found, near) = tokio::join!(by_words(&corpus, request, limit, now, origin), near);
        let (candidates, Answered { hits, total, .. }) = found?;
        let similar = similar(&corpus, near?, &candidates.asked, (&hits, total), limit, origin).await?;
        let covers = covers(&corpus);
        let took = self.inner.clock.monotonic().saturating_sub(began);
        let corrections = candidates.corrections.into_iter().filter_map(|correction| {
            let instead = correction.instead.into_iter().next()?;
            Some(Correction { typed: correction.typed, instead, known: correction.known })
        });
        Ok(SearchAnswer {
            hits,
            similar,
            total,
            took_us: u32::try_from(took.as_micros()).unwrap_or(u32::MAX),
            corrections: corrections.collect(),
            filters: candidates.filters,
            unknown_names: candidates.unknown_names,
            left_out: candidates.left_out,
            covers,
        })
    }
}

/// Where only texts tell whether pages answer, most do: few are taken first, and more where too
/// many did not.
async fn by_words(
    corpus: &Arc<Corpus>,
    request: SearchRequest,
    limit: usize,
    now: Timestamp,
    origin: &Origin,
) -> Result<(Candidates, Answered), UiError> {
    let mut checked = 2 * limit;
    loop {
        let (held, wanted) = (Arc::clone(corpus), request.clone());
        let candidates = blocking(move || Candidates::find(&held, &wanted, limit, checked, now)).await??;
        let answered = answer(&candidates, corpus, limit, origin).await?;
        if answered.hits.len() >= limit || !candidates.cut || checked >= CHECKED {
            return Ok((candidates, answered));
        }
        checked = CHECKED;
    }
}

/// What an answer can have found.
fn covers(corpus: &Corpus) -> Covers {
    let entries = corpus.read();
    let (counts, _) = entries.counts();
    Covers {
        known: counts.known(),
        read: counts.read + counts.stale,
        waiting: counts.unread + counts.stale,
        failed: counts.failed,
        index: corpus.index_state(),
        first_listing: entries.connections().any(|connection| !connection.listed),
        listed_short: entries.connections().any(|connection| connection.short),
        capped: entries.connections().any(|connection| connection.capped),
    }
}

pub struct Answered {
    pub hits: Vec<SearchHit>,
    pub total: Total,
    /// There are more than were wanted.
    pub more: bool,
}

/// Reads the pages that are shown, leaving out those whose texts do not hold what the
/// index could only guess.
///
/// # Errors
/// When the database cannot be read.
pub async fn answer(
    candidates: &Candidates,
    corpus: &Corpus,
    limit: usize,
    origin: &Origin,
) -> Result<Answered, UiError> {
    let mut shown: Vec<SearchHit> = Vec::new();
    // What its text tells to be farther off than the index took it for, until its place comes.
    let mut farther: Vec<(Rank, SearchHit)> = Vec::new();
    let (mut looked_at, mut refused, mut some) = (0, 0, limit);
    while shown.len() < limit && looked_at < candidates.hits.len() {
        let next = candidates.hits.get(looked_at..).unwrap_or_default();
        let next = next.get(..some).unwrap_or(next);
        let keys: Vec<u64> = next.iter().map(|candidate| candidate.key).collect();
        let pages = corpus.cache.get(&corpus.store, &keys).await?;
        let entries = corpus.read();
        for candidate in next {
            shown.extend(nearer(&mut farther, candidate).take(limit - shown.len()));
            if shown.len() == limit {
                break;
            }
            looked_at += 1;
            let page = pages.iter().find(|page| page.key == candidate.key);
            let held = page.and_then(|page| Some((page, held(page, candidate, &candidates.asked)?)));
            let hit = held.and_then(|(page, how)| {
                let hit = marked_hit(page, candidate, &entries, &candidates.asked, origin)?;
                Some((candidate.rank.zip(candidate.rank.map(|rank| rank.held(how))), hit))
            });
            match hit {
                Some((Some((rank, held)), hit)) if held > rank => farther.push((held, hit)),
                Some((_, hit)) => shown.push(hit),
                None => refused += 1,
            }
        }
        // Where few hold what is asked, many are read at once.
        some = (some * 2).min(MOST_AT_ONCE);
    }
    farther.sort_by_key(|(rank, _)| *rank);
    let room = limit - shown.len();
    shown.extend(farther.into_iter().map(|(_, hit)| hit).take(room));
    let unread = candidates.hits.len() - looked_at;
    let unsure = unread > 0 && candidates.hits.iter().any(|candidate| candidate.unchecked);
    let total = candidates.total.saturating_sub(refused);
    let total = if candidates.more || unsure {
        Total::Many { at_least: count(if unsure { shown.len() } else { total }) }
    } else {
        Total::Exactly { pages: count(total) }
    };
    Ok(Answered { hits: shown, total, more: unread > 0 || candidates.more })
}

/// Of what is farther off, all that stands before the next candidate, in its order.
fn nearer(farther: &mut Vec<(Rank, SearchHit)>, next: &Candidate) -> impl Iterator<Item = SearchHit> + use<> {
    let before = |(rank, _): &mut (Rank, SearchHit)| next.rank.is_some_and(|next| *rank < next);
    let mut nearer: Vec<_> = farther.extract_if(.., before).collect();
    nearer.sort_by_key(|(rank, _)| *rank);
    nearer.into_iter().map(|(_, hit)| hit)
}

/// How far off from what was typed the page is; `None` if it has not what it was found for.
/// What it lacks is known; what it must not have may still be in it.
fn held(page: &CachedPage, candidate: &Candidate, asked: &Asked) -> Option<How> {
    // At each key, for each page that is shown.
    if !candidate.unchecked {
        return Some(How::Typed);
    }
    let icon = Text::new(page.icon());
    let texts = [&icon, &page.title, &page.text];
    let lacking = candidate.lacks != Met::default();
    if lacking { (!asked.spoiled_by(&texts)).then_some(How::Typed) } else { asked.how_held(&texts) }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

//! Which pages answer a query, and in which order, before their texts are looked at.
//!
//! From entries and index in memory, on a thread of its own. Nothing waits for the index:
//! without it, titles answer.

use super::filter::Filter;
use crate::corpus::Corpus;
use crate::corpus::page_entries::{PageEntries, PageEntry};
use crate::to_ui;
use crate::ui_types::{HitTier, IndexState, UiError};
use std::collections::HashSet;
use std::sync::Arc;
use trove_index::asked::Asked;
use trove_index::fold::fold;
use trove_index::query::Query;
use trove_index::ranking::{Rank, Tier, rank};
use trove_index::titles::scan;
use trove_index::tokenizer::runs;
use trove_index::{Answer, Correction, Hit, Known, Pages};
use trove_model::Timestamp;

/// Pages looked at beyond those that are shown, where only their texts tell whether they
/// answer. A count that ends here says so.
const CHECKED: usize = 300;

/// Characters of unspaced text that make one term.
const PAIR: usize = 2;

/// Pages the index does not know yet that are looked at one by one.
const UNINDEXED: usize = 500;

/// Candidates in their order.
pub struct Candidates {
    /// Best first, by the store's numbers.
    pub hits: Vec<(u64, HitTier)>,
    /// Hits whose text has to be looked at before they count.
    pub unchecked: HashSet<u64>,
    pub total: usize,
    pub more: bool,
    pub corrections: Vec<Correction>,
    pub unknown_names: Vec<String>,
    pub asked: Arc<Asked>,
}

/// The entries as a query sees them: with a filter, at one moment.
pub struct FilteredEntries<'a, F> {
    pub entries: &'a PageEntries,
    pub now: Timestamp,
    pub lets_in: F,
}

impl<F: Fn(&PageEntry) -> bool> Pages for FilteredEntries<'_, F> {
    fn page(&self, id: u64) -> Option<Known<'_>> {
        let entry = self.entries.by_key(id).filter(|entry| (self.lets_in)(entry))?;
        Some(self.entries.known(entry, self.now))
    }
}

impl Candidates {
    /// # Errors
    /// When the index cannot be read.
    pub fn find(
        corpus: &Corpus,
        query: &Query,
        correct: bool,
        limit: usize,
        now: Timestamp,
    ) -> Result<Self, UiError> {
        if asks_nothing(query) {
            corpus.write().newest_first();
        }
        let entries = corpus.read();
        let (filter, unknown_names) = Filter::new(&query.filters, &entries);
        let lets_in = |entry: &PageEntry| filter.lets_in(entry, &entries);
        let pages = FilteredEntries { entries: &entries, now, lets_in };
        let texts_tell = texts_tell(query);
        let most = if texts_tell { CHECKED.max(limit) } else { limit };
        let answer = found(corpus, query, &pages, most, correct)?;
        let asked = Arc::new(answer.asked);
        let mut ranked = ranked(&answer.hits, &pages, &asked);
        let unindexed = unindexed(corpus, &pages, &asked, &ranked);
        let mut total = answer.total + unindexed.len();
        ranked.extend(unindexed);
        ranked.sort_unstable();
        let in_body = |rank: &Rank| rank.tier == Tier::Body && asked.count() > 0;
        let unsure = |(rank, key): &&(Rank, u64)| {
            texts_tell && has_text_to_check(rank, query) || in_body(rank) && entries.is_unindexed(*key)
        };
        let unchecked = ranked.iter().filter(unsure).map(|(_, key)| *key).collect();
        let mut hits: Vec<(u64, HitTier)> =
            ranked.into_iter().map(|(rank, key)| (key, to_ui::hit_tier(rank.tier))).collect();
        if let Some(linked) = query.link.and_then(|id| entries.by_id(&id)) {
            total += usize::from(put_first(&mut hits, linked.key()));
        }
        Ok(Self {
            hits,
            unchecked,
            total,
            more: answer.more,
            corrections: answer.corrections,
            unknown_names,
            asked,
        })
    }
}

fn asks_nothing(query: &Query) -> bool {
    query.terms().is_empty() && query.without.is_empty()
}

/// What the index finds, what titles alone find, or both.
fn found(
    corpus: &Corpus,
    query: &Query,
    pages: &FilteredEntries<'_, impl Fn(&PageEntry) -> bool>,
    most: usize,
    correct: bool,
) -> Result<Answer, UiError> {
    Ok(match (&corpus.index(), corpus.index_state()) {
        _ if asks_nothing(query) => newest(query, pages, most),
        (Some(index), IndexState::Ready) if pages.entries.count_unindexed() <= UNINDEXED => {
            index.searcher().search(query, pages, most, correct)?
        }
        (Some(index), _) => {
            let some = index.searcher().search(query, pages, most, false)?;
            joined(titles(query, pages, most), some)
        }
        (None, _) => titles(query, pages, most),
    })
}

fn ranked(hits: &[Hit], pages: &impl Pages, asked: &Asked) -> Vec<(Rank, u64)> {
    let rank = |hit: &Hit| {
        let page = pages.page(hit.id)?;
        Some((rank(asked, page.title, &page.signals, hit.corrected), hit.id))
    };
    hits.iter().filter_map(rank).collect()
}

/// What was stored a moment ago is found before the index knows it.
fn unindexed(
    corpus: &Corpus,
    pages: &FilteredEntries<'_, impl Fn(&PageEntry) -> bool>,
    asked: &Asked,
    found: &[(Rank, u64)],
) -> Vec<(Rank, u64)> {
    if asked.count() == 0 {
        return Vec::new();
    }
    let found: HashSet<u64> = found.iter().map(|(_, key)| *key).collect();
    let texts = corpus.unindexed_texts();
    let rank = |key: u64| {
        let page = pages.page(key).filter(|_| !found.contains(&key))?;
        let rank = rank(asked, page.title, &page.signals, false);
        let answers = rank.tier < Tier::Body || texts.get(&key).is_some_and(|text| asked.holds(&[text]));
        answers.then_some((rank, key))
    };
    pages.entries.unindexed().into_iter().take(UNINDEXED).filter_map(rank).collect()
}

/// A pasted address or id comes first, whatever its words find. Whether it is one more.
fn put_first(hits: &mut Vec<(u64, HitTier)>, linked: u64) -> bool {
    let before = hits.len();
    hits.retain(|(key, _)| *key != linked);
    let new = hits.len() == before;
    hits.insert(0, (linked, HitTier::Link));
    new
}

/// Whether terms alone do not tell: phrases, what may not occur, and longer pieces of
/// unspaced text, whose pairs may stand apart.
fn texts_tell(query: &Query) -> bool {
    !query.phrases.is_empty()
        || !query.without.is_empty()
        || query
            .words
            .iter()
            .any(|word| runs(&fold(word)).any(|run| run.paired && run.text.chars().count() > PAIR))
}

/// A title tells by itself that all words stand in it, but not that an unwanted one does
/// not stand in the text.
fn has_text_to_check(rank: &Rank, query: &Query) -> bool {
    rank.tier == Tier::Body || !query.without.is_empty()
}

/// Every page that the filters let in, the newest edit first: nothing else is asked.
fn newest(query: &Query, pages: &FilteredEntries<'_, impl Fn(&PageEntry) -> bool>, most: usize) -> Answer {
    let entries = pages.entries;
    let slots = entries.newest().iter().filter_map(|slot| entries.at(*slot));
    let (mut hits, mut total) = (Vec::new(), 0);
    for entry in slots.filter(|entry| (pages.lets_in)(entry)) {
        total += 1;
        if hits.len() < most {
            hits.push(Hit { id: entry.key(), tier: Tier::Body, corrected: false });
        }
    }
    Answer { hits, total, more: false, corrections: Vec::new(), asked: Asked::new(query) }
}

/// Titles alone, while there is no index.
fn titles(query: &Query, pages: &FilteredEntries<'_, impl Fn(&PageEntry) -> bool>, most: usize) -> Answer {
    let known = pages.entries.all().filter(|entry| (pages.lets_in)(entry));
    scan(query, known.map(|entry| (entry.key(), pages.entries.known(entry, pages.now))), most)
}

/// Titles from memory, and what an index that is still being made knows already.
fn joined(mut titles: Answer, some: Answer) -> Answer {
    let known: HashSet<u64> = titles.hits.iter().map(|hit| hit.id).collect();
    let new: Vec<Hit> = some.hits.into_iter().filter(|hit| !known.contains(&hit.id)).collect();
    titles.total += new.len();
    titles.hits.extend(new);
    titles.more = true;
    titles
}

//! Which pages answer a query, and in which order, before their texts are looked at.
//!
//! From entries and index in memory, on a thread of its own. Nothing waits for the index:
//! without it, titles answer.

use super::filter::{Filter, Names};
use super::query::{parse, parse_words};
use crate::corpus::Corpus;
use crate::corpus::page_entries::{PageEntries, PageEntry};
use crate::to_ui;
use crate::ui_types::{HitTier, IndexState, SearchRequest, SearchSort, UiError};
use std::cmp::Reverse;
use std::collections::HashSet;
use std::sync::Arc;
use trove_index::asked::Asked;
use trove_index::query::Query;
use trove_index::ranking::{Found, Rank, Tier, Title, rank};
use trove_index::text::Text;
use trove_index::titles::scan;
use trove_index::{Answer, Correction, Hit, Known, Met, Pages};
use trove_model::{NotionId, PageKind, Timestamp};

/// Pages looked at beyond those that are shown, where only their texts tell whether they
/// answer. A count that ends here says so.
pub const CHECKED: usize = 300;

/// Hits that are put in the order of their dates: the best so many.
const DATED: usize = 1_000;

/// With fewer answers, what lies in a database of the name that was typed is looked for.
const FEW: usize = 20;

/// Pages the index does not know yet that are looked at one by one.
const UNINDEXED: usize = 500;

/// Candidates in their order.
pub struct Candidates {
    /// Best first.
    pub hits: Vec<Candidate>,
    pub total: usize,
    pub more: bool,
    /// Some that only their texts can tell were not taken.
    pub cut: bool,
    pub corrections: Vec<Correction>,
    /// What was taken as a filter, what looks like one and is text, and what was left out.
    pub filters: Vec<String>,
    pub unknown_names: Vec<String>,
    pub left_out: Vec<String>,
    pub asked: Arc<Asked>,
}

/// A page that may answer.
#[derive(Debug, Clone, Copy)]
pub struct Candidate {
    /// The store's number.
    pub key: u64,
    pub tier: HitTier,
    /// What it lacks of what was asked.
    pub lacks: Met,
    /// Its text has to be looked at before it counts.
    pub unchecked: bool,
    /// Its place, which its text may change; `None` where hits stand in another order.
    pub rank: Option<Rank>,
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

    fn titles(&self, found: &mut dyn FnMut(&str)) {
        let titles = self.entries.all().filter(|entry| (self.lets_in)(entry));
        titles.for_each(|entry| found(self.entries.plain_title(entry)));
    }

    fn path(&self, id: u64, found: &mut dyn FnMut(Title<'_>)) {
        if let Some(entry) = self.entries.by_key(id) {
            self.entries.path_titles(entry, found);
        }
    }
}

impl Candidates {
    /// The `limit` best, or the `checked` best where only texts tell whether they answer.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn find(
        corpus: &Corpus,
        request: &SearchRequest,
        limit: usize,
        checked: usize,
        now: Timestamp,
    ) -> Result<Self, UiError> {
        let (text, by_date) = (request.text.as_str(), request.sort == SearchSort::Edited);
        if parse_words(text, now).asks_nothing() {
            corpus.write().newest_first();
        }
        let entries = corpus.read();
        let names = Names::new(&entries, corpus.meanings.kept());
        let query = parse(text, now, &names);
        let filter = Filter::new(&query.filters, &names);
        let lets_in = |entry: &PageEntry| filter.lets_in(entry, &entries);
        let pages = FilteredEntries { entries: &entries, now, lets_in };
        let wanted = if by_date { DATED } else { limit };
        let text_tells = Asked::new(&query).text_tells();
        let most = if text_tells { checked.max(wanted) } else { wanted };
        let mut answer = found(corpus, &query, &pages, most, request.correct)?;
        // What the index does not know yet may have it as it was typed.
        if !answer.corrections.is_empty() && !unindexed(corpus, &pages, &Asked::new(&query), &[]).is_empty() {
            answer = found(corpus, &query, &pages, most, false)?;
        }
        let Answer { mut hits, mut total, more, corrections, left_out, asked } = answer;
        let cut = text_tells && hits.len() >= most;
        for new in [unindexed, in_named_databases] {
            let new = new(corpus, &pages, &asked, &hits);
            total += new.len();
            hits.extend(new);
        }
        hits.sort_by_key(|hit| (hit.rank, hit.id));
        if by_date {
            let edited = |hit: &Hit| entries.by_key(hit.id).and_then(PageEntry::edited);
            hits.sort_by_key(|hit| (hit.lacks != Met::default(), Reverse(edited(hit))));
        }
        let mut hits: Vec<Candidate> = hits
            .into_iter()
            .map(|hit| Candidate {
                key: hit.id,
                tier: to_ui::hit_tier(hit.rank.tier),
                lacks: hit.lacks,
                rank: (!by_date).then_some(hit.rank),
                // What the index has of it may be its text of a moment ago.
                unchecked: hit.unchecked || hit.rank.tier >= Tier::Path && entries.is_unindexed(hit.id),
            })
            .collect();
        for linked in query.link.iter().flat_map(|id| entries.behind(id)).rev() {
            total += usize::from(put_first(&mut hits, linked.key()));
        }
        Ok(Self {
            hits,
            total,
            more,
            cut,
            corrections,
            filters: query.taken,
            unknown_names: query.unknown,
            left_out,
            asked: Arc::new(asked),
        })
    }
}

/// What the words of a text ask for, with what an answer would let stand for them.
pub fn asked(corpus: &Corpus, text: &str, correct: bool, now: Timestamp) -> Asked {
    let entries = corpus.read();
    let query = parse(text, now, &Names::new(&entries, corpus.meanings.kept()));
    let pages = FilteredEntries { entries: &entries, now, lets_in: |_: &_| true };
    let answer = match (corpus.index(), corpus.index_state()) {
        (Some(index), IndexState::Ready) if !query.asks_nothing() => {
            index.searcher().search(&query, &pages, 1, correct).ok()
        }
        _ => None,
    };
    answer.map_or_else(|| Asked::new(&query), |answer| answer.asked)
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
        // Pages like another stand in the order of how like it they are (`similar`).
        _ if query.asks_nothing() && !query.filters.similar.is_empty() => nothing(query),
        _ if query.asks_nothing() => newest(query, pages, most),
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

/// What was stored a moment ago is found before the index knows it.
fn unindexed<F: Fn(&PageEntry) -> bool>(
    corpus: &Corpus,
    pages: &FilteredEntries<'_, F>,
    asked: &Asked,
    found: &[Hit],
) -> Vec<Hit> {
    if asked.count() == 0 {
        return Vec::new();
    }
    let found: HashSet<u64> = found.iter().map(|hit| hit.id).collect();
    let texts = corpus.unindexed_texts();
    let hit = |key: u64| {
        let page = pages.page(key).filter(|_| !found.contains(&key))?;
        let held = texts.get(&key).and_then(|text| asked.how_held(&[text]));
        let found = Found { how: held.unwrap_or_default(), ..Found::default() };
        let rank = rank(asked, page.title, &page.signals, &found);
        let answers = held.is_some() || rank.tier < Tier::Path;
        answers.then_some(Hit { id: key, rank, lacks: Met::default(), unchecked: true })
    };
    pages.entries.unindexed().into_iter().take(UNINDEXED).filter_map(hit).collect()
}

/// A database's name is found in its data sources, which may have other names.
fn in_named_databases<F: Fn(&PageEntry) -> bool>(
    _: &Corpus,
    pages: &FilteredEntries<'_, F>,
    asked: &Asked,
    found: &[Hit],
) -> Vec<Hit> {
    if asked.count() == 0 || found.len() >= FEW {
        return Vec::new();
    }
    let named = pages.entries.containers().filter(|container| {
        container.title.as_deref().is_some_and(|title| asked.holds(&[&Text::new(title)]))
    });
    let named: HashSet<NotionId> = named.map(|container| container.id).collect();
    if named.is_empty() {
        return Vec::new();
    }
    let found: HashSet<u64> = found.iter().map(|hit| hit.id).collect();
    let hit = |entry: &PageEntry| {
        let page = pages.page(entry.key()).filter(|_| !found.contains(&entry.key()))?;
        let in_path = Found { in_path: true, ..Found::default() };
        let rank = rank(asked, page.title, &page.signals, &in_path);
        Some(Hit { id: entry.key(), rank, lacks: Met::default(), unchecked: false })
    };
    let sources = pages.entries.all().filter(|entry| entry.kind == PageKind::DataSource);
    let sources =
        sources.filter(|entry| pages.entries.parent(entry).id().is_some_and(|id| named.contains(&id)));
    sources.filter_map(hit).collect()
}

/// What an address or id names comes first, whatever its words find. Whether it is one more.
fn put_first(hits: &mut Vec<Candidate>, linked: u64) -> bool {
    let before = hits.len();
    hits.retain(|hit| hit.key != linked);
    let new = hits.len() == before;
    let link =
        Candidate { key: linked, tier: HitTier::Link, lacks: Met::default(), unchecked: false, rank: None };
    hits.insert(0, link);
    new
}

/// Every page that the filters let in, the newest edit first: nothing else is asked.
fn newest(query: &Query, pages: &FilteredEntries<'_, impl Fn(&PageEntry) -> bool>, most: usize) -> Answer {
    let entries = pages.entries;
    let slots = entries.newest().iter().filter_map(|slot| entries.at(*slot));
    let (mut hits, mut total, asked) = (Vec::new(), 0, Asked::new(query));
    for entry in slots.filter(|entry| (pages.lets_in)(entry)) {
        total += 1;
        if hits.len() < most {
            let page = entries.known(entry, pages.now);
            let rank = rank(&asked, page.title, &page.signals, &Found::default());
            hits.push(Hit { id: entry.key(), rank, lacks: Met::default(), unchecked: false });
        }
    }
    Answer { hits, total, more: false, corrections: Vec::new(), left_out: Vec::new(), asked }
}

fn nothing(query: &Query) -> Answer {
    let asked = Asked::new(query);
    Answer { hits: Vec::new(), total: 0, more: false, corrections: Vec::new(), left_out: Vec::new(), asked }
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

//! A key is pressed: which pages answer, in which order, and what is shown of them.
//!
//! Candidates and their order come from columns and index in memory, on a thread of their
//! own; then one statement reads the few that are shown. Nothing here asks Notion, and
//! nothing waits for the index: without it, titles answer.

use crate::App;
use crate::columns::{Column, Columns, View};
use crate::corpus::Corpus;
use crate::filter::Filter;
use crate::open_profile::OpenProfile;
use crate::outside_link::page_address;
use crate::page_list::page_kind;
use crate::shown::Shown;
use crate::ui_types::{
    Correction, Covers, HitTier, Icon, IndexState, OpenIn, Passage, SearchAnswer, SearchHit, SearchRequest,
    Segment, Total, UiError,
};
use std::collections::HashSet;
use std::sync::Arc;
use trove_index::asked::Asked;
use trove_index::dates::Today;
use trove_index::fold::fold;
use trove_index::query::Query;
use trove_index::ranking::{Rank, Tier, rank};
use trove_index::titles::scan;
use trove_index::tokenizer::runs;
use trove_index::{Hit, Pages, snippet};
use trove_model::{Origin, Timestamp};
use trove_store::Looks;

/// Hits in one answer.
const MOST: u32 = 100;

/// Pages looked at beyond those that are shown, where only their texts tell whether they
/// answer. A count that ends here says so.
const CHECKED: usize = 300;

/// Pages read by one statement.
const MOST_AT_ONCE: usize = 160;

/// Characters of unspaced text that make one term.
const PAIR: usize = 2;

/// Pages the index does not know yet that are looked at one by one.
const FRESH: usize = 500;

impl App {
    /// The best pages for what was typed.
    ///
    /// # Errors
    /// [`UiError::Locked`], or when the database cannot be read.
    pub async fn search(&self, request: SearchRequest) -> Result<SearchAnswer, UiError> {
        let open = self.open_profile().await?;
        let began = self.inner.clock.monotonic();
        let now = self.inner.clock.wall();
        let limit = request.limit.min(MOST) as usize;
        let corpus = Arc::clone(&open.corpus);
        let ranked = {
            let corpus = Arc::clone(&corpus);
            blocking(move || Ranked::new(&corpus, &request, limit, now)).await??
        };
        let Answered { hits, total } = ranked.answer(&open, limit, &self.inner.origin).await?;
        let covers = covers(&corpus);
        let took = self.inner.clock.monotonic().saturating_sub(began);
        let corrections = ranked.corrections.iter().filter_map(|correction| {
            Some(Correction { typed: correction.typed.clone(), instead: correction.instead.first()?.clone() })
        });
        Ok(SearchAnswer {
            hits,
            total,
            took_us: u32::try_from(took.as_micros()).unwrap_or(u32::MAX),
            corrections: corrections.collect(),
            unknown_names: ranked.unknown_names.clone(),
            covers,
        })
    }
}

/// What an answer can have found.
pub(crate) fn covers(corpus: &Corpus) -> Covers {
    let columns = corpus.read();
    let (counts, _) = columns.counts();
    Covers {
        known: counts.known(),
        read: counts.read + counts.stale,
        waiting: counts.unread + counts.stale,
        failed: counts.failed,
        index: corpus.index_state(),
        first_listing: columns.connections().any(|seer| !seer.listed),
    }
}

/// The meaning of a typed text for this person, here and now.
pub(crate) fn parse(text: &str, now: Timestamp) -> Query {
    Query::parse(text, &Today { now, zone: jiff::tz::TimeZone::system() })
}

/// Candidates in their order, before their texts are looked at.
struct Ranked {
    /// Best first, by the store's numbers.
    hits: Vec<(u64, HitTier)>,
    /// Hits whose text has to be looked at before they count.
    unchecked: HashSet<u64>,
    total: usize,
    more: bool,
    corrections: Vec<trove_index::Correction>,
    unknown_names: Vec<String>,
    asked: Arc<Asked>,
}

struct Answered {
    hits: Vec<SearchHit>,
    total: Total,
}

impl Ranked {
    fn new(corpus: &Corpus, request: &SearchRequest, limit: usize, now: Timestamp) -> Result<Self, UiError> {
        let query = parse(&request.text, now);
        let nothing_typed = query.terms().is_empty() && query.without.is_empty();
        if nothing_typed {
            corpus.write().newest_first();
        }
        let columns = corpus.read();
        let (filter, unknown_names) = Filter::new(&query.filters, &columns);
        let view = View { columns: &columns, now, lets_in: |column: &_| filter.lets_in(column, &columns) };
        let texts_tell = texts_tell(&query);
        let most = if texts_tell { CHECKED.max(limit) } else { limit };
        let index = corpus.index();
        let answer = match (&index, corpus.index_state()) {
            _ if nothing_typed => newest(&query, &view, most),
            (Some(index), IndexState::Ready) => {
                index.searcher().search(&query, &view, most, request.correct)?
            }
            (Some(index), _) => {
                let some = index.searcher().search(&query, &view, most, false)?;
                joined(titles(&query, &view, most), some)
            }
            (None, _) => titles(&query, &view, most),
        };
        let asked = Arc::new(answer.asked);
        let mut found: HashSet<u64> = answer.hits.iter().map(|hit| hit.id).collect();
        let mut total = answer.total;
        let mut hits: Vec<(Rank, u64)> = answer
            .hits
            .iter()
            .filter_map(|hit| {
                let page = view.page(hit.id)?;
                Some((rank(&asked, page.title, &page.signals, hit.corrected), hit.id))
            })
            .collect();
        // What was stored a moment ago is found before the index knows it.
        let texts = corpus.fresh_texts();
        let fresh = columns.fresh();
        if asked.count() > 0 {
            for &key in fresh.iter().take(FRESH) {
                let Some(page) = view.page(key).filter(|_| !found.contains(&key)) else { continue };
                let rank = rank(&asked, page.title, &page.signals, false);
                if rank.tier < Tier::Body || texts.get(&key).is_some_and(|text| asked.holds(&[text])) {
                    found.insert(key);
                    hits.push((rank, key));
                    total += 1;
                }
            }
        }
        hits.sort_unstable();
        let in_body = |rank: &Rank| rank.tier == Tier::Body && asked.count() > 0;
        let unchecked = hits
            .iter()
            .filter(|(rank, key)| {
                texts_tell && has_text_to_check(rank, &query) || in_body(rank) && columns.is_fresh(*key)
            })
            .map(|(_, key)| *key)
            .collect();
        let mut hits: Vec<(u64, HitTier)> =
            hits.into_iter().map(|(rank, key)| (key, tier(rank.tier))).collect();
        // A pasted address or id comes first, whatever its words find.
        if let Some(linked) = query.link.and_then(|id| columns.by_id(&id)).map(Column::key) {
            if !hits.iter().any(|(key, _)| *key == linked) {
                total += 1;
            }
            hits.retain(|(key, _)| *key != linked);
            hits.insert(0, (linked, HitTier::Link));
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

    /// Reads the pages that are shown, leaving out those whose texts do not hold what the
    /// index could only guess.
    async fn answer(&self, open: &OpenProfile, limit: usize, origin: &Origin) -> Result<Answered, UiError> {
        let mut shown: Vec<SearchHit> = Vec::new();
        let (mut looked_at, mut refused, mut some) = (0, 0, limit);
        while shown.len() < limit && looked_at < self.hits.len() {
            let next = self.hits.get(looked_at..).unwrap_or_default();
            let next = next.get(..some).unwrap_or(next);
            let keys: Vec<u64> = next.iter().map(|(key, _)| *key).collect();
            let pages = open.corpus.shown.get(&open.store, &keys).await?;
            let columns = open.corpus.read();
            for (key, tier) in next {
                if shown.len() == limit {
                    break;
                }
                looked_at += 1;
                let page = pages.iter().find(|page| page.key == *key);
                let holds = |page: &&Arc<Shown>| {
                    !self.unchecked.contains(key) || self.asked.holds(&[&page.title, &page.text])
                };
                let hit = page.filter(holds);
                match hit.and_then(|page| show(page, *tier, &columns, &self.asked, origin)) {
                    Some(hit) => shown.push(hit),
                    None => refused += 1,
                }
            }
            // Where few hold what is asked, many are read at once.
            some = (some * 2).min(MOST_AT_ONCE);
        }
        let unread = self.hits.len() - looked_at;
        let unsure = !self.unchecked.is_empty() && unread > 0;
        let total = self.total.saturating_sub(refused);
        let total = if self.more || unsure {
            Total::Many { at_least: count(if unsure { shown.len() } else { total }) }
        } else {
            Total::Exactly { pages: count(total) }
        };
        Ok(Answered { hits: shown, total })
    }
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

/// What the words of a text ask for, corrected as an answer would be.
pub(crate) fn asked(corpus: &Corpus, text: &str, correct: bool, now: Timestamp) -> Asked {
    let query = parse(text, now);
    let columns = corpus.read();
    let view = View { columns: &columns, now, lets_in: |_: &_| true };
    let corrected = match (corpus.index(), corpus.index_state()) {
        (Some(index), IndexState::Ready) if correct && !query.terms().is_empty() => {
            index.searcher().search(&query, &view, 1, true).ok()
        }
        _ => None,
    };
    corrected.map_or_else(|| Asked::new(&query), |answer| answer.asked)
}

/// Every page that the filters let in, the newest edit first: nothing else is asked.
fn newest(query: &Query, pages: &View<'_, impl Fn(&Column) -> bool>, most: usize) -> trove_index::Answer {
    let columns = pages.columns;
    let slots = columns.newest().iter().filter_map(|slot| columns.column(*slot));
    let (mut hits, mut total) = (Vec::new(), 0);
    for column in slots.filter(|column| (pages.lets_in)(column)) {
        total += 1;
        if hits.len() < most {
            hits.push(Hit { id: column.key(), tier: Tier::Body, corrected: false });
        }
    }
    trove_index::Answer { hits, total, more: false, corrections: Vec::new(), asked: Asked::new(query) }
}

/// Titles alone, while there is no index.
fn titles(query: &Query, pages: &View<'_, impl Fn(&Column) -> bool>, most: usize) -> trove_index::Answer {
    let known = pages.columns.all().filter(|column| (pages.lets_in)(column));
    scan(query, known.map(|column| (column.key(), pages.columns.known(column, pages.now))), most)
}

/// Titles from memory, and what an index that is still being made knows already.
fn joined(mut titles: trove_index::Answer, some: trove_index::Answer) -> trove_index::Answer {
    let known: HashSet<u64> = titles.hits.iter().map(|hit| hit.id).collect();
    let new: Vec<Hit> = some.hits.into_iter().filter(|hit| !known.contains(&hit.id)).collect();
    titles.total += new.len();
    titles.hits.extend(new);
    titles.more = true;
    titles
}

/// What is shown of a page that answers; `None` if it is gone.
fn show(page: &Shown, tier: HitTier, columns: &Columns, asked: &Asked, origin: &Origin) -> Option<SearchHit> {
    let passages = snippet::passages(&page.text, asked);
    let in_text: HashSet<usize> =
        passages.iter().flat_map(|passage| passage.wanted.iter().copied()).collect();
    let in_title: HashSet<usize> = asked.places(&page.title).iter().map(|place| place.wanted).collect();
    let words = |found: &HashSet<usize>| {
        (0..asked.count())
            .filter(|wanted| found.contains(wanted))
            .map(|wanted| asked.wanted(wanted))
            .collect()
    };
    Some(SearchHit {
        title: segments(snippet::mark(&page.title, asked)),
        in_title: words(&in_title),
        in_text: words(&in_text),
        passages: passages.into_iter().map(passage).collect(),
        ..hit(page.key, &page.looks, columns, tier, origin)?
    })
}

/// A page without any marks; `None` if it is gone.
pub(crate) fn hit(
    key: u64,
    looks: &Looks,
    columns: &Columns,
    tier: HitTier,
    origin: &Origin,
) -> Option<SearchHit> {
    let column = columns.by_key(key)?;
    let from = columns.origin(column).unwrap_or(origin);
    let title = columns.title(column);
    Some(SearchHit {
        id: column.id.to_string(),
        kind: page_kind(column.kind),
        icon: looks.icon.clone().map(icon),
        title: if title.is_empty() {
            Vec::new()
        } else {
            vec![Segment { text: title.to_owned(), marked: false }]
        },
        passages: Vec::new(),
        path: columns.path(column),
        workspaces: columns.workspaces(column),
        connections: columns.seers(column).map(|seer| seer.id.to_string()).collect(),
        edited: column.edited().map(|at| at.0),
        url: page_address(looks.url.as_deref(), &column.id, from, OpenIn::Browser),
        sample: columns.is_sample(column),
        pinned: columns.is_pinned(&column.id),
        tier,
        in_title: Vec::new(),
        in_text: Vec::new(),
    })
}

pub(crate) fn icon(icon: trove_model::Icon) -> Icon {
    match icon {
        trove_model::Icon::Emoji(emoji) => Icon::Emoji { emoji },
        trove_model::Icon::Image { .. } | trove_model::Icon::Uploaded => Icon::Image,
        trove_model::Icon::Named { name, color } => Icon::Named { name, color },
    }
}

pub(crate) fn segments(segments: Vec<snippet::Segment>) -> Vec<Segment> {
    segments.into_iter().map(|segment| Segment { text: segment.text, marked: segment.marked }).collect()
}

fn passage(passage: snippet::Passage) -> Passage {
    Passage {
        segments: segments(passage.segments),
        cut_before: passage.cut_before,
        cut_after: passage.cut_after,
    }
}

fn tier(tier: Tier) -> HitTier {
    match tier {
        Tier::ExactTitle => HitTier::ExactTitle,
        Tier::TitleStart => HitTier::TitleStart,
        Tier::TitleWords => HitTier::TitleWords,
        Tier::Title => HitTier::Title,
        Tier::Body => HitTier::Body,
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Away from the async threads: a keystroke's work takes a millisecond, in a large
/// workspace more.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, UiError> {
    tokio::task::spawn_blocking(work).await.map_err(|_| UiError::Internal)
}

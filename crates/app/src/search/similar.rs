//! Pages that are near what was asked in meaning, behind those that have its words.
//!
//! Looked for only where the person wants it and a model is there. Not what is near enough
//! (`corpus::meanings`), and never a page that is shown already.
//!
//! A half-typed last word is part of what is asked: nobody types a space behind the last word,
//! and what half a word comes to is far from everything, so that it shows nothing.

use super::filter::{Filter, Names};
use super::hit::hit;
use super::query::parse;
use crate::corpus::Corpus;
use crate::corpus::meanings::NearPassage;
use crate::corpus::meanings::passages::passages;
use crate::corpus::page_cache::CachedPage;
use crate::corpus::page_entries::PageEntries;
use crate::system::blocking::blocking;
use crate::ui_types::{HitTier, Passage, SearchHit, Segment, Total, UiError};
use std::collections::HashSet;
use std::sync::Arc;
use trove_index::asked::Asked;
use trove_index::query::{Piece, Query};
use trove_index::text::Text;
use trove_model::{Origin, Timestamp};

/// With fewer pages that have the words, more that are similar are shown.
const FEW: u32 = 20;
const MOST_BESIDE_FEW: usize = 8;
const MOST_BESIDE_MANY: usize = 3;

/// Letters of what is asked, in bytes: one word says little, and a character that is a word says
/// as much as several letters.
const LEAST: usize = 5;
/// In characters; what is longer is no question.
const LONGEST: usize = 300;

/// Characters of a passage that are shown.
const SHOWN: usize = 200;

/// What is near what was typed, before anything of it is read: on a thread of its own, beside what
/// the words find. Nothing where pages are not found so, and no thread.
///
/// # Errors
/// The process ends.
pub async fn near(corpus: &Arc<Corpus>, text: String, now: Timestamp) -> Result<Vec<NearPassage>, UiError> {
    if corpus.meanings.kept().is_none() {
        return Ok(Vec::new());
    }
    let corpus = Arc::clone(corpus);
    blocking(move || nearest(&corpus, &text, now)).await
}

/// Keeps its thread for two or three milliseconds.
fn nearest(corpus: &Corpus, text: &str, now: Timestamp) -> Vec<NearPassage> {
    let Some(kept) = corpus.meanings.kept() else { return Vec::new() };
    let (said, filter) = {
        let entries = corpus.read();
        let names = Names::new(&entries, Some(Arc::clone(&kept)));
        let query = parse(text, now, &names);
        let filter = Filter::new(&query.filters, &names);
        if !query.filters.similar.is_empty() {
            let near = query.filters.similar.iter().flat_map(|page| names.near(page));
            let counts = |near: &NearPassage| {
                entries.by_key(near.page.into()).is_some_and(|entry| filter.lets_in(entry, &entries))
            };
            return near.filter(counts).collect();
        }
        let Some(said) = said(&query) else { return Vec::new() };
        (said, filter)
    };
    // Nobody waits meanwhile for what changes.
    let meaning = kept.model.meaning(&said);
    let entries = corpus.read();
    let counts = |page: u32| entries.by_key(page.into()).is_some_and(|entry| filter.lets_in(entry, &entries));
    kept.near(&meaning, counts)
}

/// The words that are asked for; `None` where they are to be found as they stand, or say too little.
fn said(query: &Query) -> Option<String> {
    let as_it_stands = |piece: &Piece| piece.quoted || piece.text.starts_with("prop:");
    if query.link.is_some() || query.wanted.iter().any(|any| any.len() > 1 || any.iter().any(as_it_stands)) {
        return None;
    }
    let words: Vec<&str> = query.wanted.iter().flatten().map(|piece| piece.text.as_str()).collect();
    let said: String = words.join(" ").chars().take(LONGEST).collect();
    let letters: usize = said.chars().filter(|c| c.is_alphabetic()).map(char::len_utf8).sum();
    (letters >= LEAST).then_some(said)
}

/// Those of them that are shown: not `shown` already, still as they were encoded, and without
/// what was left out.
///
/// # Errors
/// When the database cannot be read.
pub async fn similar(
    corpus: &Corpus,
    near: Vec<NearPassage>,
    asked: &Asked,
    (shown, total): (&[SearchHit], Total),
    limit: usize,
    origin: &Origin,
) -> Result<Vec<SearchHit>, UiError> {
    let most = if is_few(total) { MOST_BESIDE_FEW } else { MOST_BESIDE_MANY }.min(limit);
    let shown: HashSet<&str> = shown.iter().map(|hit| hit.id.as_str()).collect();
    let near: Vec<NearPassage> = {
        let entries = corpus.read();
        let is_new = |passage: &NearPassage| {
            let entry = entries.by_key(passage.page.into());
            entry.is_some_and(|entry| !shown.contains(entry.id.to_string().as_str()))
        };
        near.into_iter().filter(is_new).take(most * 2).collect()
    };
    let keys: Vec<u64> = near.iter().map(|passage| passage.page.into()).collect();
    let pages = corpus.cache.get(&corpus.store, &keys).await?;
    let entries = corpus.read();
    let similar = near.iter().filter_map(|passage| {
        let page = pages.iter().find(|page| page.key == u64::from(passage.page))?;
        similar_hit(page, passage.mark, asked, &entries, origin)
    });
    Ok(similar.take(most).collect())
}

fn is_few(total: Total) -> bool {
    matches!(total, Total::Exactly { pages } if pages < FEW)
}

fn similar_hit(
    page: &Arc<CachedPage>,
    mark: u32,
    asked: &Asked,
    entries: &PageEntries,
    origin: &Origin,
) -> Option<SearchHit> {
    let icon = Text::new(page.icon());
    if asked.leaves_out() && asked.spoiled_by(&[&icon, &page.title, &page.text]) {
        return None;
    }
    let text = page.text.original();
    // What was edited since is another passage: it is not what was found.
    let near = passages(page.title.original(), text).into_iter().find(|passage| passage.mark() == mark)?;
    let passage = (!near.range.is_empty()).then(|| shown(text, near.range.start, near.range.end));
    Some(SearchHit {
        passages: passage.into_iter().collect(),
        ..hit(page.key, &page.display, entries, HitTier::Similar, origin)?
    })
}

/// The beginning of a passage, whole words of it.
fn shown(text: &str, from: usize, to: usize) -> Passage {
    let whole = text.get(from..to).unwrap_or_default().split_whitespace();
    let (mut shown, mut length, mut cut) = (String::new(), 0, false);
    for word in whole {
        length += word.chars().count() + 1;
        if length > SHOWN && !shown.is_empty() {
            cut = true;
            break;
        }
        if !shown.is_empty() {
            shown.push(' ');
        }
        // Of what has no spaces a part is enough.
        cut = length > SHOWN;
        shown.extend(word.chars().take(SHOWN));
    }
    let says = |part: Option<&str>| part.is_some_and(|part| !part.trim().is_empty());
    Passage {
        segments: vec![Segment { text: shown, marked: false }],
        cut_before: says(text.get(..from)),
        cut_after: cut || says(text.get(to..)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::query::parse_words;
    use super::*;

    #[test]
    fn what_is_asked_as_it_stands_is_not_asked_by_meaning() {
        let said = |typed: &str| said(&parse_words(typed, Timestamp(0)));
        for typed in
            ["maternity leave", "출장비", "出張費", "отпуск", "leave -draft", "in:Wiki maternity leave"]
        {
            assert!(said(typed).is_some(), "{typed}");
        }
        assert_eq!(said("in:Wiki maternity  leave -draft").as_deref(), Some("maternity leave"));
        for typed in [
            "",
            "in:Wiki",
            "a",
            "tax",
            "12 34 5678",
            "費",
            "\"maternity leave\"",
            "leave OR holiday",
            "prop:deadline soon",
            "https://www.notion.so/Plan-598337872cf94fdf8782e53db20768a5",
        ] {
            assert_eq!(said(typed), None, "{typed}");
        }
        assert_eq!(said(&"word ".repeat(1_000)).map(|said| said.len()), Some(LONGEST));
    }

    #[test]
    fn a_passage_is_shown_from_its_beginning() {
        let text = format!("Before. The  near\none. {}After.", "word ".repeat(60));
        let end = text.len() - "After.".len();
        let passage = shown(&text, "Before. ".len(), end);
        let shown_text = &passage.segments[0].text;
        assert!(shown_text.starts_with("The near one. word") && shown_text.ends_with("word"));
        assert!(shown_text.chars().count() <= SHOWN && passage.cut_before && passage.cut_after);
        let whole = shown("All of it.\n", 0, 10);
        assert_eq!(
            (whole.segments[0].text.as_str(), whole.cut_before, whole.cut_after),
            ("All of it.", false, false)
        );
        let unspaced = shown(&"概".repeat(900), 0, 2_700);
        assert_eq!((unspaced.segments[0].text.chars().count(), unspaced.cut_after), (SHOWN, true));
    }
}

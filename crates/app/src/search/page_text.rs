//! A page as Markdown, a part of it at a time, for who reads text: assistants.
//!
//! From what is stored; nobody is asked. Not how a window shows it (`preview`).

use super::hit::hit;
use super::page_lookup::body_state;
use super::preview::{document, property_lines};
use crate::corpus::page_entries::PageEntry;
use crate::state::app::App;
use crate::system::blocking::blocking;
use crate::ui_types::{BodyState, HitTier, SearchHit, UiError};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use trove_index::link::page_in;

/// A part of a page's text, and whose it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PageText {
    pub hit: SearchHit,
    pub body: BodyState,
    /// Names and values; what describes a database has no name.
    pub properties: Vec<(String, String)>,
    pub markdown: String,
    /// In characters: where the part begins, where the one after it does, how much there is.
    pub from: usize,
    pub next: Option<usize>,
    pub length: usize,
}

impl App {
    /// At most `most` characters of a page, `from` the character on, cut between lines where
    /// that leaves half of them; `None` if the text names no page that is known here. Of an
    /// address that names a database the first data source.
    ///
    /// # Errors
    /// [`UiError::Locked`], or when the database cannot be read.
    pub async fn page_text(&self, page: &str, from: usize, most: usize) -> Result<Option<PageText>, UiError> {
        let corpus = Arc::clone(&self.open_profile().await?.corpus);
        let Some(named) = page_in(page) else { return Ok(None) };
        corpus.follow().await?;
        let known = {
            let entries = corpus.read();
            entries.behind(&named).first().map(|entry: &&PageEntry| (entry.id, entry.key()))
        };
        let Some((id, key)) = known else { return Ok(None) };
        let Some(stored) = corpus.store.shown_pages(&[key]).await?.pop() else { return Ok(None) };
        let body = corpus.store.body(id).await?;
        let state = body_state(&corpus, id, body.as_ref()).await?;
        let mut document = blocking(move || body.map(|body| document(&body)).unwrap_or_default()).await?;
        let names = corpus.names(&document.unnamed()).await?;
        let origin = self.inner.origin.clone();
        blocking(move || {
            document.name(&names);
            let entries = corpus.read();
            let hit = hit(key, &stored.display, &entries, HitTier::Link, &origin)?;
            let (markdown, next, length) = part(&document.to_markdown(), from, most);
            let properties = property_lines(&stored.properties);
            Some(PageText { hit, body: state, properties, markdown, from, next, length })
        })
        .await
    }
}

fn part(text: &str, from: usize, most: usize) -> (String, Option<usize>, usize) {
    let length = text.chars().count();
    let mut part: String = text.chars().skip(from).take(most).collect();
    let goes_on = from.saturating_add(most) < length;
    if goes_on
        && let Some(line) = part.rfind('\n')
        && line >= part.len() / 2
    {
        part.truncate(line + 1);
    }
    let next = goes_on.then(|| from + part.chars().count());
    (part, next, length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_follow_each_other_and_nothing_is_lost() {
        for text in ["", "short", &"wörd ".repeat(900), &"a line of it\n".repeat(700), &"概".repeat(4_001)]
        {
            let (mut read, mut from, mut parts) = (String::new(), Some(0), 0);
            while let Some(at) = from {
                let (some, next, length) = part(text, at, 1_000);
                assert!(some.chars().count() <= 1_000 && length == text.chars().count());
                assert!(next.is_none_or(|next| next > at), "{at} {next:?}");
                read += &some;
                (from, parts) = (next, parts + 1);
            }
            assert_eq!((read.as_str(), parts), (text, parts.max(1)));
            assert!(parts >= text.chars().count().div_ceil(1_000).max(1));
        }
        assert_eq!(part("one two\nthree", 0, 10), ("one two\n".into(), Some(8), 13));
        assert_eq!(part("one\ntwo three", 20, 8), (String::new(), None, 13));
    }
}

//! A page as an answer or a list shows it, with or without marks.

use crate::corpus::page_cache::CachedPage;
use crate::corpus::page_entries::PageEntries;
use crate::system::outside_link::page_address;
use crate::to_ui;
use crate::ui_types::{HitTier, OpenIn, SearchHit, Segment};
use std::collections::HashSet;
use trove_index::asked::Asked;
use trove_index::snippet;
use trove_model::Origin;
use trove_store::Looks;

/// What is shown of a page that answers; `None` if it is gone.
pub fn marked_hit(
    page: &CachedPage,
    tier: HitTier,
    entries: &PageEntries,
    asked: &Asked,
    origin: &Origin,
) -> Option<SearchHit> {
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
        title: to_ui::segments(snippet::mark(&page.title, asked)),
        in_title: words(&in_title),
        in_text: words(&in_text),
        passages: passages.into_iter().map(to_ui::passage).collect(),
        ..hit(page.key, &page.looks, entries, tier, origin)?
    })
}

/// A page without any marks; `None` if it is gone.
pub fn hit(
    key: u64,
    looks: &Looks,
    entries: &PageEntries,
    tier: HitTier,
    origin: &Origin,
) -> Option<SearchHit> {
    let entry = entries.by_key(key)?;
    let from = entries.origin(entry).unwrap_or(origin);
    let title = entries.title(entry);
    Some(SearchHit {
        id: entry.id.to_string(),
        kind: to_ui::page_kind(entry.kind),
        icon: looks.icon.clone().map(to_ui::icon),
        title: if title.is_empty() {
            Vec::new()
        } else {
            vec![Segment { text: title.to_owned(), marked: false }]
        },
        passages: Vec::new(),
        path: entries.path(entry),
        workspaces: entries.workspaces(entry),
        connections: entries.connections_of(entry).map(|connection| connection.id.to_string()).collect(),
        edited: entry.edited().map(|at| at.0),
        url: page_address(looks.url.as_deref(), &entry.id, from, OpenIn::Browser),
        sample: entries.is_sample(entry),
        pinned: entries.is_pinned(&entry.id),
        tier,
        in_title: Vec::new(),
        in_text: Vec::new(),
    })
}

//! A page as an answer or a list shows it, with or without marks.

use super::candidates::Candidate;
use crate::corpus::page_cache::CachedPage;
use crate::corpus::page_entries::PageEntries;
use crate::system::outside_link::page_address;
use crate::to_ui;
use crate::ui_types::{HitTier, OpenIn, OtherForm, SearchHit, Segment};
use std::collections::HashSet;
use trove_index::asked::{Asked, Place};
use trove_index::text::Text;
use trove_index::{How, Met, snippet};
use trove_model::Origin;
use trove_model::connection::cut;
use trove_store::DisplayFields;

/// Of each name in a path so much is shown, in characters.
const LONGEST_STEP: usize = 200;

/// What is shown of a page that answers; `None` if it is gone.
pub fn marked_hit(
    page: &CachedPage,
    candidate: &Candidate,
    entries: &PageEntries,
    asked: &Asked,
    origin: &Origin,
) -> Option<SearchHit> {
    let (in_title, in_text) = (asked.places(&page.title), asked.places(&page.text));
    let passages = snippet::passages_at(&page.text, asked, &in_text);
    let words = |found: &dyn Fn(usize) -> bool| -> Vec<String> {
        (0..asked.count())
            .filter(|wanted| found(*wanted))
            .map(|wanted| asked.wanted(wanted).to_owned())
            .collect()
    };
    let stands = |places: &[Place], wanted: usize| places.iter().any(|place| place.wanted == wanted);
    let shown: HashSet<usize> = passages.iter().flat_map(|passage| passage.wanted.iter().copied()).collect();
    let in_properties =
        |wanted: usize| in_text.iter().any(|place| place.wanted == wanted && page.is_property(&place.range));
    // What was found, and stands neither in the title nor in the text, is in what it lies in.
    let in_path = |wanted: usize| {
        !candidate.lacks.contains(wanted) && !stands(&in_title, wanted) && !stands(&in_text, wanted)
    };
    let is_path = candidate.tier == HitTier::Path || candidate.lacks != Met::default();
    Some(SearchHit {
        title: to_ui::title(snippet::mark(&page.title, asked)),
        in_title: words(&|wanted| stands(&in_title, wanted)),
        in_text: words(&|wanted| shown.contains(&wanted)),
        in_properties: words(&in_properties),
        in_path: words(&|wanted| is_path && in_path(wanted)),
        lacks: words(&|wanted| candidate.lacks.contains(wanted)),
        other_forms: other_forms(asked, [(&page.title, &in_title), (&page.text, &in_text)]),
        passages: passages.into_iter().map(to_ui::passage).collect(),
        ..hit(page.key, &page.display, entries, candidate.tier, origin)?
    })
}

/// What stands in the texts otherwise than it was typed, each once.
fn other_forms(asked: &Asked, texts: [(&Text, &Vec<Place>); 2]) -> Vec<OtherForm> {
    let mut forms: Vec<OtherForm> = Vec::new();
    let all = texts.into_iter().flat_map(|(text, places)| places.iter().map(move |place| (text, place)));
    for (text, place) in all.filter(|(_, place)| place.how > How::Apart) {
        let found = text.original().get(text.origin(place.range.clone())).unwrap_or_default();
        let form = OtherForm { typed: asked.wanted(place.wanted).to_owned(), found: found.to_owned() };
        if forms.iter().all(|known| known.typed != form.typed) {
            forms.push(form);
        }
    }
    forms
}

/// A page without any marks; `None` if it is gone.
pub fn hit(
    key: u64,
    display: &DisplayFields,
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
        icon: display.icon.clone().map(to_ui::icon),
        title: if title.is_empty() {
            Vec::new()
        } else {
            vec![Segment { text: cut(title.to_owned(), to_ui::SHOWN_TITLE), marked: false }]
        },
        passages: Vec::new(),
        path: entries.path(entry).into_iter().map(|name| cut(name, LONGEST_STEP)).collect(),
        workspaces: entries.workspaces(entry),
        connections: entries.connections_of(entry).map(|connection| connection.id.to_string()).collect(),
        edited: entry.edited().map(|at| at.0),
        url: page_address(display.url.as_deref(), &entry.id, from, OpenIn::Browser),
        sample: entries.is_sample(entry),
        pinned: entries.is_pinned(&entry.id),
        tier,
        in_title: Vec::new(),
        in_text: Vec::new(),
        in_properties: Vec::new(),
        in_path: Vec::new(),
        lacks: Vec::new(),
        other_forms: Vec::new(),
    })
}

//! The filters of a query, with their names looked up: which pages they let in.
//!
//! Not how filters are typed (`trove-index`'s query), and no text: words are the index's.

use crate::corpus::meanings::{Kept, NearPassage};
use crate::corpus::page_entries::{PageEntries, PageEntry};
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use trove_index::asked::plain;
use trove_index::dates::Period;
use trove_index::filter::{FilterKind, Filters, Kind};
use trove_index::link::page_in;
use trove_model::{ConnectionId, NotionId, PageKind, Parent};

/// What of a query's filters applies here.
pub struct Filter {
    under: Option<HashSet<NotionId>>,
    connections: Option<HashSet<ConnectionId>>,
    kinds: Vec<Kind>,
    created: Period,
    edited: Period,
    by: Option<HashSet<NotionId>>,
    similar: Option<HashSet<NotionId>>,
    /// Whether what sits in a page or container lies under one of `under`: each is
    /// walked up once a query.
    below: RefCell<HashMap<NotionId, bool>>,
}

impl Filter {
    pub fn new(filters: &Filters, names: &Names<'_>) -> Self {
        let any = |kind: FilterKind, values: &[String]| -> Option<HashSet<[u8; 16]>> {
            let ids: HashSet<[u8; 16]> = values.iter().flat_map(|value| names.ids(kind, value)).collect();
            (!values.is_empty()).then_some(ids)
        };
        let notion = |ids: HashSet<[u8; 16]>| ids.into_iter().map(NotionId::from_bytes).collect();
        Self {
            under: any(FilterKind::In, &filters.under).map(notion),
            connections: any(FilterKind::Workspace, &filters.workspaces)
                .map(|ids| ids.into_iter().map(ConnectionId::from_bytes).collect()),
            kinds: filters.kinds.clone(),
            created: filters.created,
            edited: filters.edited,
            by: any(FilterKind::By, &filters.by).map(notion),
            similar: any(FilterKind::Similar, &filters.similar).map(notion),
            below: RefCell::default(),
        }
    }

    pub fn lets_in(&self, entry: &PageEntry, entries: &PageEntries) -> bool {
        (self.kinds.is_empty() || self.kinds.contains(&kind(entry, entries)))
            && self.created.allows(entry.created())
            && self.edited.allows(entry.edited())
            && self
                .by
                .as_ref()
                .is_none_or(|by| entries.edited_by(entry).is_some_and(|person| by.contains(&person)))
            && self.similar.as_ref().is_none_or(|near| near.contains(&entry.id))
            && self.connections.as_ref().is_none_or(|wanted| {
                entries.connections_of(entry).any(|connection| wanted.contains(&connection.id))
            })
            && self.under.as_ref().is_none_or(|under| self.is_below(entry, under, entries))
    }

    fn is_below(&self, entry: &PageEntry, under: &HashSet<NotionId>, entries: &PageEntries) -> bool {
        let mut below = self.below.borrow_mut();
        let mut walked = Vec::new();
        let mut found = false;
        for id in entries.ancestors(entry) {
            match below.get(&id) {
                Some(&known) => {
                    found = known;
                    break;
                }
                None if under.contains(&id) => {
                    found = true;
                    walked.push(id);
                    break;
                }
                None => walked.push(id),
            }
        }
        below.extend(walked.into_iter().map(|id| (id, found)));
        found
    }
}

/// The ids of pages, people or connections that bear one name.
type Ids = Vec<[u8; 16]>;

/// What names in filters mean. Each is looked up once a query: for a page's, all titles are
/// gone through.
pub struct Names<'a> {
    entries: &'a PageEntries,
    /// What pages mean, where that is known.
    kept: Option<Arc<Kept>>,
    found: RefCell<HashMap<(FilterKind, String), Ids>>,
}

impl<'a> Names<'a> {
    pub fn new(entries: &'a PageEntries, kept: Option<Arc<Kept>>) -> Self {
        Self { entries, kept, found: RefCell::default() }
    }

    /// Whether the value of a filter names anything.
    pub fn any(&self, kind: FilterKind, value: &str) -> bool {
        // A page that nothing is near to is one, too.
        let kind = if kind == FilterKind::Similar && self.kept.is_some() { FilterKind::In } else { kind };
        !self.ids(kind, value).is_empty()
    }

    /// Passages of pages that are near to those of this name in meaning, the nearest first.
    pub fn near(&self, value: &str) -> Vec<NearPassage> {
        let Some(kept) = &self.kept else { return Vec::new() };
        let named = page_in(value).map(|id| vec![*id.as_bytes()]);
        let named = named.unwrap_or_else(|| pages_named(self.entries, &plain(value)));
        let pages = named.into_iter().filter_map(|id| self.entries.by_id(&NotionId::from_bytes(id)));
        let pages: Vec<u32> = pages.filter_map(|entry| u32::try_from(entry.key()).ok()).collect();
        kept.near_pages(&pages, |page| self.entries.by_key(page.into()).is_some())
    }

    fn ids(&self, kind: FilterKind, value: &str) -> Ids {
        let key = (kind, value.to_owned());
        if let Some(known) = self.found.borrow().get(&key) {
            return known.clone();
        }
        let (entries, name) = (self.entries, plain(value));
        let found = match kind {
            FilterKind::In => pages_named(entries, &name),
            FilterKind::Workspace => {
                let connections = entries.connections();
                best_named(
                    connections.map(|one| (*one.id.as_bytes(), one.workspace.compared().plain.to_owned())),
                    &name,
                )
            }
            FilterKind::By if name == MYSELF => {
                entries.connections().map(|connection| *connection.account.as_bytes()).collect()
            }
            FilterKind::By => {
                best_named(entries.people().map(|(id, person)| (*id.as_bytes(), plain(person))), &name)
            }
            FilterKind::Similar => {
                let near = self.near(value);
                near.iter()
                    .filter_map(|near| Some(*entries.by_key(near.page.into())?.id.as_bytes()))
                    .collect()
            }
            FilterKind::Type | FilterKind::Created | FilterKind::Edited => Vec::new(),
        };
        self.found.borrow_mut().insert(key, found.clone());
        found
    }
}

/// Who connected, in `by:`.
const MYSELF: &str = "me";

/// What a person calls it.
fn kind(entry: &PageEntry, entries: &PageEntries) -> Kind {
    match (entry.kind, entries.parent(entry)) {
        (PageKind::DataSource, _) => Kind::Database,
        (PageKind::Page, Parent::DataSource(_) | Parent::Database(_)) => Kind::Row,
        (PageKind::Page, _) => Kind::Page,
    }
}

/// Pages and databases with exactly this title, else those whose titles start with it.
fn pages_named(entries: &PageEntries, name: &str) -> Ids {
    if name.is_empty() {
        return Vec::new();
    }
    let named = |fits: &dyn Fn(&str) -> bool| -> Ids {
        entries
            .all()
            .filter(|entry| fits(entries.plain_title(entry)))
            .map(|entry| *entry.id.as_bytes())
            .collect()
    };
    let containers = |fits: &dyn Fn(&str) -> bool| -> Ids {
        let titled =
            entries.containers().filter(|one| fits(&plain(one.title.as_deref().unwrap_or_default())));
        titled.map(|container| *container.id.as_bytes()).collect()
    };
    let both = |fits: &dyn Fn(&str) -> bool| [named(fits), containers(fits)].concat();
    let exact = both(&|title| title == name);
    if exact.is_empty() { both(&|title| title.starts_with(name)) } else { exact }
}

/// Those named so, else those whose names start so, else those that have a word that does.
fn best_named(names: impl Iterator<Item = ([u8; 16], String)>, name: &str) -> Ids {
    if name.is_empty() {
        return Vec::new();
    }
    let names: Vec<_> = names.collect();
    let named = |fits: &dyn Fn(&str) -> bool| -> Ids {
        names.iter().filter(|(_, other)| fits(other)).map(|(id, _)| *id).collect()
    };
    [
        named(&|other| other == name),
        named(&|other| other.starts_with(name)),
        named(&|other| other.contains(&format!(" {name}"))),
    ]
    .into_iter()
    .find(|found| !found.is_empty())
    .unwrap_or_default()
}

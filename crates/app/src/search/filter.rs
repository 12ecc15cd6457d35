//! The filters of a query, with their names looked up: which pages they let in.
//!
//! Not how filters are typed (`trove-index`'s query), and no text: words are the index's.

use crate::corpus::page_entries::{PageEntries, PageEntry};
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use trove_index::asked::plain;
use trove_index::dates::Period;
use trove_index::filter::{Filters, Kind};
use trove_model::{ConnectionId, NotionId, PageKind, Parent};

/// What of a query's filters applies here.
pub struct Filter {
    under: Option<HashSet<NotionId>>,
    connections: Option<HashSet<ConnectionId>>,
    kinds: Vec<Kind>,
    edited: Period,
    by: Option<HashSet<NotionId>>,
    /// Whether what sits in a page or container lies under one of `under`: each is
    /// walked up once a query.
    below: RefCell<HashMap<NotionId, bool>>,
}

impl Filter {
    /// Looks names up. Those that name nothing known come back and hold nobody out: a
    /// person still types, and an empty list would say that there is nothing.
    pub fn new(filters: &Filters, entries: &PageEntries) -> (Self, Vec<String>) {
        let mut unknown = Vec::new();
        let mut look_up = |prefix: &str, names: &[String], find: &dyn Fn(&str) -> Vec<[u8; 16]>| {
            let mut found = HashSet::new();
            for name in names {
                let ids = find(&plain(name));
                if ids.is_empty() {
                    unknown.push(format!("{prefix}:{name}"));
                }
                found.extend(ids);
            }
            (!found.is_empty()).then_some(found)
        };
        let under = look_up("in", &filters.under, &|name| pages_named(entries, name));
        let connections = look_up("ws", &filters.workspaces, &|name| {
            let connections = entries.connections();
            best_named(
                connections.map(|connection| (*connection.id.as_bytes(), plain(&connection.workspace))),
                name,
            )
        });
        let by = look_up("by", &filters.by, &|name| {
            best_named(entries.people().map(|(id, person)| (*id.as_bytes(), plain(person))), name)
        });
        let filter = Self {
            under: under.map(|ids| ids.into_iter().map(NotionId::from_bytes).collect()),
            connections: connections.map(|ids| ids.into_iter().map(ConnectionId::from_bytes).collect()),
            kinds: filters.kinds.clone(),
            edited: filters.edited,
            by: by.map(|ids| ids.into_iter().map(NotionId::from_bytes).collect()),
            below: RefCell::default(),
        };
        (filter, unknown)
    }

    pub fn lets_in(&self, entry: &PageEntry, entries: &PageEntries) -> bool {
        (self.kinds.is_empty() || self.kinds.contains(&kind(entry, entries)))
            && (self.edited == Period::default() || entry.edited().is_some_and(|at| self.edited.contains(at)))
            && self
                .by
                .as_ref()
                .is_none_or(|by| entries.edited_by(entry).is_some_and(|person| by.contains(&person)))
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

/// What a person calls it.
fn kind(entry: &PageEntry, entries: &PageEntries) -> Kind {
    match (entry.kind, entries.parent(entry)) {
        (PageKind::DataSource, _) => Kind::Database,
        (PageKind::Page, Parent::DataSource(_) | Parent::Database(_)) => Kind::Row,
        (PageKind::Page, _) => Kind::Page,
    }
}

/// Pages with exactly this title, else those whose titles start with it. A database's
/// name stands for its container as well, in which inline views sit.
fn pages_named(entries: &PageEntries, name: &str) -> Vec<[u8; 16]> {
    if name.is_empty() {
        return Vec::new();
    }
    let named = |fits: &dyn Fn(&str) -> bool| -> Vec<[u8; 16]> {
        entries
            .all()
            .filter(|entry| fits(entries.plain_title(entry)))
            .map(|entry| *entry.id.as_bytes())
            .collect()
    };
    let exact = named(&|title| title == name);
    if exact.is_empty() { named(&|title| title.starts_with(name)) } else { exact }
}

/// Those named so, else those whose names start so, else those that have a word that does.
fn best_named(names: impl Iterator<Item = ([u8; 16], String)>, name: &str) -> Vec<[u8; 16]> {
    if name.is_empty() {
        return Vec::new();
    }
    let names: Vec<_> = names.collect();
    let named = |fits: &dyn Fn(&str) -> bool| -> Vec<[u8; 16]> {
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

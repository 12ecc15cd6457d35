//! Every page in memory, in a few dozen bytes each: what ranking, filters, paths and the
//! list need. Read from the store when a profile opens, and kept like it.
//!
//! Not what a page looks like or says: that is read from the store for the few that are
//! shown. Not which pages answer a query (`search`).

use hashbrown::HashTable;
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher as _, RandomState};
use trove_index::asked::plain;
use trove_index::frecency::Frecency;
use trove_index::ranking::Signals;
use trove_index::{Known, Pages};
use trove_model::{ConnectionId, NotionId, Origin, PageKind, Parent, Timestamp};
use trove_store::{BodyMark, Container, Entry, Opened};

mod named;

use named::{Name, Named, ParentKind};

/// Longer chains of parents are cut: nothing that deep is readable in one line, and a
/// circle (Notion has none, a damaged answer may) ends here.
pub const MAX_DEPTH: usize = 16;

/// Where a page stands in the columns. Not kept across changes.
pub type Slot = u32;

/// A slot that no page has.
const NO_SLOT: Slot = Slot::MAX;
/// A million pages are a million of these.
const _: () = assert!(size_of::<Column>() == 56);
/// No page was edited then: before the first minute of all.
const NO_EDIT: i64 = i64::MIN;

#[derive(Default)]
pub struct Columns {
    pages: Vec<Column>,
    /// Titles as they are and as they are compared, one after the other.
    titles: String,
    /// Bytes of `titles` that nothing points to any more.
    wasted: usize,
    free: Vec<Slot>,
    /// By the store's number, which grows by one from page to page.
    by_key: Vec<Slot>,
    /// By Notion's ids, which stand in `pages`.
    by_id: HashTable<Slot>,
    hasher: RandomState,
    named: Named,
    containers: HashMap<NotionId, Container>,
    /// Sets of connections that pages are seen through, as the store numbers them, and how
    /// many pages each has: kept, since every answer tells.
    seen: Vec<(Vec<i64>, Counts)>,
    connections: HashMap<i64, Seer>,
    opened: HashMap<NotionId, Frecency>,
    pinned: HashSet<NotionId>,
    /// Names of people, where Notion told them.
    people: HashMap<NotionId, String>,
    /// Up to which change of the store this is.
    seq: u64,
    /// Changed since the index last caught up, with that change, for finding them at once.
    fresh: HashMap<u64, u64>,
    newest: Newest,
}

/// What the columns know of a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seer {
    pub id: ConnectionId,
    pub workspace: String,
    pub origin: Origin,
    pub sample: bool,
    /// It has listed everything once.
    pub listed: bool,
}

/// One page.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    pub id: NotionId,
    edited: i64,
    key: u32,
    /// Where its title begins in `titles`. What it is compared by follows, unless that is the same.
    title: u32,
    title_length: u32,
    plain_length: u32,
    parent: Name,
    editor: Name,
    /// An index into `seen`.
    seen: u16,
    parent_kind: ParentKind,
    pub kind: PageKind,
    pub body: BodyMark,
    /// What it is compared by is kept beside the title.
    has_plain: bool,
    /// Neither in the trash nor gone.
    shown: bool,
}

impl Column {
    /// The store's number.
    pub fn key(&self) -> u64 {
        self.key.into()
    }

    pub fn edited(&self) -> Option<Timestamp> {
        (self.edited != NO_EDIT).then_some(Timestamp(self.edited))
    }
}

/// Slots, the newest edit first; made again when it is asked for after a change.
#[derive(Default)]
struct Newest {
    slots: Vec<Slot>,
    stale: bool,
}

/// How many pages and bodies there are, in all or of one connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    pub pages: u32,
    pub data_sources: u32,
    pub read: u32,
    /// Read, and edited since.
    pub stale: u32,
    pub unread: u32,
    pub failed: u32,
}

impl Columns {
    pub fn seq(&self) -> u64 {
        self.seq
    }

    /// How many pages are shown.
    pub fn len(&self) -> usize {
        self.by_id.len()
    }

    /// Adds pages or replaces what is known of them. Titles were made comparable by
    /// [`prepare`], away from the lock.
    pub fn put(&mut self, entries: impl IntoIterator<Item = Prepared>) {
        for Prepared { entry, plain } in entries {
            self.remove(entry.key);
            // Numbers grow by one from page to page: no workspace has as many.
            let Ok(key) = u32::try_from(entry.key) else { continue };
            let slot = self.free.pop().unwrap_or_else(|| Slot::try_from(self.pages.len()).unwrap_or(NO_SLOT));
            let (title, title_length, plain_length) = self.keep(&entry.title, plain.as_deref());
            let seen = !entry.connections.is_empty();
            let column = Column {
                id: entry.id,
                edited: entry.edited.map_or(NO_EDIT, |edited| edited.0),
                key,
                title,
                title_length,
                plain_length,
                parent: entry.parent.id().map_or(Name::NONE, |id| self.named.number(id)),
                editor: entry.edited_by.map_or(Name::NONE, |id| self.named.number(id)),
                seen: self.seen_set(entry.connections),
                parent_kind: ParentKind::of(&entry.parent),
                kind: entry.kind,
                body: entry.body,
                has_plain: plain.is_some(),
                shown: !entry.in_trash && seen,
            };
            match self.pages.get_mut(slot as usize) {
                Some(place) => *place = column,
                None => self.pages.push(column),
            }
            let key = key as usize;
            if self.by_key.len() <= key {
                self.by_key.resize(key + 1, NO_SLOT);
            }
            if let Some(place) = self.by_key.get_mut(key) {
                *place = slot;
            }
            if column.shown {
                self.name(entry.id, slot);
                self.count(&column, 1);
            }
            self.newest.stale = true;
        }
        if self.wasted > self.titles.len() / 2 {
            self.compact();
        }
    }

    pub fn remove(&mut self, key: u64) {
        let Some(slot) = self.slot_of(key) else { return };
        let Some(column) = self.pages.get_mut(slot as usize) else { return };
        let was = *column;
        column.shown = false;
        self.wasted += column.title_length as usize + column.plain_length as usize;
        if was.shown {
            // Unless another page has taken the id over.
            let hash = self.hasher.hash_one(was.id);
            if let Ok(found) = self.by_id.find_entry(hash, |found| *found == slot) {
                found.remove();
            }
            self.count(&was, -1);
        }
        if let Some(place) = usize::try_from(key).ok().and_then(|key| self.by_key.get_mut(key)) {
            *place = NO_SLOT;
        }
        self.free.push(slot);
        self.newest.stale = true;
    }

    /// Everything is in; what comes is little. Room made for more is given back: a fifth of
    /// it all.
    pub fn settle(&mut self) {
        self.pages.shrink_to_fit();
        self.titles.shrink_to_fit();
        self.by_key.shrink_to_fit();
        self.named.shrink();
        self.newest_first();
    }

    /// What was put and removed is the store up to this change.
    pub fn set_seq(&mut self, seq: u64) {
        self.seq = self.seq.max(seq);
    }

    /// A change that the index does not know yet.
    pub fn note_fresh(&mut self, seq: u64, key: u64) {
        self.fresh.insert(key, seq);
    }

    /// The index knows everything up to `seq`.
    pub fn caught_up(&mut self, seq: u64) {
        self.fresh.retain(|_, changed| *changed > seq);
    }

    /// Pages that the index does not know as they are now, the last changed first.
    pub fn fresh(&self) -> Vec<u64> {
        let mut fresh: Vec<(Reverse<u64>, u64)> =
            self.fresh.iter().map(|(key, seq)| (Reverse(*seq), *key)).collect();
        fresh.sort_unstable();
        fresh.into_iter().map(|(_, key)| key).collect()
    }

    pub fn is_fresh(&self, key: u64) -> bool {
        self.fresh.contains_key(&key)
    }

    pub fn set_connections(&mut self, connections: HashMap<i64, Seer>) {
        self.connections = connections;
    }

    pub fn set_containers(&mut self, containers: Vec<Container>) {
        self.containers = containers.into_iter().map(|container| (container.id, container)).collect();
    }

    pub fn set_usage(&mut self, opened: Vec<Opened>, pinned: Vec<NotionId>) {
        let frecency = |opened: Opened| (opened.page, Frecency { worth: opened.worth, at: opened.at });
        self.opened = opened.into_iter().map(frecency).collect();
        self.pinned = pinned.into_iter().collect();
    }

    pub fn set_people(&mut self, people: HashMap<NotionId, String>) {
        self.people = people;
    }

    /// One more opening, and what it amounts to.
    pub fn opened(&mut self, page: NotionId, now: Timestamp) -> Frecency {
        let frecency = self.opened.entry(page).or_default();
        *frecency = frecency.opened(now);
        *frecency
    }

    pub fn set_pinned(&mut self, page: NotionId, pinned: bool) {
        if pinned {
            self.pinned.insert(page);
        } else {
            self.pinned.remove(&page);
        }
    }

    pub fn is_pinned(&self, page: &NotionId) -> bool {
        self.pinned.contains(page)
    }

    /// A page that is shown, by the store's number.
    pub fn by_key(&self, key: u64) -> Option<&Column> {
        self.column(self.slot_of(key)?)
    }

    /// A page that is shown, by Notion's id.
    pub fn by_id(&self, id: &NotionId) -> Option<&Column> {
        let hash = self.hasher.hash_one(id);
        let slot = self
            .by_id
            .find(hash, |slot| self.pages.get(*slot as usize).is_some_and(|page| page.id == *id))?;
        self.column(*slot)
    }

    pub fn container(&self, id: &NotionId) -> Option<&Container> {
        self.containers.get(id)
    }

    pub fn title(&self, column: &Column) -> &str {
        self.text(column.title, column.title_length)
    }

    /// The title in the form in which titles are compared.
    pub fn plain_title(&self, column: &Column) -> &str {
        if column.has_plain {
            self.text(column.title.saturating_add(column.title_length), column.plain_length)
        } else {
            self.title(column)
        }
    }

    /// What it sits in.
    pub fn parent(&self, column: &Column) -> Parent {
        column.parent_kind.with(self.named.id(column.parent))
    }

    /// Every page that is shown, in no order.
    pub fn all(&self) -> impl Iterator<Item = &Column> {
        self.pages.iter().filter(|column| column.shown)
    }

    /// The connections that see a page.
    pub fn seers(&self, column: &Column) -> impl Iterator<Item = &Seer> {
        let set = self.seen.get(usize::from(column.seen)).map_or(&[][..], |(set, _)| set.as_slice());
        set.iter().filter_map(|number| self.connections.get(number))
    }

    /// Distinct names of the workspaces that a page is seen in, in their order.
    pub fn workspaces(&self, column: &Column) -> Vec<String> {
        let mut names: Vec<String> = self.seers(column).map(|seer| seer.workspace.clone()).collect();
        names.sort();
        names.dedup();
        names
    }

    /// Where the page is opened: at the server of the first connection that sees it.
    pub fn origin(&self, column: &Column) -> Option<&Origin> {
        self.seers(column).map(|seer| &seer.origin).next()
    }

    pub fn is_sample(&self, column: &Column) -> bool {
        self.seers(column).all(|seer| seer.sample)
    }

    pub fn connections(&self) -> impl Iterator<Item = &Seer> {
        self.connections.values()
    }

    pub fn people(&self) -> impl Iterator<Item = (&NotionId, &str)> {
        self.people.iter().map(|(id, name)| (id, name.as_str()))
    }

    /// What a page sits in, the nearest first: its parent, its parent's parent and so on.
    pub fn ancestors(&self, column: &Column) -> impl Iterator<Item = NotionId> {
        let (own, mut parent) = (column.id, self.parent(column));
        std::iter::from_fn(move || {
            let id = parent.id().filter(|id| *id != own)?;
            parent = match (self.by_id(&id), self.containers.get(&id)) {
                (Some(page), _) => self.parent(page),
                (None, Some(container)) => container.parent,
                (None, None) => Parent::Unknown,
            };
            Some(id)
        })
        .take(MAX_DEPTH)
    }

    /// Names from the outermost known parent to the nearest.
    pub fn path(&self, column: &Column) -> Vec<String> {
        // A database and its only data source share one name: said once.
        let mut said = if column.kind == PageKind::DataSource { self.title(column) } else { "" };
        let mut path = Vec::new();
        for id in self.ancestors(column) {
            let name = match (self.by_id(&id), self.containers.get(&id)) {
                (Some(page), _) => self.title(page),
                (None, Some(container)) => container.title.as_deref().unwrap_or_default(),
                (None, None) => continue,
            };
            if !name.is_empty() && name != said {
                path.push(name.to_owned());
                said = name;
            }
        }
        path.reverse();
        path
    }

    /// Puts [`newest`](Self::newest) in order again.
    pub fn newest_first(&mut self) {
        if self.newest.stale {
            // What was in order stays so, mostly: the sort then finds long runs and merges them.
            let mut slots = std::mem::take(&mut self.newest.slots);
            let shown = |slot: Slot| self.column(slot).is_some();
            let mut listed = vec![false; self.pages.len()];
            slots.retain(|slot| {
                let first =
                    listed.get_mut(*slot as usize).is_some_and(|listed| !std::mem::replace(listed, true));
                first && shown(*slot)
            });
            slots.extend(
                (0..).zip(&listed).filter(|(slot, listed)| !**listed && shown(*slot)).map(|(slot, _)| slot),
            );
            let place = |slot: Slot| self.column(slot).map(|column| (Reverse(column.edited()), column.id));
            slots.sort_by_key(|slot| place(*slot));
            self.newest = Newest { slots, stale: false };
        }
    }

    /// Pages that are shown, the newest edit first, those without a date last, as
    /// [`newest_first`](Self::newest_first) left them.
    pub fn newest(&self) -> &[Slot] {
        &self.newest.slots
    }

    pub fn column(&self, slot: Slot) -> Option<&Column> {
        self.pages.get(slot as usize).filter(|column| column.shown)
    }

    /// Of all pages, and of each connection.
    pub fn counts(&self) -> (Counts, HashMap<ConnectionId, Counts>) {
        let mut total = Counts::default();
        let mut each: HashMap<ConnectionId, Counts> = HashMap::new();
        for (numbers, counts) in &self.seen {
            total.join(counts);
            for seer in numbers.iter().filter_map(|number| self.connections.get(number)) {
                each.entry(seer.id).or_default().join(counts);
            }
        }
        (total, each)
    }

    fn count(&mut self, column: &Column, by: i32) {
        if let Some((_, counts)) = self.seen.get_mut(usize::from(column.seen)) {
            counts.change(column, by);
        }
    }

    /// From now on the id is that of this slot alone.
    fn name(&mut self, id: NotionId, slot: Slot) {
        let Self { by_id, hasher, pages, .. } = self;
        let hash = hasher.hash_one(id);
        let is = |slot: &Slot| pages.get(*slot as usize).is_some_and(|page| page.id == id);
        if let Ok(found) = by_id.find_entry(hash, is) {
            found.remove();
        }
        let hash_of = |slot: &Slot| pages.get(*slot as usize).map_or(0, |page| hasher.hash_one(page.id));
        by_id.insert_unique(hash, slot, hash_of);
    }

    pub fn edited_by(&self, column: &Column) -> Option<NotionId> {
        self.named.id(column.editor)
    }

    fn slot_of(&self, key: u64) -> Option<Slot> {
        let slot = *self.by_key.get(usize::try_from(key).ok()?)?;
        (slot != NO_SLOT).then_some(slot)
    }

    fn text(&self, start: u32, length: u32) -> &str {
        let start = start as usize;
        self.titles.get(start..start + length as usize).unwrap_or_default()
    }

    /// Where they begin, and the lengths of both.
    fn keep(&mut self, title: &str, plain: Option<&str>) -> (u32, u32, u32) {
        let plain = plain.unwrap_or_default();
        let numbers = [self.titles.len(), title.len(), plain.len()].map(u32::try_from);
        let [Ok(start), Ok(title_length), Ok(plain_length)] = numbers else {
            // Four gigabytes of titles: no workspace has them.
            return (0, 0, 0);
        };
        self.titles.push_str(title);
        self.titles.push_str(plain);
        (start, title_length, plain_length)
    }

    fn compact(&mut self) {
        let old = std::mem::take(&mut self.titles);
        self.wasted = 0;
        let mut titles = String::with_capacity(old.len() / 2);
        for column in &mut self.pages {
            if !column.shown {
                (column.title_length, column.plain_length) = (0, 0);
            }
            let start = column.title as usize;
            let length = column.title_length as usize + column.plain_length as usize;
            column.title = u32::try_from(titles.len()).unwrap_or(0);
            titles.push_str(old.get(start..start + length).unwrap_or_default());
        }
        self.titles = titles;
    }

    fn seen_set(&mut self, connections: Vec<i64>) -> u16 {
        let known = self.seen.iter().position(|(set, _)| *set == connections);
        let at = known.unwrap_or_else(|| {
            self.seen.push((connections, Counts::default()));
            self.seen.len() - 1
        });
        u16::try_from(at).unwrap_or(u16::MAX)
    }

    fn signals(&self, column: &Column, now: Timestamp) -> Signals {
        Signals {
            frecency: self.opened.get(&column.id).map_or(0.0, |opened| opened.worth(now)),
            pinned: self.pinned.contains(&column.id),
            edited: column.edited(),
        }
    }

    /// The page as ranking sees it.
    pub fn known(&self, column: &Column, now: Timestamp) -> Known<'_> {
        Known { title: self.plain_title(column), signals: self.signals(column, now) }
    }
}

impl Counts {
    fn change(&mut self, column: &Column, by: i32) {
        let change = |count: &mut u32| *count = count.saturating_add_signed(by);
        match column.kind {
            PageKind::Page => change(&mut self.pages),
            PageKind::DataSource => change(&mut self.data_sources),
        }
        match column.body {
            BodyMark::None => {}
            BodyMark::Unread => change(&mut self.unread),
            BodyMark::Stale => change(&mut self.stale),
            BodyMark::Read => change(&mut self.read),
            BodyMark::Failed => change(&mut self.failed),
        }
    }

    fn join(&mut self, other: &Self) {
        self.pages += other.pages;
        self.data_sources += other.data_sources;
        self.read += other.read;
        self.stale += other.stale;
        self.unread += other.unread;
        self.failed += other.failed;
    }

    pub fn known(&self) -> u32 {
        self.pages + self.data_sources
    }
}

/// An entry with its title in the form in which titles are compared, if that differs.
pub struct Prepared {
    entry: Entry,
    plain: Option<String>,
}

impl Prepared {
    /// The store's number for the page.
    pub fn key(&self) -> u64 {
        self.entry.key
    }
}

pub fn prepare(entry: Entry) -> Prepared {
    let plain = plain(&entry.title);
    Prepared { plain: (plain != entry.title).then_some(plain), entry }
}

/// The columns as a query sees them: with a filter, at one moment.
pub struct View<'a, F> {
    pub columns: &'a Columns,
    pub now: Timestamp,
    pub lets_in: F,
}

impl<F: Fn(&Column) -> bool> Pages for View<'_, F> {
    fn page(&self, id: u64) -> Option<Known<'_>> {
        let column = self.columns.by_key(id).filter(|column| (self.lets_in)(column))?;
        Some(self.columns.known(column, self.now))
    }
}

#[cfg(test)]
mod tests;

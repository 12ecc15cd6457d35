//! Every page in memory, in a few dozen bytes each: what ranking, filters, paths and the
//! list need. Read from the store when a profile opens, and kept like it.
//!
//! Not what a page looks like or says: that is read from the store for the few that are
//! shown. Not which pages answer a query (`search`).

use super::visible_connections::VisibleNumbers;
use hashbrown::HashTable;
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher as _, RandomState};
use trove_index::Known;
use trove_index::asked::plain_title;
use trove_index::frecency::Frecency;
use trove_index::ranking::{Signals, Title};
use trove_model::{ConnectionId, NotionId, Origin, PageKind, Parent, Timestamp};
use trove_store::{BodyMark, Container, Entry, Opened};

mod counts;
mod interned_ids;
mod names;
mod paths;
mod titles;

use counts::Counts;
use interned_ids::{InternedId, InternedIds, ParentKind};
pub use names::Name;
use names::NamedContainer;
use titles::{TitleSpan, Titles};

/// Where a page stands among the entries. Not kept across changes.
pub type Slot = u32;

/// A slot that no page has.
const NO_SLOT: Slot = Slot::MAX;
/// A million pages are a million of these.
const _: () = assert!(size_of::<PageEntry>() == 64);
/// No page was edited then: before the first minute of all.
const NO_EDIT: i64 = i64::MIN;

#[derive(Default)]
pub struct PageEntries {
    pages: Vec<PageEntry>,
    titles: Titles,
    free: Vec<Slot>,
    /// By the store's number, which grows by one from page to page.
    by_key: Vec<Slot>,
    /// By Notion's ids, which stand in `pages`.
    by_id: HashTable<Slot>,
    hasher: RandomState,
    ids: InternedIds,
    containers: HashMap<NotionId, NamedContainer>,
    /// Sets of connections that pages are seen through, as the store numbers them, and how
    /// many pages each has: kept, since every answer tells.
    connection_sets: Vec<(Vec<i64>, Counts)>,
    connections: HashMap<i64, ConnectionEntry>,
    opened: HashMap<NotionId, Frecency>,
    pinned: HashSet<NotionId>,
    /// Names of people, where Notion told them.
    people: HashMap<NotionId, String>,
    /// Up to which change of the store this is.
    seq: u64,
    /// Changed since the index last caught up, with that change, for finding them at once.
    unindexed: HashMap<u64, u64>,
    newest: Newest,
}

/// A connection that pages are seen through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectionEntry {
    pub id: ConnectionId,
    /// The person, or the bot, that it is for.
    pub account: NotionId,
    pub workspace: Name,
    pub origin: Origin,
    pub sample: bool,
    /// It has listed everything once.
    pub listed: bool,
    /// Its listing stops short of its end.
    pub short: bool,
    /// Notion's search ends before it has shown everything.
    pub capped: bool,
}

/// One page.
#[derive(Debug, Clone, Copy)]
pub struct PageEntry {
    pub id: NotionId,
    edited: i64,
    created: Minute,
    key: u32,
    title: TitleSpan,
    parent: InternedId,
    editor: InternedId,
    /// An index into `connection_sets`.
    connection_set: u16,
    parent_kind: ParentKind,
    pub kind: PageKind,
    pub body: BodyMark,
    /// What it is compared by is kept beside the title.
    has_plain: bool,
    /// Neither in the trash nor gone.
    shown: bool,
}

impl PageEntry {
    /// The store's number.
    pub fn key(&self) -> u64 {
        self.key.into()
    }

    /// To the minute, as Notion tells it.
    pub fn created(&self) -> Option<Timestamp> {
        self.created.start()
    }

    pub fn edited(&self) -> Option<Timestamp> {
        (self.edited != NO_EDIT).then_some(Timestamp(self.edited))
    }
}

/// A minute since 1970, in half of a timestamp's memory; or none, which is zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Minute(u32);

impl Minute {
    const MILLISECONDS: i64 = 60_000;

    fn of(moment: Option<Timestamp>) -> Self {
        Self(moment.and_then(|at| u32::try_from(at.0 / Self::MILLISECONDS).ok()).unwrap_or(0))
    }

    fn start(self) -> Option<Timestamp> {
        (self.0 != 0).then(|| Timestamp(i64::from(self.0) * Self::MILLISECONDS))
    }
}

/// Slots, the newest edit first; made again when it is asked for after a change.
#[derive(Default)]
struct Newest {
    slots: Vec<Slot>,
    stale: bool,
}

impl PageEntries {
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
        for Prepared { stored, plain } in entries {
            self.remove(stored.key);
            // Numbers grow by one from page to page: no workspace has as many.
            let Ok(key) = u32::try_from(stored.key) else { continue };
            let slot = self.free.pop().unwrap_or_else(|| Slot::try_from(self.pages.len()).unwrap_or(NO_SLOT));
            let title = self.titles.keep(&stored.title, plain.as_deref());
            let seen = !stored.connections.is_empty();
            let entry = PageEntry {
                id: stored.id,
                edited: stored.edited.map_or(NO_EDIT, |edited| edited.0),
                created: Minute::of(stored.created),
                key,
                title,
                parent: stored.parent.id().map_or(InternedId::NONE, |id| self.ids.number(id)),
                editor: stored.edited_by.map_or(InternedId::NONE, |id| self.ids.number(id)),
                connection_set: self.connection_set(stored.connections),
                parent_kind: ParentKind::of(&stored.parent),
                kind: stored.kind,
                body: stored.body,
                has_plain: plain.is_some(),
                shown: !stored.in_trash && seen,
            };
            match self.pages.get_mut(slot as usize) {
                Some(place) => *place = entry,
                None => self.pages.push(entry),
            }
            let key = key as usize;
            if self.by_key.len() <= key {
                self.by_key.resize(key + 1, NO_SLOT);
            }
            if let Some(place) = self.by_key.get_mut(key) {
                *place = slot;
            }
            if entry.shown {
                self.name(stored.id, slot);
                self.count(&entry, 1);
            }
            self.newest.stale = true;
        }
        if self.titles.mostly_wasted() {
            self.titles.compact(self.pages.iter_mut().map(|page| (page.shown, &mut page.title)));
        }
    }

    pub fn remove(&mut self, key: u64) {
        let Some(slot) = self.slot_of(key) else { return };
        let Some(entry) = self.pages.get_mut(slot as usize) else { return };
        let was = *entry;
        entry.shown = false;
        self.titles.waste(was.title);
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
        self.titles.shrink();
        self.by_key.shrink_to_fit();
        self.ids.shrink();
        self.newest_first();
    }

    /// What was put and removed is the store up to this change.
    pub fn set_seq(&mut self, seq: u64) {
        self.seq = self.seq.max(seq);
    }

    /// A change that the index does not know yet.
    pub fn note_unindexed(&mut self, seq: u64, key: u64) {
        self.unindexed.insert(key, seq);
    }

    /// The index knows everything up to `seq`.
    pub fn caught_up(&mut self, seq: u64) {
        self.unindexed.retain(|_, changed| *changed > seq);
    }

    /// Pages that the index does not know as they are now, the last changed first.
    pub fn unindexed(&self) -> Vec<u64> {
        let mut unindexed: Vec<(Reverse<u64>, u64)> =
            self.unindexed.iter().map(|(key, seq)| (Reverse(*seq), *key)).collect();
        unindexed.sort_unstable();
        unindexed.into_iter().map(|(_, key)| key).collect()
    }

    pub fn count_unindexed(&self) -> usize {
        self.unindexed.len()
    }

    pub fn is_unindexed(&self, key: u64) -> bool {
        self.unindexed.contains_key(&key)
    }

    pub fn set_connections(&mut self, connections: HashMap<i64, ConnectionEntry>) {
        self.connections = connections;
    }

    pub fn set_containers(&mut self, containers: Vec<Container>) {
        self.containers = containers.into_iter().map(|container| (container.id, container.into())).collect();
    }

    pub fn set_usage(&mut self, opened: Vec<Opened>, pinned: Vec<NotionId>) {
        let frecency = |opened: Opened| (opened.page, Frecency { worth: opened.worth, at: opened.at });
        self.opened = opened.into_iter().map(frecency).collect();
        self.pinned = pinned.into_iter().collect();
    }

    pub fn set_people(&mut self, people: HashMap<NotionId, String>) {
        self.people = people;
    }

    /// Keeps the names of what shown pages lie in and of who edited them, and no others: where
    /// some connections are not seen, a filter must not tell what stands behind them.
    pub fn forget_strangers(&mut self) {
        let around: HashSet<NotionId> = self.all().flat_map(|entry| self.ancestors(entry)).collect();
        let mut people: HashSet<NotionId> = self.all().filter_map(|entry| self.edited_by(entry)).collect();
        people.extend(self.connections.values().map(|connection| connection.account));
        self.containers.retain(|id, _| around.contains(id));
        self.people.retain(|id, _| people.contains(id));
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

    /// When a page was opened last.
    pub fn last_opened(&self, page: &NotionId) -> Option<Timestamp> {
        self.opened.get(page).map(|opened| opened.at)
    }

    /// Pages that were opened, the last first.
    pub fn opened_lately(&self) -> Vec<NotionId> {
        let mut opened: Vec<(Reverse<Timestamp>, NotionId)> =
            self.opened.iter().map(|(id, opened)| (Reverse(opened.at), *id)).collect();
        opened.sort_unstable();
        opened.into_iter().map(|(_, id)| id).collect()
    }

    pub fn is_pinned(&self, page: &NotionId) -> bool {
        self.pinned.contains(page)
    }

    /// A page that is shown, by the store's number.
    pub fn by_key(&self, key: u64) -> Option<&PageEntry> {
        self.at(self.slot_of(key)?)
    }

    /// A page that is shown, by Notion's id.
    pub fn by_id(&self, id: &NotionId) -> Option<&PageEntry> {
        let hash = self.hasher.hash_one(id);
        let slot = self
            .by_id
            .find(hash, |slot| self.pages.get(*slot as usize).is_some_and(|page| page.id == *id))?;
        self.at(*slot)
    }

    /// Databases and blocks that pages sit in.
    pub fn containers(&self) -> impl Iterator<Item = &Container> {
        self.containers.values().map(|container| &container.stored)
    }

    pub fn title(&self, entry: &PageEntry) -> &str {
        self.titles.title(entry.title)
    }

    /// The title in the form in which titles are compared.
    pub fn plain_title(&self, entry: &PageEntry) -> &str {
        if entry.has_plain { self.titles.plain(entry.title) } else { self.title(entry) }
    }

    /// What it sits in.
    pub fn parent(&self, entry: &PageEntry) -> Parent {
        entry.parent_kind.with(self.ids.id(entry.parent))
    }

    /// Every page that is shown, in no order.
    pub fn all(&self) -> impl Iterator<Item = &PageEntry> {
        self.pages.iter().filter(|entry| entry.shown)
    }

    /// The connections that see a page.
    pub fn connections_of(&self, entry: &PageEntry) -> impl Iterator<Item = &ConnectionEntry> {
        let set = self
            .connection_sets
            .get(usize::from(entry.connection_set))
            .map_or(&[][..], |(set, _)| set.as_slice());
        set.iter().filter_map(|number| self.connections.get(number))
    }

    pub fn connections(&self) -> impl Iterator<Item = &ConnectionEntry> {
        self.connections.values()
    }

    pub fn people(&self) -> impl Iterator<Item = (&NotionId, &str)> {
        self.people.iter().map(|(id, name)| (id, name.as_str()))
    }

    /// The name of a person, where Notion told it.
    pub fn person(&self, id: &NotionId) -> Option<&str> {
        self.people.get(id).map(String::as_str)
    }

    /// Whether it is something that has its name here.
    pub fn names(&self, id: &NotionId) -> bool {
        self.by_id(id).is_some() || self.containers.contains_key(id) || self.people.contains_key(id)
    }

    /// Puts [`newest`](Self::newest) in order again.
    pub fn newest_first(&mut self) {
        if self.newest.stale {
            // What was in order stays so, mostly: the sort then finds long runs and merges them.
            let mut slots = std::mem::take(&mut self.newest.slots);
            let shown = |slot: Slot| self.at(slot).is_some();
            let mut listed = vec![false; self.pages.len()];
            slots.retain(|slot| {
                let first =
                    listed.get_mut(*slot as usize).is_some_and(|listed| !std::mem::replace(listed, true));
                first && shown(*slot)
            });
            slots.extend(
                (0..).zip(&listed).filter(|(slot, listed)| !**listed && shown(*slot)).map(|(slot, _)| slot),
            );
            let place = |slot: Slot| self.at(slot).map(|entry| (Reverse(entry.edited()), entry.id));
            slots.sort_by_key(|slot| place(*slot));
            self.newest = Newest { slots, stale: false };
        }
    }

    /// Pages that are shown, the newest edit first, those without a date last, as
    /// [`newest_first`](Self::newest_first) left them.
    pub fn newest(&self) -> &[Slot] {
        &self.newest.slots
    }

    pub fn at(&self, slot: Slot) -> Option<&PageEntry> {
        self.pages.get(slot as usize).filter(|entry| entry.shown)
    }

    /// Of all pages, and of each connection.
    pub fn counts(&self) -> (Counts, HashMap<ConnectionId, Counts>) {
        let mut total = Counts::default();
        let mut each: HashMap<ConnectionId, Counts> = HashMap::new();
        for (numbers, counts) in &self.connection_sets {
            total.join(counts);
            for connection in numbers.iter().filter_map(|number| self.connections.get(number)) {
                each.entry(connection.id).or_default().join(counts);
            }
        }
        (total, each)
    }

    fn count(&mut self, entry: &PageEntry, by: i32) {
        if let Some((_, counts)) = self.connection_sets.get_mut(usize::from(entry.connection_set)) {
            counts.change(entry.kind, entry.body, by);
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

    pub fn edited_by(&self, entry: &PageEntry) -> Option<NotionId> {
        self.ids.id(entry.editor)
    }

    fn slot_of(&self, key: u64) -> Option<Slot> {
        let slot = *self.by_key.get(usize::try_from(key).ok()?)?;
        (slot != NO_SLOT).then_some(slot)
    }

    fn connection_set(&mut self, connections: Vec<i64>) -> u16 {
        let known = self.connection_sets.iter().position(|(set, _)| *set == connections);
        let at = known.unwrap_or_else(|| {
            self.connection_sets.push((connections, Counts::default()));
            self.connection_sets.len() - 1
        });
        u16::try_from(at).unwrap_or(u16::MAX)
    }

    fn signals(&self, entry: &PageEntry, now: Timestamp) -> Signals {
        Signals {
            frecency: self.opened.get(&entry.id).map_or(0.0, |opened| opened.worth(now)),
            pinned: self.pinned.contains(&entry.id),
            edited: entry.edited(),
        }
    }

    /// The page as ranking sees it.
    pub fn known(&self, entry: &PageEntry, now: Timestamp) -> Known<'_> {
        Known { title: self.compared_title(entry), signals: self.signals(entry, now) }
    }

    fn compared_title(&self, entry: &PageEntry) -> Title<'_> {
        Title { plain: self.plain_title(entry), original: self.title(entry) }
    }
}

/// An entry with its title in the form in which titles are compared, if that differs.
pub struct Prepared {
    stored: Entry,
    plain: Option<String>,
}

impl Prepared {
    /// The store's number for the page.
    pub fn key(&self) -> u64 {
        self.stored.key
    }
}

/// With the connections that are `visible` alone.
pub fn prepare(mut stored: Entry, visible: &VisibleNumbers) -> Prepared {
    if !visible.is_everything() {
        stored.connections.retain(|number| visible.has(*number));
    }
    let plain = plain_title(&stored.title);
    Prepared { plain: (plain != stored.title).then_some(plain), stored }
}

#[cfg(test)]
mod tests;

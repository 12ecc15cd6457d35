//! Everything of an open profile that can be searched: an entry of every page in memory, the
//! full-text index, and what pages mean; all kept like the store.
//!
//! Not here: what a query means, which pages answer it, and when the index is written
//! (`search`).

pub mod index_place;
pub mod meanings;
pub mod page_cache;
pub mod page_entries;
pub mod page_order;
pub mod visible_connections;

use crate::ui_types::{IndexState, UiError};
use futures::stream::{self, StreamExt as _};
use meanings::Meanings;
use page_cache::PageCache;
use page_entries::{ConnectionEntry, PageEntries, Prepared, prepare};
use page_order::TitleOrders;
use std::collections::{HashMap, HashSet};
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use tokio::sync::{Notify, mpsc, watch};
use trove_index::Index;
use trove_index::text::Text;
use trove_model::{NotionId, TokenKind};
use trove_store::{EntriesRead, Store, StoreError};
use visible_connections::{VisibleConnections, VisibleNumbers};

/// Changes taken from the store at once.
const AT_ONCE: u32 = 1_000;

/// Parts of the entries that are on their way from the store at once.
const PARTS: usize = 4;

/// Texts kept of pages that the index does not know yet: enough for what two seconds of
/// reading at full pace bring.
const UNINDEXED_TEXTS: u32 = 512;

pub struct Corpus {
    pub store: Store,
    /// The connections whose pages are here.
    pub visible: VisibleConnections,
    /// The same, as the store numbers them.
    numbers: Arc<VisibleNumbers>,
    entries: RwLock<PageEntries>,
    pub orders: TitleOrders,
    /// Pages shown lately, with their texts.
    pub cache: Arc<PageCache>,
    index: RwLock<Option<Arc<Index>>>,
    pub meanings: Meanings,
    state: watch::Sender<IndexState>,
    /// Texts of the pages changed last, by the store's number.
    unindexed_texts: Mutex<Arc<HashMap<u64, Arc<Text>>>>,
    /// The store changed: the index has something to do.
    pub changed: Arc<Notify>,
    /// One catching up at a time, or two would apply the same changes in turn.
    following: tokio::sync::Mutex<()>,
}

impl Corpus {
    /// Reads the entries of what these connections show. The index comes later, with
    /// [`set_index`](Self::set_index).
    pub async fn load(store: Store, visible: VisibleConnections) -> Result<Self, UiError> {
        let numbers = visible.numbers(&store.connection_numbers().await?);
        let corpus = Self {
            store,
            numbers: Arc::new(numbers),
            visible,
            entries: RwLock::default(),
            orders: TitleOrders::default(),
            cache: Arc::default(),
            index: RwLock::default(),
            meanings: Meanings::default(),
            state: watch::Sender::new(IndexState::Opening),
            unindexed_texts: Mutex::default(),
            changed: Arc::default(),
            following: tokio::sync::Mutex::default(),
        };
        let entries = read_all(&corpus.store, &corpus.numbers).await?;
        *corpus.write() = entries;
        corpus.read_surroundings().await?;
        Ok(corpus)
    }

    pub fn read(&self) -> RwLockReadGuard<'_, PageEntries> {
        self.entries.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn write(&self) -> RwLockWriteGuard<'_, PageEntries> {
        self.entries.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// `None` while it is being opened, or cannot be.
    pub fn index(&self) -> Option<Arc<Index>> {
        self.index.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn set_index(&self, index: Option<Arc<Index>>) {
        *self.index.write().unwrap_or_else(PoisonError::into_inner) = index;
    }

    pub fn index_state(&self) -> IndexState {
        *self.state.borrow()
    }

    /// Whether it was another before.
    pub fn set_index_state(&self, state: IndexState) -> bool {
        self.state.send_replace(state) != state
    }

    /// Returns when the index has been opened and filled, or cannot be.
    pub async fn index_settled(&self) -> IndexState {
        let mut states = self.state.subscribe();
        let settled = states
            .wait_for(|state| !matches!(state, IndexState::Opening | IndexState::Building { .. }))
            .await;
        // Never fails: `self` holds the sender.
        settled.map_or(IndexState::Opening, |state| *state)
    }

    pub fn unindexed_texts(&self) -> Arc<HashMap<u64, Arc<Text>>> {
        Arc::clone(&self.unindexed_texts.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes what changed in the store since; whether anything did.
    pub async fn follow(&self) -> Result<bool, UiError> {
        let _one = self.following.lock().await;
        let began = self.read().seq();
        let mut any = false;
        loop {
            let seq = self.read().seq();
            let changed = self.store.changed_entries(seq, AT_ONCE).await?;
            if changed.seq == seq {
                break;
            }
            any = true;
            let changes: Vec<Prepared> =
                changed.entries.into_iter().map(|entry| prepare(entry, &self.numbers)).collect();
            self.cache.forget(changes.iter().map(Prepared::key).chain(changed.gone.iter().copied()));
            let mut entries = self.write();
            // Somewhere between the two is the change of each; the later one keeps it
            // among the unindexed for a moment longer, and leaves nothing out.
            for key in changes.iter().map(Prepared::key).chain(changed.gone.iter().copied()) {
                entries.note_unindexed(changed.seq, key);
            }
            changed.gone.iter().for_each(|key| entries.remove(*key));
            entries.put(changes);
            entries.set_seq(changed.seq);
        }
        if any {
            self.read_unindexed_texts(began).await?;
            self.changed.notify_one();
        }
        Ok(any)
    }

    /// Nothing of the profile is shown from here on.
    pub fn forget(&self) {
        *self.write() = PageEntries::default();
        self.cache.clear();
        self.set_index(None);
        self.meanings.set(None);
        *self.unindexed_texts.lock().unwrap_or_else(PoisonError::into_inner) = Arc::default();
    }

    /// The index knows everything up to `seq`.
    pub fn caught_up(&self, seq: u64) {
        self.write().caught_up(seq);
    }

    /// Reads what stands beside the pages: connections, containers, the person's use.
    pub async fn read_surroundings(&self) -> Result<(), UiError> {
        let numbers = self.store.connection_numbers().await?;
        let mut connections = self.store.connections().await?;
        connections.retain(|connection| self.visible.has(&connection.id));
        let mut followings = HashMap::new();
        for connection in &connections {
            followings.insert(connection.id, self.store.following(connection.id).await?);
        }
        let entry = |number: i64, id| {
            let connection = connections.iter().find(|connection| connection.id == id)?;
            let (workspace, origin) = (connection.workspace_name.clone().into(), connection.origin.clone());
            let (sample, listed) = (connection.kind == TokenKind::Sample, connection.last_listed.is_some());
            let account = connection.account.id();
            let following = followings.get(&id)?;
            let (short, capped) = (following.short_since.is_some(), following.capped);
            Some((number, ConnectionEntry { id, account, workspace, origin, sample, listed, short, capped }))
        };
        let connected = numbers.into_iter().filter_map(|(number, id)| entry(number, id)).collect();
        let containers = self.store.parents().await?;
        let (opens, pins) = (self.store.opens().await?, self.store.pins().await?);
        let named = connections
            .iter()
            .filter_map(|connection| Some((connection.account.id(), connection.account.name()?.to_owned())));
        let mut people: HashMap<NotionId, String> = self.store.people().await?.into_iter().collect();
        people.extend(named);
        let mut entries = self.write();
        entries.set_connections(connected);
        entries.set_containers(containers);
        entries.set_usage(opens, pins);
        entries.set_people(people);
        if !self.numbers.is_everything() {
            entries.forget_strangers();
        }
        Ok(())
    }

    /// Texts of the pages changed since `seq`, the newest of them, for finding them before
    /// the index does.
    async fn read_unindexed_texts(&self, seq: u64) -> Result<(), UiError> {
        let after = seq.max(self.read().seq().saturating_sub(UNINDEXED_TEXTS.into()));
        let changes = self.store.changes(after, UNINDEXED_TEXTS).await?;
        let mut texts = HashMap::clone(&self.unindexed_texts());
        for change in changes {
            match change.text {
                Some(text) => {
                    let icon = text.icon.unwrap_or_default();
                    let all = format!("{icon} {}\n{}\n{}", text.title, text.properties, text.body);
                    texts.insert(change.key, Arc::new(Text::new(all)));
                }
                None => drop(texts.remove(&change.key)),
            }
        }
        {
            let entries = self.read();
            texts.retain(|key, _| entries.is_unindexed(*key));
            if texts.len() > UNINDEXED_TEXTS as usize {
                let newest: HashSet<u64> =
                    entries.unindexed().into_iter().take(UNINDEXED_TEXTS as usize).collect();
                texts.retain(|key, _| newest.contains(key));
            }
        }
        *self.unindexed_texts.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(texts);
        Ok(())
    }
}

/// Reading, making titles comparable and filling the entries go on side by side.
async fn read_all(store: &Store, numbers: &Arc<VisibleNumbers>) -> Result<PageEntries, UiError> {
    let (sender, receiver) = mpsc::channel(PARTS);
    let filling = async {
        let parts = stream::unfold(receiver, async |mut receiver: mpsc::Receiver<EntriesRead>| {
            receiver.recv().await.map(|read| (read, receiver))
        });
        let prepared = parts.map(|read| {
            let numbers = Arc::clone(numbers);
            let part = move || {
                let entries = read.parse()?.into_iter();
                Ok::<Vec<Prepared>, StoreError>(entries.map(|entry| prepare(entry, &numbers)).collect())
            };
            tokio::task::spawn_blocking(part)
        });
        let mut prepared = pin!(prepared.buffered(PARTS));
        let mut entries = PageEntries::default();
        while let Some(part) = prepared.next().await {
            entries.put(part.map_err(|_| UiError::Internal)??);
        }
        entries.settle();
        Ok::<_, UiError>(entries)
    };
    let (seq, entries) = tokio::join!(store.entries(sender), filling);
    let mut entries = entries?;
    entries.set_seq(seq?);
    Ok(entries)
}

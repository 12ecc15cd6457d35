//! Everything of an open profile that can be searched: the columns in memory and the
//! full-text index, both kept like the store.
//!
//! Not here: what a query means and which pages answer it (`search`), and when the index
//! is written (`indexing`).

use crate::columns::{Columns, Prepared, Seer, prepare};
use crate::page_list::TitleOrders;
use crate::shown::ShownLately;
use crate::ui_types::{IndexState, UiError};
use futures::stream::{self, StreamExt as _};
use std::collections::{HashMap, HashSet};
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use tokio::sync::{mpsc, watch};
use trove_index::Index;
use trove_index::text::Text;
use trove_model::{NotionId, TokenKind};
use trove_store::{EntriesRead, Store, StoreError};

/// Changes taken from the store at once.
const AT_ONCE: u32 = 1_000;

/// Parts of the columns that are on their way from the store at once.
const PARTS: usize = 4;

/// Texts kept of pages that the index does not know yet: enough for what two seconds of
/// reading at full pace bring.
const FRESH_TEXTS: u32 = 512;

pub struct Corpus {
    store: Store,
    columns: RwLock<Columns>,
    pub orders: TitleOrders,
    pub shown: Arc<ShownLately>,
    index: RwLock<Option<Arc<Index>>>,
    state: watch::Sender<IndexState>,
    /// Texts of the pages changed last, by the store's number.
    fresh_texts: Mutex<Arc<HashMap<u64, Arc<Text>>>>,
    /// One catching up at a time, or two would apply the same changes in turn.
    following: tokio::sync::Mutex<()>,
}

impl Corpus {
    /// Reads the columns. The index comes later, with [`set_index`](Self::set_index).
    pub async fn load(store: Store) -> Result<Self, UiError> {
        let corpus = Self {
            store,
            columns: RwLock::default(),
            orders: TitleOrders::default(),
            shown: Arc::default(),
            index: RwLock::default(),
            state: watch::Sender::new(IndexState::Opening),
            fresh_texts: Mutex::default(),
            following: tokio::sync::Mutex::default(),
        };
        let columns = read_all(&corpus.store).await?;
        *corpus.write() = columns;
        corpus.read_surroundings().await?;
        Ok(corpus)
    }

    pub fn read(&self) -> RwLockReadGuard<'_, Columns> {
        self.columns.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn write(&self) -> RwLockWriteGuard<'_, Columns> {
        self.columns.write().unwrap_or_else(PoisonError::into_inner)
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

    pub fn fresh_texts(&self) -> Arc<HashMap<u64, Arc<Text>>> {
        Arc::clone(&self.fresh_texts.lock().unwrap_or_else(PoisonError::into_inner))
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
            let entries: Vec<Prepared> = changed.entries.into_iter().map(prepare).collect();
            self.shown.forget(entries.iter().map(Prepared::key).chain(changed.gone.iter().copied()));
            let mut columns = self.write();
            // Somewhere between the two is the change of each; the later one keeps it
            // fresh for a moment longer, and leaves nothing out.
            for key in entries.iter().map(Prepared::key).chain(changed.gone.iter().copied()) {
                columns.note_fresh(changed.seq, key);
            }
            changed.gone.iter().for_each(|key| columns.remove(*key));
            columns.put(entries);
            columns.set_seq(changed.seq);
        }
        if any {
            self.read_fresh_texts(began).await?;
        }
        Ok(any)
    }

    /// Nothing of the profile is shown from here on.
    pub fn forget(&self) {
        *self.write() = Columns::default();
        self.shown.clear();
        self.set_index(None);
        *self.fresh_texts.lock().unwrap_or_else(PoisonError::into_inner) = Arc::default();
    }

    /// The index knows everything up to `seq`.
    pub fn caught_up(&self, seq: u64) {
        self.write().caught_up(seq);
    }

    /// Reads what stands beside the pages: connections, containers, the person's use.
    pub async fn read_surroundings(&self) -> Result<(), UiError> {
        let numbers = self.store.connection_numbers().await?;
        let connections = self.store.connections().await?;
        let seer = |number: i64, id| {
            let connection = connections.iter().find(|connection| connection.id == id)?;
            let (workspace, origin) = (connection.workspace_name.clone(), connection.origin.clone());
            let (sample, listed) = (connection.kind == TokenKind::Sample, connection.last_listed.is_some());
            Some((number, Seer { id, workspace, origin, sample, listed }))
        };
        let seers = numbers.into_iter().filter_map(|(number, id)| seer(number, id)).collect();
        let containers = self.store.parents().await?;
        let (opens, pins) = (self.store.opens().await?, self.store.pins().await?);
        let named = connections
            .iter()
            .filter_map(|connection| Some((connection.account.id(), connection.account.name()?.to_owned())));
        let mut people: HashMap<NotionId, String> = self.store.people().await?.into_iter().collect();
        people.extend(named);
        let mut columns = self.write();
        columns.set_connections(seers);
        columns.set_containers(containers);
        columns.set_usage(opens, pins);
        columns.set_people(people);
        Ok(())
    }

    /// Texts of the pages changed since `seq`, the newest of them, for finding them before
    /// the index does.
    async fn read_fresh_texts(&self, seq: u64) -> Result<(), UiError> {
        let after = seq.max(self.read().seq().saturating_sub(FRESH_TEXTS.into()));
        let changes = self.store.changes(after, FRESH_TEXTS).await?;
        let mut texts = HashMap::clone(&self.fresh_texts());
        for change in changes {
            match change.text {
                Some(text) => {
                    let all = format!("{}\n{}\n{}", text.title, text.properties, text.body);
                    texts.insert(change.key, Arc::new(Text::new(all)));
                }
                None => drop(texts.remove(&change.key)),
            }
        }
        {
            let columns = self.read();
            texts.retain(|key, _| columns.is_fresh(*key));
            if texts.len() > FRESH_TEXTS as usize {
                let newest: HashSet<u64> = columns.fresh().into_iter().take(FRESH_TEXTS as usize).collect();
                texts.retain(|key, _| newest.contains(key));
            }
        }
        *self.fresh_texts.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(texts);
        Ok(())
    }
}

/// Reading, making titles comparable and filling the columns go on side by side.
async fn read_all(store: &Store) -> Result<Columns, UiError> {
    let (sender, receiver) = mpsc::channel(PARTS);
    let filling = async {
        let parts = stream::unfold(receiver, async |mut receiver: mpsc::Receiver<EntriesRead>| {
            receiver.recv().await.map(|read| (read, receiver))
        });
        let prepared = parts.map(|read| {
            let part =
                move || Ok::<Vec<Prepared>, StoreError>(read.parse()?.into_iter().map(prepare).collect());
            tokio::task::spawn_blocking(part)
        });
        let mut prepared = pin!(prepared.buffered(PARTS));
        let mut columns = Columns::default();
        while let Some(part) = prepared.next().await {
            columns.put(part.map_err(|_| UiError::Internal)??);
        }
        columns.settle();
        Ok::<_, UiError>(columns)
    };
    let (seq, columns) = tokio::join!(store.entries(sender), filling);
    let mut columns = columns?;
    columns.set_seq(seq?);
    Ok(columns)
}

//! What exists only while a profile is open: its keys, files, connections and list.
//!
//! Dropping it stops every task it owns. Not here: use cases; they are methods of
//! [`crate::App`] beside the views they serve.

use crate::Inner;
use crate::candidate::Candidate;
use crate::connecting::Connecting;
use crate::corpus::Corpus;
use crate::following::Link;
use crate::indexing::{self, IndexPlace, Indexing};
use crate::settings::profile_settings;
use crate::sign_in::role;
use crate::ui_types::{ProfileCard, UiError};
use futures::future::join_all;
use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use trove_index::Index;
use trove_model::{Connection, ConnectionId, Key32, NotionId, Origin, ProfileId};
use trove_notion::{Notion, WorkspacePause};
use trove_profiles::{FileLock, ProfileKeys, Profiles, ProfilesError, Role};
use trove_store::{Store, StoreError};
use trove_vault::{StrongholdVault, VaultError};

/// How long a token renewal under way may keep a profile from closing. A pair that comes
/// later is lost, and its connection has to be made again.
const RENEWAL: Duration = Duration::from_secs(10);

/// What a process wants of a profile. One at a time shows it in a window; one at a time
/// writes what comes from Notion: vault, listing, bodies, index. Reading needs neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// A window, which writes as soon as nobody else does.
    Window,
    /// A command that asks Notion.
    Write,
    /// A command that looks things up.
    Read,
}

pub(crate) struct OpenProfile {
    pub id: ProfileId,
    pub name: String,
    pub role: Role,
    pub keys: ProfileKeys,
    pub access: Access,
    pub store: Store,
    pub vault: Vault,
    pub corpus: Arc<Corpus>,
    /// The store changed: the index has something to do.
    pub changed: Arc<Notify>,
    /// Counts searches at Notion, so that each ends the one before it.
    pub asked_live: watch::Sender<u64>,
    pub connecting: tokio::sync::Mutex<Connecting>,
    links: Mutex<HashMap<ConnectionId, Link>>,
    /// What connections to one workspace share, by where it is and which.
    workspaces: Mutex<HashMap<(Origin, NotionId), Arc<WorkspacePause>>>,
    /// What runs for the whole profile: the index, and waiting for the right to write.
    tasks: Mutex<Vec<Task>>,
    lock_after_minutes: AtomicU32,
    index_place: IndexPlace,
    /// The index, which is opened beside everything else.
    opening: Mutex<Option<JoinHandle<Option<Arc<Index>>>>>,
    writes: AtomicBool,
    /// Window and writer, as far as they are held. Let go when the files are closed, since
    /// a command that still waits for Notion may hold a share of this much longer.
    locks: Mutex<Vec<FileLock>>,
}

impl OpenProfile {
    /// Opens vault and database behind the profile's locks, and reads what the first
    /// answers need.
    pub async fn open(inner: &Arc<Inner>, keys: ProfileKeys, access: Access) -> Result<Arc<Self>, UiError> {
        let app = crate::App { inner: Arc::clone(inner) };
        let id = keys.id();
        let (locks, writes, profile) = app
            .blocking(move |profiles| {
                let (locks, writes) = lock(profiles, id, access)?;
                let profile = profiles.list()?.into_iter().find(|profile| profile.id == id);
                Ok::<_, ProfilesError>((locks, writes, profile))
            })
            .await?;
        let profile = profile.ok_or(UiError::ProfileNotFound)?;
        let folder = inner.profiles.folder(id);
        let (database, store_key) = (folder.join("pages.db"), keys.store_key());
        let open_store = async {
            match access {
                Access::Window | Access::Write => Store::open(&database, &store_key).await,
                Access::Read => match Store::open_read_only(&database, &store_key).await {
                    Err(StoreError::OlderVersion) => {
                        bring_up_to_date(&app, id, &database, &store_key).await?;
                        Store::open_read_only(&database, &store_key).await
                    }
                    opened => opened,
                },
            }
            .map_err(UiError::from)
        };
        let open_vault = async {
            if writes { Vault::open(&folder, keys.vault_key()).await } else { Ok(Vault::elsewhere()) }
        };
        // The two files open side by side; neither waits for the other.
        let (vault, store) = tokio::join!(open_vault, open_store);
        let (vault, store) = (vault?, store?);
        let opened = async {
            let settings = profile_settings(&store).await?;
            let index_place = IndexPlace {
                folder: inner.paths.cache.join(id.to_string()).join("index"),
                key: keys.index_key(),
                store: store.identity().await?,
                memory: settings.index_memory,
                entropy: Arc::clone(&inner.entropy),
            };
            let opening = indexing::start_opening(&index_place);
            let corpus = Arc::new(Corpus::load(store.clone()).await?);
            Ok((corpus, settings, index_place, opening))
        };
        let (corpus, settings, index_place, opening) = match opened.await {
            Ok(opened) => opened,
            Err(error) => {
                vault.close().await;
                store.close().await;
                return Err(error);
            }
        };
        Ok(Arc::new(Self {
            id,
            name: profile.name,
            role: profile.role,
            keys,
            access,
            store,
            vault,
            corpus,
            changed: Arc::default(),
            asked_live: watch::Sender::default(),
            connecting: tokio::sync::Mutex::default(),
            links: Mutex::default(),
            workspaces: Mutex::default(),
            tasks: Mutex::default(),
            lock_after_minutes: AtomicU32::new(settings.lock_after_minutes),
            index_place,
            opening: Mutex::new(Some(opening)),
            writes: AtomicBool::new(writes),
            locks: Mutex::new(locks),
        }))
    }

    /// Whether this process is the one that writes what comes from Notion.
    pub fn writes(&self) -> bool {
        self.writes.load(Ordering::Acquire)
    }

    /// The right to write was free after all: opens the vault, which another process may
    /// have changed until now. False while it is not free.
    pub async fn start_writing(&self, inner: &Arc<Inner>) -> Result<bool, UiError> {
        let app = crate::App { inner: Arc::clone(inner) };
        let id = self.id;
        let locked = app.blocking(move |profiles| match profiles.lock_writer(id) {
            Ok(lock) => Ok(Some(lock)),
            Err(ProfilesError::Busy) => Ok(None),
            Err(error) => Err(error),
        });
        let Some(lock) = locked.await? else { return Ok(false) };
        self.vault.reopen(&inner.profiles.folder(id), self.keys.vault_key()).await?;
        self.locks.lock().unwrap_or_else(PoisonError::into_inner).push(lock);
        self.writes.store(true, Ordering::Release);
        self.changed.notify_one();
        Ok(true)
    }

    /// Starts what keeps the index like the store.
    pub fn start_indexing(self: &Arc<Self>, inner: &Arc<Inner>) {
        let indexing = Indexing {
            app: Arc::downgrade(inner),
            open: Arc::downgrade(self),
            place: self.index_place.clone(),
            opening: self.opening.lock().unwrap_or_else(PoisonError::into_inner).take(),
            agreed: AtomicBool::new(false),
        };
        self.own(Task::new(inner.runtime.spawn(indexing.run())));
    }

    /// Keeps a task for as long as the profile is open.
    pub fn own(&self, task: Task) {
        self.tasks.lock().unwrap_or_else(PoisonError::into_inner).push(task);
    }

    /// Takes what changed in the store; whether anything did.
    pub async fn follow(&self) -> Result<bool, UiError> {
        let changed = self.corpus.follow().await?;
        if changed {
            self.changed.notify_one();
        }
        Ok(changed)
    }

    /// What the clients of this connection's workspace share; its own where Notion does not
    /// say which workspace it is.
    pub fn workspace_pause(&self, connection: &Connection) -> Arc<WorkspacePause> {
        let Some(workspace) = &connection.workspace_id else { return Arc::default() };
        let mut workspaces = self.workspaces.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (connection.origin.clone(), *workspace);
        Arc::clone(workspaces.entry(key).or_default())
    }

    /// Connections that can be asked now, with their workspaces' names.
    pub fn reachable(&self) -> Vec<(ConnectionId, String, Notion)> {
        let links = self.links();
        let usable = links.iter().filter_map(|(id, link)| {
            Some((*id, link.connection.workspace_name.clone(), link.notion.clone()?))
        });
        usable.collect()
    }

    /// Lets a connection's work look for what is new.
    pub fn wake(&self, connection: ConnectionId) {
        if let Some(link) = self.links().get(&connection) {
            link.wishes.poll(Duration::MAX);
        }
        self.changed.notify_one();
    }

    pub fn card(&self) -> ProfileCard {
        ProfileCard { id: self.id.to_string(), name: self.name.clone(), role: role(self.role), claimed: true }
    }

    pub fn links(&self) -> MutexGuard<'_, HashMap<ConnectionId, Link>> {
        self.links.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn set_lock_after(&self, minutes: u32) {
        self.lock_after_minutes.store(minutes, Ordering::Relaxed);
    }

    pub fn lock_after(&self) -> Option<Duration> {
        let minutes = self.lock_after_minutes.load(Ordering::Relaxed);
        (minutes > 0).then(|| Duration::from_secs(u64::from(minutes) * 60))
    }

    /// From here on nothing runs for the profile.
    pub async fn stop(&self) {
        let mut tasks: Vec<Task> = self.links().values_mut().filter_map(|link| link.task.take()).collect();
        tasks.append(&mut self.tasks.lock().unwrap_or_else(PoisonError::into_inner));
        join_all(tasks.into_iter().map(Task::stop)).await;
        self.corpus.forget();
    }

    /// Saves token renewals under way, closes vault and database, and lets go of the locks.
    /// What still holds a share finds everything closed. A connection that waited for the
    /// person's word is handed out, to be revoked.
    pub async fn close(&self) -> Option<Box<Candidate>> {
        let candidate = self.connecting.lock().await.end().await;
        let links: Vec<Link> = self.links().drain().map(|(_, link)| link).collect();
        // A server that does not answer must not keep a locked profile's keys here.
        if timeout(RENEWAL, join_all(links.into_iter().map(Link::close))).await.is_err() {
            tracing::warn!("a token renewal did not end in time");
        }
        self.vault.close().await;
        self.store.close().await;
        self.corpus.set_index(None);
        self.locks.lock().unwrap_or_else(PoisonError::into_inner).clear();
        candidate
    }
}

/// The vault off the async threads; its calls block and sync.
#[derive(Clone)]
pub(crate) struct Vault(Arc<Mutex<VaultState>>);

enum VaultState {
    Open(Box<StrongholdVault>),
    /// Another process writes, and with it reads, this profile's tokens.
    Elsewhere,
    Closed,
}

impl Vault {
    async fn open(folder: &Path, key: Key32) -> Result<Self, UiError> {
        let vault = Self::elsewhere();
        vault.reopen(folder, key).await?;
        Ok(vault)
    }

    fn elsewhere() -> Self {
        Self(Arc::new(Mutex::new(VaultState::Elsewhere)))
    }

    /// Opens it as it is on disk now, unless it was closed meanwhile.
    async fn reopen(&self, folder: &Path, key: Key32) -> Result<(), UiError> {
        let path = folder.join("vault.hold");
        let opened = tokio::task::spawn_blocking(move || StrongholdVault::open(&path, &key)).await;
        let opened = opened.map_err(|_| UiError::Internal)??;
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let VaultState::Elsewhere = *state {
            *state = VaultState::Open(Box::new(opened));
        }
        Ok(())
    }

    pub async fn with<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut StrongholdVault) -> Result<T, VaultError> + Send + 'static,
    ) -> Result<T, UiError> {
        let vault = Arc::clone(&self.0);
        let done = tokio::task::spawn_blocking(move || {
            match &mut *vault.lock().unwrap_or_else(PoisonError::into_inner) {
                VaultState::Open(vault) => Ok(work(vault)?),
                VaultState::Elsewhere => Err(UiError::ProfileBusy),
                VaultState::Closed => Err(UiError::Locked),
            }
        });
        done.await.map_err(|_| UiError::Internal)?
    }

    async fn close(&self) {
        let vault = Arc::clone(&self.0);
        let _ = tokio::task::spawn_blocking(move || {
            *vault.lock().unwrap_or_else(PoisonError::into_inner) = VaultState::Closed;
        })
        .await;
    }
}

/// After an update the first to open a profile may be a command that only reads.
async fn bring_up_to_date(
    app: &crate::App,
    id: ProfileId,
    database: &Path,
    key: &Key32,
) -> Result<(), UiError> {
    let _writer = app.blocking(move |profiles| profiles.lock_writer(id)).await?;
    Store::open(database, key).await?.close().await;
    Ok(())
}

/// Takes the locks that `access` needs; whether the writer's is among them.
fn lock(profiles: &Profiles, id: ProfileId, access: Access) -> Result<(Vec<FileLock>, bool), ProfilesError> {
    Ok(match access {
        Access::Window => {
            let window = profiles.lock_window(id)?;
            match profiles.lock_writer(id) {
                Ok(writer) => (vec![window, writer], true),
                Err(ProfilesError::Busy) => (vec![window], false),
                Err(error) => return Err(error),
            }
        }
        Access::Write => (vec![profiles.lock_writer(id)?], true),
        Access::Read => (Vec::new(), false),
    })
}

/// A task that stops with its owner.
pub(crate) struct Task(JoinHandle<()>);

impl Task {
    pub fn new(handle: JoinHandle<()>) -> Self {
        Self(handle)
    }

    /// Returns when it has let go of everything it held; dropping alone only asks it to.
    pub async fn stop(mut self) {
        self.0.abort();
        let _ = (&mut self.0).await;
    }
}

impl Drop for Task {
    fn drop(&mut self) {
        self.0.abort();
    }
}

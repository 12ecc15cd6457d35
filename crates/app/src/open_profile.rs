//! What exists only while a profile is open: its keys, files, connections and list.
//!
//! Dropping it stops every task it owns. Not here: use cases; they are methods of
//! [`crate::App`] beside the views they serve.

use crate::Inner;
use crate::candidate::Candidate;
use crate::catalog::{Catalog, Contents};
use crate::connecting::Connecting;
use crate::connections::Link;
use crate::outside_link::page_address;
use crate::sign_in::role;
use crate::ui_types::{OpenIn, ProfileCard, UiError};
use futures::future::join_all;
use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use trove_model::{ConnectionId, Origin, ProfileId, TokenKind};
use trove_profiles::{FileLock, ProfileKeys, Role};
use trove_store::Store;
use trove_vault::{StrongholdVault, VaultError};

/// How long a token renewal under way may keep a profile from closing. A pair that comes
/// later is lost, and its connection has to be made again.
const RENEWAL: Duration = Duration::from_secs(10);

pub(crate) struct OpenProfile {
    pub id: ProfileId,
    pub name: String,
    pub role: Role,
    pub keys: ProfileKeys,
    pub store: Store,
    pub vault: Vault,
    pub connecting: tokio::sync::Mutex<Connecting>,
    links: Mutex<HashMap<ConnectionId, Link>>,
    catalog: Mutex<Arc<Catalog>>,
    lock_after_minutes: AtomicU32,
    /// Window and writer. Let go when the files are closed, since a command that still
    /// waits for Notion may hold a share of this much longer.
    locks: Mutex<Option<(FileLock, FileLock)>>,
}

impl OpenProfile {
    /// Opens vault and database behind the profile's two locks.
    pub async fn open(inner: &Arc<Inner>, keys: ProfileKeys) -> Result<Arc<Self>, UiError> {
        let app = crate::App { inner: Arc::clone(inner) };
        let id = keys.id();
        let (window, writer, profile) = app
            .blocking(move |profiles| {
                let window = profiles.lock_window(id)?;
                let writer = profiles.lock_writer(id)?;
                let profile = profiles.list()?.into_iter().find(|profile| profile.id == id);
                Ok::<_, trove_profiles::ProfilesError>((window, writer, profile))
            })
            .await?;
        let profile = profile.ok_or(UiError::ProfileNotFound)?;
        let folder = inner.profiles.folder(id);
        // The two files open side by side; neither waits for the other.
        let (database, store_key) = (folder.join("pages.db"), keys.store_key());
        let (vault, store) =
            tokio::join!(Vault::open(&folder, keys.vault_key()), Store::open(&database, &store_key));
        let (vault, store) = (vault?, store?);
        Ok(Arc::new(Self {
            id,
            name: profile.name,
            role: profile.role,
            keys,
            store,
            vault,
            connecting: tokio::sync::Mutex::default(),
            links: Mutex::default(),
            catalog: Mutex::new(Arc::new(Catalog::new(Contents::default()))),
            lock_after_minutes: AtomicU32::new(0),
            locks: Mutex::new(Some((window, writer))),
        }))
    }

    pub fn card(&self) -> ProfileCard {
        ProfileCard { id: self.id.to_string(), name: self.name.clone(), role: role(self.role), claimed: true }
    }

    pub fn links(&self) -> MutexGuard<'_, HashMap<ConnectionId, Link>> {
        self.links.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn catalog(&self) -> Arc<Catalog> {
        Arc::clone(&self.catalog.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads the list again from the store.
    pub async fn reload(&self, origin: &Origin) -> Result<(), UiError> {
        let connections = self.store.connections().await?;
        let pages = self.store.pages().await?;
        let parents = self.store.parents().await?;
        let origin = origin.clone();
        let catalog = tokio::task::spawn_blocking(move || {
            let origins: HashMap<ConnectionId, Origin> =
                connections.iter().map(|connection| (connection.id, connection.origin.clone())).collect();
            let address = pages.iter().map(|listed| {
                let page = &listed.page;
                let from = listed.connections.first().and_then(|id| origins.get(id)).unwrap_or(&origin);
                (page.id, page_address(page.url.as_deref(), &page.id, from, OpenIn::Browser))
            });
            Catalog::new(Contents {
                address: address.collect(),
                workspaces: connections.iter().map(|c| (c.id, c.workspace_name.clone())).collect(),
                samples: connections.iter().filter(|c| c.kind == TokenKind::Sample).map(|c| c.id).collect(),
                between: parents.into_iter().map(|at| (at.id, at.parent, at.title)).collect(),
                pages: pages.into_iter().map(|listed| (listed.page, listed.connections)).collect(),
            })
        });
        let catalog = catalog.await.map_err(|_| UiError::Internal)?;
        *self.catalog.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(catalog);
        Ok(())
    }

    pub fn set_lock_after(&self, minutes: u32) {
        self.lock_after_minutes.store(minutes, Ordering::Relaxed);
    }

    pub fn lock_after(&self) -> Option<Duration> {
        let minutes = self.lock_after_minutes.load(Ordering::Relaxed);
        (minutes > 0).then(|| Duration::from_secs(u64::from(minutes) * 60))
    }

    /// From here on nothing runs for the profile and nothing of it is shown.
    pub async fn stop(&self) {
        let tasks: Vec<Task> = self.links().values_mut().filter_map(|link| link.task.take()).collect();
        join_all(tasks.into_iter().map(Task::stop)).await;
        *self.catalog.lock().unwrap_or_else(PoisonError::into_inner) =
            Arc::new(Catalog::new(Contents::default()));
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
        self.locks.lock().unwrap_or_else(PoisonError::into_inner).take();
        candidate
    }
}

/// The vault off the async threads; its calls block and sync.
#[derive(Clone)]
pub(crate) struct Vault(Arc<Mutex<Option<StrongholdVault>>>);

impl Vault {
    async fn open(folder: &Path, key: trove_model::Key32) -> Result<Self, UiError> {
        let path = folder.join("vault.hold");
        let opened = tokio::task::spawn_blocking(move || StrongholdVault::open(&path, &key)).await;
        Ok(Self(Arc::new(Mutex::new(Some(opened.map_err(|_| UiError::Internal)??)))))
    }

    pub async fn with<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut StrongholdVault) -> Result<T, VaultError> + Send + 'static,
    ) -> Result<T, UiError> {
        let vault = Arc::clone(&self.0);
        let done = tokio::task::spawn_blocking(move || {
            let mut vault = vault.lock().unwrap_or_else(PoisonError::into_inner);
            vault.as_mut().ok_or(UiError::Locked).and_then(|vault| Ok(work(vault)?))
        });
        done.await.map_err(|_| UiError::Internal)?
    }

    async fn close(&self) {
        let vault = Arc::clone(&self.0);
        let _ = tokio::task::spawn_blocking(move || {
            vault.lock().unwrap_or_else(PoisonError::into_inner).take();
        })
        .await;
    }
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

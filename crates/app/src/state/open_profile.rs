//! What exists only while a profile is open: its keys, files, connections and list.
//!
//! Dropping it stops every task it owns. Not here: use cases; they are methods of
//! [`App`](super::app::App) beside what a person does. Opening it is one of them.

use super::access_requests::AccessRequests;
use super::candidate::Candidate;
use super::connecting::Connecting;
use super::link::{Link, Reachable};
use super::looks::Looks;
use super::profile_locks::{Access, ProfileLocks};
use super::task::Task;
use super::token_vault::TokenVault;
use crate::corpus::Corpus;
use crate::corpus::index_place::OpeningIndex;
use crate::to_ui;
use crate::ui_types::{AssistantSettings, Listing, LiveFailure, ProfileCard, UiError};
use futures::future::join_all;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::timeout;
use trove_model::{Connection, ConnectionId, ConnectionStatus, NotionId, Origin, ProfileId, TokenKind};
use trove_notion::WorkspacePause;
use trove_profiles::{ProfileKeys, Role};
use trove_store::Store;

/// How long a locked profile waits for what cannot be interrupted: a step of work that keeps
/// its thread, a statement that the database has begun.
const MOMENT: Duration = Duration::from_millis(250);

/// How long a token renewal under way may keep a profile from closing. A pair that comes
/// later is lost, and its connection has to be made again.
pub(crate) const RENEWAL: Duration = Duration::from_secs(10);

pub(crate) struct OpenProfile {
    pub id: ProfileId,
    pub name: String,
    /// What its keys say: the registry is a file that anyone here can edit.
    pub role: Role,
    /// Gone once it is locked, whoever still holds a share of the rest.
    keys: Mutex<Option<Arc<ProfileKeys>>>,
    pub access: Access,
    /// What assistants were allowed when it was opened, where it was opened for them.
    pub assistants: Option<AssistantSettings>,
    pub store: Store,
    pub vault: TokenVault,
    pub corpus: Arc<Corpus>,
    /// Window and writer, as far as they are held.
    pub locks: ProfileLocks,
    /// Counts searches at Notion, so that each ends the one before it.
    pub live_searches: watch::Sender<u64>,
    /// Counts how often the person stopped what is exported.
    pub stopped_exports: AtomicU64,
    /// Programs that ask this window to be let in.
    pub access_requests: AccessRequests,
    pub connecting: tokio::sync::Mutex<Connecting>,
    pub looks: Looks,
    links: Mutex<HashMap<ConnectionId, Link>>,
    /// What connections to one workspace share, by where it is and which.
    workspaces: Mutex<HashMap<(Origin, NotionId), Arc<WorkspacePause>>>,
    /// What runs for the whole profile: the index, and waiting for the right to write.
    tasks: Mutex<Vec<Task>>,
    lock_after_minutes: AtomicU32,
    /// The index, which is opened beside everything else, until its own task takes it over.
    index: Mutex<Option<OpeningIndex>>,
}

/// What was opened of a profile.
pub(crate) struct Opened {
    pub id: ProfileId,
    pub name: String,
    pub keys: Arc<ProfileKeys>,
    pub access: Access,
    pub assistants: Option<AssistantSettings>,
    pub store: Store,
    pub vault: TokenVault,
    pub corpus: Arc<Corpus>,
    pub locks: ProfileLocks,
    pub lock_after_minutes: u32,
    pub index: OpeningIndex,
}

impl OpenProfile {
    pub fn new(opened: Opened) -> Self {
        let Opened {
            id,
            name,
            keys,
            access,
            assistants,
            store,
            vault,
            corpus,
            locks,
            lock_after_minutes,
            index,
        } = opened;
        Self {
            id,
            name,
            role: keys.role(),
            keys: Mutex::new(Some(keys)),
            access,
            assistants,
            store,
            vault,
            corpus,
            locks,
            live_searches: watch::Sender::default(),
            stopped_exports: AtomicU64::default(),
            access_requests: AccessRequests::default(),
            connecting: tokio::sync::Mutex::default(),
            looks: Looks::default(),
            links: Mutex::default(),
            workspaces: Mutex::default(),
            tasks: Mutex::default(),
            lock_after_minutes: AtomicU32::new(lock_after_minutes),
            index: Mutex::new(Some(index)),
        }
    }

    /// # Errors
    /// [`UiError::Locked`] once it is.
    pub fn keys(&self) -> Result<Arc<ProfileKeys>, UiError> {
        self.keys.lock().unwrap_or_else(PoisonError::into_inner).clone().ok_or(UiError::Locked)
    }

    /// Whether this process is the one that writes what comes from Notion.
    pub fn writes(&self) -> bool {
        self.locks.writes()
    }

    /// The index as it was begun to be opened; once.
    pub fn take_index(&self) -> Option<OpeningIndex> {
        self.index.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Keeps a task for as long as the profile is open.
    pub fn own(&self, task: Task) {
        self.tasks.lock().unwrap_or_else(PoisonError::into_inner).push(task);
    }

    /// What the clients of this connection's workspace share; its own where Notion does not
    /// say which workspace it is.
    pub fn workspace_pause(&self, connection: &Connection) -> Arc<WorkspacePause> {
        let Some(workspace) = &connection.workspace_id else { return Arc::default() };
        let mut workspaces = self.workspaces.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (connection.origin.clone(), *workspace);
        Arc::clone(workspaces.entry(key).or_default())
    }

    /// Connections that can be asked now, and why the others cannot. The sample is no
    /// workspace that could hold more than is known of it.
    pub async fn reachable(&self) -> Result<(Vec<Reachable>, Vec<LiveFailure>), UiError> {
        let (mut reachable, mut failures) = (Vec::new(), Vec::new());
        let mut stored = self.store.connections().await?;
        stored.retain(|connection| self.corpus.visible.has(&connection.id));
        let links = self.links();
        for connection in stored {
            let link = links.get(&connection.id);
            let workspace = connection.workspace_name;
            match link.and_then(Link::notion) {
                Some(notion) => reachable.push(Reachable { connection: connection.id, workspace, notion }),
                None if connection.kind == TokenKind::Sample => {}
                None => {
                    failures.push(LiveFailure { workspace, error: self.why_not(link, connection.status) })
                }
            }
        }
        Ok((reachable, failures))
    }

    fn why_not(&self, link: Option<&Link>, status: ConnectionStatus) -> UiError {
        match (link.map(|link| &link.listing), status) {
            _ if !self.writes() => UiError::ProfileBusy,
            (_, ConnectionStatus::Paused) => UiError::ConnectionPaused,
            (Some(Listing::Failed { error }), _) => error.clone(),
            _ => UiError::TokenRefused,
        }
    }

    /// Lets a connection's work look for what is new.
    pub fn wake(&self, connection: ConnectionId) {
        if let Some(link) = self.links().get(&connection) {
            link.refresh.poll(Duration::MAX);
        }
    }

    /// Notion answered: a connection that had stopped is to go on.
    pub fn note_answer(&self, connection: ConnectionId) {
        let status = self.links().get(&connection).map(|link| link.connection.status);
        if status == Some(ConnectionStatus::NeedsReconnect) {
            self.wake(connection);
        }
    }

    pub fn card(&self) -> ProfileCard {
        to_ui::profile_card(self.id, self.name.clone(), self.role, true)
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

    /// From here on nothing is shown, the keys are gone, and nothing runs for the profile but
    /// what cannot be interrupted. That is waited for a moment only: it finds everything closed.
    pub async fn stop(&self) {
        let mut tasks: Vec<Task> = self.links().values_mut().filter_map(|link| link.task.take()).collect();
        tasks.extend(self.looks.take());
        tasks.append(&mut self.tasks.lock().unwrap_or_else(PoisonError::into_inner));
        self.corpus.forget();
        if timeout(MOMENT, join_all(tasks.into_iter().map(Task::stop))).await.is_err() {
            tracing::warn!("some work did not stop at once");
            // It may have filled them again.
            self.corpus.forget();
        }
        self.keys.lock().unwrap_or_else(PoisonError::into_inner).take();
    }

    /// Closes the database and, beside it, saves token renewals under way and
    /// closes the vault; then lets go of the locks. What still holds a share finds everything
    /// closed; a statement that has begun is waited for. A connection that waited for the
    /// person's word is handed out, to be revoked.
    pub async fn close(&self) -> Option<Box<Candidate>> {
        self.corpus.set_index(None);
        let ((), candidate) = tokio::join!(self.store.close(), self.close_vault());
        self.locks.let_go();
        candidate
    }

    async fn close_vault(&self) -> Option<Box<Candidate>> {
        let connecting = async { self.connecting.lock().await.end().await };
        let candidate = timeout(MOMENT, connecting).await.unwrap_or_default();
        let links: Vec<Link> = self.links().drain().map(|(_, link)| link).collect();
        // A server that does not answer must not keep a locked profile's tokens here.
        if timeout(RENEWAL, join_all(links.into_iter().map(Link::close))).await.is_err() {
            tracing::warn!("a token renewal did not end in time");
        }
        self.vault.close().await;
        candidate
    }
}

//! What commands do at one go, where a window has tasks: open a profile beside a running
//! window, ask Notion until nothing waits, wait for the index.

use crate::App;
use crate::following::Follower;
use crate::open_profile::Access;
use crate::ui_types::{IndexState, Listing, Pace, Session, UiError};
use futures::future::join_all;
use std::time::Duration;
use trove_model::{ConnectionStatus, SecretString, TokenKind};

/// How often the index is looked at while it catches up.
const STEP: Duration = Duration::from_millis(50);

/// What became of one connection.
#[derive(Debug, Clone, PartialEq)]
pub struct Synced {
    pub connection: String,
    pub workspace: String,
    /// Why it ended early; what was read until then is kept.
    pub error: Option<UiError>,
}

impl App {
    /// Opens a profile to look things up, beside a window or a command that writes.
    ///
    /// # Errors
    /// As [`sign_in`](Self::sign_in); a database of an older version has to be opened for
    /// writing first.
    pub async fn open_to_read(&self, profile: &str, password: SecretString) -> Result<Session, UiError> {
        self.unlock(profile, password, Access::Read).await
    }

    /// Opens a profile to ask Notion; nothing is asked yet.
    ///
    /// # Errors
    /// As [`sign_in`](Self::sign_in); [`UiError::ProfileBusy`] while a window or another
    /// command writes.
    pub async fn open_to_write(&self, profile: &str, password: SecretString) -> Result<Session, UiError> {
        self.unlock(profile, password, Access::Write).await
    }

    /// Asks every active connection what is new (or, with `full`, lists everything and
    /// tries again what failed), reads every page that waits, and brings the index up to
    /// date. Progress comes as [`Event::Connections`](crate::ui_types::Event::Connections).
    ///
    /// # Errors
    /// [`UiError::Locked`], [`UiError::ProfileBusy`] if the profile was opened to read.
    pub async fn sync_now(&self, full: bool, pace: Option<Pace>) -> Result<Vec<Synced>, UiError> {
        let open = self.open_profile().await?;
        if !open.writes() {
            return Err(UiError::ProfileBusy);
        }
        let mut followers: Vec<(String, String, Result<Follower, UiError>)> = Vec::new();
        for connection in open.store.connections().await? {
            // The sample's server is part of the window.
            if connection.status != ConnectionStatus::Active || connection.kind == TokenKind::Sample {
                continue;
            }
            let (id, workspace) = (connection.id, connection.workspace_name.clone());
            let follower = match self.link_connection(&open, connection).await {
                Ok(Some(follower)) => Ok(follower),
                Ok(None) => Err(UiError::TokenRefused),
                Err(error) => Err(error),
            };
            if full {
                open.store.retry_bodies(id).await?;
            }
            if let Some(pace) = pace {
                self.set_pace(&id.to_string(), pace).await?;
            }
            followers.push((id.to_string(), workspace, follower));
        }
        let runs = followers.into_iter().map(|(connection, workspace, follower)| async {
            let error = match follower {
                Ok(follower) => {
                    let listed = follower.list(full).await;
                    follower.show_outcome(&listed).await;
                    match listed {
                        Ok(()) => {
                            follower.read().await;
                            self.failure_of(&connection).await
                        }
                        Err(error) => Some(error),
                    }
                }
                Err(error) => Some(error),
            };
            Synced { connection, workspace, error }
        });
        let synced = join_all(runs).await;
        self.index_caught_up().await?;
        Ok(synced)
    }

    /// Returns when the index has been opened, or cannot be: an answer before that would
    /// come from titles alone.
    ///
    /// # Errors
    /// [`UiError::Locked`].
    pub async fn index_settled(&self) -> Result<IndexState, UiError> {
        Ok(self.open_profile().await?.corpus.index_settled().await)
    }

    /// Returns when the index knows everything that is stored, or cannot be written.
    ///
    /// # Errors
    /// [`UiError::Locked`], or when the database cannot be read.
    pub async fn index_caught_up(&self) -> Result<(), UiError> {
        let open = self.open_profile().await?;
        open.follow().await?;
        let last = open.store.last_seq().await?;
        loop {
            match open.corpus.index_settled().await {
                IndexState::Failed { .. } | IndexState::Absent => return Ok(()),
                _ if open.corpus.index().is_some_and(|index| index.seq() >= last) => return Ok(()),
                _ => open.changed.notify_one(),
            }
            self.inner.clock.sleep(STEP).await;
        }
    }

    /// Why a connection's last run ended early.
    async fn failure_of(&self, connection: &str) -> Option<UiError> {
        let open = self.open_profile().await.ok()?;
        let id = connection.parse().ok()?;
        match &open.links().get(&id)?.listing {
            Listing::Failed { error } => Some(error.clone()),
            Listing::Idle | Listing::Running { .. } => None,
        }
    }
}

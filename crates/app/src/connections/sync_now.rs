//! What a command does at one go, where a window has tasks: ask Notion until nothing waits,
//! then wait for the index.

use super::follower::{Follower, Standing};
use crate::state::app::App;
use crate::ui_types::{Listing, Pace, UiError};
use futures::future::join_all;
use trove_model::{ConnectionStatus, TokenKind};

/// What became of one connection.
#[derive(Debug, Clone, PartialEq)]
pub struct Synced {
    pub connection: String,
    pub workspace: String,
    /// Why it ended early; what was read until then is kept.
    pub error: Option<UiError>,
}

/// How much a run asks Notion for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// What changed; everything where the last listing broke off.
    Changes,
    /// What changed, and everything when its turn has come: for runs that follow each other.
    InTurn,
    /// Everything, and every text again.
    Everything,
}

impl App {
    /// Asks every connection that is not paused for so much ([`Extent::Everything`] also tries again
    /// what failed), reads every page that waits, and brings the index up to date. Progress comes
    /// as [`Event::Connections`](crate::ui_types::Event::Connections).
    ///
    /// # Errors
    /// [`UiError::Locked`], [`UiError::ProfileBusy`] if the profile was opened to read.
    pub async fn sync_now(&self, extent: Extent, pace: Option<Pace>) -> Result<Vec<Synced>, UiError> {
        let open = self.open_profile().await?;
        if !open.writes() {
            return Err(UiError::ProfileBusy);
        }
        let mut followers: Vec<(String, String, bool, Result<Follower, UiError>)> = Vec::new();
        for connection in open.store.connections().await? {
            // The sample's server is part of the window; a paused one is to be left alone.
            if connection.kind == TokenKind::Sample || connection.status == ConnectionStatus::Paused {
                continue;
            }
            let (id, workspace) = (connection.id, connection.workspace_name.clone());
            let follower = match self.link_connection(&open, connection).await {
                Ok(Some(follower)) => Ok(follower),
                Ok(None) => Err(UiError::TokenRefused),
                Err(error) => Err(error),
            };
            if extent == Extent::Everything {
                open.store.retry_bodies(id).await?;
                open.store.read_all_bodies_again(id).await?;
            }
            if let Some(pace) = pace {
                self.set_pace(&id.to_string(), pace).await?;
            }
            let everything = match extent {
                Extent::Everything => true,
                Extent::Changes => open.store.following(id).await?.short_since.is_some(),
                Extent::InTurn => false,
            };
            followers.push((id.to_string(), workspace, everything, follower));
        }
        let runs = followers.into_iter().map(|(connection, workspace, everything, follower)| async move {
            let ran = match follower {
                Ok(follower) => run_once(follower, everything).await,
                Err(error) => Err(error),
            };
            let error = match ran {
                Ok(()) => self.failure_of(&connection).await,
                Err(error) => Some(error),
            };
            Synced { connection, workspace, error }
        });
        let synced = join_all(runs).await;
        self.index_caught_up().await?;
        Ok(synced)
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

/// Lists and reads; one that Notion refused is tried again before that.
async fn run_once(mut follower: Follower, full: bool) -> Result<(), UiError> {
    if follower.standing() == Some(Standing::Refused) {
        follower.try_again().await?;
    }
    let listed = follower.list(full).await;
    follower.show_outcome(&listed).await;
    listed?;
    follower.read().await;
    Ok(())
}

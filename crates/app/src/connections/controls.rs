//! What a person does with a connection that is there: list it again, pause it, set its pace.

use crate::state::app::App;
use crate::state::link::Link;
use crate::state::open_profile::OpenProfile;
use crate::to_ui;
use crate::ui_types::{Event, Limits, Pace, UiError};
use trove_model::{Connection, ConnectionId};

impl App {
    /// Lists one connection again, or all of them, and tries again what failed.
    ///
    /// # Errors
    /// [`UiError::Locked`], [`UiError::ConnectionNotFound`].
    pub async fn refresh(&self, connection: Option<&str>) -> Result<(), UiError> {
        let open = self.open_profile().await?;
        let one: Option<ConnectionId> =
            connection.map(|id| id.parse().map_err(|_| UiError::ConnectionNotFound)).transpose()?;
        let chosen: Vec<ConnectionId> =
            open.links().keys().copied().filter(|id| one.is_none_or(|one| *id == one)).collect();
        if one.is_some() && chosen.is_empty() {
            return Err(UiError::ConnectionNotFound);
        }
        for id in chosen {
            open.store.retry_bodies(id).await?;
            let dormant = match open.links().get(&id) {
                Some(link) if link.task.is_none() => Some(link.connection.clone()),
                Some(link) => {
                    link.refresh.everything();
                    None
                }
                None => None,
            };
            if let Some(connection) = dormant {
                self.try_connection(&open, connection).await;
            }
        }
        Ok(())
    }

    /// The window has the person's attention: asks what changed, unless that was asked
    /// within the last minute.
    ///
    /// # Errors
    /// [`UiError::Locked`].
    pub async fn focused(&self) -> Result<(), UiError> {
        let open = self.open_profile().await?;
        let now = self.inner.clock.monotonic();
        open.links().values().for_each(|link| link.refresh.poll(now));
        Ok(())
    }

    /// Lets go of what vanished all at once: how many pages that were.
    ///
    /// # Errors
    /// [`UiError::ConnectionNotFound`], [`UiError::ProfileBusy`] if the profile was opened
    /// to read, or when the database cannot be written.
    pub async fn let_go_of_missing(&self, connection: &str) -> Result<u32, UiError> {
        let open = self.open_profile().await?;
        if !open.writes() {
            return Err(UiError::ProfileBusy);
        }
        let id: ConnectionId = connection.parse().map_err(|_| UiError::ConnectionNotFound)?;
        let gone = open.store.let_go(id).await?;
        if open.corpus.follow().await? {
            self.emit(&Event::PagesChanged);
        }
        self.tell_connections(&open).await;
        Ok(u32::try_from(gone).unwrap_or(u32::MAX))
    }

    /// Stops asking Notion for this connection, or goes on. What was read stays either way.
    ///
    /// # Errors
    /// [`UiError::ConnectionNotFound`], or when the database cannot be written.
    pub async fn pause_connection(&self, connection: &str, paused: bool) -> Result<(), UiError> {
        use trove_model::ConnectionStatus::{Active, Paused};
        let open = self.open_profile().await?;
        let (id, connection) = linked(&open, connection)?;
        let status = match (connection.status, paused) {
            (Active, true) => Paused,
            (Paused, false) => Active,
            _ => return Ok(()),
        };
        if paused {
            self.stop_connection(&open, id).await;
        }
        open.store.set_status(id, status).await?;
        self.start_connection(&open, Connection { status, ..connection }).await
    }

    /// How much is kept of a connection at most. What is stored stays; where more may be kept,
    /// listing and reading go on at once.
    ///
    /// # Errors
    /// [`UiError::ConnectionNotFound`], [`UiError::ProfileBusy`] if the profile was opened
    /// to read, or when the database cannot be written.
    pub async fn set_limits(&self, connection: &str, limits: Limits) -> Result<(), UiError> {
        let open = self.open_profile().await?;
        if !open.writes() {
            return Err(UiError::ProfileBusy);
        }
        let id: ConnectionId = connection.parse().map_err(|_| UiError::ConnectionNotFound)?;
        let before = open.store.following(id).await?.limits;
        let limits = to_ui::from_limits(limits);
        open.store.set_limits(id, limits).await?;
        if let Some(link) = open.links().get(&id) {
            match limits.pages > before.pages {
                // A listing under way ends at the limit that it began with.
                true => link.refresh.everything(),
                false => link.refresh.now(),
            }
        }
        self.tell_connections(&open).await;
        Ok(())
    }

    /// How fast a connection asks Notion, from the next request on.
    ///
    /// # Errors
    /// [`UiError::ConnectionNotFound`], or when the database cannot be written.
    pub async fn set_pace(&self, connection: &str, pace: Pace) -> Result<(), UiError> {
        let open = self.open_profile().await?;
        let (id, _) = linked(&open, connection)?;
        let pace = to_ui::from_pace(pace);
        open.store.set_pace(id, pace).await?;
        if let Some(notion) = open.links().get(&id).and_then(Link::notion) {
            notion.set_pace(pace);
        }
        self.tell_connections(&open).await;
        Ok(())
    }
}

/// The connection of an id that came from the window.
fn linked(open: &OpenProfile, id: &str) -> Result<(ConnectionId, Connection), UiError> {
    let id: ConnectionId = id.parse().map_err(|_| UiError::ConnectionNotFound)?;
    let connection = open.links().get(&id).map(|link| link.connection.clone());
    Ok((id, connection.ok_or(UiError::ConnectionNotFound)?))
}

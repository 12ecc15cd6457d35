//! Connections as the window lists them, told as they change.

use crate::state::app::App;
use crate::state::link::Rate;
use crate::state::open_profile::OpenProfile;
use crate::to_ui;
use crate::ui_types::{ConnectionCard, Event, Listing, Reading, UiError};

impl App {
    /// # Errors
    /// [`UiError::Locked`].
    pub async fn connections(&self) -> Result<Vec<ConnectionCard>, UiError> {
        let open = self.open_profile().await?;
        self.cards(&open).await
    }

    pub(crate) async fn tell_connections(&self, open: &OpenProfile) {
        if let Ok(cards) = self.cards(open).await {
            self.tell_outside(open, &cards).await;
            self.emit(&Event::Connections(cards));
        }
    }

    pub(crate) async fn cards(&self, open: &OpenProfile) -> Result<Vec<ConnectionCard>, UiError> {
        let mut stored = Vec::new();
        for connection in open.store.connections().await? {
            if !open.corpus.visible.has(&connection.id) {
                continue;
            }
            let following = open.store.following(connection.id).await?;
            let missing = open.store.missing(connection.id).await?;
            stored.push((connection, following, missing));
        }
        // At one moment, and the newest: a listing that has ended is told with its pages.
        let links = open.links();
        let (_, counts) = open.corpus.read().counts();
        let cards = stored.into_iter().map(|(mut connection, following, missing)| {
            let counts = counts.get(&connection.id).copied().unwrap_or_default();
            let (mut listing, mut rate) = (Listing::Idle, Rate::default());
            if let Some(link) = links.get(&connection.id) {
                (listing, rate) = (link.listing.clone(), link.rate);
                // The database is ahead of it until every record says the same.
                connection.status = link.connection.status;
            }
            let reading = Reading {
                read: counts.read,
                waiting: counts.unread + counts.stale,
                failed: counts.failed,
                running: rate.running,
                per_minute: rate.per_minute,
                seconds_left: rate.seconds_left,
            };
            to_ui::connection_card(connection, counts.known(), listing, reading, &following, missing)
        });
        Ok(cards.collect())
    }
}

//! What stands outside of the window while the app runs: the sign in the tray, the bar of long
//! work, notifications. While no profile is open it says that, and nothing else.

use crate::state::app::App;
use crate::state::open_profile::OpenProfile;
use crate::state::outside::Outside;
use crate::ui_types::ConnectionCard;
use std::sync::{MutexGuard, PoisonError};
use trove_store::Store;

/// Under which name it lies in the profile's database: the ids of connections whose first
/// reading has ended, as JSON.
const FIRST_READINGS: &str = "first_readings";

impl App {
    pub(crate) fn outside(&self) -> MutexGuard<'_, Outside> {
        self.inner.outside.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// After each look at the connections, and first when a profile has opened.
    pub(crate) async fn tell_outside(&self, open: &OpenProfile, cards: &[ConnectionCard]) {
        if self.inner.host.desktop().is_none() {
            return;
        }
        let looked = self.outside().has_looked();
        let earlier = if looked { Vec::new() } else { first_readings(&open.store).await };
        let change = {
            // Held until it is written down, so that a lock comes before or after all of it.
            let now = self.inner.open.read().await;
            if !now.as_deref().is_some_and(|now| std::ptr::eq(now, open)) {
                return;
            }
            self.outside().look(cards, earlier)
        };
        if let Some(read) = change.read {
            remember(&open.store, &read).await;
        }
        if change.sign {
            let _ = self.show_tray().await;
        }
        if change.progress {
            self.show_progress().await;
        }
        if !change.texts.is_empty() && self.machine_settings().desktop.notify {
            self.notify(change.texts).await;
        }
    }

    /// The profile is closed: what stood outside of the window about it goes.
    pub(crate) async fn lock_outside(&self) {
        if self.inner.host.desktop().is_none() {
            return;
        }
        self.outside().lock();
        let _ = self.show_tray().await;
        self.show_progress().await;
    }

    async fn show_progress(&self) {
        let app = self.clone();
        let shown = self.on_desktop(move |desktop| {
            let percent = app.outside().progress;
            desktop.show_progress(percent);
            Ok(())
        });
        let _ = shown.await;
    }

    /// Only to who looks elsewhere: the window shows it already.
    async fn notify(&self, texts: Vec<String>) {
        let told = self.on_desktop(move |desktop| {
            if !desktop.is_looked_at() {
                texts.iter().for_each(|text| desktop.notify(text));
            }
            Ok(())
        });
        let _ = told.await;
    }
}

async fn first_readings(store: &Store) -> Vec<String> {
    let stored = store.get_setting(FIRST_READINGS).await.ok().flatten();
    stored.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default()
}

/// Where it cannot be written, it is told once more after the next start.
async fn remember(store: &Store, read: &[String]) {
    if let Ok(json) = serde_json::to_string(read)
        && store.put_setting(FIRST_READINGS, &json).await.is_err()
    {
        tracing::debug!("which first readings have ended was not written down");
    }
}

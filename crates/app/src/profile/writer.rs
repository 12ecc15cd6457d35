//! The right to write what comes from Notion: one process at a time has it.
//!
//! Not here: the locks themselves (`state::profile_locks`).

use crate::state::app::{App, WeakApp};
use crate::state::open_profile::OpenProfile;
use crate::ui_types::UiError;
use std::sync::{Arc, Weak};
use std::time::Duration;
use trove_profiles::ProfilesError;

/// How often the right is asked for while another process has it.
const RETRY: Duration = Duration::from_secs(2);

impl App {
    /// The right to write was free after all: opens the vault, which another process may
    /// have changed until now. False while it is not free.
    async fn start_writing(&self, open: &OpenProfile) -> Result<bool, UiError> {
        let id = open.id;
        let locked = self.blocking(move |profiles| match profiles.lock_writer(id) {
            Ok(lock) => Ok(Some(lock)),
            Err(ProfilesError::Busy) => Ok(None),
            Err(error) => Err(error),
        });
        let Some(lock) = locked.await? else { return Ok(false) };
        open.vault.reopen(&self.inner.profiles.folder(id), open.keys()?.vault_key()).await?;
        open.locks.start_writing(lock);
        open.corpus.changed.notify_one();
        Ok(true)
    }
}

/// Another process writes, a command that reads Notion for instance: its work is taken up
/// when it ends.
pub(super) async fn wait_to_write(app: WeakApp, open: Weak<OpenProfile>) {
    loop {
        let Some(clock) = app.upgrade().map(|app| Arc::clone(&app.inner.clock)) else { return };
        clock.sleep(RETRY).await;
        let (Some(app), Some(open)) = (app.upgrade(), open.upgrade()) else { return };
        match app.start_writing(&open).await {
            Ok(false) => {}
            Ok(true) => {
                if let Err(error) = app.start_writing_work(&open).await {
                    tracing::warn!(?error, "connections did not start");
                }
                return;
            }
            Err(error) => tracing::warn!(?error, "the right to write was not taken up"),
        }
    }
}

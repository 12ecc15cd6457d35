//! A person looks at a page: is it still there, and as it was read?
//!
//! Not here: what is asked and stored (`trove_sync::look_again`), and polls, which see what
//! is stamped.

use crate::state::app::App;
use crate::state::open_profile::OpenProfile;
use crate::state::task::Task;
use crate::ui_types::Event;
use std::sync::Arc;
use std::time::Duration;
use trove_model::NotionId;
use trove_sync::Looked;

/// Who walks through a list with the arrow keys looks at none of its pages.
const A_LOOK: Duration = Duration::from_millis(500);

impl App {
    /// Asks Notion about a page a moment from now, unless the person looks elsewhere first.
    pub(crate) fn look_later(&self, open: &Arc<OpenProfile>, page: NotionId) {
        if !open.looks.is_due(page, self.inner.clock.monotonic()) {
            return;
        }
        let (app, profile) = (self.downgrade(), Arc::downgrade(open));
        let clock = Arc::clone(&self.inner.clock);
        let task = Task::new(self.inner.runtime.spawn(async move {
            clock.sleep(A_LOOK).await;
            if let (Some(app), Some(open)) = (app.upgrade(), profile.upgrade()) {
                app.look_at(&open, page).await;
            }
        }));
        open.looks.hold(task);
    }

    /// Asks Notion about a page now. What goes wrong is left to the next poll to tell.
    pub(crate) async fn look_at(&self, open: &OpenProfile, page: NotionId) {
        if !open.writes() {
            return;
        }
        let Ok(Some(listed)) = open.store.page(page).await else { return };
        let Ok((reachable, _)) = open.reachable().await else { return };
        let mut reachable = reachable.into_iter();
        let Some(reachable) = reachable.find(|one| listed.connections.contains(&one.connection)) else {
            return;
        };
        // While Notion asks to wait, nothing more is asked.
        if reachable.notion.paused_for().is_some() {
            return;
        }
        open.looks.note(page, self.inner.clock.monotonic());
        let notion = reachable.notion.interactive();
        match trove_sync::look_again(&notion, &open.store, reachable.connection, page).await {
            Ok(Looked::Unchanged) => {}
            Ok(Looked::Changed | Looked::Gone) => {
                if open.corpus.follow().await.unwrap_or(false) {
                    self.emit(&Event::PagesChanged);
                }
            }
            Err(error) => tracing::debug!(%error, "a page was not looked at again"),
        }
    }
}

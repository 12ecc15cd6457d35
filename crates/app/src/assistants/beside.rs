//! The open profile once more, in the window's own process, for the programs that its person
//! has let in: opened with no more than assistants may see, so that nothing else can be told.
//! It is closed with the window's, and by itself while nothing is asked.
//!
//! Not here: who is let in (`visit`).

use super::request::{Answer, Refusal, Request};
use crate::state::app::App;
use crate::state::open_profile::OpenProfile;
use crate::state::profile_locks::Access;
use crate::ui_types::UiError;
use futures::future::BoxFuture;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::timeout;

/// How long an index that is being made is waited for: an answer with the remark that texts
/// may be missing is better than none.
const PATIENCE: Duration = Duration::from_secs(15);

impl App {
    /// # Errors
    /// As [`answer_assistant`](Self::answer_assistant).
    pub(super) async fn answer_beside(
        &self,
        open: &Arc<OpenProfile>,
        request: &Request,
    ) -> Result<Answer, Refusal> {
        // It may have to be opened, and what is allowed may change while it is.
        for _ in 0..3 {
            match self.beside(open).await?.answer_assistant(request).await {
                Err(Refusal::Locked | Refusal::Changed) => {}
                answered => return answered,
            }
        }
        Err(Refusal::Changed)
    }

    /// Opened in a task that nobody cuts short: what is opened halfway would be closed by nobody.
    /// Its index is waited for outside of it, or locking would wait for that too.
    async fn beside(&self, open: &Arc<OpenProfile>) -> Result<Self, UiError> {
        let (app, open) = (self.clone(), Arc::clone(open));
        let opening = self.inner.runtime.spawn(async move { app.open_beside(&open).await });
        let (app, is_new) = opening.await.map_err(|_| UiError::Internal)??;
        if is_new && let Ok(settled) = timeout(PATIENCE, app.index_settled()).await {
            settled?;
        }
        Ok(app)
    }

    /// And whether it was opened just now.
    async fn open_beside(&self, open: &OpenProfile) -> Result<(Self, bool), UiError> {
        let mut beside = self.inner.beside.lock().await;
        let app = beside.get_or_insert_with(|| self.another());
        let is_new = !app.has_open_profile().await;
        if is_new {
            // Gone once the window is locked: then nothing is opened any more.
            app.open(open.keys()?, Access::Assistant, Vec::new()).await?;
        }
        Ok((app.clone(), is_new))
    }

    /// After the window's keys are dropped.
    pub(crate) fn close_beside(&self) -> BoxFuture<'_, ()> {
        Box::pin(async {
            if let Some(beside) = self.inner.beside.lock().await.take() {
                let _ = beside.lock().await;
            }
        })
    }
}

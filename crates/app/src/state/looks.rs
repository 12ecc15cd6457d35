//! Pages that a person looked at a moment ago, so that none is asked about at every key.

use super::task::Task;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use trove_model::NotionId;

/// One page is asked about this often at most.
const APART: Duration = Duration::from_secs(60);
/// Pages remembered.
const KEPT: usize = 32;

#[derive(Default)]
pub(crate) struct Looks(Mutex<Inner>);

#[derive(Default)]
struct Inner {
    /// The look that waits; a later one takes its place.
    task: Option<Task>,
    lately: Vec<(NotionId, Duration)>,
}

impl Looks {
    pub fn is_due(&self, page: NotionId, now: Duration) -> bool {
        let lately = |(other, at): &(NotionId, Duration)| *other == page && now.saturating_sub(*at) < APART;
        !self.inner().lately.iter().any(lately)
    }

    pub fn note(&self, page: NotionId, now: Duration) {
        let mut inner = self.inner();
        inner.lately.retain(|(other, at)| *other != page && now.saturating_sub(*at) < APART);
        inner.lately.truncate(KEPT - 1);
        inner.lately.insert(0, (page, now));
    }

    pub fn hold(&self, task: Task) {
        self.inner().task = Some(task);
    }

    pub fn take(&self) -> Option<Task> {
        self.inner().task.take()
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

//! A task that stops with its owner: nothing runs that nobody holds.

use tokio::task::JoinHandle;

/// A task that stops with its owner.
pub(crate) struct Task(JoinHandle<()>);

impl Task {
    pub fn new(handle: JoinHandle<()>) -> Self {
        Self(handle)
    }

    /// Returns when it has let go of everything it held; dropping alone only asks it to.
    pub async fn stop(mut self) {
        self.0.abort();
        let _ = (&mut self.0).await;
    }
}

impl Drop for Task {
    fn drop(&mut self) {
        self.0.abort();
    }
}

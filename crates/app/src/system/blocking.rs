//! Work that keeps a thread busy, away from the threads that wait for many things.

use crate::ui_types::UiError;

/// A keystroke's work takes a millisecond, in a large workspace more.
///
/// # Errors
/// [`UiError::Internal`] when it panicked, or the process ends.
pub async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, UiError> {
    tokio::task::spawn_blocking(work).await.map_err(|_| UiError::Internal)
}

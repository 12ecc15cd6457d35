//! What the use cases ask of whoever runs them: the desktop shell, the command line, a test.

use super::desktop_host::Desktop;
use super::paths::Paths;
use futures::future::BoxFuture;
use std::path::PathBuf;
use trove_model::{Origin, SecretString};

pub trait Host: Send + Sync + 'static {
    /// Opens an address in the person's browser or in Notion's app. It has passed
    /// [`crate::outside_link`] or is Notion's consent page.
    ///
    /// # Errors
    /// When no program could be started for it.
    fn open(&self, address: &str) -> Result<(), HostError>;

    /// Whether the system would hand addresses of Notion's app to a program. May wait for the
    /// system: not from a thread that others wait for.
    fn has_notion_app(&self) -> bool;

    /// Whether the system would hand the redirect scheme to this program.
    fn owns_scheme(&self) -> bool;

    /// The sample workspace's server on loopback, started if it does not run.
    fn sample(&self) -> BoxFuture<'_, Result<Sample, HostError>>;

    /// Stops the sample workspace's server.
    fn end_sample(&self) -> BoxFuture<'_, ()>;

    /// An answer came that the person waits for: their window comes forward, once. Who has no
    /// window does nothing.
    fn bring_forward(&self) {}

    /// Where a model lies by which pages are found by meaning, for who wants them found so.
    fn model(&self, _paths: &Paths) -> Option<PathBuf> {
        None
    }

    /// Whether the computer runs on its battery, where the system tells.
    fn on_battery(&self) -> bool {
        false
    }

    /// The desktop that the window is on, for who has a window.
    fn desktop(&self) -> Option<&dyn Desktop> {
        None
    }
}

pub struct Sample {
    pub origin: Origin,
    pub token: SecretString,
}

/// The host could not do it; it has logged what it knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HostError;

/// Nothing outside of this process: for who only searches, as a bench does.
pub struct NoHost;

impl Host for NoHost {
    fn open(&self, _address: &str) -> Result<(), HostError> {
        Err(HostError)
    }

    fn has_notion_app(&self) -> bool {
        false
    }

    fn owns_scheme(&self) -> bool {
        false
    }

    fn sample(&self) -> BoxFuture<'_, Result<Sample, HostError>> {
        Box::pin(std::future::ready(Err(HostError)))
    }

    fn end_sample(&self) -> BoxFuture<'_, ()> {
        Box::pin(std::future::ready(()))
    }
}

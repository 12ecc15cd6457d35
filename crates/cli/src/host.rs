//! What the app asks of its host, where there is a terminal instead of a window.

use futures::FutureExt;
use futures::future::BoxFuture;
use std::path::PathBuf;
use trove_app::host::{Host, HostError, Sample};
use trove_app::{Paths, model_file, notion_app, power};

pub struct TerminalHost;

impl Host for TerminalHost {
    fn open(&self, address: &str) -> Result<(), HostError> {
        open::that_detached(address).map_err(|_| HostError)
    }

    fn has_notion_app(&self) -> bool {
        notion_app::is_here()
    }

    fn model(&self, paths: &Paths) -> Option<PathBuf> {
        model_file::find(paths)
    }

    fn on_battery(&self) -> bool {
        power::on_battery()
    }

    /// Signing in by the browser is the window's.
    fn owns_scheme(&self) -> bool {
        false
    }

    /// The sample workspace is part of the window.
    fn sample(&self) -> BoxFuture<'_, Result<Sample, HostError>> {
        async { Err(HostError) }.boxed()
    }

    fn end_sample(&self) -> BoxFuture<'_, ()> {
        async {}.boxed()
    }
}

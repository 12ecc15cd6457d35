//! What the app asks of the desktop: open an address, own the scheme, run the sample.

use crate::desktop::OwnDesktop;
use crate::scheme_handler;
use futures::FutureExt;
use futures::future::BoxFuture;
use std::path::PathBuf;
use tauri::AppHandle;
use tokio::sync::Mutex;
use trove_app::desktop_host::Desktop;
use trove_app::host::{Host, HostError, Sample};
use trove_app::{App, Paths};
use trove_app::{model_file, notion_app, power};
use trove_model::{Origin, SecretString};
use trove_sim::{Door, Options, Sim};

/// Holds the sample workspace's server while it runs.
pub struct DesktopHost {
    window: AppHandle,
    desktop: OwnDesktop,
    sample: Mutex<Option<Sim>>,
}

impl DesktopHost {
    pub fn new(window: AppHandle) -> Self {
        Self { desktop: OwnDesktop::new(window.clone()), window, sample: Mutex::default() }
    }

    /// Locks with the system from now on, as far as it tells.
    pub fn listen_to_system(&self, app: &App) {
        self.desktop.listen_to_system(app);
    }
}

impl Host for DesktopHost {
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

    fn owns_scheme(&self) -> bool {
        scheme_handler::is_ours(&self.window)
    }

    fn sample(&self) -> BoxFuture<'_, Result<Sample, HostError>> {
        async {
            let mut running = self.sample.lock().await;
            if running.is_none() {
                let options = Options { door: Door::OwnToken, ..Options::default() };
                *running = Some(Sim::start(options).await.map_err(|_| HostError)?);
            }
            let sim = running.as_ref().ok_or(HostError)?;
            Ok(Sample {
                origin: Origin::parse(sim.origin()).map_err(|_| HostError)?,
                token: SecretString::from(sim.personal_token()),
            })
        }
        .boxed()
    }

    fn end_sample(&self) -> BoxFuture<'_, ()> {
        async { drop(self.sample.lock().await.take()) }.boxed()
    }

    fn bring_forward(&self) {
        self.desktop.bring_forward();
    }

    fn desktop(&self) -> Option<&dyn Desktop> {
        Some(&self.desktop)
    }
}

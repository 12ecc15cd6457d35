//! Debian's Chromium as the story's default browser: the system starts it, hands it the
//! address, and takes the app's link back from it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::json;

use crate::process::{Outcome, free_port};
use crate::stage::{IDENTIFIER, Stage};
use crate::window::Window;

pub struct Chromium {
    debugging: u16,
    ids: PathBuf,
}

/// Whether the machine has what this needs.
pub fn is_here() -> bool {
    ["/usr/bin/chromium", "/usr/bin/chromedriver"].iter().all(|program| Path::new(program).exists())
}

impl Chromium {
    /// Makes it the default browser; it starts when an address is opened.
    pub fn install(stage: &Stage) -> Outcome<Self> {
        let debugging = free_port()?;
        let profile = stage.aside().join("chromium");
        std::fs::create_dir_all(profile.join("Default"))?;
        // What a person answers once with "always allow": without it Chromium asks in a
        // dialog of its own, which no page and no driver reaches.
        let preferences = json!({ "protocol_handler": { "allowed_origin_protocol_pairs": {
            stage.sim.origin.clone(): { IDENTIFIER: true }
        } } });
        std::fs::write(profile.join("Default/Preferences"), preferences.to_string())?;
        let ids = stage.aside().join("chromium.ids");
        // Chromium refuses its sandbox to root, which is who runs this in a container.
        // In the background, because xdg-open waits for what it starts.
        let script = format!(
            "#!/bin/sh\n[ \"$(id -u)\" = 0 ] && root=--no-sandbox\n\
             /usr/bin/chromium $root --user-data-dir={profile} --remote-debugging-port={debugging} \
             --password-store=basic --no-first-run --no-default-browser-check --disable-sync --disable-quic \
             --disable-background-networking --disable-component-update --disable-gpu \
             --window-size=900,700 \"$1\" &\necho $! >> {ids}\n",
            ids = ids.display(),
            profile = profile.display(),
        );
        stage.set_browser("chromium", &script)?;
        Ok(Self { debugging, ids })
    }

    /// Takes the page that was opened in it.
    pub async fn page(&self, log: &Path) -> Outcome<Window> {
        Window::attach_chromium(self.debugging, log).await
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        for id in std::fs::read_to_string(&self.ids).unwrap_or_default().lines() {
            let _ = Command::new("kill").args(["-KILL", id]).stderr(Stdio::null()).status();
        }
    }
}

//! The window on its desktop: summoned, hidden, closed; what is told outside of it.
//!
//! Not how any of that is done on this system: that is the shell's, behind
//! [`Desktop`](crate::system::desktop_host::Desktop).

mod signs;

use crate::state::app::App;
use crate::system::desktop_host::{Desktop, KeysRefused};
use crate::system::machine_settings::{machine_settings, set_machine_settings};
use crate::ui_types::*;
use std::sync::{Arc, PoisonError};

impl App {
    /// What this system does of what was chosen.
    ///
    /// # Errors
    /// None but a bug: the desktop could not be asked.
    pub async fn desktop_state(&self) -> Result<DesktopState, UiError> {
        let state = self.on_desktop(|desktop| Ok(desktop.state())).await?;
        state.ok_or(UiError::Internal)
    }

    /// The window came forward for a search: it opens at its box.
    pub fn summoned(&self) {
        self.emit(&Event::Summoned);
    }

    /// The window came forward for this search, which began outside of it.
    pub fn asked_for(&self, text: String) {
        self.emit(&Event::AskedFor(text));
    }

    /// Esc, where there is nothing left to clear.
    ///
    /// # Errors
    /// None but a bug: the desktop could not be asked.
    pub async fn escape(&self) -> Result<(), UiError> {
        let chosen = self.machine_settings().desktop.escape;
        self.on_desktop(move |desktop| {
            if hides(chosen, desktop.is_summoned()) {
                desktop.hide();
            }
            Ok(())
        })
        .await?;
        Ok(())
    }

    /// What closing the window means.
    pub fn on_close(&self) -> OnClose {
        self.machine_settings().desktop.close
    }

    /// # Errors
    /// [`UiError::NoStartAtLogin`].
    pub async fn start_at_login(&self, on: bool) -> Result<(), UiError> {
        let done =
            self.on_desktop(move |desktop| desktop.start_at_login(on).map_err(|_| UiError::NoStartAtLogin));
        done.await?.ok_or(UiError::NoStartAtLogin)
    }

    /// The window has drawn its first picture.
    pub fn has_drawn(&self) {
        if let Some(desktop) = self.inner.host.desktop() {
            desktop.has_drawn();
        }
    }

    /// The window is there and has drawn nothing: the next start draws in the way that works
    /// everywhere.
    pub fn draws_nothing(&self) {
        let path = self.inner.paths.machine_settings();
        let mut settings = machine_settings(&path);
        tracing::warn!("the window draws nothing; the next start draws safely");
        settings.desktop.draw_safely = true;
        if set_machine_settings(&path, settings).is_err() {
            tracing::warn!("that could not be written down");
        }
    }

    /// # Errors
    /// None today; the signature leaves room.
    pub async fn quit(&self) -> Result<(), UiError> {
        self.on_desktop(|desktop| {
            desktop.quit();
            Ok(())
        })
        .await?;
        Ok(())
    }

    /// The words for what stands outside of the window; told anew when the language changes.
    ///
    /// # Errors
    /// [`UiError::BadRequest`] where one is longer than any of ours.
    pub async fn desktop_words(&self, words: DesktopWords) -> Result<(), UiError> {
        self.outside().set_words(words)?;
        self.show_tray().await
    }

    /// Has the desktop do what was chosen. Keys that are refused now were taken by another
    /// program since: the state says so.
    pub(crate) async fn dress_desktop(&self, chosen: &DesktopSettings) {
        if let Err(refused) = self.hold_keys(chosen.shortcut.as_ref()).await {
            tracing::info!(?refused, "the keys that summon the window are not held");
        }
        let _ = self.show_tray().await;
        let _ = self.answer_search().await;
    }

    pub(crate) async fn answer_search(&self) -> Result<(), UiError> {
        let app = self.clone();
        self.on_desktop(move |desktop| {
            // As with the tray: a start that read what was chosen before does not undo it.
            let _told = app.inner.answering.lock().unwrap_or_else(PoisonError::into_inner);
            desktop.answer_search(app.machine_settings().desktop.answer_search);
            Ok(())
        })
        .await?;
        Ok(())
    }

    /// # Errors
    /// Why these keys cannot be held; those before are held still.
    pub(crate) async fn hold_keys(&self, shortcut: Option<&Shortcut>) -> Result<(), UiError> {
        let keys = shortcut.map(|shortcut| shortcut.keys.clone());
        self.on_desktop(move |desktop| match desktop.hold_keys(keys.as_deref()) {
            // What is chosen here holds where keys can be held, for the same folder.
            Ok(()) | Err(KeysRefused::ByHand) => Ok(()),
            Err(KeysRefused::Taken) => Err(UiError::ShortcutTaken),
            Err(KeysRefused::Unusable) => Err(UiError::ShortcutRefused),
        })
        .await?;
        Ok(())
    }

    pub(crate) async fn show_tray(&self) -> Result<(), UiError> {
        let app = self.clone();
        self.on_desktop(move |desktop| {
            // One after the other, each with what is so then: the last shown is the newest.
            let _shown = app.inner.tray.lock().unwrap_or_else(PoisonError::into_inner);
            let face = match app.machine_settings().desktop.tray {
                true => app.outside().face(),
                false => None,
            };
            desktop.show_tray(face);
            Ok(())
        })
        .await?;
        Ok(())
    }

    /// Away from the async threads; `None` where there is no desktop.
    pub(crate) async fn on_desktop<T: Send + 'static>(
        &self,
        work: impl FnOnce(&dyn Desktop) -> Result<T, UiError> + Send + 'static,
    ) -> Result<Option<T>, UiError> {
        let host = Arc::clone(&self.inner.host);
        let done = tokio::task::spawn_blocking(move || host.desktop().map(work).transpose()).await;
        done.map_err(|_| UiError::Internal)?
    }
}

fn hides(chosen: EscapeHides, summoned: bool) -> bool {
    match chosen {
        EscapeHides::WhenSummoned => summoned,
        EscapeHides::Always => true,
        EscapeHides::Never => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn esc_hides_as_chosen() {
        for (chosen, summoned, hidden) in [
            (EscapeHides::WhenSummoned, true, true),
            (EscapeHides::WhenSummoned, false, false),
            (EscapeHides::Always, false, true),
            (EscapeHides::Never, true, false),
        ] {
            assert_eq!(hides(chosen, summoned), hidden, "{chosen:?}, summoned: {summoned}");
        }
    }
}

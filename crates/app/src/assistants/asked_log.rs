//! What assistants asked and were told, the newest thousand: among the profile's settings in
//! its encrypted database.
//!
//! Never a page's text: how much of it was handed over.

use crate::state::app::App;
use crate::ui_types::{AskedByAssistant, UiError};
use trove_store::Store;

/// Under which name it lies there, as JSON.
const NAME: &str = "assistants_asked";

const KEPT: usize = 1_000;

/// Characters of what a program says of itself, or asks: it says what it likes.
const LONGEST: usize = 300;

impl App {
    /// The newest last.
    ///
    /// # Errors
    /// [`UiError::Locked`], or when the database cannot be read.
    pub async fn asked_by_assistants(&self) -> Result<Vec<AskedByAssistant>, UiError> {
        let stored = self.open_profile().await?.store.get_setting(NAME).await?;
        Ok(read(stored))
    }
}

/// Before anything is handed over: what cannot be written down is not answered.
pub(super) async fn note(store: &Store, mut asked: AskedByAssistant) -> Result<(), UiError> {
    asked.program = shortened(&asked.program);
    asked.asked = shortened(&asked.asked);
    asked.title = asked.title.as_deref().map(shortened);
    let append = move |stored: Option<String>| {
        let mut log = read(stored);
        log.drain(..(log.len() + 1).saturating_sub(KEPT));
        log.push(asked);
        serde_json::to_string(&log).ok()
    };
    Ok(store.change_setting(NAME, append).await?)
}

fn read(stored: Option<String>) -> Vec<AskedByAssistant> {
    stored.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default()
}

fn shortened(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}

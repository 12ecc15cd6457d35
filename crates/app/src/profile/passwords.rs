//! Choosing a password, and choosing another.

use crate::state::app::App;
use crate::to_ui;
use crate::ui_types::{PasswordStrength, UiError};
use trove_model::SecretString;

impl App {
    /// How good a password is while it is typed; nothing is stored.
    pub async fn password_strength(&self, name: String, password: SecretString) -> PasswordStrength {
        let judged =
            tokio::task::spawn_blocking(move || trove_profiles::password_strength(&name, &password)).await;
        judged.map_or(PasswordStrength { score: 0, refused: None }, to_ui::password_strength)
    }

    /// Re-wraps the data key under a new password.
    ///
    /// # Errors
    /// [`UiError::Locked`], a wrong old or a refused new password.
    pub async fn change_password(&self, old: SecretString, new: SecretString) -> Result<(), UiError> {
        let id = self.open_profile().await?.id;
        self.blocking(move |profiles| profiles.change_password(id, &old, &new)).await
    }
}

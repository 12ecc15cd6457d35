//! The open profile's settings, as they lie in its encrypted database. Their defaults stand
//! with their type.

use crate::ui_types::{ProfileSettings, UiError};
use trove_store::Store;

/// Under which name they lie there, as JSON.
const NAME: &str = "profile";

/// The defaults where nothing is stored.
pub async fn profile_settings(store: &Store) -> Result<ProfileSettings, UiError> {
    let stored = store.get_setting(NAME).await?;
    Ok(stored.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default())
}

pub async fn put_profile_settings(store: &Store, settings: ProfileSettings) -> Result<(), UiError> {
    let json = serde_json::to_string(&settings).map_err(|_| UiError::Internal)?;
    Ok(store.put_setting(NAME, &json).await?)
}

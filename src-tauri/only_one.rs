//! One window per data folder, with or without a session bus.
//!
//! The single-instance plugin hands a second start over to the first, but knows of it
//! through the session bus only. Not here: the locks of single profiles, which other
//! processes respect as well (`trove-profiles`).

use std::path::Path;
use trove_private_file::{self as private_file, FileLock};

/// Held until dropped, and no longer than the process lives.
///
/// # Errors
/// A sentence: the folder is in use, or cannot be.
pub fn claim(folder: &Path) -> Result<FileLock, String> {
    let unusable = |error| format!("The data folder {} cannot be used: {error}.", folder.display());
    private_file::folder(folder).map_err(unusable)?;
    let taken = FileLock::try_acquire(&folder.join("app.lock")).map_err(unusable)?;
    taken.ok_or_else(|| {
        "Trove is open already. If a sign-in link brought you here, \
         copy the address from the browser and paste it in the open window."
            .to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Check 44.
    #[test]
    fn a_second_start_ends_with_a_sentence() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("not there yet");
        let first = claim(&data).unwrap();
        assert!(claim(&data).unwrap_err().starts_with("Trove is open already."));
        drop(first);
        claim(&data).unwrap();
    }
}

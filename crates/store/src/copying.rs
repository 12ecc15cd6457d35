//! A copy of the database as it is at one moment, encrypted under the same key, while others go
//! on writing: SQLite's own way to back up what is in use
//! (<https://www.sqlite.org/lang_vacuum.html#vacuum_with_an_into_clause>).
//!
//! Not here: where the copy goes from there.

use crate::open::blocking;
use crate::statements::statements;
use crate::{Store, StoreError};
use std::io::ErrorKind;
use std::path::Path;
use trove_private_file as private_file;

statements! {
    COPY = "VACUUM INTO ?1";
}

impl Store {
    /// Writes the copy to `path`, where a file of that name is replaced. It is one file, private,
    /// and whole only once this has returned.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where a page of the database cannot be read; or when the copy
    /// cannot be written.
    pub async fn copy_to(&self, path: &Path) -> Result<(), StoreError> {
        // SQLite would take what begins with `file:` for an address.
        let path = std::path::absolute(path)?;
        let name = path.to_str().ok_or(StoreError::Io(ErrorKind::InvalidInput))?.to_owned();
        // Into an empty file, or its mode would be the umask's.
        blocking(move || Ok(private_file::create(&path).map(drop)?)).await?;
        sqlx::query(sql::COPY).persistent(false).bind(name).execute(&self.readers).await?;
        Ok(())
    }
}

//! The profile's own settings, as named texts. Not the machine-wide ones, which must be
//! readable before sign-in and live elsewhere.

use crate::statements::statements;
use crate::{Store, StoreError};

statements! {
    GET = "SELECT value FROM settings WHERE name = ?1";
    PUT = "INSERT INTO settings (name, value) VALUES (?1, ?2)
           ON CONFLICT (name) DO UPDATE SET value = excluded.value";
}

impl Store {
    pub async fn get_setting(&self, name: &str) -> Result<Option<String>, StoreError> {
        Ok(sqlx::query_scalar(sql::GET).bind(name).fetch_optional(&self.readers).await?)
    }

    pub async fn put_setting(&self, name: &str, value: &str) -> Result<(), StoreError> {
        sqlx::query(sql::PUT).bind(name).bind(value).execute(&self.writer).await?;
        Ok(())
    }

    /// Makes a setting's next value of the one it has at that moment: what another process
    /// wrote meanwhile is not lost. `None` leaves it as it is.
    pub async fn change_setting(
        &self,
        name: &str,
        change: impl FnOnce(Option<String>) -> Option<String> + Send,
    ) -> Result<(), StoreError> {
        self.write(async |write| {
            let before = sqlx::query_scalar(sql::GET).bind(name).fetch_optional(&mut *write).await?;
            if let Some(after) = change(before) {
                sqlx::query(sql::PUT).bind(name).bind(after).execute(&mut *write).await?;
            }
            Ok(())
        })
        .await
    }
}

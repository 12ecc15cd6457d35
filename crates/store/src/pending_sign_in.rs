//! The sign-in at Notion that waits for its redirect, kept because the link may start
//! the program anew. What the record says is the connect conversation's business.

use crate::statements::statements;
use crate::{Store, StoreError};

statements! {
    GET = "SELECT record FROM pending_sign_in";
    PUT = "INSERT INTO pending_sign_in (only, record) VALUES (1, ?1)
           ON CONFLICT (only) DO UPDATE SET record = excluded.record";
    TAKE = "DELETE FROM pending_sign_in RETURNING record";
}

impl Store {
    /// Replaces any earlier attempt.
    pub async fn put_pending_sign_in(&self, record: &[u8]) -> Result<(), StoreError> {
        sqlx::query(sql::PUT).bind(record).execute(&self.writer).await?;
        Ok(())
    }

    /// Looks without using it up.
    pub async fn get_pending_sign_in(&self) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(sqlx::query_scalar(sql::GET).fetch_optional(&self.readers).await?)
    }

    /// Reads and clears in one step: of several callers, one gets it.
    pub async fn take_pending_sign_in(&self) -> Result<Option<Vec<u8>>, StoreError> {
        // To the end, not to the first row: the deletion commits when the statement does.
        Ok(sqlx::query_scalar(sql::TAKE).fetch_all(&self.writer).await?.pop())
    }

    pub async fn clear_pending_sign_in(&self) -> Result<(), StoreError> {
        self.take_pending_sign_in().await.map(drop)
    }
}

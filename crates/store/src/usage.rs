//! What the person does with pages: openings and pins, for ranking.
//!
//! Not here: how openings fade; callers say what they are worth.

use crate::column_values::notion_id;
use crate::statements::statements;
use crate::{Store, StoreError};
use trove_model::{NotionId, Timestamp};

/// The openings of one page: worth so much at that moment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Opened {
    pub page: NotionId,
    pub worth: f64,
    pub at: Timestamp,
}

statements! {
    OPENS = "SELECT id, worth, at FROM opens";
    PUT_OPENED = "INSERT INTO opens (id, worth, at) VALUES (?1, ?2, ?3)
                  ON CONFLICT (id) DO UPDATE SET worth = excluded.worth, at = excluded.at";
    PINS = "SELECT id FROM pins ORDER BY at, id";
    PIN = "INSERT OR IGNORE INTO pins (id, at) VALUES (?1, ?2)";
    UNPIN = "DELETE FROM pins WHERE id = ?1";
}

impl Store {
    pub async fn opens(&self) -> Result<Vec<Opened>, StoreError> {
        let rows: Vec<(Vec<u8>, f64, i64)> = sqlx::query_as(sql::OPENS).fetch_all(&self.readers).await?;
        rows.into_iter()
            .map(|(id, worth, at)| Ok(Opened { page: notion_id(&id)?, worth, at: Timestamp(at) }))
            .collect()
    }

    pub async fn put_opened(&self, opened: Opened) -> Result<(), StoreError> {
        sqlx::query(sql::PUT_OPENED)
            .bind(opened.page.as_bytes().as_slice())
            .bind(opened.worth)
            .bind(opened.at.0)
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// In the order in which they were pinned.
    pub async fn pins(&self) -> Result<Vec<NotionId>, StoreError> {
        let rows: Vec<Vec<u8>> = sqlx::query_scalar(sql::PINS).fetch_all(&self.readers).await?;
        rows.iter().map(|id| notion_id(id)).collect()
    }

    pub async fn pin(&self, page: NotionId, at: Timestamp) -> Result<(), StoreError> {
        sqlx::query(sql::PIN).bind(page.as_bytes().as_slice()).bind(at.0).execute(&self.writer).await?;
        Ok(())
    }

    pub async fn unpin(&self, page: NotionId) -> Result<(), StoreError> {
        sqlx::query(sql::UNPIN).bind(page.as_bytes().as_slice()).execute(&self.writer).await?;
        Ok(())
    }
}

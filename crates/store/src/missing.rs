//! Pages that vanished with many others at once: kept and marked until that is confirmed.
//!
//! Not here: when so many are too many, and asking Notion (`trove-sync`).

use crate::column_values::notion_id;
use crate::connections::key;
use crate::statements::statements;
use crate::{Store, StoreError};
use trove_model::{ConnectionId, NotionId, Timestamp};

/// How much of a connection is marked so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missing {
    pub pages: u32,
    /// When the first of them was found to be missing.
    pub since: Timestamp,
}

statements! {
    MARK = "UPDATE page_connections SET missing_since = ?3
            WHERE page = (SELECT key FROM pages WHERE id = ?1) AND connection = ?2 AND missing_since IS NULL";
    MISSING = "SELECT count(*), min(missing_since) FROM page_connections
               WHERE connection = ?1 AND missing_since IS NOT NULL";
    SINCE = "SELECT pages.id, missing_since FROM page_connections JOIN pages ON pages.key = page
             WHERE connection = ?1 AND missing_since IS NOT NULL";
    IS_MISSING = "SELECT min(missing_since) FROM page_connections
                  WHERE page = (SELECT key FROM pages WHERE id = ?1)
                  GROUP BY page HAVING count(*) = count(missing_since)";
    LET_GO = "DELETE FROM page_connections WHERE connection = ?1 AND missing_since IS NOT NULL";
}

impl Store {
    /// Notion says of each that it is not there.
    pub async fn mark_missing(
        &self,
        connection: ConnectionId,
        pages: &[NotionId],
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(async |write| {
            let connection = key(write, connection).await?;
            for page in pages {
                let mark = sqlx::query(sql::MARK).bind(page.as_bytes().as_slice());
                mark.bind(connection).bind(at.0).execute(&mut *write).await?;
            }
            Ok(())
        })
        .await
    }

    /// How many pages of a connection are marked; `None` if none is.
    pub async fn missing(&self, connection: ConnectionId) -> Result<Option<Missing>, StoreError> {
        let mut read = self.readers.begin().await?;
        let connection = key(&mut read, connection).await?;
        let (pages, since): (u32, Option<i64>) =
            sqlx::query_as(sql::MISSING).bind(connection).fetch_one(&mut *read).await?;
        Ok(since.map(|since| Missing { pages, since: Timestamp(since) }))
    }

    /// The marked pages of a connection, and since when each is.
    pub async fn missing_pages(
        &self,
        connection: ConnectionId,
    ) -> Result<Vec<(NotionId, Timestamp)>, StoreError> {
        let mut read = self.readers.begin().await?;
        let connection = key(&mut read, connection).await?;
        let rows: Vec<(Vec<u8>, i64)> =
            sqlx::query_as(sql::SINCE).bind(connection).fetch_all(&mut *read).await?;
        rows.into_iter().map(|(id, since)| Ok((notion_id(&id)?, Timestamp(since)))).collect()
    }

    /// Since when a page is missing through every connection that showed it.
    pub async fn missing_since(&self, page: NotionId) -> Result<Option<Timestamp>, StoreError> {
        let since: Option<Option<i64>> = sqlx::query_scalar(sql::IS_MISSING)
            .bind(page.as_bytes().as_slice())
            .fetch_optional(&self.readers)
            .await?;
        Ok(since.flatten().map(Timestamp))
    }

    /// The person lets go of what is missing: how many pages that were.
    pub async fn let_go(&self, connection: ConnectionId) -> Result<u64, StoreError> {
        self.write(async |write| {
            let connection = key(write, connection).await?;
            let gone = sqlx::query(sql::LET_GO).bind(connection).execute(&mut *write).await?;
            sqlx::query(crate::connections::sql::REMOVE_UNSEEN_PAGES).execute(&mut *write).await?;
            Ok(gone.rows_affected())
        })
        .await
    }
}

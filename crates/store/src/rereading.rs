//! Bodies that are read again although their page's stamp says nothing changed, and those
//! that were read in part.
//!
//! Not here: how many in an hour (`trove-sync`).

use crate::column_values::notion_id;
use crate::connections::key;
use crate::statements::statements;
use crate::{Store, StoreError};
use trove_model::{ConnectionId, NotionId, Timestamp};

/// A body of which parts are missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartlyRead {
    pub page: NotionId,
    pub title: String,
    /// Parts that are stored, the page's own included.
    pub read: u32,
    /// Those that are still to be asked for; behind each there may be more.
    pub left: u32,
    /// Those that Notion did not give, or that were not understood.
    pub lost: u32,
}

statements! {
    // When a body is due, counted from when it was read: sooner where it shows what changes
    // without a stamp, later with each time that reading it again brought nothing. The
    // longest due go first.
    READ_AGAIN = "UPDATE bodies SET settled = 0 WHERE page IN (
                      SELECT bodies.page FROM page_connections
                      JOIN bodies ON bodies.page = page_connections.page
                      JOIN pages ON pages.key = bodies.page
                      WHERE connection = ?1 AND in_trash = 0 AND settled = 1 AND failure IS NULL AND parts_left = 0 AND parts_lost = 0
                        AND read + (CASE changeable WHEN 0 THEN 86400000 ELSE 21600000 END)
                            * (1 + min(unchanged, 6)) <= ?2
                      ORDER BY read + (CASE changeable WHEN 0 THEN 86400000 ELSE 21600000 END)
                            * (1 + min(unchanged, 6))
                      LIMIT ?3) RETURNING page";
    ALLOW = "DELETE FROM denied WHERE connection = ?1 AND page = (SELECT id FROM pages WHERE key = ?2)";
    READ_ALL_AGAIN = "UPDATE bodies SET settled = 0, unchanged = 0
                      WHERE read IS NOT NULL
                        AND page IN (SELECT page FROM page_connections WHERE connection = ?1)";
    PARTLY_READ = "SELECT pages.id, title, (SELECT count(*) FROM markdown WHERE markdown.page = pages.key), parts_left, parts_lost
                   FROM page_connections
                   JOIN pages ON pages.key = page_connections.page
                   JOIN bodies ON bodies.page = pages.key
                   WHERE connection = ?1 AND parts_left + parts_lost > 0
                   ORDER BY parts_left + parts_lost DESC, pages.key LIMIT ?2";
}

impl Store {
    /// Lets some bodies be read again whose turn has come, with the parts of them that this
    /// connection could not see: how many.
    pub async fn read_due_bodies_again(
        &self,
        connection: ConnectionId,
        now: Timestamp,
        limit: u32,
    ) -> Result<u64, StoreError> {
        self.write(async |write| {
            let connection = key(write, connection).await?;
            let due: Vec<(i64,)> = sqlx::query_as(sql::READ_AGAIN)
                .bind(connection)
                .bind(now.0)
                .bind(limit)
                .fetch_all(&mut *write)
                .await?;
            for (page,) in &due {
                sqlx::query(sql::ALLOW).bind(connection).bind(page).execute(&mut *write).await?;
            }
            Ok(due.len() as u64)
        })
        .await
    }

    /// Lets all bodies of a connection be read again: how many.
    pub async fn read_all_bodies_again(&self, connection: ConnectionId) -> Result<u64, StoreError> {
        self.write(async |write| {
            let connection = key(write, connection).await?;
            let all = sqlx::query(sql::READ_ALL_AGAIN).bind(connection);
            Ok(all.execute(write).await?.rows_affected())
        })
        .await
    }

    /// Bodies that are read in part, those with most missing first.
    pub async fn partly_read(
        &self,
        connection: ConnectionId,
        limit: u32,
    ) -> Result<Vec<PartlyRead>, StoreError> {
        let mut read = self.readers.begin().await?;
        let connection = key(&mut read, connection).await?;
        let rows: Vec<(Vec<u8>, String, u32, u32, u32)> =
            sqlx::query_as(sql::PARTLY_READ).bind(connection).bind(limit).fetch_all(&mut *read).await?;
        rows.into_iter()
            .map(|(id, title, read, left, lost)| {
                Ok(PartlyRead { page: notion_id(&id)?, title, read, left, lost })
            })
            .collect()
    }
}

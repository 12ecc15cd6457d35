//! Blocks and databases that stand between a page and where it sits, so that paths can
//! be shown. Not pages or data sources: their own rows say where they sit.

use crate::columns::{notion_id, optional_id, parent, parent_word};
use crate::connections::key;
use crate::statements::statements;
use crate::{Store, StoreError};
use trove_model::{ConnectionId, NotionId, Parent};

/// A block or a database, and where it sits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Container {
    pub id: NotionId,
    /// `Unknown` where Notion would not say: paths end here, and it is not asked again.
    pub parent: Parent,
    /// A database's name; blocks have none.
    pub title: Option<String>,
}

statements! {
    PUT = "INSERT INTO parents (id, parent_kind, parent_id, title) VALUES (?1, ?2, ?3, ?4)
           ON CONFLICT (id) DO UPDATE SET
               parent_kind = excluded.parent_kind, parent_id = excluded.parent_id, title = excluded.title
           WHERE (parents.parent_kind, parents.parent_id, parents.title)
             IS NOT (excluded.parent_kind, excluded.parent_id, excluded.title)";
    ALL_PARENTS = "SELECT id, parent_kind, parent_id, title FROM parents";
    // `UNION` drops repetitions, so that a circle of parents ends.
    UNRESOLVED = "WITH RECURSIVE up (kind, id) AS (
                      SELECT parent_kind, parent_id FROM pages
                      JOIN page_connections ON page_connections.page = pages.key
                      WHERE connection = ?1 AND parent_kind IN ('block', 'database')
                      UNION
                      SELECT parents.parent_kind, parents.parent_id
                      FROM up JOIN parents ON parents.id = up.id
                      WHERE parents.parent_kind IN ('block', 'database'))
                  SELECT kind, id FROM up WHERE id NOT IN (SELECT id FROM parents) LIMIT ?2";
}

impl Store {
    pub async fn put_parents(&self, containers: &[Container]) -> Result<(), StoreError> {
        self.write(async |write| {
            for container in containers {
                sqlx::query(sql::PUT)
                    .bind(container.id.as_bytes().as_slice())
                    .bind(parent_word(container.parent))
                    .bind(container.parent.id().as_ref().map(|id| id.as_bytes().as_slice()))
                    .bind(&container.title)
                    .execute(&mut *write)
                    .await?;
            }
            Ok(())
        })
        .await
    }

    /// All of them, in no order.
    pub async fn parents(&self) -> Result<Vec<Container>, StoreError> {
        type Row = (Vec<u8>, String, Option<Vec<u8>>, Option<String>);
        let rows: Vec<Row> = sqlx::query_as(sql::ALL_PARENTS).fetch_all(&self.readers).await?;
        rows.into_iter()
            .map(|(id, kind, parent_id, title)| {
                Ok(Container {
                    id: notion_id(&id)?,
                    parent: parent(&kind, optional_id(parent_id.as_deref())?)?,
                    title,
                })
            })
            .collect()
    }

    /// Blocks and databases above this connection's pages that are not in
    /// [`parents`](Self::parents): `Parent::Block` or `Parent::Database`, at most `limit`.
    pub async fn unresolved_parents(
        &self,
        connection: ConnectionId,
        limit: u32,
    ) -> Result<Vec<Parent>, StoreError> {
        let mut read = self.readers.begin().await?;
        let connection = key(&mut read, connection).await?;
        let rows: Vec<(String, Vec<u8>)> =
            sqlx::query_as(sql::UNRESOLVED).bind(connection).bind(limit).fetch_all(&mut *read).await?;
        rows.iter().map(|(kind, id)| parent(kind, Some(notion_id(id)?))).collect()
    }
}

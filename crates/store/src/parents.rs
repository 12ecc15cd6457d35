//! Blocks and databases that stand between a page and where it sits, so that paths can
//! be shown. Not pages or data sources: their own rows say where they sit.

use crate::column_values::{notion_id, optional_id, parent, parent_word};
use crate::connections::key;
use crate::statements::statements;
use crate::{Store, StoreError};
use sqlx::sqlite::SqliteConnection;
use trove_model::{ConnectionId, NotionId, Parent};

/// A block or a database, and where it sits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Container {
    pub id: NotionId,
    /// `Unknown` where Notion would not say: paths end here, and it is not asked again.
    pub parent: Parent,
    /// A database's name; blocks have none.
    pub title: Option<String>,
    /// Where Notion says the database opens.
    pub url: Option<String>,
}

impl Container {
    /// One of which no more is known.
    pub fn new(id: NotionId, parent: Parent) -> Self {
        Self { id, parent, title: None, url: None }
    }
}

statements! {
    // What Notion will not tell any more stays as it was.
    PUT = "INSERT INTO parents (id, parent_kind, parent_id, title, url, stale) VALUES (?1, ?2, ?3, ?4, ?5, 0)
           ON CONFLICT (id) DO UPDATE SET
               parent_kind = CASE WHEN excluded.parent_kind = 'unknown' THEN parents.parent_kind ELSE excluded.parent_kind END,
               parent_id = CASE WHEN excluded.parent_kind = 'unknown' THEN parents.parent_id ELSE excluded.parent_id END,
               title = coalesce(excluded.title, parents.title), url = coalesce(excluded.url, parents.url), stale = 0";
    // Its name is not known from a data source; after an edit of that it may be another.
    PUT_LISTED = "INSERT INTO parents (id, parent_kind, parent_id, stale) VALUES (?1, ?2, ?3, 1)
                  ON CONFLICT (id) DO UPDATE SET
                      parent_kind = CASE WHEN excluded.parent_kind = 'unknown' THEN parents.parent_kind ELSE excluded.parent_kind END,
                      parent_id = CASE WHEN excluded.parent_kind = 'unknown' THEN parents.parent_id ELSE excluded.parent_id END,
                      stale = 1
                  WHERE ?4 OR (excluded.parent_kind <> 'unknown'
                      AND (parents.parent_kind, parents.parent_id) IS NOT (excluded.parent_kind, excluded.parent_id))";
    ALL_PARENTS = "SELECT id, parent_kind, parent_id, title, url FROM parents";
    // `UNION` drops repetitions, so that a circle of parents ends.
    UNRESOLVED = "WITH RECURSIVE up (kind, id) AS (
                      SELECT parent_kind, parent_id FROM pages
                      JOIN page_connections ON page_connections.page = pages.key
                      WHERE connection = ?1 AND parent_kind IN ('block', 'database')
                      UNION
                      SELECT parents.parent_kind, parents.parent_id
                      FROM up JOIN parents ON parents.id = up.id
                      WHERE parents.parent_kind IN ('block', 'database'))
                  SELECT kind, id FROM up
                  WHERE id NOT IN (SELECT id FROM parents WHERE stale = 0 OR parent_kind <> 'unknown') LIMIT ?2";
    STALE = "SELECT id FROM parents WHERE stale = 1 AND id IN (
                 SELECT parent_id FROM pages JOIN page_connections ON page_connections.page = pages.key
                 WHERE connection = ?1 AND kind = 'data_source' AND parent_kind = 'database') LIMIT ?2";
    // Only on the page that it sits on it surely goes by its own name: elsewhere it is a view.
    NAME = "UPDATE parents SET title = ?2, stale = 0
            WHERE id = ?1 AND title IS NULL AND parent_kind = 'page' AND parent_id = ?3";
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
                    .bind(&container.url)
                    .execute(&mut *write)
                    .await?;
            }
            Ok(())
        })
        .await
    }

    /// All of them, in no order.
    pub async fn parents(&self) -> Result<Vec<Container>, StoreError> {
        type Row = (Vec<u8>, String, Option<Vec<u8>>, Option<String>, Option<String>);
        let rows: Vec<Row> = sqlx::query_as(sql::ALL_PARENTS).fetch_all(&self.readers).await?;
        rows.into_iter()
            .map(|(id, kind, parent_id, title, url)| {
                Ok(Container {
                    id: notion_id(&id)?,
                    parent: parent(&kind, optional_id(parent_id.as_deref())?)?,
                    title,
                    url,
                })
            })
            .collect()
    }

    /// Blocks and databases above this connection's pages of which is not known where they
    /// sit: `Parent::Block` or `Parent::Database`, at most `limit`.
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

    /// Databases of this connection whose name is not known, or may be another by now.
    pub async fn unnamed_databases(
        &self,
        connection: ConnectionId,
        limit: u32,
    ) -> Result<Vec<NotionId>, StoreError> {
        let mut read = self.readers.begin().await?;
        let connection = key(&mut read, connection).await?;
        let ids: Vec<Vec<u8>> =
            sqlx::query_scalar(sql::STALE).bind(connection).bind(limit).fetch_all(&mut *read).await?;
        ids.iter().map(|id| notion_id(id)).collect()
    }

    /// What databases are called on the page that they stand on; those that have a name keep it.
    pub async fn name_databases(
        &self,
        page: NotionId,
        databases: &[(NotionId, String)],
    ) -> Result<(), StoreError> {
        self.write(async |write| {
            for (id, title) in databases {
                sqlx::query(sql::NAME)
                    .bind(id.as_bytes().as_slice())
                    .bind(title)
                    .bind(page.as_bytes().as_slice())
                    .execute(&mut *write)
                    .await?;
            }
            Ok(())
        })
        .await
    }
}

/// The database that a data source was listed in; `changed` if that differs from before.
pub(crate) async fn put_listed(
    write: &mut SqliteConnection,
    database: &Container,
    changed: bool,
) -> Result<(), StoreError> {
    sqlx::query(sql::PUT_LISTED)
        .bind(database.id.as_bytes().as_slice())
        .bind(parent_word(database.parent))
        .bind(database.parent.id().as_ref().map(|id| id.as_bytes().as_slice()))
        .bind(changed)
        .execute(write)
        .await?;
    Ok(())
}

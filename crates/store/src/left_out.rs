//! What Notion listed and was not understood, so that nobody is told that all is there.
//!
//! Not here: why; and pages whose body could not be read (`bodies`).

use crate::column_values::{notion_id, parent, parent_word};
use crate::connections::key;
use crate::statements::statements;
use crate::sweep::SweepId;
use crate::{Store, StoreError};
use sqlx::sqlite::SqliteConnection;
use trove_model::{ConnectionId, NotionId, Parent};

/// An object that a listing met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// Notion's id; where none could be read, one made of what came, so that the same
    /// object is counted once.
    pub id: NotionId,
    /// The id is not Notion's.
    pub nameless: bool,
    /// False if the page is stored and only some of its properties are missing.
    pub whole: bool,
    /// Notion's word for what it is.
    pub object: Option<String>,
    pub parent: Parent,
}

statements! {
    PUT = "INSERT INTO left_out (connection, id, nameless, whole, object, parent_kind, parent_id, sweep)
           VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
           ON CONFLICT (connection, id) DO UPDATE SET nameless = excluded.nameless, whole = excluded.whole,
               object = excluded.object, parent_kind = excluded.parent_kind, parent_id = excluded.parent_id,
               sweep = excluded.sweep";
    UNDERSTOOD = "DELETE FROM left_out WHERE connection = ?1 AND id = ?2";
    NOT_MET = "DELETE FROM left_out WHERE connection = ?1 AND sweep < ?2";
    LEFT_OUT = "SELECT id, nameless, whole, object, parent_kind, parent_id FROM left_out
                WHERE connection = ?1 ORDER BY whole DESC, id LIMIT ?2";
    IS_LEFT_OUT = "SELECT 1 FROM left_out WHERE id = ?1 LIMIT 1";
    COUNT = "SELECT count(*) FROM left_out WHERE connection = ?1";
}

impl Store {
    /// Whether something about this page could not be understood.
    pub async fn is_left_out(&self, page: NotionId) -> Result<bool, StoreError> {
        let left_out: Option<i64> = sqlx::query_scalar(sql::IS_LEFT_OUT)
            .bind(page.as_bytes().as_slice())
            .fetch_optional(&self.readers)
            .await?;
        Ok(left_out.is_some())
    }

    /// Some of what was left out of a connection, and how much there is in all.
    pub async fn left_out(
        &self,
        connection: ConnectionId,
        limit: u32,
    ) -> Result<(Vec<LeftOut>, u32), StoreError> {
        type Row = (Vec<u8>, bool, bool, Option<String>, String, Option<Vec<u8>>);
        let mut read = self.readers.begin().await?;
        let connection = key(&mut read, connection).await?;
        let all = sqlx::query_scalar(sql::COUNT).bind(connection).fetch_one(&mut *read).await?;
        let rows: Vec<Row> =
            sqlx::query_as(sql::LEFT_OUT).bind(connection).bind(limit).fetch_all(&mut *read).await?;
        let left_out = |(id, nameless, whole, object, kind, parent_id): Row| {
            let parent = parent(&kind, crate::column_values::optional_id(parent_id.as_deref())?)?;
            Ok(LeftOut { id: notion_id(&id)?, nameless, whole, object, parent })
        };
        Ok((rows.into_iter().map(left_out).collect::<Result<_, StoreError>>()?, all))
    }
}

pub(crate) async fn put(
    write: &mut SqliteConnection,
    connection: i64,
    sweep: SweepId,
    object: &LeftOut,
) -> Result<(), StoreError> {
    sqlx::query(sql::PUT)
        .bind(connection)
        .bind(object.id.as_bytes().as_slice())
        .bind(object.nameless)
        .bind(object.whole)
        .bind(&object.object)
        .bind(parent_word(object.parent))
        .bind(object.parent.id().as_ref().map(|id| id.as_bytes().as_slice()))
        .bind(sweep.0)
        .execute(write)
        .await?;
    Ok(())
}

/// It was read after all.
pub(crate) async fn understood(
    write: &mut SqliteConnection,
    connection: i64,
    id: NotionId,
) -> Result<(), StoreError> {
    let done = sqlx::query(sql::UNDERSTOOD).bind(connection).bind(id.as_bytes().as_slice());
    done.execute(write).await?;
    Ok(())
}

/// A whole listing met no others.
pub(crate) async fn keep_met(
    write: &mut SqliteConnection,
    connection: i64,
    sweep: SweepId,
) -> Result<(), StoreError> {
    sqlx::query(sql::NOT_MET).bind(connection).bind(sweep.0).execute(write).await?;
    Ok(())
}

//! Storing what a walk over Notion's search found, and finding what it did not.
//!
//! Not here: the walk itself, and whether an absent page is gone. Notion's search is
//! best effort, so absence only makes a candidate; the caller asks Notion about each.

use crate::column_values::{icon_columns, notion_id, page_kind_word, parent_word};
use crate::connections::key;
use crate::left_out::{self, LeftOut};
use crate::statements::statements;
use crate::sweep::SweepId;
use crate::{Container, Properties, Store, StoreError, parents, people, properties};
use sqlx::sqlite::SqliteConnection;
use std::collections::HashMap;
use trove_model::{ConnectionId, NotionId, Page, Timestamp};

/// A page as a listing shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub page: Page,
    /// Its properties; of a data source, its description. `None` where the answer does not
    /// tell: what is stored stays.
    pub properties: Option<Properties>,
    /// Of a data source, its database and where that sits.
    pub database: Option<Container>,
    /// Some of its properties could not be understood.
    pub damaged: bool,
}

impl From<Page> for Listed {
    fn from(page: Page) -> Self {
        Self { page, properties: None, database: None, damaged: false }
    }
}

/// Some of what a walk found, stored in one transaction.
#[derive(Debug, Clone)]
pub struct ListingBatch {
    pub pages: Vec<Listed>,
    pub sweep: SweepId,
}

statements! {
    BEGIN_SWEEP = "UPDATE connections SET sweep = sweep + 1 WHERE id = ?1 RETURNING sweep";
    SWEEP = "SELECT sweep FROM connections WHERE id = ?1";
    // Two connections may answer differently old copies of one page: the later edit
    // stays. A copy without a date (Notion sends bare ids for pages that a token may
    // know of but not read) never replaces one that has it.
    PUT_PAGE = "INSERT INTO pages (id, kind, title, icon_kind, icon_value, icon_color, parent_kind, parent_id,
                    url, created, edited, edited_by, in_trash)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
                ON CONFLICT (id) DO UPDATE SET
                    kind = excluded.kind, title = excluded.title, icon_kind = excluded.icon_kind,
                    icon_value = excluded.icon_value, icon_color = excluded.icon_color,
                    parent_kind = excluded.parent_kind, parent_id = excluded.parent_id, url = excluded.url,
                    created = excluded.created, edited = excluded.edited, edited_by = excluded.edited_by,
                    in_trash = excluded.in_trash
                WHERE (pages.edited IS NULL OR excluded.edited >= pages.edited)
                  AND (kind, title, icon_kind, icon_value, icon_color, parent_kind, parent_id, url, created,
                       edited, edited_by, in_trash)
                  IS NOT (excluded.kind, excluded.title, excluded.icon_kind, excluded.icon_value,
                       excluded.icon_color, excluded.parent_kind, excluded.parent_id, excluded.url,
                       excluded.created, excluded.edited, excluded.edited_by, excluded.in_trash)";
    SEE_AGAIN = "UPDATE page_connections SET sweep = ?3, missing_since = NULL
                 WHERE page = (SELECT key FROM pages WHERE id = ?1) AND connection = ?2";
    SEE = "INSERT INTO page_connections (page, connection, sweep)
           SELECT key, ?2, ?3 FROM pages WHERE id = ?1";
    FINISH = "UPDATE connections SET last_listed = ?2, finished_sweep = ?3, short_since = NULL WHERE key = ?1";
    // Longest unseen first, so that a caller who asks about a few at a time gets to all.
    NOT_SEEN = "SELECT pages.id FROM page_connections JOIN pages ON pages.key = page_connections.page
                WHERE connection = ?1 AND sweep <> ?2 ORDER BY sweep, page";
    FORGET = "DELETE FROM page_connections
              WHERE page = (SELECT key FROM pages WHERE id = ?1) AND connection = ?2";
    ASKED_ABOUT = "INSERT INTO links (connection, id, kind, asked)
                   SELECT ?1, id, kind, 1 FROM pages WHERE id = ?2
                   ON CONFLICT (connection, id) DO UPDATE SET asked = 1";
    FORGET_UNSEEN = "DELETE FROM pages
                     WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM page_connections WHERE page = pages.key)";
    WATERMARK = "SELECT watermark FROM connections WHERE id = ?1";
    SET_WATERMARK = "UPDATE connections SET watermark = ?2 WHERE id = ?1";
}

impl Store {
    /// Starts a full walk: pages not seen in it will be its candidates.
    pub async fn begin_sweep(&self, connection: ConnectionId) -> Result<SweepId, StoreError> {
        let sweeps: Vec<i64> = sqlx::query_scalar(sql::BEGIN_SWEEP)
            .bind(connection.as_bytes().as_slice())
            .fetch_all(&self.writer)
            .await?;
        sweeps.last().copied().map(SweepId).ok_or(StoreError::NoSuchConnection)
    }

    /// The newest full walk begun: what a poll between two walks adds to.
    pub async fn current_sweep(&self, connection: ConnectionId) -> Result<SweepId, StoreError> {
        sqlx::query_scalar(sql::SWEEP)
            .bind(connection.as_bytes().as_slice())
            .fetch_optional(&self.readers)
            .await?
            .map(SweepId)
            .ok_or(StoreError::NoSuchConnection)
    }

    /// Stores a batch in one transaction; the same page may stand in it twice.
    ///
    /// Returns how many pages are new to this connection or differ from what was
    /// stored; 0 means that a view showing them is still right.
    pub async fn apply_listing(
        &self,
        connection: ConnectionId,
        batch: &ListingBatch,
    ) -> Result<usize, StoreError> {
        self.write(async |write| {
            let connection = key(write, connection).await?;
            apply(write, connection, batch).await
        })
        .await
    }

    /// Notes what a listing could not understand. A copy that was stored earlier stays.
    pub async fn put_left_out(
        &self,
        connection: ConnectionId,
        sweep: SweepId,
        objects: &[LeftOut],
    ) -> Result<(), StoreError> {
        self.write(async |write| {
            let connection = key(write, connection).await?;
            for object in objects {
                left_out::put(write, connection, sweep, object).await?;
                // It was met: nobody need ask whether it is gone.
                sqlx::query(sql::SEE_AGAIN)
                    .bind(object.id.as_bytes().as_slice())
                    .bind(connection)
                    .bind(sweep.0)
                    .execute(&mut *write)
                    .await?;
            }
            Ok(())
        })
        .await
    }

    /// Ends a complete walk: notes when, and answers which pages of this connection it
    /// did not meet, those longest unseen first.
    pub async fn finish_sweep(
        &self,
        connection: ConnectionId,
        sweep: SweepId,
        at: Timestamp,
    ) -> Result<Vec<NotionId>, StoreError> {
        self.write(async |write| {
            let connection = key(write, connection).await?;
            sqlx::query(sql::FINISH).bind(connection).bind(at.0).bind(sweep.0).execute(&mut *write).await?;
            left_out::keep_met(write, connection, sweep).await?;
            let absent: Vec<Vec<u8>> = sqlx::query_scalar(sql::NOT_SEEN)
                .bind(connection)
                .bind(sweep.0)
                .fetch_all(&mut *write)
                .await?;
            absent.iter().map(|id| notion_id(id)).collect()
        })
        .await
    }

    /// This connection no longer sees the page; with its last connection it goes.
    /// Whether the connection saw it before.
    pub async fn forget_page_in(&self, connection: ConnectionId, page: NotionId) -> Result<bool, StoreError> {
        self.write(async |write| {
            let connection = key(write, connection).await?;
            let page = page.as_bytes().as_slice();
            let forgotten = sqlx::query(sql::FORGET).bind(page).bind(connection).execute(&mut *write).await?;
            // What names it stays as it is read: when the person asks, it is asked for with the
            // others that were not there.
            sqlx::query(sql::ASKED_ABOUT).bind(connection).bind(page).execute(&mut *write).await?;
            sqlx::query(sql::FORGET_UNSEEN).bind(page).execute(&mut *write).await?;
            Ok(forgotten.rows_affected() > 0)
        })
        .await
    }

    /// The last edit up to which everything of this connection is stored, by Notion's
    /// clock; `None` before the first complete walk.
    pub async fn watermark(&self, connection: ConnectionId) -> Result<Option<Timestamp>, StoreError> {
        let row: Option<Option<i64>> = sqlx::query_scalar(sql::WATERMARK)
            .bind(connection.as_bytes().as_slice())
            .fetch_optional(&self.readers)
            .await?;
        Ok(row.ok_or(StoreError::NoSuchConnection)?.map(Timestamp))
    }

    pub async fn set_watermark(&self, connection: ConnectionId, edited: Timestamp) -> Result<(), StoreError> {
        sqlx::query(sql::SET_WATERMARK)
            .bind(connection.as_bytes().as_slice())
            .bind(edited.0)
            .execute(&self.writer)
            .await?;
        Ok(())
    }
}

/// Within a transaction; how many pages are new or differ.
pub(crate) async fn apply(
    write: &mut SqliteConnection,
    connection: i64,
    batch: &ListingBatch,
) -> Result<usize, StoreError> {
    let mut changed = 0;
    let mut people = HashMap::new();
    for Listed { page, properties, database, damaged } in &batch.pages {
        note_damage(write, connection, batch.sweep, page, *damaged).await?;
        let put = put_page(write, page).await?;
        if let Some(database) = database {
            parents::put_listed(write, database, put).await?;
        }
        let text = match properties {
            Some(properties) => {
                people.extend(properties.people.iter().cloned());
                properties::put(write, page, properties, None).await?
            }
            None => false,
        };
        let seen = see(write, page.id, connection, batch.sweep).await?;
        changed += usize::from(put || text || seen);
    }
    people::put(write, &people.into_iter().collect::<Vec<_>>()).await?;
    Ok(changed)
}

async fn note_damage(
    write: &mut SqliteConnection,
    connection: i64,
    sweep: SweepId,
    page: &Page,
    damaged: bool,
) -> Result<(), StoreError> {
    if !damaged {
        return left_out::understood(write, connection, page.id).await;
    }
    let object = LeftOut {
        id: page.id,
        nameless: false,
        whole: false,
        object: Some(page_kind_word(page.kind).to_owned()),
        parent: page.parent,
    };
    left_out::put(write, connection, sweep, &object).await
}

/// Whether anything changed.
async fn put_page(write: &mut SqliteConnection, page: &Page) -> Result<bool, StoreError> {
    let (icon_kind, icon_value, icon_color) = icon_columns(page.icon.as_ref());
    let done = sqlx::query(sql::PUT_PAGE)
        .bind(page.id.as_bytes().as_slice())
        .bind(page_kind_word(page.kind))
        .bind(&page.title)
        .bind(icon_kind)
        .bind(icon_value)
        .bind(icon_color)
        .bind(parent_word(page.parent))
        .bind(page.parent.id().as_ref().map(|id| id.as_bytes().as_slice()))
        .bind(&page.url)
        .bind(page.created.map(|at| at.0))
        .bind(page.edited.map(|at| at.0))
        .bind(page.edited_by.as_ref().map(|id| id.as_bytes().as_slice()))
        .bind(page.in_trash)
        .execute(write)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// Whether the connection had not seen the page before.
async fn see(
    write: &mut SqliteConnection,
    page: NotionId,
    connection: i64,
    sweep: SweepId,
) -> Result<bool, StoreError> {
    let bind =
        |statement| sqlx::query(statement).bind(page.as_bytes().to_vec()).bind(connection).bind(sweep.0);
    if bind(sql::SEE_AGAIN).execute(&mut *write).await?.rows_affected() > 0 {
        return Ok(false);
    }
    bind(sql::SEE).execute(write).await?;
    Ok(true)
}

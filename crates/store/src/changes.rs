//! What changed since a moment, for those who keep copies: the index and the columns in
//! memory.
//!
//! Not here: who counts changes; triggers in the migrations do, so that no statement can
//! forget to.

use crate::statements::statements;
use crate::{Store, StoreError};
use trove_model::Timestamp;

/// The last change of one page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub seq: u64,
    /// The page's number in this file, also after the page is gone; another page may then
    /// get it, which is a later change.
    pub key: u64,
    /// What is searched of it; `None` if it is gone.
    pub text: Option<PageText>,
}

/// What the index is made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageText {
    pub edited: Option<Timestamp>,
    pub title: String,
    /// The emoji that stands before it.
    pub icon: Option<String>,
    /// Its properties, one a line: name, tab, value.
    pub properties: String,
    pub body: String,
}

/// Where reading everything stands: newest first, then by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewestFirst {
    /// The last page's edit in milliseconds, 0 where it has none.
    pub edited: i64,
    /// Its number in this file.
    pub key: i64,
}

statements! {
    IDENTITY = "SELECT id FROM identity";
    LAST = "SELECT coalesce(max(seq), 0) FROM changes";
    SINCE = concat!(
        "SELECT seq, changes.page, edited, title, CASE icon_kind WHEN 'emoji' THEN icon_value END, ",
        crate::properties::properties_text!(),
        ", coalesce(body, '')
         FROM changes
         LEFT JOIN pages ON pages.key = changes.page
         LEFT JOIN texts ON texts.page = changes.page
         WHERE seq > ?1 ORDER BY seq LIMIT ?2"
    );
    GONE = "SELECT page FROM changes WHERE page NOT IN (SELECT key FROM pages)";
    // Pages without a date last. Not a comparison of two pairs, for which SQLite would walk
    // the index from its start each time.
    NEWEST = concat!(
        "SELECT 0, pages.key, edited, title, CASE icon_kind WHEN 'emoji' THEN icon_value END, ",
        crate::properties::properties_text!(),
        ", coalesce(body, '')
         FROM pages INDEXED BY pages_newest_first
         LEFT JOIN texts ON texts.page = pages.key
         WHERE coalesce(edited, 0) <= ?1 AND (coalesce(edited, 0) < ?1 OR pages.key < ?2)
         ORDER BY coalesce(edited, 0) DESC, pages.key DESC LIMIT ?3"
    );
}

type Row = (i64, i64, Option<i64>, Option<String>, Option<String>, String, String);

impl Store {
    /// Random, and this file's own: what is derived from another file does not fit it.
    pub async fn identity(&self) -> Result<[u8; 16], StoreError> {
        let id: Vec<u8> = sqlx::query_scalar(sql::IDENTITY).fetch_one(&self.readers).await?;
        id.try_into().map_err(|_| StoreError::Damaged)
    }

    /// The number of the newest change; 0 before the first.
    pub async fn last_seq(&self) -> Result<u64, StoreError> {
        let last: i64 = sqlx::query_scalar(sql::LAST).fetch_one(&self.readers).await?;
        Ok(last.unsigned_abs())
    }

    /// At most `limit` pages changed after `seq`, in the order of their changes.
    pub async fn changes(&self, seq: u64, limit: u32) -> Result<Vec<Change>, StoreError> {
        let rows: Vec<Row> =
            sqlx::query_as(sql::SINCE).bind(signed(seq)).bind(limit).fetch_all(&self.readers).await?;
        rows.into_iter().map(change).collect()
    }

    /// The numbers of pages that are gone and whose number no other page has.
    pub async fn gone(&self) -> Result<Vec<u64>, StoreError> {
        let keys: Vec<i64> = sqlx::query_scalar(sql::GONE).fetch_all(&self.readers).await?;
        Ok(keys.into_iter().map(i64::unsigned_abs).collect())
    }

    /// Everything there is to search, the newest pages first, some at a time: from the
    /// start, or after what `after` stands for. Their `seq` is 0: take [`last_seq`](Self::last_seq)
    /// before the first call.
    pub async fn texts_newest_first(
        &self,
        after: Option<NewestFirst>,
        limit: u32,
    ) -> Result<(Vec<Change>, Option<NewestFirst>), StoreError> {
        let after = after.unwrap_or(NewestFirst { edited: i64::MAX, key: i64::MAX });
        let rows: Vec<Row> = sqlx::query_as(sql::NEWEST)
            .bind(after.edited)
            .bind(after.key)
            .bind(limit)
            .fetch_all(&self.readers)
            .await?;
        let next =
            rows.last().map(|(_, key, edited, ..)| NewestFirst { edited: edited.unwrap_or(0), key: *key });
        Ok((rows.into_iter().map(change).collect::<Result<_, _>>()?, next))
    }
}

fn change((seq, key, edited, title, icon, properties, body): Row) -> Result<Change, StoreError> {
    let text = title.map(|title| PageText { edited: edited.map(Timestamp), title, icon, properties, body });
    Ok(Change { seq: seq.unsigned_abs(), key: u64::try_from(key).map_err(|_| StoreError::Damaged)?, text })
}

/// Numbers of ours never reach the sign bit.
fn signed(seq: u64) -> i64 {
    i64::try_from(seq).unwrap_or(i64::MAX)
}

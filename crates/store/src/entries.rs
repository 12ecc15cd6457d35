//! Every page in a few bytes, for columns in memory: what filters, ranking and paths need.
//!
//! Not what a page looks like when it is shown (`pages`), and not its text (`changes`).

use crate::column_values::{page_kind, parent};
use crate::statements::statements;
use crate::{Store, StoreError};
use serde::Deserialize;
use tokio::sync::mpsc;
use trove_model::{NotionId, PageKind, Parent, Timestamp};

/// A page as the columns in memory hold it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its number in this file.
    pub key: u64,
    pub id: NotionId,
    pub kind: PageKind,
    pub title: String,
    pub parent: Parent,
    pub created: Option<Timestamp>,
    pub edited: Option<Timestamp>,
    pub edited_by: Option<NotionId>,
    pub in_trash: bool,
    /// [`connection_numbers`](Store::connection_numbers) of those that see it.
    pub connections: Vec<i64>,
    pub body: BodyMark,
}

/// What is stored of a page's body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BodyMark {
    /// Data sources have none.
    None,
    Unread,
    /// Read, and the page was edited since.
    Stale,
    Read,
    /// Notion would not give it. An older one may be stored.
    Failed,
}

/// Pages read by one statement. Rows are what reading costs, so many pages come in one,
/// as JSON that SQLite writes and a parser made for speed reads.
const AT_ONCE: i64 = 2048;

macro_rules! entries {
    ($which:literal) => {
        concat!(
            "SELECT (SELECT json_group_array(json_array(pages.key, hex(id), kind, title, parent_kind,
                        hex(parent_id), created, pages.edited, hex(edited_by), in_trash,
                        CASE WHEN kind <> 'page' THEN 0
                             WHEN failure IS NOT NULL THEN 4
                             WHEN read IS NULL THEN 1
                             WHEN pages.edited > bodies.edited THEN 2
                             ELSE 3 END))
                     FROM pages LEFT JOIN bodies ON bodies.page = pages.key WHERE pages.key ",
            $which,
            "), (SELECT json_group_array(page) FROM page_connections WHERE page ",
            $which,
            "), (SELECT json_group_array(connection) FROM page_connections WHERE page ",
            $which,
            ")"
        )
    };
}

statements! {
    KEYS = "SELECT coalesce(min(key), 0), coalesce(max(key), -1) FROM pages";
    RANGE = entries!("BETWEEN ?1 AND ?2");
    SOME = entries!("IN (SELECT value FROM json_each(?1))");
    CHANGED = "SELECT seq, page FROM changes WHERE seq > ?1 ORDER BY seq LIMIT ?2";
}

impl Store {
    /// All pages, in no order, and the number of a change: what changed since, also while
    /// this read, is told by [`changed_entries`](Self::changed_entries) from there on.
    /// They go to `found` some at a time, as they were read: parsing takes about half as
    /// long as reading, which goes on meanwhile, but no faster than they are taken there.
    pub async fn entries(&self, found: mpsc::Sender<EntriesRead>) -> Result<u64, StoreError> {
        let (first, last): (i64, i64) = sqlx::query_as(sql::KEYS).fetch_one(&self.readers).await?;
        let middle = first + (last - first) / 2;
        // Two connections decrypt and read on two processors.
        let (one, other) = tokio::try_join!(
            self.entries_between(first, middle, &found),
            self.entries_between(middle + 1, i64::MAX, &found),
        )?;
        Ok(one.min(other).unsigned_abs())
    }

    /// One moment of the file, and its newest change.
    async fn entries_between(
        &self,
        mut first: i64,
        last: i64,
        found: &mpsc::Sender<EntriesRead>,
    ) -> Result<i64, StoreError> {
        let mut read = self.readers.begin().await?;
        let seq: i64 = sqlx::query_scalar(crate::changes::sql::LAST).fetch_one(&mut *read).await?;
        let (_, newest): (i64, i64) = sqlx::query_as(sql::KEYS).fetch_one(&mut *read).await?;
        let last = last.min(newest);
        while first <= last {
            let until = last.min(first + AT_ONCE - 1);
            let read = sqlx::query_as(sql::RANGE).bind(first).bind(until).fetch_one(&mut *read);
            if found.send(read.await?).await.is_err() {
                // Nobody wants the rest.
                break;
            }
            first = until + 1;
        }
        Ok(seq)
    }

    /// The pages among the next `limit` changes after `seq`: those that are still there,
    /// the numbers of those that are gone, and up to which change this is.
    pub async fn changed_entries(&self, seq: u64, limit: u32) -> Result<ChangedEntries, StoreError> {
        let mut read = self.readers.begin().await?;
        let after = i64::try_from(seq).unwrap_or(i64::MAX);
        let changes: Vec<(i64, i64)> =
            sqlx::query_as(sql::CHANGED).bind(after).bind(limit).fetch_all(&mut *read).await?;
        let Some(&(last, _)) = changes.last() else {
            return Ok(ChangedEntries { seq, entries: Vec::new(), gone: Vec::new() });
        };
        let keys: Vec<i64> = changes.into_iter().map(|(_, key)| key).collect();
        let list = serde_json::to_string(&keys).map_err(|_| StoreError::Damaged)?;
        let read: EntriesRead = sqlx::query_as(sql::SOME).bind(list).fetch_one(&mut *read).await?;
        let entries = read.parse()?;
        let here: std::collections::HashSet<u64> = entries.iter().map(|entry| entry.key).collect();
        let gone = keys.iter().map(|key| key.unsigned_abs()).filter(|key| !here.contains(key)).collect();
        Ok(ChangedEntries { seq: last.unsigned_abs(), entries, gone })
    }
}

/// Some entries as they were read: rows, and beside each other pages and connections that
/// see them.
#[derive(Debug, sqlx::FromRow)]
pub struct EntriesRead(String, String, String);

impl EntriesRead {
    pub fn parse(&self) -> Result<Vec<Entry>, StoreError> {
        let rows: Vec<Row<'_>> = list(&self.0)?;
        let (pages, connections): (Vec<u64>, Vec<i64>) = (list(&self.1)?, list(&self.2)?);
        let mut seen: Vec<(u64, i64)> = pages.into_iter().zip(connections).collect();
        // It is in this order mostly already.
        seen.sort_unstable();
        rows.into_iter().map(|row| entry(row, &seen)).collect()
    }
}

fn list<'a, T: Deserialize<'a>>(json: &'a str) -> Result<Vec<T>, StoreError> {
    serde_json::from_str(json).map_err(|_| StoreError::Damaged)
}

/// What [`Store::changed_entries`] found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedEntries {
    /// Where to go on.
    pub seq: u64,
    pub entries: Vec<Entry>,
    pub gone: Vec<u64>,
}

#[derive(Deserialize)]
struct Row<'a>(
    u64,
    &'a str,
    &'a str,
    std::borrow::Cow<'a, str>,
    &'a str,
    &'a str,
    Option<i64>,
    Option<i64>,
    &'a str,
    i64,
    u8,
);

fn entry(row: Row<'_>, seen: &[(u64, i64)]) -> Result<Entry, StoreError> {
    let Row(key, id, kind, title, parent_kind, parent_id, created, edited, edited_by, in_trash, body) = row;
    let from = seen.partition_point(|(page, _)| *page < key);
    let connections = seen.iter().skip(from).take_while(|(page, _)| *page == key);
    Ok(Entry {
        key,
        id: hex_id(id)?.ok_or(StoreError::Damaged)?,
        kind: page_kind(kind)?,
        title: title.into_owned(),
        parent: parent(parent_kind, hex_id(parent_id)?)?,
        created: created.map(Timestamp),
        edited: edited.map(Timestamp),
        edited_by: hex_id(edited_by)?,
        in_trash: in_trash != 0,
        connections: connections.map(|(_, connection)| *connection).collect(),
        body: match body {
            0 => BodyMark::None,
            1 => BodyMark::Unread,
            2 => BodyMark::Stale,
            3 => BodyMark::Read,
            _ => BodyMark::Failed,
        },
    })
}

/// SQLite's `hex` of an id; of NULL it is empty.
fn hex_id(text: &str) -> Result<Option<NotionId>, StoreError> {
    if text.is_empty() {
        return Ok(None);
    }
    hex_bytes(text).map(|bytes| Some(NotionId::from_bytes(bytes)))
}

/// The sixteen bytes of an id as SQLite's `hex` writes them.
pub(crate) fn hex_bytes(text: &str) -> Result<[u8; 16], StoreError> {
    let mut bytes = [0_u8; 16];
    let digits = text.as_bytes();
    if digits.len() != 32 {
        return Err(StoreError::Damaged);
    }
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        let [high, low] = pair else { return Err(StoreError::Damaged) };
        *byte = digit(*high)? << 4 | digit(*low)?;
    }
    Ok(bytes)
}

fn digit(c: u8) -> Result<u8, StoreError> {
    match c {
        b'0'..=b'9' => Ok(c - b'0'),
        b'A'..=b'F' => Ok(c - b'A' + 10),
        _ => Err(StoreError::Damaged),
    }
}

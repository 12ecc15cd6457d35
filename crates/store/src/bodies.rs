//! The bodies of pages: what Notion sent, the text made of it, and why some are missing.
//!
//! Not here: reading them from Notion, and turning Markdown into text.

use crate::column_values::{notion_id, optional_id, words};
use crate::connections::key;
use crate::statements::statements;
use crate::{Store, StoreError};
use sqlx::sqlite::SqliteConnection;
use trove_model::{ConnectionId, NotionId, Timestamp};

/// A body as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadBody {
    pub page: NotionId,
    /// The page's last edit as known when it was asked for.
    pub edited: Option<Timestamp>,
    /// When Notion answered.
    pub read: Timestamp,
    /// False where a later edit may bear the same stamp: it is to be read once more.
    pub settled: bool,
    /// Of all parts together, signatures aside: the same hash is the same body.
    pub hash: [u8; 32],
    pub markdown: String,
    /// What the page's own Markdown left out, by the block it belongs to.
    pub parts: Vec<(NotionId, String)>,
    pub text: String,
    /// Parts that are still to be asked for: what is read is stored, and this is no end.
    pub parts_left: Vec<NotionId>,
    /// Parts that Notion did not give, or that were not understood: asked for again as what
    /// failed is.
    pub parts_lost: u32,
    /// It shows what may change without the page's stamp: a copy of a block, a name.
    pub changeable: bool,
}

impl ReadBody {
    /// Of Markdown.
    pub fn bytes(&self) -> u64 {
        self.parts.iter().map(|(_, part)| part.len() as u64).sum::<u64>() + self.markdown.len() as u64
    }
}

/// A body as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredBody {
    pub read: Timestamp,
    pub markdown: String,
    pub parts: Vec<(NotionId, String)>,
}

/// A page whose body is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ToRead {
    pub page: NotionId,
    pub edited: Option<Timestamp>,
    /// The body stored for it has this hash.
    pub hash: Option<[u8; 32]>,
    /// It was read within the minute of its last edit and is read once more to be sure.
    pub again: bool,
    /// The last attempt failed.
    pub failed: bool,
    /// Some of its parts are stored; the others are to be asked for.
    pub goes_on: bool,
    /// It was put off before, when Notion was in trouble.
    pub put_off: bool,
    /// Of some of its properties only the beginning was listed.
    pub cut: bool,
}

/// How far the bodies of a connection's pages are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BodyCounts {
    /// Pages and data sources.
    pub known: u32,
    pub data_sources: u32,
    /// Bodies that are stored, old ones too.
    pub read: u32,
    /// To be read now, or again.
    pub waiting: u32,
    /// Notion would not give them; they wait for their next turn.
    pub failed: u32,
    /// Of Markdown that is stored.
    pub bytes: u64,
}

/// Why Notion did not give a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReadFailure {
    NotShared,
    Restricted,
    NotUnderstood,
    Trouble,
}

words!(failure_word, failure, ReadFailure, {
    ReadFailure::NotShared = "not_shared",
    ReadFailure::Restricted = "restricted",
    ReadFailure::NotUnderstood = "not_understood",
    ReadFailure::Trouble = "trouble",
});

/// A page that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    pub page: NotionId,
    pub title: String,
    pub why: ReadFailure,
    pub at: Timestamp,
}

/// Which bodies are to be read, of `pages` joined with `bodies` at the moment `?2`. What
/// failed waits, longer each time, for `retry` or its page's next edit; what was read
/// close to its edit waits until Notion's stamps of that minute are past.
macro_rules! waiting {
    () => {
        "kind = 'page' AND in_trash = 0 AND missing_since IS NULL
         AND CASE
             WHEN bodies.page IS NULL THEN 1
             WHEN coalesce(pages.edited, 0) > coalesce(bodies.edited, 0) THEN 1
             WHEN failure IS NOT NULL THEN failed_at + 600000 * (1 << min(failures, 10)) < ?2
             WHEN read IS NULL THEN 1
             WHEN parts_left > 0 THEN 1
             WHEN parts_lost > 0 THEN failed_at + 600000 * (1 << min(failures, 10)) < ?2
             ELSE settled = 0 AND read < ?2 - 180000 END"
    };
}

statements! {
    // The last opened or edited first; what was put off, after all others.
    TO_READ = concat!(
        "SELECT pages.id, pages.edited, hash, settled = 0 AND bodies.edited IS pages.edited,
                failure IS NOT NULL, parts_left > 0 AND bodies.edited IS pages.edited, put_off.at IS NOT NULL,
                coalesce((SELECT cut FROM texts WHERE texts.page = pages.key), 0)
         FROM page_connections
         JOIN pages ON pages.key = page_connections.page
         LEFT JOIN bodies ON bodies.page = pages.key
         LEFT JOIN put_off ON put_off.page = pages.key
         LEFT JOIN opens ON opens.id = pages.id
         WHERE connection = ?1 AND ",
        waiting!(),
        " ORDER BY coalesce(put_off.at, 0), max(coalesce(pages.edited, 0), coalesce(opens.at, 0)) DESC, pages.key DESC
         LIMIT ?3"
    );
    COUNT = concat!(
        "SELECT count(*), coalesce(sum(kind <> 'page'), 0), coalesce(sum(read IS NOT NULL), 0),
                coalesce(sum(",
        waiting!(),
        "), 0), coalesce(sum(failure IS NOT NULL), 0), coalesce(sum(bytes), 0)
         FROM page_connections
         JOIN pages ON pages.key = page_connections.page
         LEFT JOIN bodies ON bodies.page = pages.key
         WHERE connection = ?1"
    );
    PUT = "INSERT INTO bodies (page, edited, read, settled, hash, parts_left, changeable, parts_lost, failed_at, failures, bytes)
           SELECT key, ?2, ?3, ?4, ?5, ?6, ?7, ?8, iif(?8 > 0, ?3, NULL), ?8 > 0, ?9 FROM pages WHERE id = ?1
           ON CONFLICT (page) DO UPDATE SET edited = excluded.edited, read = excluded.read,
               settled = excluded.settled, hash = excluded.hash, failure = NULL, failed_at = excluded.failed_at,
               failures = iif(excluded.parts_lost > 0, failures + 1, 0), parts_left = excluded.parts_left,
               parts_lost = excluded.parts_lost, bytes = excluded.bytes, changeable = excluded.changeable,
               unchanged = CASE WHEN bodies.hash IS excluded.hash THEN unchanged + 1 ELSE 0 END
           RETURNING page";
    A_READ_PAGE = "SELECT pages.id FROM page_connections
                   JOIN pages ON pages.key = page_connections.page
                   JOIN bodies ON bodies.page = pages.key
                   WHERE connection = ?1 AND missing_since IS NULL AND read IS NOT NULL AND failure IS NULL
                     AND pages.key NOT IN (SELECT page FROM put_off)
                   ORDER BY read DESC LIMIT 1";
    DROP_PARTS_LEFT = "DELETE FROM parts_left WHERE page = ?1";
    PUT_PART_LEFT = "INSERT OR IGNORE INTO parts_left (page, block) VALUES (?1, ?2)";
    PARTS_LOST = "SELECT parts_lost FROM bodies WHERE page = (SELECT key FROM pages WHERE id = ?1)";
    PARTS_LEFT = "SELECT block FROM parts_left WHERE page = (SELECT key FROM pages WHERE id = ?1)";
    PUT_OFF = "INSERT INTO put_off (page, at) SELECT key, ?2 FROM pages WHERE id = ?1
               ON CONFLICT (page) DO UPDATE SET at = excluded.at";
    PUT_OFF_NO_MORE = "DELETE FROM put_off WHERE page = (SELECT key FROM pages WHERE id = ?1)";
    HASH = "SELECT hash FROM bodies WHERE page = (SELECT key FROM pages WHERE id = ?1)";
    PUT_TEXT = "INSERT INTO texts (page, properties, body) VALUES (?1, '', ?2)
                ON CONFLICT (page) DO UPDATE SET body = excluded.body WHERE texts.body <> excluded.body";
    DROP_MARKDOWN = "DELETE FROM markdown WHERE page = ?1";
    PUT_MARKDOWN = "INSERT INTO markdown (page, part, block, text) VALUES (?1, ?2, ?3, ?4)";
    PUT_FAILURE = "INSERT INTO bodies (page, edited, settled, failure, failed_at, failures)
                   SELECT key, edited, 1, ?2, ?3, 1 FROM pages WHERE id = ?1
                   ON CONFLICT (page) DO UPDATE SET edited = excluded.edited, failure = excluded.failure,
                       failed_at = excluded.failed_at, failures = failures + 1";
    READ = "SELECT read FROM bodies WHERE page = (SELECT key FROM pages WHERE id = ?1) AND read IS NOT NULL";
    MARKDOWN = "SELECT block, text FROM markdown WHERE page = (SELECT key FROM pages WHERE id = ?1) ORDER BY part";
    FAILED = "SELECT pages.id, title, failure, failed_at FROM bodies
              JOIN pages ON pages.key = bodies.page
              JOIN page_connections ON page_connections.page = pages.key
              WHERE connection = ?1 AND failure IS NOT NULL
              ORDER BY failed_at DESC, pages.key LIMIT ?2";
    FAILURE = "SELECT failure FROM bodies
               WHERE page = (SELECT key FROM pages WHERE id = ?1) AND failure IS NOT NULL";
    RETRY = "UPDATE bodies SET failed_at = 0, failures = 0
             WHERE (failure IS NOT NULL OR parts_lost > 0)
               AND page IN (SELECT page FROM page_connections WHERE connection = ?1)";
    DENIED = "SELECT id FROM denied WHERE connection = ?1";
    DENY = "INSERT OR IGNORE INTO denied (connection, id, page) VALUES (?1, ?2, ?3)";
    READ_DENIED_AGAIN = "UPDATE bodies SET settled = 0
                         WHERE page IN (SELECT pages.key FROM denied JOIN pages ON pages.id = denied.page
                                        WHERE denied.connection = ?1)";
    ALLOW = "DELETE FROM denied WHERE connection = ?1";
}

impl Store {
    /// Pages of this connection whose body is to be read or read again, the last opened
    /// or edited first.
    pub async fn bodies_to_read(
        &self,
        connection: ConnectionId,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<ToRead>, StoreError> {
        type Row = (Vec<u8>, Option<i64>, Option<Vec<u8>>, Option<bool>, bool, Option<bool>, bool, bool);
        let mut read = self.readers.begin().await?;
        let connection = key(&mut read, connection).await?;
        let rows: Vec<Row> = sqlx::query_as(sql::TO_READ)
            .bind(connection)
            .bind(now.0)
            .bind(limit)
            .fetch_all(&mut *read)
            .await?;
        rows.into_iter()
            .map(|(id, edited, hash, again, failed, goes_on, put_off, cut)| {
                let hash = hash.map(|hash| hash.try_into().map_err(|_| StoreError::Damaged)).transpose()?;
                let (again, goes_on) = (again.unwrap_or(false), goes_on.unwrap_or(false));
                let (page, edited) = (notion_id(&id)?, edited.map(Timestamp));
                Ok(ToRead { page, edited, hash, again, failed, goes_on, put_off, cut })
            })
            .collect()
    }

    /// How far the bodies of this connection's pages are read. Looks at every page: a
    /// tenth of a second for 100,000.
    pub async fn count_bodies(
        &self,
        connection: ConnectionId,
        now: Timestamp,
    ) -> Result<BodyCounts, StoreError> {
        let mut read = self.readers.begin().await?;
        let connection = key(&mut read, connection).await?;
        let (known, data_sources, read, waiting, failed, bytes): (u32, u32, u32, u32, u32, i64) =
            sqlx::query_as(sql::COUNT).bind(connection).bind(now.0).fetch_one(&mut *read).await?;
        Ok(BodyCounts { known, data_sources, read, waiting, failed, bytes: bytes.unsigned_abs() })
    }

    /// Stores bodies in one transaction. Answers how many differ from what was stored;
    /// a page that went meanwhile is left out.
    pub async fn put_bodies(&self, bodies: &[ReadBody]) -> Result<usize, StoreError> {
        self.write(async |write| {
            let mut changed = 0;
            for body in bodies {
                changed += usize::from(put(write, body).await?);
            }
            Ok(changed)
        })
        .await
    }

    /// Notes that Notion did not give a body. One stored before stays.
    pub async fn put_read_failure(
        &self,
        page: NotionId,
        why: ReadFailure,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(async |write| {
            let id = page.as_bytes().as_slice();
            let failure = sqlx::query(sql::PUT_FAILURE).bind(id).bind(failure_word(why)).bind(at.0);
            failure.execute(&mut *write).await?;
            sqlx::query(sql::PUT_OFF_NO_MORE).bind(id).execute(write).await?;
            Ok(())
        })
        .await
    }

    /// Notion itself was in trouble when these were asked for: others go first next time,
    /// and no failure is counted.
    pub async fn put_off(&self, pages: &[NotionId], at: Timestamp) -> Result<(), StoreError> {
        self.write(async |write| {
            for page in pages {
                let put = sqlx::query(sql::PUT_OFF).bind(page.as_bytes().as_slice()).bind(at.0);
                put.execute(&mut *write).await?;
            }
            Ok(())
        })
        .await
    }

    /// A page whose body was read without trouble, the latest.
    pub async fn a_read_page(&self, connection: ConnectionId) -> Result<Option<NotionId>, StoreError> {
        let mut read = self.readers.begin().await?;
        let connection = key(&mut read, connection).await?;
        let id: Option<Vec<u8>> =
            sqlx::query_scalar(sql::A_READ_PAGE).bind(connection).fetch_optional(&mut *read).await?;
        id.map(|id| notion_id(&id)).transpose()
    }

    /// Which parts of a body are still to be asked for.
    pub async fn parts_left(&self, page: NotionId) -> Result<Vec<NotionId>, StoreError> {
        let ids: Vec<Vec<u8>> = sqlx::query_scalar(sql::PARTS_LEFT)
            .bind(page.as_bytes().as_slice())
            .fetch_all(&self.readers)
            .await?;
        ids.iter().map(|id| notion_id(id)).collect()
    }

    /// How many parts of a body are missing that were asked for.
    pub async fn parts_lost(&self, page: NotionId) -> Result<u32, StoreError> {
        let lost: Option<u32> = sqlx::query_scalar(sql::PARTS_LOST)
            .bind(page.as_bytes().as_slice())
            .fetch_optional(&self.readers)
            .await?;
        Ok(lost.unwrap_or(0))
    }

    /// A page's body; `None` if it was never read.
    pub async fn body(&self, page: NotionId) -> Result<Option<StoredBody>, StoreError> {
        let id = page.as_bytes().as_slice();
        let mut database = self.readers.begin().await?;
        let read: Option<i64> = sqlx::query_scalar(sql::READ).bind(id).fetch_optional(&mut *database).await?;
        let Some(read) = read else { return Ok(None) };
        let rows: Vec<(Option<Vec<u8>>, String)> =
            sqlx::query_as(sql::MARKDOWN).bind(id).fetch_all(&mut *database).await?;
        let mut body = StoredBody { read: Timestamp(read), markdown: String::new(), parts: Vec::new() };
        for (block, text) in rows {
            match optional_id(block.as_deref())? {
                None => body.markdown = text,
                Some(block) => body.parts.push((block, text)),
            }
        }
        Ok(Some(body))
    }

    /// Why a page's body could not be read the last time, if it could not.
    pub async fn read_failure(&self, page: NotionId) -> Result<Option<ReadFailure>, StoreError> {
        let why: Option<String> = sqlx::query_scalar(sql::FAILURE)
            .bind(page.as_bytes().as_slice())
            .fetch_optional(&self.readers)
            .await?;
        why.map(|why| failure(&why)).transpose()
    }

    /// The newest of what could not be read through this connection.
    pub async fn read_failures(
        &self,
        connection: ConnectionId,
        limit: u32,
    ) -> Result<Vec<Unread>, StoreError> {
        type Row = (Vec<u8>, String, String, i64);
        let mut read = self.readers.begin().await?;
        let connection = key(&mut read, connection).await?;
        let rows: Vec<Row> =
            sqlx::query_as(sql::FAILED).bind(connection).bind(limit).fetch_all(&mut *read).await?;
        rows.into_iter()
            .map(|(id, title, why, at)| {
                Ok(Unread { page: notion_id(&id)?, title, why: failure(&why)?, at: Timestamp(at) })
            })
            .collect()
    }

    /// Lets everything that failed or was denied be asked for again: the person asked.
    pub async fn retry_bodies(&self, connection: ConnectionId) -> Result<(), StoreError> {
        self.write(async |write| {
            let connection = key(write, connection).await?;
            sqlx::query(sql::RETRY).bind(connection).execute(&mut *write).await?;
            sqlx::query(sql::READ_DENIED_AGAIN).bind(connection).execute(&mut *write).await?;
            sqlx::query(sql::ALLOW).bind(connection).execute(&mut *write).await?;
            sqlx::query(crate::following::sql::ASK_LINKS_AGAIN).bind(connection).execute(&mut *write).await?;
            Ok(())
        })
        .await
    }

    /// Content that this connection may not see.
    pub async fn denied(&self, connection: ConnectionId) -> Result<Vec<NotionId>, StoreError> {
        let mut read = self.readers.begin().await?;
        let connection = key(&mut read, connection).await?;
        let ids: Vec<Vec<u8>> =
            sqlx::query_scalar(sql::DENIED).bind(connection).fetch_all(&mut *read).await?;
        ids.iter().map(|id| notion_id(id)).collect()
    }

    /// Parts of this page that the connection may not see: when the person asks, it is read again.
    pub async fn put_denied_parts(
        &self,
        connection: ConnectionId,
        page: NotionId,
        ids: &[NotionId],
    ) -> Result<(), StoreError> {
        self.write(async |write| {
            let connection = key(write, connection).await?;
            for id in ids {
                sqlx::query(sql::DENY)
                    .bind(connection)
                    .bind(id.as_bytes().as_slice())
                    .bind(page.as_bytes().as_slice())
                    .execute(&mut *write)
                    .await?;
            }
            Ok(())
        })
        .await
    }
}

/// Whether the body is another than before.
async fn put(write: &mut SqliteConnection, body: &ReadBody) -> Result<bool, StoreError> {
    let id = body.page.as_bytes().as_slice();
    let before: Option<Option<Vec<u8>>> =
        sqlx::query_scalar(sql::HASH).bind(id).fetch_optional(&mut *write).await?;
    let page: Option<i64> = sqlx::query_scalar(sql::PUT)
        .bind(id)
        .bind(body.edited.map(|at| at.0))
        .bind(body.read.0)
        .bind(body.settled)
        .bind(body.hash.as_slice())
        .bind(i64::try_from(body.parts_left.len()).unwrap_or(i64::MAX))
        .bind(body.changeable)
        .bind(body.parts_lost)
        .bind(i64::try_from(body.bytes()).unwrap_or(i64::MAX))
        .fetch_optional(&mut *write)
        .await?;
    let Some(page) = page else { return Ok(false) };
    sqlx::query(sql::PUT_OFF_NO_MORE).bind(id).execute(&mut *write).await?;
    sqlx::query(sql::DROP_PARTS_LEFT).bind(page).execute(&mut *write).await?;
    for block in &body.parts_left {
        let left = sqlx::query(sql::PUT_PART_LEFT).bind(page).bind(block.as_bytes().as_slice());
        left.execute(&mut *write).await?;
    }
    let put = sqlx::query(sql::PUT_TEXT).bind(page).bind(&body.text).execute(&mut *write).await?;
    if before.flatten().is_some_and(|hash| hash == body.hash) {
        // Somebody or something that it mentions may have got another name.
        return Ok(put.rows_affected() > 0);
    }
    sqlx::query(sql::DROP_MARKDOWN).bind(page).execute(&mut *write).await?;
    let own = (None, &body.markdown);
    let parts = body.parts.iter().map(|(block, text)| (Some(block.as_bytes().as_slice()), text));
    for (number, (block, text)) in (0_i64..).zip(std::iter::once(own).chain(parts)) {
        sqlx::query(sql::PUT_MARKDOWN)
            .bind(page)
            .bind(number)
            .bind(block)
            .bind(text)
            .execute(&mut *write)
            .await?;
    }
    Ok(true)
}

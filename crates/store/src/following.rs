//! How a connection is followed from one run to the next: its pace, what Notion proved to
//! allow, and where the walks stand that go beyond search.
//!
//! Not here: the walks, and what a pace means in requests.

use crate::column_values::{notion_id, parent};
use crate::connections::key;
use crate::listing::apply;
use crate::statements::statements;
use crate::{ListingBatch, Store, StoreError, SweepId};
use trove_model::{ConnectionId, NotionId, Pace, Parent, Timestamp};

/// What is remembered about following one connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Following {
    pub pace: Pace,
    /// Requests a minute that Notion proved to allow, where [`Pace::Auto`] found out.
    pub allowed: Option<u32>,
    /// When it last refused more than that.
    pub refused: Option<Timestamp>,
    /// When Notion last answered that nothing newer is there.
    pub last_checked: Option<Timestamp>,
    /// Its search ends before everything is listed.
    pub capped: bool,
    /// Since when no listing has come to its end.
    pub short_since: Option<Timestamp>,
    /// Requests that the last whole listing took.
    pub sweep_cost: Option<u32>,
    pub limits: Limits,
}

/// How much of one connection is kept at most, so that a Notion without end fills no disk. Far
/// above the largest workspaces, unless the person set less.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Pages and data sources.
    pub pages: u32,
    /// Of Markdown.
    pub bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { pages: 1_000_000, bytes: 32 << 30 }
    }
}

/// How far the rows of one data source were walked, oldest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RowWalk {
    pub source: NotionId,
    /// When the last row met so far was created.
    pub created: Option<Timestamp>,
}

statements! {
    FOLLOWING = "SELECT pace, allowed, refused_at, last_checked, capped, short_since, sweep_cost,
                        most_pages, most_bytes FROM connections WHERE id = ?1";
    SET_PACE = "UPDATE connections SET pace = ?2 WHERE id = ?1";
    SET_ALLOWED = "UPDATE connections SET allowed = ?2, refused_at = ?3 WHERE id = ?1";
    SET_CHECKED = "UPDATE connections SET last_checked = ?2 WHERE id = ?1";
    SET_SHORT = "UPDATE connections SET short_since = coalesce(short_since, ?2) WHERE id = ?1";
    SET_SWEEP_COST = "UPDATE connections SET sweep_cost = ?2 WHERE id = ?1";
    SET_LIMITS = "UPDATE connections SET most_pages = ?2, most_bytes = ?3,
                      watermark = CASE WHEN ?2 > coalesce(most_pages, ?4) THEN NULL ELSE watermark END
                  WHERE id = ?1";
    SET_CAPPED = "UPDATE connections SET capped = ?2 WHERE id = ?1";
    // One that was cut short less than a day ago goes on: what it met counts.
    RESUME_SWEEP = "UPDATE connections SET
                        sweep = sweep + NOT (sweep > finished_sweep AND capped AND coalesce(sweep_began, 0) > ?2 - 86400000),
                        sweep_began = CASE WHEN sweep > finished_sweep AND capped AND coalesce(sweep_began, 0) > ?2 - 86400000
                            THEN sweep_began ELSE ?2 END
                    WHERE id = ?1 RETURNING sweep";
    UNWALKED = "SELECT pages.id, CASE WHEN row_walks.sweep = ?2 THEN row_walks.created END
                FROM page_connections
                JOIN pages ON pages.key = page_connections.page
                LEFT JOIN row_walks ON row_walks.connection = ?1 AND source = pages.id
                WHERE page_connections.connection = ?1 AND kind = 'data_source'
                  AND (row_walks.sweep IS NOT ?2 OR finished = 0)
                ORDER BY pages.key LIMIT ?3";
    PUT_WALK = "INSERT INTO row_walks (connection, source, sweep, created, finished) VALUES (?1, ?2, ?3, ?4, ?5)
                ON CONFLICT (connection, source) DO UPDATE SET sweep = excluded.sweep,
                    created = coalesce(excluded.created, created), finished = excluded.finished";
    PUT_LINK = "INSERT OR IGNORE INTO links (connection, id, kind, asked)
                SELECT ?1, ?2, 'page', 0 WHERE NOT EXISTS (SELECT 1 FROM pages WHERE id = ?2)";
    PUT_KNOWN_LINK = "INSERT INTO links (connection, id, kind, asked) VALUES (?1, ?2, 'database', 1)
                      ON CONFLICT (connection, id) DO UPDATE SET asked = 1";
    // Nothing need name a page at the top but those in it.
    PUT_PARENTS = "INSERT OR IGNORE INTO links (connection, id, kind, asked)
                   SELECT ?1, parent_id, parent_kind, 0 FROM (
                       SELECT parent_kind, parent_id FROM page_connections
                       JOIN pages ON pages.key = page_connections.page WHERE connection = ?1
                       UNION SELECT parent_kind, parent_id FROM parents)
                   WHERE parent_kind IN ('page', 'data_source') AND parent_id NOT IN (SELECT id FROM pages)";
    // Those that a listing has shown meanwhile are left out.
    LINKS = "SELECT kind, id FROM links WHERE connection = ?1 AND asked = 0
             AND NOT EXISTS (SELECT 1 FROM pages WHERE pages.id = links.id) LIMIT ?2";
    ASKED = "UPDATE links SET asked = ?3 WHERE connection = ?1 AND id = ?2";
    // What is shown by now needs no asking, and a database is asked for by its data sources.
    ASK_DUE_AGAIN = "UPDATE links SET asked = 0 WHERE connection = ?1 AND id IN (
                         SELECT id FROM links
                         WHERE connection = ?1 AND kind <> 'database' AND asked > 0 AND asked <= ?2 - 86400000
                           AND NOT EXISTS (SELECT 1 FROM pages WHERE pages.id = links.id)
                         ORDER BY asked LIMIT ?3)";
    ASK_LINKS_AGAIN = "UPDATE links SET asked = 0 WHERE connection = ?1 AND kind <> 'database'";
    KNOWN = "SELECT 1 FROM pages WHERE id = ?1";
}

impl Store {
    pub async fn following(&self, connection: ConnectionId) -> Result<Following, StoreError> {
        type Row = (
            String,
            Option<u32>,
            Option<i64>,
            Option<i64>,
            bool,
            Option<i64>,
            Option<u32>,
            Option<u32>,
            Option<i64>,
        );
        let row: Option<Row> = sqlx::query_as(sql::FOLLOWING)
            .bind(connection.as_bytes().as_slice())
            .fetch_optional(&self.readers)
            .await?;
        let (pace, allowed, refused, last_checked, capped, short_since, sweep_cost, most_pages, most_bytes) =
            row.ok_or(StoreError::NoSuchConnection)?;
        Ok(Following {
            pace: pace.parse().map_err(|_| StoreError::Damaged)?,
            allowed,
            refused: refused.map(Timestamp),
            last_checked: last_checked.map(Timestamp),
            capped,
            short_since: short_since.map(Timestamp),
            sweep_cost,
            limits: Limits {
                pages: most_pages.unwrap_or(Limits::default().pages),
                bytes: most_bytes.map_or(Limits::default().bytes, i64::unsigned_abs),
            },
        })
    }

    pub async fn set_pace(&self, connection: ConnectionId, pace: Pace) -> Result<(), StoreError> {
        sqlx::query(sql::SET_PACE)
            .bind(connection.as_bytes().as_slice())
            .bind(pace.to_string())
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    pub async fn set_allowed(
        &self,
        connection: ConnectionId,
        allowed: Option<u32>,
        refused: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        sqlx::query(sql::SET_ALLOWED)
            .bind(connection.as_bytes().as_slice())
            .bind(allowed)
            .bind(refused.map(|at| at.0))
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    pub async fn set_last_checked(&self, connection: ConnectionId, at: Timestamp) -> Result<(), StoreError> {
        sqlx::query(sql::SET_CHECKED)
            .bind(connection.as_bytes().as_slice())
            .bind(at.0)
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// With a higher limit on pages there may be more to list: the next listing is a whole one.
    pub async fn set_limits(&self, connection: ConnectionId, limits: Limits) -> Result<(), StoreError> {
        sqlx::query(sql::SET_LIMITS)
            .bind(connection.as_bytes().as_slice())
            .bind(limits.pages)
            .bind(i64::try_from(limits.bytes).unwrap_or(i64::MAX))
            .bind(Limits::default().pages)
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    pub async fn set_capped(&self, connection: ConnectionId, capped: bool) -> Result<(), StoreError> {
        sqlx::query(sql::SET_CAPPED)
            .bind(connection.as_bytes().as_slice())
            .bind(capped)
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// A listing ended before its end: what is missing may be there.
    pub async fn set_short(&self, connection: ConnectionId, at: Timestamp) -> Result<(), StoreError> {
        sqlx::query(sql::SET_SHORT)
            .bind(connection.as_bytes().as_slice())
            .bind(at.0)
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// How many requests a whole listing took.
    pub async fn set_sweep_cost(&self, connection: ConnectionId, requests: u32) -> Result<(), StoreError> {
        sqlx::query(sql::SET_SWEEP_COST)
            .bind(connection.as_bytes().as_slice())
            .bind(requests)
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// Starts a full walk as [`begin_sweep`](Self::begin_sweep) does, or goes on with one
    /// that takes more than search and was cut short.
    pub async fn resume_sweep(
        &self,
        connection: ConnectionId,
        now: Timestamp,
    ) -> Result<SweepId, StoreError> {
        let sweeps: Vec<i64> = sqlx::query_scalar(sql::RESUME_SWEEP)
            .bind(connection.as_bytes().as_slice())
            .bind(now.0)
            .fetch_all(&self.writer)
            .await?;
        sweeps.last().copied().map(SweepId).ok_or(StoreError::NoSuchConnection)
    }

    /// Data sources whose rows this sweep has not walked to the end.
    pub async fn unwalked_sources(
        &self,
        connection: ConnectionId,
        sweep: SweepId,
        limit: u32,
    ) -> Result<Vec<RowWalk>, StoreError> {
        let mut read = self.readers.begin().await?;
        let connection = key(&mut read, connection).await?;
        let rows: Vec<(Vec<u8>, Option<i64>)> = sqlx::query_as(sql::UNWALKED)
            .bind(connection)
            .bind(sweep.0)
            .bind(limit)
            .fetch_all(&mut *read)
            .await?;
        rows.into_iter()
            .map(|(id, created)| Ok(RowWalk { source: notion_id(&id)?, created: created.map(Timestamp) }))
            .collect()
    }

    /// Notes how far rows were walked.
    pub async fn put_row_walk(
        &self,
        connection: ConnectionId,
        sweep: SweepId,
        walk: RowWalk,
        finished: bool,
    ) -> Result<(), StoreError> {
        self.write(async |write| {
            let connection = key(write, connection).await?;
            sqlx::query(sql::PUT_WALK)
                .bind(connection)
                .bind(walk.source.as_bytes().as_slice())
                .bind(sweep.0)
                .bind(walk.created.map(|at| at.0))
                .bind(finished)
                .execute(write)
                .await?;
            Ok(())
        })
        .await
    }

    /// Remembers ids that are no page here, to be asked for.
    pub async fn put_links(&self, connection: ConnectionId, ids: &[NotionId]) -> Result<(), StoreError> {
        self.write(async |write| {
            let connection = key(write, connection).await?;
            for id in ids {
                let link = sqlx::query(sql::PUT_LINK).bind(connection).bind(id.as_bytes().as_slice());
                link.execute(&mut *write).await?;
            }
            Ok(())
        })
        .await
    }

    /// Remembers ids of databases whose data sources are known: nobody need ask.
    pub async fn put_known_links(
        &self,
        connection: ConnectionId,
        databases: &[NotionId],
    ) -> Result<(), StoreError> {
        self.write(async |write| {
            let connection = key(write, connection).await?;
            for id in databases {
                let link = sqlx::query(sql::PUT_KNOWN_LINK).bind(connection).bind(id.as_bytes().as_slice());
                link.execute(&mut *write).await?;
            }
            Ok(())
        })
        .await
    }

    /// Remembers what this connection's pages and containers sit in and is not stored, to be
    /// asked for: how many of them are new. Looks at every page.
    pub async fn put_unknown_parents(&self, connection: ConnectionId) -> Result<u64, StoreError> {
        self.write(async |write| {
            let connection = key(write, connection).await?;
            Ok(sqlx::query(sql::PUT_PARENTS).bind(connection).execute(write).await?.rows_affected())
        })
        .await
    }

    /// What is to be asked for: `Parent::Page`, which may turn out to be a database, or
    /// `Parent::DataSource`.
    pub async fn links(&self, connection: ConnectionId, limit: u32) -> Result<Vec<Parent>, StoreError> {
        let mut read = self.readers.begin().await?;
        let connection = key(&mut read, connection).await?;
        let rows: Vec<(String, Vec<u8>)> =
            sqlx::query_as(sql::LINKS).bind(connection).bind(limit).fetch_all(&mut *read).await?;
        rows.iter().map(|(kind, id)| parent(kind, Some(notion_id(id)?))).collect()
    }

    /// These were asked for at this moment, with what came of it. What was not there is asked
    /// for again a day later at the soonest ([`Self::ask_due_links_again`]).
    pub async fn put_asked(
        &self,
        connection: ConnectionId,
        asked: &[NotionId],
        found: &ListingBatch,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(async |write| {
            let key = key(write, connection).await?;
            apply(write, key, found).await?;
            for id in asked {
                let asked =
                    sqlx::query(sql::ASKED).bind(key).bind(id.as_bytes().as_slice()).bind(at.0.max(1));
                asked.execute(&mut *write).await?;
            }
            Ok(())
        })
        .await
    }

    /// Lets some of what was named and not there be asked for again, the longest unasked
    /// first: how many.
    pub async fn ask_due_links_again(
        &self,
        connection: ConnectionId,
        now: Timestamp,
        limit: u32,
    ) -> Result<u64, StoreError> {
        self.write(async |write| {
            let connection = key(write, connection).await?;
            let due = sqlx::query(sql::ASK_DUE_AGAIN).bind(connection).bind(now.0).bind(limit);
            Ok(due.execute(write).await?.rows_affected())
        })
        .await
    }

    /// Whether a page or data source of this id is stored.
    pub async fn is_known(&self, id: NotionId) -> Result<bool, StoreError> {
        let known: Option<i64> = sqlx::query_scalar(sql::KNOWN)
            .bind(id.as_bytes().as_slice())
            .fetch_optional(&self.readers)
            .await?;
        Ok(known.is_some())
    }
}

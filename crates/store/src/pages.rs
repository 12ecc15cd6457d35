//! Reading pages and data sources. How they get here is `listing`'s business.

use crate::column_values::{connection_id, icon, notion_id, optional_id, page_kind, parent};
use crate::connections::key;
use crate::entries::hex_bytes;
use crate::statements::statements;
use crate::{Store, StoreError};
use std::collections::HashMap;
use trove_model::{ConnectionId, Icon, NotionId, Page, Timestamp};

/// A page and through which connections it is seen; never none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedPage {
    pub page: Page,
    pub connections: Vec<ConnectionId>,
}

/// What is shown of a page beside its [`Entry`](crate::Entry).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DisplayFields {
    pub icon: Option<Icon>,
    pub url: Option<String>,
}

/// A page that answers a query, with what passages are cut from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownPage {
    pub key: u64,
    pub title: String,
    pub display: DisplayFields,
    pub properties: String,
    pub body: String,
}

/// All columns of a [`Row`]. One row a page whatever the number of connections: rows
/// are what reading costs.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, kind, title, icon_kind, icon_value, icon_color, parent_kind, parent_id, url, created,
                    edited, edited_by, in_trash,
                    (SELECT group_concat(hex(connections.id)) FROM page_connections
                     JOIN connections ON connections.key = page_connections.connection
                     WHERE page_connections.page = pages.key) AS seers
             FROM pages ",
            $rest
        )
    };
}

/// Where a page opens; a data source without an address of its own, where its database does.
macro_rules! address {
    () => {
        "coalesce(pages.url, (SELECT parents.url FROM parents
            WHERE pages.kind = 'data_source' AND parents.id = pages.parent_id)) AS url"
    };
}

statements! {
    ALL_PAGES = select!("");
    ONE = select!("WHERE id = ?1");
    // The first megabyte of a body: what lies behind it is found, not shown.
    SHOWN = concat!(
        "SELECT pages.key, title, icon_kind, icon_value, icon_color, ",
        address!(),
        ", ",
        crate::properties::properties_text!(),
        " AS properties, substr(coalesce(body, ''), 1, 1048576) AS body
         FROM pages LEFT JOIN texts ON texts.page = pages.key
         WHERE pages.key IN (SELECT value FROM json_each(?1))"
    );
    DISPLAY = concat!(
        "SELECT key, icon_kind, icon_value, icon_color, ",
        address!(),
        " FROM pages WHERE key IN (SELECT value FROM json_each(?1))"
    );
    KEY_OF = "SELECT key FROM pages WHERE id = ?1";
    COUNT = "SELECT count(*) FROM page_connections WHERE connection = ?1";
    COUNT_ALL = "SELECT count(*) FROM pages";
    CONNECTION_KEYS = "SELECT key, id FROM connections";
}

impl Store {
    /// Everything that is listed, in no order. Reads 100,000 pages in one statement.
    pub async fn pages(&self) -> Result<Vec<ListedPage>, StoreError> {
        let rows: Vec<Row> = sqlx::query_as(sql::ALL_PAGES).fetch_all(&self.readers).await?;
        rows.into_iter().map(Row::listed).collect()
    }

    pub async fn page(&self, id: NotionId) -> Result<Option<ListedPage>, StoreError> {
        let row: Option<Row> =
            sqlx::query_as(sql::ONE).bind(id.as_bytes().as_slice()).fetch_optional(&self.readers).await?;
        row.map(Row::listed).transpose()
    }

    /// Pages by their numbers in this file, with their texts, in no order; those that are
    /// gone are left out. One statement, however many.
    pub async fn shown_pages(&self, keys: &[u64]) -> Result<Vec<ShownPage>, StoreError> {
        let list = serde_json::to_string(keys).map_err(|_| StoreError::Damaged)?;
        // One statement and no transaction: this stands between a key and its answer.
        let rows: Vec<ShownRow> = sqlx::query_as(sql::SHOWN).bind(list).fetch_all(&self.readers).await?;
        let page = |ShownRow { page, title, properties, body }: ShownRow| {
            let (key, display) = page.fields()?;
            Ok(ShownPage { key, title, display, properties, body })
        };
        rows.into_iter().map(page).collect()
    }

    /// As [`shown_pages`](Self::shown_pages), without the texts.
    pub async fn display_fields(&self, keys: &[u64]) -> Result<HashMap<u64, DisplayFields>, StoreError> {
        let list = serde_json::to_string(keys).map_err(|_| StoreError::Damaged)?;
        let rows: Vec<DisplayRow> = sqlx::query_as(sql::DISPLAY).bind(list).fetch_all(&self.readers).await?;
        rows.into_iter().map(DisplayRow::fields).collect()
    }

    /// A page's number in this file.
    pub async fn key_of(&self, id: NotionId) -> Result<Option<u64>, StoreError> {
        let key: Option<i64> = sqlx::query_scalar(sql::KEY_OF)
            .bind(id.as_bytes().as_slice())
            .fetch_optional(&self.readers)
            .await?;
        Ok(key.map(i64::unsigned_abs))
    }

    /// The numbers by which [`Entry`](crate::Entry) names connections.
    pub async fn connection_numbers(&self) -> Result<HashMap<i64, ConnectionId>, StoreError> {
        let rows: Vec<(i64, Vec<u8>)> = sqlx::query_as(sql::CONNECTION_KEYS).fetch_all(&self.readers).await?;
        rows.into_iter().map(|(key, id)| Ok((key, connection_id(&id)?))).collect()
    }

    /// How many pages and data sources there are.
    pub async fn count_pages(&self) -> Result<u32, StoreError> {
        Ok(sqlx::query_scalar(sql::COUNT_ALL).fetch_one(&self.readers).await?)
    }

    /// How many pages and data sources are seen through a connection.
    pub async fn page_count(&self, connection: ConnectionId) -> Result<u32, StoreError> {
        let mut read = self.readers.begin().await?;
        let connection = key(&mut read, connection).await?;
        Ok(sqlx::query_scalar(sql::COUNT).bind(connection).fetch_one(&mut *read).await?)
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Vec<u8>,
    kind: String,
    title: String,
    icon_kind: Option<String>,
    icon_value: Option<String>,
    icon_color: Option<String>,
    parent_kind: String,
    parent_id: Option<Vec<u8>>,
    url: Option<String>,
    created: Option<i64>,
    edited: Option<i64>,
    edited_by: Option<Vec<u8>>,
    in_trash: bool,
    seers: Option<String>,
}

/// Ids of connections, as SQLite's `group_concat` of their `hex`.
fn by_id(seers: &str) -> Result<Vec<ConnectionId>, StoreError> {
    let ids = seers.split(',').map(|id| hex_bytes(id).map(ConnectionId::from_bytes));
    ids.collect()
}

#[derive(sqlx::FromRow)]
struct DisplayRow {
    key: i64,
    icon_kind: Option<String>,
    icon_value: Option<String>,
    icon_color: Option<String>,
    url: Option<String>,
}

#[derive(sqlx::FromRow)]
struct ShownRow {
    #[sqlx(flatten)]
    page: DisplayRow,
    title: String,
    properties: String,
    body: String,
}

impl DisplayRow {
    fn fields(self) -> Result<(u64, DisplayFields), StoreError> {
        let icon = icon(self.icon_kind.as_deref(), self.icon_value, self.icon_color)?;
        Ok((u64::try_from(self.key).map_err(|_| StoreError::Damaged)?, DisplayFields { icon, url: self.url }))
    }
}

impl Row {
    fn listed(self) -> Result<ListedPage, StoreError> {
        Ok(ListedPage {
            connections: by_id(self.seers.as_deref().ok_or(StoreError::Damaged)?)?,
            page: Page {
                id: notion_id(&self.id)?,
                kind: page_kind(&self.kind)?,
                title: self.title,
                icon: icon(self.icon_kind.as_deref(), self.icon_value, self.icon_color)?,
                parent: parent(&self.parent_kind, optional_id(self.parent_id.as_deref())?)?,
                url: self.url,
                created: self.created.map(Timestamp),
                edited: self.edited.map(Timestamp),
                edited_by: optional_id(self.edited_by.as_deref())?,
                in_trash: self.in_trash,
            },
        })
    }
}

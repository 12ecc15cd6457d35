//! Connections: everything about an authorization except its tokens.

use crate::column_values::{
    connection_id, notion_id, optional_id, status, status_word, token_kind, token_kind_word,
};
use crate::statements::statements;
use crate::{Store, StoreError};
use sqlx::sqlite::SqliteConnection;
use trove_model::{
    Account, Connection, ConnectionId, ConnectionStatus, NotionId, Origin, Timestamp, TokenKind,
};

/// All columns of a [`Row`].
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, kind, status, origin, workspace_id, workspace_name, workspace_icon, account_kind,
                    account_id, account_name, account_email, bot_id, duplicated_template_id, owner_json,
                    created, last_used, last_listed
             FROM connections ",
            $rest
        )
    };
}

statements! {
    ALL_CONNECTIONS = select!("ORDER BY created, key");
    SAME = select!("WHERE kind = ?1 AND workspace_id IS ?2 AND account_id = ?3");
    KEY = "SELECT key FROM connections WHERE id = ?1";
    PUT = "INSERT INTO connections (id, kind, status, origin, workspace_id, workspace_name, workspace_icon,
               account_kind, account_id, account_name, account_email, bot_id, duplicated_template_id,
               owner_json, created, last_used, last_listed)
           VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
           ON CONFLICT (id) DO UPDATE SET
               kind = excluded.kind, status = excluded.status, origin = excluded.origin,
               workspace_id = excluded.workspace_id, workspace_name = excluded.workspace_name,
               workspace_icon = excluded.workspace_icon, account_kind = excluded.account_kind,
               account_id = excluded.account_id, account_name = excluded.account_name,
               account_email = excluded.account_email, bot_id = excluded.bot_id,
               duplicated_template_id = excluded.duplicated_template_id, owner_json = excluded.owner_json,
               created = excluded.created, last_used = excluded.last_used, last_listed = excluded.last_listed";
    SET_STATUS = "UPDATE connections SET status = ?2 WHERE id = ?1";
    SET_LAST_USED = "UPDATE connections SET last_used = ?2 WHERE id = ?1";
    REMOVE_SIGHTINGS = "DELETE FROM page_connections WHERE connection = ?1";
    REMOVE_UNSEEN_PAGES = "DELETE FROM pages
                           WHERE NOT EXISTS (SELECT 1 FROM page_connections WHERE page = pages.key)";
    REMOVE_UNUSED_PARENTS = "DELETE FROM parents WHERE id NOT IN (
        WITH RECURSIVE up (id) AS (
            SELECT parent_id FROM pages WHERE parent_id IS NOT NULL
            UNION
            SELECT parents.parent_id FROM parents JOIN up ON parents.id = up.id
            WHERE parents.parent_id IS NOT NULL)
        SELECT id FROM up)";
    REMOVE = "DELETE FROM connections WHERE key = ?1";
}

impl Store {
    /// All of them, oldest first.
    pub async fn connections(&self) -> Result<Vec<Connection>, StoreError> {
        let rows: Vec<Row> = sqlx::query_as(sql::ALL_CONNECTIONS).fetch_all(&self.readers).await?;
        rows.into_iter().map(Connection::try_from).collect()
    }

    /// Inserts, or replaces every field of the connection with this id.
    ///
    /// # Errors
    /// `Sql` if another id already stands for the same kind, workspace and account:
    /// ask [`find_same`](Self::find_same) first.
    pub async fn put_connection(&self, connection: &Connection) -> Result<(), StoreError> {
        let account = &connection.account;
        let (account_kind, email) = match account {
            Account::Person { email, .. } => ("person", email.as_deref()),
            Account::Bot { .. } => ("bot", None),
        };
        sqlx::query(sql::PUT)
            .bind(connection.id.as_bytes().as_slice())
            .bind(token_kind_word(connection.kind))
            .bind(status_word(connection.status))
            .bind(connection.origin.to_string())
            .bind(connection.workspace_id.as_ref().map(|id| id.as_bytes().as_slice()))
            .bind(&connection.workspace_name)
            .bind(&connection.workspace_icon)
            .bind(account_kind)
            .bind(account.id().as_bytes().as_slice())
            .bind(account.name())
            .bind(email)
            .bind(connection.bot_id.as_ref().map(|id| id.as_bytes().as_slice()))
            .bind(connection.duplicated_template_id.as_ref().map(|id| id.as_bytes().as_slice()))
            .bind(&connection.owner_json)
            .bind(connection.created.0)
            .bind(connection.last_used.map(|at| at.0))
            .bind(connection.last_listed.map(|at| at.0))
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// The connection that the same account of the same workspace already has by the
    /// same kind of token; an unknown workspace matches an unknown one only.
    pub async fn find_same(
        &self,
        kind: TokenKind,
        workspace_id: Option<NotionId>,
        account_id: NotionId,
    ) -> Result<Option<Connection>, StoreError> {
        let row: Option<Row> = sqlx::query_as(sql::SAME)
            .bind(token_kind_word(kind))
            .bind(workspace_id.as_ref().map(|id| id.as_bytes().as_slice()))
            .bind(account_id.as_bytes().as_slice())
            .fetch_optional(&self.readers)
            .await?;
        row.map(Connection::try_from).transpose()
    }

    /// # Errors
    /// `NoSuchConnection`, as every method that names a connection.
    pub async fn set_status(&self, id: ConnectionId, status: ConnectionStatus) -> Result<(), StoreError> {
        let done = sqlx::query(sql::SET_STATUS)
            .bind(id.as_bytes().as_slice())
            .bind(status_word(status))
            .execute(&self.writer)
            .await?;
        if done.rows_affected() == 0 { Err(StoreError::NoSuchConnection) } else { Ok(()) }
    }

    pub async fn set_last_used(&self, id: ConnectionId, at: Timestamp) -> Result<(), StoreError> {
        let done = sqlx::query(sql::SET_LAST_USED)
            .bind(id.as_bytes().as_slice())
            .bind(at.0)
            .execute(&self.writer)
            .await?;
        if done.rows_affected() == 0 { Err(StoreError::NoSuchConnection) } else { Ok(()) }
    }

    /// Removes it with the pages seen through nothing else and the names of what held
    /// them, in one transaction.
    pub async fn remove_connection(&self, id: ConnectionId) -> Result<(), StoreError> {
        self.write(async |write| {
            let key = key(write, id).await?;
            sqlx::query(sql::REMOVE_SIGHTINGS).bind(key).execute(&mut *write).await?;
            sqlx::query(sql::REMOVE_UNSEEN_PAGES).execute(&mut *write).await?;
            sqlx::query(sql::REMOVE_UNUSED_PARENTS).execute(&mut *write).await?;
            sqlx::query(sql::REMOVE).bind(key).execute(&mut *write).await?;
            Ok(())
        })
        .await
    }
}

/// The connection's number in this file, for joins.
pub(crate) async fn key(database: &mut SqliteConnection, id: ConnectionId) -> Result<i64, StoreError> {
    sqlx::query_scalar(sql::KEY)
        .bind(id.as_bytes().as_slice())
        .fetch_optional(database)
        .await?
        .ok_or(StoreError::NoSuchConnection)
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Vec<u8>,
    kind: String,
    status: String,
    origin: String,
    workspace_id: Option<Vec<u8>>,
    workspace_name: String,
    workspace_icon: Option<String>,
    account_kind: String,
    account_id: Vec<u8>,
    account_name: Option<String>,
    account_email: Option<String>,
    bot_id: Option<Vec<u8>>,
    duplicated_template_id: Option<Vec<u8>>,
    owner_json: Option<String>,
    created: i64,
    last_used: Option<i64>,
    last_listed: Option<i64>,
}

impl TryFrom<Row> for Connection {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let id = notion_id(&row.account_id)?;
        let name = row.account_name;
        Ok(Self {
            id: connection_id(&row.id)?,
            kind: token_kind(&row.kind)?,
            status: status(&row.status)?,
            origin: Origin::parse(&row.origin).map_err(|_| StoreError::Damaged)?,
            workspace_id: optional_id(row.workspace_id.as_deref())?,
            workspace_name: row.workspace_name,
            workspace_icon: row.workspace_icon,
            account: match row.account_kind.as_str() {
                "person" => Account::Person { id, name, email: row.account_email },
                "bot" => Account::Bot { id, name },
                _ => return Err(StoreError::Damaged),
            },
            bot_id: optional_id(row.bot_id.as_deref())?,
            duplicated_template_id: optional_id(row.duplicated_template_id.as_deref())?,
            owner_json: row.owner_json,
            created: Timestamp(row.created),
            last_used: row.last_used.map(Timestamp),
            last_listed: row.last_listed.map(Timestamp),
        })
    }
}

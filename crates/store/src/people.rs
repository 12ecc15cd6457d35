//! Names of the people in the workspaces, for finding what somebody edited, and the names of
//! whatever else a text mentions by its id.
//!
//! Not the accounts of connections, which are theirs.

use crate::column_values::notion_id;
use crate::statements::statements;
use crate::{Store, StoreError};
use sqlx::sqlite::SqliteConnection;
use std::collections::HashMap;
use trove_model::NotionId;
use trove_model::connection::shortened;

statements! {
    PEOPLE = "SELECT id, name FROM people";
    PUT_PERSON = "INSERT INTO people (id, name) VALUES (?1, ?2)
                  ON CONFLICT (id) DO UPDATE SET name = excluded.name WHERE people.name <> excluded.name";
    PUT_IF_NEW = "INSERT OR IGNORE INTO people (id, name) VALUES (?1, ?2)";
    NAME = "SELECT coalesce((SELECT title FROM pages WHERE id = ?1 AND title <> ''),
                            (SELECT title FROM parents WHERE id = ?1 AND title <> ''),
                            (SELECT name FROM people WHERE id = ?1))";
}

impl Store {
    /// All of them, in no order.
    pub async fn people(&self) -> Result<Vec<(NotionId, String)>, StoreError> {
        let rows: Vec<(Vec<u8>, String)> = sqlx::query_as(sql::PEOPLE).fetch_all(&self.readers).await?;
        rows.into_iter().map(|(id, name)| Ok((notion_id(&id)?, name))).collect()
    }

    pub async fn put_people(&self, people: &[(NotionId, String)]) -> Result<(), StoreError> {
        self.write(async |write| put(write, people).await).await
    }

    /// As texts mention them, whose names may be older than those that are known.
    pub async fn put_mentioned_people(&self, people: &[(NotionId, String)]) -> Result<(), StoreError> {
        self.write(async |write| {
            for (id, name) in people {
                let put = sqlx::query(sql::PUT_IF_NEW).bind(id.as_bytes().as_slice()).bind(shortened(name));
                put.execute(&mut *write).await?;
            }
            Ok(())
        })
        .await
    }

    /// Titles of pages and databases, and names of people, as far as they are known.
    pub async fn names(&self, ids: &[NotionId]) -> Result<HashMap<NotionId, String>, StoreError> {
        let mut names = HashMap::new();
        if ids.is_empty() {
            return Ok(names);
        }
        let mut read = self.readers.begin().await?;
        for id in ids {
            let name: Option<String> =
                sqlx::query_scalar(sql::NAME).bind(id.as_bytes().as_slice()).fetch_one(&mut *read).await?;
            names.extend(name.map(|name| (*id, name)));
        }
        Ok(names)
    }
}

pub(crate) async fn put(
    write: &mut SqliteConnection,
    people: &[(NotionId, String)],
) -> Result<(), StoreError> {
    for (id, name) in people {
        let put = sqlx::query(sql::PUT_PERSON).bind(id.as_bytes().as_slice()).bind(shortened(name));
        put.execute(&mut *write).await?;
    }
    Ok(())
}

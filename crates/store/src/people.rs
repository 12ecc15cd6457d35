//! Names of the people in the workspaces, for finding what somebody edited.
//!
//! Not the accounts of connections, which are theirs.

use crate::columns::notion_id;
use crate::statements::statements;
use crate::{Store, StoreError};
use trove_model::NotionId;

statements! {
    PEOPLE = "SELECT id, name FROM people";
    PUT_PERSON = "INSERT INTO people (id, name) VALUES (?1, ?2)
                  ON CONFLICT (id) DO UPDATE SET name = excluded.name WHERE people.name <> excluded.name";
}

impl Store {
    /// All of them, in no order.
    pub async fn people(&self) -> Result<Vec<(NotionId, String)>, StoreError> {
        let rows: Vec<(Vec<u8>, String)> = sqlx::query_as(sql::PEOPLE).fetch_all(&self.readers).await?;
        rows.into_iter().map(|(id, name)| Ok((notion_id(&id)?, name))).collect()
    }

    pub async fn put_people(&self, people: &[(NotionId, String)]) -> Result<(), StoreError> {
        self.write(async |write| {
            for (id, name) in people {
                let put = sqlx::query(sql::PUT_PERSON).bind(id.as_bytes().as_slice()).bind(name);
                put.execute(&mut *write).await?;
            }
            Ok(())
        })
        .await
    }
}

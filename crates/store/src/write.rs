//! Every change of more than one statement: all of it or nothing.
//!
//! Not here: what is changed.

use crate::{Store, StoreError};
use sqlx::{Connection as _, SqliteConnection};

impl Store {
    /// Runs `change` in a transaction that writers queue for.
    ///
    /// On a full disk or a failed write SQLite rolls back by itself, and the driver, not
    /// knowing, would take the next transaction for a nested one for ever after. So a
    /// connection that saw an error is replaced.
    pub(crate) async fn write<T>(
        &self,
        change: impl AsyncFnOnce(&mut SqliteConnection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut connection = self.writer.acquire().await?;
        let outcome = async {
            let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
            let changed = change(&mut transaction).await?;
            transaction.commit().await?;
            Ok(changed)
        }
        .await;
        if outcome.is_err() {
            let _ = connection.close().await;
        }
        outcome
    }
}

#[cfg(test)]
mod tests {
    use crate::Store;
    use trove_model::{ConnectionId, NotionId};

    fn sent<T: Send>(_: T) {}

    /// The futures move between threads, the asynchronous closure within included.
    #[expect(dead_code, reason = "compiling is the test")]
    fn writes_can_be_spawned(store: &Store, id: ConnectionId, page: NotionId, batch: &crate::ListingBatch) {
        sent(store.apply_listing(id, batch));
        sent(store.forget_page_in(id, page));
        sent(store.remove_connection(id));
        sent(store.finish_sweep(id, batch.sweep, trove_model::Timestamp(0)));
        sent(store.put_parents(&[]));
    }
}

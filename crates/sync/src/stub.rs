use crate::{Progress, SyncError};
use std::sync::Arc;
use trove_model::*;
use trove_notion::Notion;
use trove_store::Store;
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    Listing,
    Reading,
}
pub async fn read_bodies(
    _: &Notion,
    _: &Store,
    _: ConnectionId,
    _: &dyn Clock,
    _: &(dyn Fn(Progress) + Send + Sync),
) -> Result<(), SyncError> {
    Ok(())
}
pub async fn catch_up(_: &Store, _: &Arc<trove_index::Index>) -> Result<(), SyncError> {
    Ok(())
}
pub async fn rebuild(
    _: &Store,
    _: &Arc<trove_index::Index>,
    _: &(dyn Fn(u64, u64) + Send + Sync),
) -> Result<(), SyncError> {
    Ok(())
}

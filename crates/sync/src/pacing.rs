//! A connection's pace from one run to the next, and how many requests may be on their way
//! side by side.
//!
//! Not here: waiting, which is the client's.

use crate::SyncError;
use trove_model::ConnectionId;
use trove_notion::{Learnt, Notion};
use trove_store::{Following, Store};

/// At full pace so many: more would only queue at the other end.
const MOST_LANES: u32 = 8;

/// Sets the pace that the person chose, with what was learnt in earlier runs.
pub async fn begin(notion: &Notion, store: &Store, connection: ConnectionId) -> Result<Following, SyncError> {
    let following = store.following(connection).await?;
    // What this client found out since it was made is as good or better.
    if notion.learnt() == Learnt::default() {
        notion.learn(Learnt { allowed: following.allowed, refused: following.refused });
    }
    notion.set_pace(following.pace);
    Ok(following)
}

/// Remembers what was learnt since it was last written down.
pub async fn note(
    notion: &Notion,
    store: &Store,
    connection: ConnectionId,
    written: &mut Learnt,
) -> Result<(), SyncError> {
    let learnt = notion.learnt();
    if learnt != *written {
        store.set_allowed(connection, learnt.allowed, learnt.refused).await?;
        *written = learnt;
    }
    Ok(())
}

/// An answer takes a third of a second, so that one lane is not enough for three a second.
pub fn lanes(budget: Option<u32>) -> usize {
    let lanes = budget.map_or(MOST_LANES, |budget| (budget / 45).clamp(1, MOST_LANES));
    lanes as usize
}

/// How many pages are looked up at once: few, so that what is opened or edited meanwhile
/// comes next; at full pace many, because looking up takes longer than reading.
pub fn refill(budget: Option<u32>) -> u32 {
    budget.map_or(2_048, |budget| (budget / 3).clamp(16, 256))
}

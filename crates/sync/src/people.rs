//! Who works in a workspace: names for the ids that pages carry.
//!
//! Not every connection may know: then nobody is found by name, and nothing else is lost.

use crate::SyncError;
use trove_notion::{Notion, NotionError};
use trove_store::Store;

/// Lists of a hundred names each that are asked for: more people than this are found by
/// what they edited lately, if at all.
const LISTS: usize = 10;

/// Stores the names of the workspace's members.
pub async fn list_people(notion: &Notion, store: &Store) -> Result<(), SyncError> {
    let mut cursor: Option<String> = None;
    for _ in 0..LISTS {
        let list = match notion.users(cursor.as_deref()).await {
            Ok(list) => list,
            // Personal tokens may not, and connections without the capability.
            Err(NotionError::Restricted(_) | NotionError::Refused(_) | NotionError::NotFound(_)) => break,
            Err(error) => return Err(error.into()),
        };
        let next = list.next().map(str::to_owned);
        let named = list.results.into_iter().filter_map(|user| Some((user.id, user.name?)));
        store.put_people(&named.collect::<Vec<_>>()).await?;
        if next.is_none() || next == cursor {
            break;
        }
        cursor = next;
    }
    Ok(())
}

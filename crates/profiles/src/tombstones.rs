//! `removed.json`: connections of a profile that were removed on this computer. A backup that was
//! made before has them still, and must not bring them back.
//!
//! Not here: profiles that were forgotten (the registry names those), and removals that wait to be
//! carried out (they stand with their authorizations).

use crate::versioned_json::VersionedJson;
use crate::{DataFile, ProfilesError};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::path::Path;
use trove_model::ConnectionId;

const VERSION: u32 = 1;
/// Of some ten thousand connections.
const FILE: VersionedJson = VersionedJson { file: DataFile::Removed, version: VERSION, largest: 1 << 19 };
const DAMAGED: ProfilesError = ProfilesError::Damaged(DataFile::Removed);

/// Its name in a profile's folder.
const NAME: &str = "removed.json";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Layout {
    version: u32,
    connections: BTreeSet<String>,
}

/// Those of the profile whose folder this is; none where nothing was removed.
///
/// # Errors
/// [`ProfilesError::Damaged`], [`ProfilesError::NewerVersion`], [`ProfilesError::NotAFile`].
pub fn load(folder: &Path) -> Result<Vec<ConnectionId>, ProfilesError> {
    let layout: Option<Layout> = FILE.load(&folder.join(NAME))?;
    let connections = layout.into_iter().flat_map(|layout| layout.connections);
    connections.map(|id| id.parse().map_err(|_| DAMAGED)).collect()
}

/// What was removed stays so in the folder that takes this one's place.
///
/// # Errors
/// As [`load`], or when it cannot be written.
pub fn carry_over(from: &Path, to: &Path) -> Result<(), ProfilesError> {
    match FILE.load::<Layout>(&from.join(NAME))? {
        Some(layout) => FILE.save(&to.join(NAME), &layout),
        None => Ok(()),
    }
}

/// Adds one.
///
/// # Errors
/// As [`load`], or when it cannot be written.
pub fn add(folder: &Path, connection: ConnectionId) -> Result<(), ProfilesError> {
    let mut connections: BTreeSet<String> = load(folder)?.iter().map(ConnectionId::to_string).collect();
    if connections.insert(connection.to_string()) {
        FILE.save(&folder.join(NAME), &Layout { version: VERSION, connections })?;
    }
    Ok(())
}

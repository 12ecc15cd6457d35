//! `registry.json`: who has a profile here, and the few plain fields of each connection
//! that an administrator may see. Readable without any password.
//!
//! Not here: anything secret, and the seals' meaning (`seal`).

use crate::name::Name;
use crate::versioned_json::VersionedJson;
use crate::{DataFile, FileLock, ProfilesError, lock};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use trove_model::{ConnectionId, NotionId, ProfileId, Timestamp};

const VERSION: u32 = 1;
const FILE: VersionedJson = VersionedJson { file: DataFile::Registry, version: VERSION, largest: 8 << 20 };

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// May add and remove profiles and see who is connected to what; sees no content.
    Administrator,
    Member,
}

/// What the administrator may know of one connection of one profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authorization {
    pub connection: ConnectionId,
    pub profile: ProfileId,
    pub workspace_name: String,
    pub workspace_id: Option<NotionId>,
    pub status: AuthorizationStatus,
    pub created: Timestamp,
    pub last_used: Option<Timestamp>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AuthorizationStatus {
    Active,
    /// Notion no longer accepts the token.
    NeedsReconnect,
    /// An administrator removed it; it is carried out when its profile next opens.
    RemovalWaiting,
}

/// One profile, as the registry has it.
#[derive(Debug, Clone)]
pub struct Row {
    pub id: ProfileId,
    pub name: Name,
    pub role: Role,
    /// Grows with every profile ever made, so that a changed order shows.
    pub position: u64,
    pub claimed: bool,
    pub created: Timestamp,
    pub last_used: Option<Timestamp>,
    /// By administrator: see `seal`.
    pub seals: BTreeMap<String, String>,
}

#[derive(Debug, Clone, Default)]
pub struct Registry {
    pub rows: Vec<Row>,
    pub authorizations: Vec<Authorization>,
    /// Profiles whose files must go, and never come back, whatever became of the folder.
    pub forgotten: Vec<ProfileId>,
}

impl Registry {
    /// # Errors
    /// [`ProfilesError::NotFound`].
    pub fn row(&self, id: ProfileId) -> Result<&Row, ProfilesError> {
        self.rows.iter().find(|row| row.id == id).ok_or(ProfilesError::NotFound)
    }

    /// # Errors
    /// [`ProfilesError::NotFound`].
    pub fn row_mut(&mut self, id: ProfileId) -> Result<&mut Row, ProfilesError> {
        self.rows.iter_mut().find(|row| row.id == id).ok_or(ProfilesError::NotFound)
    }

    /// # Errors
    /// [`ProfilesError::NameTaken`] if someone could take it for an existing name.
    pub fn check_free(&self, name: &Name) -> Result<(), ProfilesError> {
        if self.rows.iter().any(|row| row.name.resembles(name)) {
            return Err(ProfilesError::NameTaken);
        }
        Ok(())
    }

    pub fn has_administrator(&self) -> bool {
        self.rows.iter().any(|row| row.role == Role::Administrator)
    }

    /// Whether the rows stand as they were added.
    pub fn in_order(&self) -> bool {
        self.rows.is_sorted_by(|a, b| a.position < b.position)
    }

    pub fn next_position(&self) -> u64 {
        self.rows.iter().map(|row| row.position).max().map_or(0, |last| last.saturating_add(1))
    }

    /// Takes the profile out, for good.
    ///
    /// # Errors
    /// [`ProfilesError::NotFound`].
    pub fn forget(&mut self, id: ProfileId) -> Result<(), ProfilesError> {
        self.row(id)?;
        self.rows.retain(|row| row.id != id);
        self.authorizations.retain(|authorization| authorization.profile != id);
        self.forgotten.push(id);
        Ok(())
    }
}

/// The registry's file and the lock around its changes.
pub struct RegistryFile {
    path: PathBuf,
    lock: PathBuf,
}

impl RegistryFile {
    pub fn new(data_dir: &Path) -> Self {
        Self { path: data_dir.join("registry.json"), lock: data_dir.join("registry.lock") }
    }

    pub fn exists(&self) -> bool {
        self.path.symlink_metadata().is_ok()
    }

    /// # Errors
    /// [`ProfilesError::Damaged`] also if the file is gone: it is made once, at first start.
    pub fn read(&self) -> Result<Registry, ProfilesError> {
        let layout: Option<Layout> = FILE.load(&self.path)?;
        layout.and_then(Layout::into_registry).ok_or(DAMAGED)
    }

    /// Reads, changes and replaces the file, alone with it. If `change` fails, nothing is
    /// written.
    ///
    /// # Errors
    /// As [`Self::read`], as `change`, or when writing failed.
    pub fn update<T>(
        &self,
        change: impl FnOnce(&mut Registry) -> Result<T, ProfilesError>,
    ) -> Result<T, ProfilesError> {
        let _alone = self.alone()?;
        let mut registry = self.read()?;
        let result = change(&mut registry)?;
        self.write(&registry)?;
        Ok(result)
    }

    /// Keeps everyone else from changing it until dropped.
    ///
    /// # Errors
    /// When the lock cannot be opened.
    pub fn alone(&self) -> Result<FileLock, ProfilesError> {
        lock::acquire(&self.lock)
    }

    /// Makes an empty registry, unless another process was faster.
    ///
    /// # Errors
    /// When writing failed.
    pub fn create(&self) -> Result<(), ProfilesError> {
        let _alone = self.alone()?;
        if self.exists() { Ok(()) } else { self.write(&Registry::default()) }
    }

    fn write(&self, registry: &Registry) -> Result<(), ProfilesError> {
        FILE.save(&self.path, &Layout::from(registry))
    }
}

const DAMAGED: ProfilesError = ProfilesError::Damaged(DataFile::Registry);

/// The file's shape. Ids are text here because the domain's types cannot be serialized.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Layout {
    version: u32,
    profiles: Vec<RowLayout>,
    authorizations: Vec<AuthorizationLayout>,
    forgotten: Vec<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RowLayout {
    id: String,
    name: String,
    role: RoleLayout,
    position: u64,
    claimed: bool,
    created: i64,
    last_used: Option<i64>,
    seals: BTreeMap<String, String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct AuthorizationLayout {
    connection: String,
    profile: String,
    workspace_name: String,
    workspace_id: Option<String>,
    status: StatusLayout,
    created: i64,
    last_used: Option<i64>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum RoleLayout {
    Administrator,
    Member,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StatusLayout {
    Active,
    NeedsReconnect,
    RemovalWaiting,
}

impl From<&Registry> for Layout {
    fn from(registry: &Registry) -> Self {
        Self {
            version: VERSION,
            profiles: registry.rows.iter().map(RowLayout::from).collect(),
            authorizations: registry.authorizations.iter().map(AuthorizationLayout::from).collect(),
            forgotten: registry.forgotten.iter().map(ProfileId::to_string).collect(),
        }
    }
}

impl From<&Row> for RowLayout {
    fn from(row: &Row) -> Self {
        Self {
            id: row.id.to_string(),
            name: row.name.as_str().to_owned(),
            role: match row.role {
                Role::Administrator => RoleLayout::Administrator,
                Role::Member => RoleLayout::Member,
            },
            position: row.position,
            claimed: row.claimed,
            created: row.created.0,
            last_used: row.last_used.map(|time| time.0),
            seals: row.seals.clone(),
        }
    }
}

impl From<&Authorization> for AuthorizationLayout {
    fn from(authorization: &Authorization) -> Self {
        Self {
            connection: authorization.connection.to_string(),
            profile: authorization.profile.to_string(),
            workspace_name: authorization.workspace_name.clone(),
            workspace_id: authorization.workspace_id.map(|id| id.to_string()),
            status: match authorization.status {
                AuthorizationStatus::Active => StatusLayout::Active,
                AuthorizationStatus::NeedsReconnect => StatusLayout::NeedsReconnect,
                AuthorizationStatus::RemovalWaiting => StatusLayout::RemovalWaiting,
            },
            created: authorization.created.0,
            last_used: authorization.last_used.map(|time| time.0),
        }
    }
}

impl Layout {
    /// `None` if an id or a name is not one.
    fn into_registry(self) -> Option<Registry> {
        Some(Registry {
            rows: self.profiles.into_iter().map(RowLayout::into_row).collect::<Option<_>>()?,
            authorizations: self
                .authorizations
                .into_iter()
                .map(AuthorizationLayout::into_authorization)
                .collect::<Option<_>>()?,
            forgotten: self.forgotten.iter().map(|id| id.parse().ok()).collect::<Option<_>>()?,
        })
    }
}

impl RowLayout {
    fn into_row(self) -> Option<Row> {
        Some(Row {
            id: self.id.parse().ok()?,
            // By the same rules as when it was chosen: an edited file shows no bidi tricks.
            name: Name::parse(&self.name).ok()?,
            role: match self.role {
                RoleLayout::Administrator => Role::Administrator,
                RoleLayout::Member => Role::Member,
            },
            position: self.position,
            claimed: self.claimed,
            created: Timestamp(self.created),
            last_used: self.last_used.map(Timestamp),
            seals: self.seals,
        })
    }
}

impl AuthorizationLayout {
    fn into_authorization(self) -> Option<Authorization> {
        Some(Authorization {
            connection: self.connection.parse().ok()?,
            profile: self.profile.parse().ok()?,
            workspace_name: self.workspace_name,
            workspace_id: match self.workspace_id {
                Some(id) => Some(id.parse().ok()?),
                None => None,
            },
            status: match self.status {
                StatusLayout::Active => AuthorizationStatus::Active,
                StatusLayout::NeedsReconnect => AuthorizationStatus::NeedsReconnect,
                StatusLayout::RemovalWaiting => AuthorizationStatus::RemovalWaiting,
            },
            created: Timestamp(self.created),
            last_used: self.last_used.map(Timestamp),
        })
    }
}

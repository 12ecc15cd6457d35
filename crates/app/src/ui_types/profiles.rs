//! Who may sign in, and what the window needs for its first screen.

use super::connections::Revocation;
use super::settings::MachineSettings;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What the window needs to draw its first screen; answered before sign-in.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct Start {
    pub version: String,
    /// Every profile on this computer; empty on the first run.
    pub profiles: Vec<ProfileCard>,
    pub machine: MachineSettings,
    /// Where Notion is: `None` for Notion itself, else the origin to warn about.
    pub other_origin: Option<String>,
    /// A sign-in link is waiting for the person who started it.
    pub link_waiting: bool,
    /// Set when a profile is open already (the window was reloaded).
    pub session: Option<Session>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ProfileCard {
    pub id: String,
    pub name: String,
    pub role: Role,
    /// False until its person has chosen a password.
    pub claimed: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Administrator,
    Member,
}

/// The open profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Session {
    pub profile: ProfileCard,
    /// Told once after sign-in, oldest first.
    pub notices: Vec<Notice>,
}

/// Something that happened while nobody was looking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "code", content = "fields", rename_all = "snake_case")]
pub enum Notice {
    /// An administrator's removal was carried out at this sign-in.
    AuthorizationRemoved { workspace: String, revoked: Revocation },
    /// The list of profiles says that one was asked for, and no administrator whom this profile
    /// knows did: nothing was removed.
    RemovalRefused { workspace: String },
    /// Profiles or roles were changed by something other than Trove.
    RegistryChangedOutside,
}

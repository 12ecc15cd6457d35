//! What an administrator sees: names and dates of everyone's profiles and authorizations.

use super::Millis;
use super::connections::Revocation;
use super::profiles::ProfileCard;
use serde::Serialize;
use ts_rs::TS;

/// All profiles and all authorizations of this computer; names and dates only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Administration {
    pub profiles: Vec<ProfileRow>,
    pub authorizations: Vec<AuthorizationRow>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ProfileRow {
    pub profile: ProfileCard,
    #[ts(type = "number")]
    pub created: Millis,
    #[ts(type = "number | null")]
    pub last_used: Option<Millis>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct AuthorizationRow {
    pub id: String,
    pub profile_id: String,
    pub profile_name: String,
    pub workspace: String,
    pub workspace_id: Option<String>,
    pub status: AuthorizationStatus,
    #[ts(type = "number")]
    pub created: Millis,
    #[ts(type = "number | null")]
    pub last_used: Option<Millis>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AuthorizationStatus {
    Active,
    NeedsReconnect,
    /// Removed by an administrator; carried out when its profile next opens.
    RemovalWaiting,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "when", rename_all = "snake_case")]
pub enum Removal {
    Now { revoked: Revocation },
    AtNextSignIn,
}

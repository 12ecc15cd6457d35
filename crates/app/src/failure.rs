//! What goes wrong in a room, as the person sees it. One table per room, exhaustive.

use crate::to_ui;
use crate::ui_types::{self, DamagedFile, UiError};
use std::time::Duration;
use trove_http::{CertificateFault, ProxyFault, Unreachable};
use trove_index::IndexError;
use trove_model::TokenUnavailable;
use trove_notion::{NotionError, Reply};
use trove_oauth::OAuthError;
use trove_profiles::{DataFile, ProfilesError};
use trove_store::StoreError;
use trove_sync::SyncError;
use trove_vault::VaultError;

/// Notion counts requests by the minute; said where its answer does not say when.
const RATE_WINDOW: Duration = Duration::from_secs(60);

impl From<std::io::Error> for UiError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::DiskFull,
            _ => Self::Disk,
        }
    }
}

impl From<ProfilesError> for UiError {
    fn from(error: ProfilesError) -> Self {
        match error {
            ProfilesError::WrongPassword => Self::WrongPassword,
            ProfilesError::TryLater { wait } => Self::TryLater { seconds: seconds(wait) },
            ProfilesError::PasswordRefused(why) => {
                Self::PasswordRefused { why: to_ui::password_refused(why) }
            }
            ProfilesError::NameTaken => Self::NameTaken,
            ProfilesError::NameRefused(_) => Self::NameRefused,
            ProfilesError::NotFound => Self::ProfileNotFound,
            ProfilesError::Claimed | ProfilesError::AdministratorExists => Self::ProfileClaimed,
            ProfilesError::Unclaimed => Self::ProfileUnclaimed,
            ProfilesError::NotRemembered => Self::NotRemembered,
            ProfilesError::Busy => Self::ProfileBusy,
            ProfilesError::NotAdministrator => Self::Forbidden,
            ProfilesError::LastAdministrator => Self::LastAdministrator,
            ProfilesError::Damaged(file) => Self::Damaged { file: damaged(file) },
            ProfilesError::NotAFile(file) => Self::NotAFile { file: damaged(file) },
            ProfilesError::NewerVersion(file) => Self::NewerVersion { file: damaged(file) },
            ProfilesError::WeakKdf => Self::Damaged { file: DamagedFile::Profile },
            ProfilesError::Entropy => Self::NoRandomness,
            ProfilesError::Crypto | ProfilesError::TooLarge(_) => Self::Internal,
            ProfilesError::DiskFull => Self::DiskFull,
            ProfilesError::Io(_) => Self::Disk,
        }
    }
}

fn damaged(file: DataFile) -> DamagedFile {
    match file {
        DataFile::Registry => DamagedFile::Registry,
        DataFile::Keys | DataFile::Throttle | DataFile::Remembered | DataFile::Removed => {
            DamagedFile::Profile
        }
        DataFile::Lock => DamagedFile::Lock,
    }
}

impl From<VaultError> for UiError {
    fn from(error: VaultError) -> Self {
        match error {
            // The key was verified before the vault was opened.
            VaultError::NotAVault => Self::NotAVault,
            VaultError::NotAFile => Self::NotAFile { file: DamagedFile::Vault },
            VaultError::WrongKey | VaultError::Damaged => Self::Damaged { file: DamagedFile::Vault },
            VaultError::NewerVersion => Self::NewerVersion { file: DamagedFile::Vault },
            VaultError::DiskFull => Self::DiskFull,
            VaultError::Io(_) => Self::Disk,
            VaultError::Library => Self::Internal,
        }
    }
}

impl From<OAuthError> for UiError {
    fn from(error: OAuthError) -> Self {
        match error {
            OAuthError::ClientRefused => Self::ClientRefused,
            OAuthError::InvalidGrant => Self::RefusedByNotion { error: "invalid_grant".into() },
            OAuthError::Refused { code } => Self::RefusedByNotion { error: code.to_string() },
            OAuthError::Notion { status, code } => {
                Self::Notion { status, notion_code: code.to_string(), message: String::new() }
            }
            OAuthError::Server { status } => {
                Self::Notion { status, notion_code: String::new(), message: String::new() }
            }
            OAuthError::NotNotion { status } => Self::NotNotion { status },
            OAuthError::Unreachable(why) => why.into(),
        }
    }
}

impl From<NotionError> for UiError {
    fn from(error: NotionError) -> Self {
        match error {
            // "Your administrator has turned off access", say: a new token would not help.
            NotionError::Unauthorized(reply) if !is_about_the_token(&reply.message) => said(reply),
            NotionError::Unauthorized(_)
            | NotionError::MalformedToken
            | NotionError::TokenUnavailable(TokenUnavailable::Revoked) => Self::TokenRefused,
            NotionError::TokenUnavailable(TokenUnavailable::OtherAccount) => Self::OtherAccount,
            NotionError::TokenUnavailable(TokenUnavailable::Locked) => Self::Locked,
            NotionError::TokenUnavailable(TokenUnavailable::TryLater) => Self::Offline,
            NotionError::TokenUnavailable(TokenUnavailable::NotSaved) => Self::Disk,
            NotionError::RateLimited { retry_after, .. } => {
                Self::RateLimited { seconds: seconds(retry_after.unwrap_or(RATE_WINDOW)) }
            }
            NotionError::Restricted(reply)
            | NotionError::NotFound(reply)
            | NotionError::InvalidCursor(reply)
            | NotionError::Conflict(reply)
            | NotionError::Refused(reply)
            | NotionError::Blocked(reply)
            | NotionError::Server(reply) => said(reply),
            NotionError::NotNotion { status } | NotionError::Redirected { status } => {
                Self::NotNotion { status }
            }
            NotionError::UnexpectedShape { .. } => Self::NotNotion { status: 200 },
            NotionError::TooLarge { .. } => Self::AnswerTooLarge,
            NotionError::NotAPropertyId => Self::Internal,
            NotionError::Offline | NotionError::Timeout | NotionError::Interrupted => Self::Offline,
            NotionError::Certificate(fault) => Unreachable::Certificate(fault).into(),
            NotionError::Proxy(fault) => Unreachable::Proxy(fault).into(),
        }
    }
}

fn said(reply: Reply) -> UiError {
    UiError::Notion { status: reply.status, notion_code: reply.code, message: reply.message }
}

/// Notion's sentence where the token itself is at fault: "API token is invalid."
fn is_about_the_token(message: &str) -> bool {
    let message = message.to_lowercase();
    let bad = ["invalid", "not valid", "expired", "revoked", "unauthorized", "missing"];
    message.is_empty() || (message.contains("token") && bad.iter().any(|word| message.contains(word)))
}

impl From<Unreachable> for UiError {
    fn from(why: Unreachable) -> Self {
        match why {
            Unreachable::Offline | Unreachable::Timeout | Unreachable::Interrupted => Self::Offline,
            Unreachable::Certificate(fault) => Self::Certificate {
                fault: match fault {
                    CertificateFault::UnknownAuthority => ui_types::CertificateFault::UnknownAuthority,
                    CertificateFault::Expired => ui_types::CertificateFault::Expired,
                    CertificateFault::NotValidYet => ui_types::CertificateFault::NotValidYet,
                    CertificateFault::OtherName => ui_types::CertificateFault::OtherName,
                    CertificateFault::Revoked => ui_types::CertificateFault::Revoked,
                },
            },
            Unreachable::Proxy(fault) => Self::Proxy {
                fault: match fault {
                    ProxyFault::Silent => ui_types::ProxyFault::Silent,
                    ProxyFault::WantsPassword => ui_types::ProxyFault::WantsPassword,
                    ProxyFault::Refused => ui_types::ProxyFault::Refused,
                },
            },
        }
    }
}

impl From<StoreError> for UiError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::WrongKey | StoreError::Damaged | StoreError::NotEncrypted => {
                Self::Damaged { file: DamagedFile::Database }
            }
            StoreError::NotAFile => Self::NotAFile { file: DamagedFile::Database },
            StoreError::NewerVersion => Self::NewerVersion { file: DamagedFile::Database },
            StoreError::DiskFull => Self::DiskFull,
            StoreError::Busy => Self::ProfileBusy,
            StoreError::Closed => Self::Locked,
            StoreError::NoSuchConnection => Self::ConnectionNotFound,
            StoreError::Io(_) => Self::Disk,
            // Reading and writing are never asked of a database opened for reading only.
            StoreError::OlderVersion | StoreError::Sql(_) => {
                tracing::error!(%error, "the database was used wrongly");
                Self::Internal
            }
        }
    }
}

impl From<SyncError> for UiError {
    fn from(error: SyncError) -> Self {
        match error {
            SyncError::Notion(error) => error.into(),
            SyncError::Store(error) => error.into(),
        }
    }
}

impl From<IndexError> for UiError {
    fn from(error: IndexError) -> Self {
        match error {
            IndexError::Io(kind) => std::io::Error::from(kind).into(),
            // It is made anew in the background; the next answer comes from titles.
            IndexError::Busy | IndexError::Damaged => Self::Internal,
        }
    }
}

/// Rounded up: "try again in 0 seconds" is no help.
fn seconds(wait: Duration) -> u32 {
    u32::try_from(wait.as_millis().div_ceil(1000)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use trove_notion::RateLimitReason;

    #[test]
    fn a_wait_of_unknown_length_is_not_zero_seconds() {
        let reply =
            Reply { status: 429, code: "rate_limited".into(), message: String::new(), request_id: None };
        let error =
            NotionError::RateLimited { reply, reason: RateLimitReason::Connection, retry_after: None };
        assert_eq!(UiError::from(error), UiError::RateLimited { seconds: 60 });
    }
}

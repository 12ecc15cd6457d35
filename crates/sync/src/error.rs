//! Why a run ended early, and what kind of failure that is. What was stored before
//! stays; words for it are the window's.

use trove_model::TokenUnavailable;
use trove_notion::NotionError;
use trove_store::StoreError;

#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    #[error(transparent)]
    Notion(#[from] NotionError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a caller does about a [`SyncError`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// Only connecting again helps. What was read stays.
    Revoked,
    /// The profile was locked, or the connection removed, meanwhile: nothing to report.
    Locked,
    /// No way to Notion, or something in between answers: try when the network is back.
    Offline,
    /// Notion asks to wait.
    RateLimited,
    /// Notion is in trouble: try again later.
    Trouble,
    /// Notion refuses: trying again does not help.
    Refused,
    /// The database; see the error within.
    Store,
}

impl SyncError {
    pub fn failure(&self) -> Failure {
        match self {
            Self::Store(StoreError::Closed | StoreError::NoSuchConnection) => Failure::Locked,
            Self::Store(_) => Failure::Store,
            Self::Notion(error) => match error {
                NotionError::Unauthorized(_)
                | NotionError::MalformedToken
                | NotionError::TokenUnavailable(TokenUnavailable::Revoked | TokenUnavailable::OtherAccount) => {
                    Failure::Revoked
                }
                NotionError::TokenUnavailable(TokenUnavailable::Locked) => Failure::Locked,
                NotionError::TokenUnavailable(TokenUnavailable::TryLater)
                | NotionError::Conflict(_)
                | NotionError::Server(_) => Failure::Trouble,
                NotionError::TokenUnavailable(TokenUnavailable::NotSaved) => Failure::Store,
                NotionError::Offline
                | NotionError::Timeout
                | NotionError::Interrupted
                | NotionError::Certificate(_)
                | NotionError::Proxy(_)
                | NotionError::NotNotion { .. }
                | NotionError::Redirected { .. } => Failure::Offline,
                NotionError::RateLimited { .. } => Failure::RateLimited,
                NotionError::Restricted(_)
                | NotionError::NotFound(_)
                | NotionError::InvalidCursor(_)
                | NotionError::Refused(_)
                | NotionError::Blocked(_)
                | NotionError::UnexpectedShape { .. }
                | NotionError::TooLarge { .. }
                | NotionError::NotAPropertyId => Failure::Refused,
            },
        }
    }
}

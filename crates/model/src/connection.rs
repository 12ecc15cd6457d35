//! A workspace seen through one account, and where its token comes from.

use crate::{ConnectionId, NotionId, Origin, SecretString, Timestamp};
use std::fmt;
use std::future::Future;
use std::pin::Pin;

/// One authorization. Its identity is workspace + account + kind: reconnecting
/// updates it, never makes a second one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connection {
    pub id: ConnectionId,
    pub kind: TokenKind,
    pub status: ConnectionStatus,
    pub origin: Origin,
    /// Notion does not always say which workspace a pasted token belongs to.
    pub workspace_id: Option<NotionId>,
    pub workspace_name: String,
    /// An emoji or an address, as Notion sends it.
    pub workspace_icon: Option<String>,
    pub account: Account,
    pub bot_id: Option<NotionId>,
    /// The page made from a template during sign-in, if any.
    pub duplicated_template_id: Option<NotionId>,
    /// Notion's `owner` object, verbatim JSON. Encrypted at rest; never leaves the profile.
    pub owner_json: Option<String>,
    pub created: Timestamp,
    pub last_used: Option<Timestamp>,
    /// When a listing last ran to its end.
    pub last_listed: Option<Timestamp>,
}

/// Whose eyes a connection sees with.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Account {
    Person { id: NotionId, name: Option<String>, email: Option<String> },
    Bot { id: NotionId, name: Option<String> },
}

impl Account {
    pub fn id(&self) -> NotionId {
        match self {
            Self::Person { id, .. } | Self::Bot { id, .. } => *id,
        }
    }

    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Person { name, .. } | Self::Bot { name, .. } => name.as_deref(),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Signed in through Notion's consent page.
    OAuth,
    /// A personal access token or an internal connection token, pasted.
    Pasted,
    /// The sample workspace inside the app.
    Sample,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ConnectionStatus {
    Active,
    /// Notion no longer accepts the token and it cannot be renewed. What was read stays.
    NeedsReconnect,
    Paused,
}

pub type TokenFuture<'a> = Pin<Box<dyn Future<Output = Result<SecretString, TokenUnavailable>> + Send + 'a>>;

/// Hands out the token of one connection, so that the client of Notion's API never
/// sees the vault.
pub trait TokenSource: Send + Sync + 'static {
    fn token(&self) -> TokenFuture<'_>;

    /// Notion refused `refused` with 401: the renewed token. Several tasks may ask at
    /// once; only one request to Notion may follow.
    fn renew<'a>(&'a self, refused: &'a SecretString) -> TokenFuture<'a>;
}

/// The longest name of a workspace or account that is kept, in characters.
pub const LONGEST_NAME: usize = 200;

/// A name from outside as it is kept and shown: cut where it is longer than any name, with an
/// ellipsis that says so, and without control characters.
pub fn shortened(name: &str) -> String {
    cut(name.chars().filter(|c| !c.is_control()).take(LONGEST_NAME + 1).collect(), LONGEST_NAME)
}

/// A text of at most so many characters, of which the last is an ellipsis where some are left
/// out.
pub fn cut(mut text: String, most: usize) -> String {
    if text.len() > most && text.chars().count() > most {
        let end = text.char_indices().nth(most.saturating_sub(1)).map_or(0, |(at, _)| at);
        text.truncate(end);
        text.push('…');
    }
    text
}

/// Why there is no token to send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenUnavailable {
    /// The profile is locked, or the connection was removed.
    Locked,
    /// Notion revoked it, or it expired and cannot be renewed.
    Revoked,
    /// Notion renewed it with a token of another workspace or bot, which nobody agreed to.
    OtherAccount,
    /// Renewing failed for now (no network, Notion in trouble); try again later.
    TryLater,
    /// The renewed pair could not be written to disk.
    NotSaved,
}

impl fmt::Display for TokenUnavailable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Locked => "the profile is locked",
            Self::Revoked => "Notion no longer accepts this token",
            Self::OtherAccount => "Notion answered with a token of another account",
            Self::TryLater => "the token could not be renewed for now",
            Self::NotSaved => "the renewed token could not be saved",
        })
    }
}

impl std::error::Error for TokenUnavailable {}

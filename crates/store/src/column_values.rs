//! How the words of the domain stand in columns, and back. Not the statements.
//!
//! Enumerations are stored as words rather than numbers, so that the file explains
//! itself. A word this version does not know is damage: newer files are refused before.

use crate::StoreError;
use trove_model::{ConnectionId, ConnectionStatus, Icon, NotionId, PageKind, Parent, TokenKind};

pub(crate) fn notion_id(bytes: &[u8]) -> Result<NotionId, StoreError> {
    bytes.try_into().map(NotionId::from_bytes).map_err(|_| StoreError::Damaged)
}

pub(crate) fn optional_id(bytes: Option<&[u8]>) -> Result<Option<NotionId>, StoreError> {
    bytes.map(notion_id).transpose()
}

pub(crate) fn connection_id(bytes: &[u8]) -> Result<ConnectionId, StoreError> {
    bytes.try_into().map(ConnectionId::from_bytes).map_err(|_| StoreError::Damaged)
}

/// A two-way table between a fieldless enumeration and its words in the database.
macro_rules! words {
    ($to:ident, $from:ident, $type:ty, { $($variant:path = $word:literal),* $(,)? }) => {
        pub(crate) fn $to(value: $type) -> &'static str {
            match value { $($variant => $word),* }
        }

        pub(crate) fn $from(word: &str) -> Result<$type, StoreError> {
            match word {
                $($word => Ok($variant),)*
                _ => Err(StoreError::Damaged),
            }
        }
    };
}

pub(crate) use words;

words!(token_kind_word, token_kind, TokenKind, {
    TokenKind::OAuth = "oauth",
    TokenKind::Pasted = "pasted",
    TokenKind::Sample = "sample",
});

words!(status_word, status, ConnectionStatus, {
    ConnectionStatus::Active = "active",
    ConnectionStatus::NeedsReconnect = "needs_reconnect",
    ConnectionStatus::Paused = "paused",
});

words!(page_kind_word, page_kind, PageKind, {
    PageKind::Page = "page",
    PageKind::DataSource = "data_source",
});

pub(crate) fn parent_word(parent: Parent) -> &'static str {
    match parent {
        Parent::Workspace => "workspace",
        Parent::Page(_) => "page",
        Parent::Block(_) => "block",
        Parent::Database(_) => "database",
        Parent::DataSource(_) => "data_source",
        Parent::Unknown => "unknown",
    }
}

pub(crate) fn parent(word: &str, id: Option<NotionId>) -> Result<Parent, StoreError> {
    match (word, id) {
        ("workspace", None) => Ok(Parent::Workspace),
        ("page", Some(id)) => Ok(Parent::Page(id)),
        ("block", Some(id)) => Ok(Parent::Block(id)),
        ("database", Some(id)) => Ok(Parent::Database(id)),
        ("data_source", Some(id)) => Ok(Parent::DataSource(id)),
        ("unknown", None) => Ok(Parent::Unknown),
        _ => Err(StoreError::Damaged),
    }
}

/// Kind, value and color.
pub(crate) type IconColumns<'a> = (Option<&'a str>, Option<&'a str>, Option<&'a str>);

pub(crate) fn icon_columns(icon: Option<&Icon>) -> IconColumns<'_> {
    match icon {
        None => (None, None, None),
        Some(Icon::Emoji(emoji)) => (Some("emoji"), Some(emoji), None),
        Some(Icon::Image { url }) => (Some("image"), Some(url), None),
        Some(Icon::Uploaded) => (Some("uploaded"), None, None),
        Some(Icon::Named { name, color }) => (Some("named"), Some(name), color.as_deref()),
    }
}

pub(crate) fn icon(
    kind: Option<&str>,
    value: Option<String>,
    color: Option<String>,
) -> Result<Option<Icon>, StoreError> {
    Ok(Some(match (kind, value) {
        (None, None) => return Ok(None),
        (Some("emoji"), Some(emoji)) => Icon::Emoji(emoji),
        (Some("image"), Some(url)) => Icon::Image { url },
        (Some("uploaded"), None) => Icon::Uploaded,
        (Some("named"), Some(name)) => Icon::Named { name, color },
        _ => return Err(StoreError::Damaged),
    }))
}

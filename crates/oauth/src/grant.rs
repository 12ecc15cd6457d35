//! What Notion grants: the answer of its token endpoint.
//!
//! Not here: the request, and errors. Wire types stay in this file.

use serde::Deserialize;
use serde_json::value::RawValue;
use trove_model::{NotionId, SecretString};
use zeroize::Zeroize;

/// A successful answer of `POST /v1/oauth/token`, for either grant type.
#[derive(Debug)]
pub struct Grant {
    pub access: SecretString,
    /// Notion's schema allows none.
    pub refresh: Option<SecretString>,
    pub bot_id: NotionId,
    pub workspace_id: NotionId,
    pub workspace_name: Option<String>,
    /// An emoji or an address.
    pub workspace_icon: Option<String>,
    pub owner: Owner,
    /// Notion's `owner` object, verbatim.
    pub owner_json: String,
    /// The page made from a template during sign-in, if any.
    pub duplicated_template_id: Option<NotionId>,
}

/// Whose eyes the token sees with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Owner {
    Person {
        id: NotionId,
        name: Option<String>,
        /// Absent without the capability to read it.
        email: Option<String>,
    },
    /// The workspace itself, or a kind that this version does not know.
    Workspace,
}

/// Far above any token, in bytes.
const LONGEST_TOKEN: usize = 4096;

impl Grant {
    /// `None` when the body is not a grant, or its tokens could not be sent: one with a line
    /// end in it, say, would write a header of its own.
    pub(crate) fn read(body: &[u8]) -> Option<Self> {
        let wire: Wire = serde_json::from_slice(body).ok()?;
        // RFC 6749 section 7.1: a token of a type that we do not know is not to be used.
        if wire.token_type.is_some_and(|kind| !kind.eq_ignore_ascii_case("bearer")) {
            return None;
        }
        let owner_json = wire.owner.get().to_owned();
        Some(Self {
            access: wire.access_token.secret()?,
            refresh: match wire.refresh_token {
                Some(token) if !token.0.is_empty() => Some(token.secret()?),
                _ => None,
            },
            bot_id: wire.bot_id.parse().ok()?,
            workspace_id: wire.workspace_id.parse().ok()?,
            workspace_name: wire.workspace_name,
            workspace_icon: wire.workspace_icon,
            owner: Owner::read(&owner_json),
            owner_json,
            duplicated_template_id: wire.duplicated_template_id.and_then(|id| id.parse().ok()),
        })
    }
}

impl Owner {
    fn read(json: &str) -> Self {
        serde_json::from_str::<OwnerWire>(json).ok().and_then(OwnerWire::person).unwrap_or(Self::Workspace)
    }
}

/// Zeroed when dropped, so that a refused answer leaves no token behind.
#[derive(Deserialize)]
struct Token(String);

impl Token {
    fn secret(mut self) -> Option<SecretString> {
        let text = std::mem::take(&mut self.0);
        // RFC 6749, appendix A.12 and A.17: visible ASCII and spaces, which we never saw.
        let sendable = text.bytes().all(|byte| byte.is_ascii_graphic());
        (sendable && (1..=LONGEST_TOKEN).contains(&text.len())).then(|| SecretString::new(text))
    }
}

impl Drop for Token {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

#[derive(Deserialize)]
struct Wire<'a> {
    access_token: Token,
    refresh_token: Option<Token>,
    token_type: Option<String>,
    bot_id: String,
    workspace_id: String,
    workspace_name: Option<String>,
    workspace_icon: Option<String>,
    #[serde(borrow)]
    owner: &'a RawValue,
    duplicated_template_id: Option<String>,
}

#[derive(Deserialize)]
struct OwnerWire {
    user: Option<UserWire>,
}

#[derive(Deserialize)]
struct UserWire {
    id: String,
    name: Option<String>,
    person: Option<PersonWire>,
}

#[derive(Deserialize)]
struct PersonWire {
    email: Option<String>,
}

impl OwnerWire {
    fn person(self) -> Option<Owner> {
        let user = self.user?;
        Some(Owner::Person {
            id: user.id.parse().ok()?,
            name: user.name,
            email: user.person.and_then(|person| person.email),
        })
    }
}

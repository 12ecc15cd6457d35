//! Connecting a workspace: what the window sends, and where it stands.

use super::Millis;
use super::connections::ConnectionKind;
use super::error::UiError;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The redirect addresses a person can register at Notion, each ready to copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct RedirectChoice {
    pub form: RedirectForm,
    /// The exact text to register; `None` for a bounce page until its address is entered.
    pub uri: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RedirectForm {
    /// `http://localhost:<fixed port>/…`, which Notion is reported to accept.
    Loopback,
    /// The app's own scheme, handed over by the operating system.
    Scheme,
    /// An https page of the person's own that forwards to the scheme.
    Bounce,
}

/// What the window sends to start a sign-in at Notion.
#[derive(Clone, Deserialize, TS)]
pub struct BeginSignIn {
    /// `None`: the client stored for this profile.
    pub client: Option<ClientEntry>,
    pub form: RedirectForm,
    /// The bounce page's https address; ignored for the other forms.
    pub bounce: Option<String>,
}

/// Write-only: entered once, kept in the vault.
#[derive(Clone, Deserialize, TS)]
pub struct ClientEntry {
    pub client_id: String,
    pub client_secret: String,
}

/// Where connecting stands. One value, replaced as it changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum ConnectState {
    Idle {
        /// A client id is stored: signing in takes one click.
        client_id: Option<String>,
        redirects: Vec<RedirectChoice>,
    },
    /// The browser is open at Notion.
    Waiting {
        redirect_uri: String,
        form: RedirectForm,
        #[ts(type = "number")]
        expires: Millis,
        /// False after a restart: the page's address is not kept, a new attempt is.
        can_open_again: bool,
        /// A redirect came that does not belong to this attempt; it goes on waiting.
        notice: Option<UiError>,
    },
    /// The redirect arrived; asking Notion for the token.
    Exchanging,
    /// Nothing is stored until the person agrees.
    Confirming {
        workspace: String,
        workspace_icon: Option<String>,
        account: String,
        account_detail: Option<String>,
        kind: ConnectionKind,
        /// The same workspace and account is connected already and will be updated.
        replaces: bool,
    },
    /// The last attempt ended; what to do next is in the error's words.
    Failed { error: UiError },
}

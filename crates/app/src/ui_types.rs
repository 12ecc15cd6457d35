//! Everything that crosses to the window, and nothing else: plain data with names.
//!
//! Never a token, a code, a password or a redirect address that came back; never HTML.
//! `ui/src/core/bindings.ts` is generated from this file and a test holds the two together.
//! Not the domain's types: those are in `trove-model` and cannot be serialized.

mod error;
mod search;

pub use error::*;
pub use search::*;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Milliseconds since 1970, UTC. JavaScript's `Date` takes it as it is.
pub type Millis = i64;

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
    /// Profiles or roles were changed by something other than Trove.
    RegistryChangedOutside,
}

/// What became of a token at Notion when its connection was removed here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Revocation {
    /// Notion confirmed.
    Revoked,
    /// Pasted tokens can be revoked only at Notion, by their owner.
    NotPossible,
    /// Notion could not be reached or refused; the person can remove it there.
    Failed,
}

/// Settings of this computer, readable before sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MachineSettings {
    pub appearance: Appearance,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Appearance {
    System,
    Light,
    Dark,
}

/// Settings of one profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ProfileSettings {
    pub open_in: OpenIn,
    /// Minutes without a key or a click before the profile locks; 0 never.
    pub lock_after_minutes: u32,
    pub index_memory: IndexMemory,
}

/// How the full-text index is held while a profile is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum IndexMemory {
    /// Whole, if it is small beside this computer's memory.
    #[default]
    Auto,
    Whole,
    /// In pieces as they are needed.
    Pieces,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OpenIn {
    Browser,
    NotionApp,
}

/// How good a password is, while it is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct PasswordStrength {
    /// 0 (guessed at once) to 4 (very hard to guess).
    pub score: u8,
    /// Why it would be refused; `None` when it is good enough.
    pub refused: Option<PasswordRefused>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PasswordRefused {
    TooShort,
    TooLong,
    LikeTheName,
    TooCommon,
}

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

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ConnectionKind {
    #[serde(rename = "oauth")]
    OAuth,
    Pasted,
    Sample,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ConnectionCard {
    pub id: String,
    pub workspace: String,
    pub workspace_id: Option<String>,
    pub workspace_icon: Option<String>,
    pub account: String,
    pub account_detail: Option<String>,
    pub kind: ConnectionKind,
    pub status: ConnectionStatus,
    /// Pages and data sources seen through it.
    pub pages: u32,
    pub listing: Listing,
    pub reading: Reading,
    pub pace: Pace,
    #[ts(type = "number")]
    pub created: Millis,
    #[ts(type = "number | null")]
    pub last_listed: Option<Millis>,
    /// When Notion last answered that nothing newer is there.
    #[ts(type = "number | null")]
    pub last_checked: Option<Millis>,
}

/// How far the bodies of a connection's pages are read. Data sources have none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, TS)]
pub struct Reading {
    /// Bodies stored as the pages are now.
    pub read: u32,
    /// Bodies to read, or to read again.
    pub waiting: u32,
    /// Bodies that Notion would not give; they are tried again later.
    pub failed: u32,
    /// Whether bodies are being read at this moment.
    pub running: bool,
    /// Requests in the last minute.
    pub per_minute: u32,
    /// From the rate of the last minutes; `None` while that is unknown.
    pub seconds_left: Option<u32>,
}

/// How fast a connection asks Notion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(tag = "pace", rename_all = "snake_case")]
pub enum Pace {
    /// 180 requests a minute, and more where the workspace's plan turns out to allow it.
    #[default]
    Auto,
    PerMinute {
        requests: u32,
    },
    /// As fast as Notion answers, heeding its limits.
    Max,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ConnectionStatus {
    Active,
    NeedsReconnect,
    Paused,
    Removed,
}

/// What a connection's listing is doing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Listing {
    Idle,
    Running { found: u32 },
    Failed { error: UiError },
}

/// One page or data source in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct PageRow {
    pub id: String,
    pub kind: PageKind,
    /// Empty where Notion shows "Untitled"; the words are the window's.
    pub title: String,
    pub icon: Option<Icon>,
    /// From the outermost known parent to the nearest; empty at the top of a workspace.
    pub path: Vec<String>,
    /// Every connection that sees it: workspace names, distinct.
    pub workspaces: Vec<String>,
    #[ts(type = "number | null")]
    pub edited: Option<Millis>,
    /// Where it opens, for showing and copying.
    pub url: String,
    /// Seen through the sample workspace only.
    pub sample: bool,
    pub pinned: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PageKind {
    Page,
    DataSource,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Icon {
    Emoji {
        emoji: String,
    },
    /// A remote image: never loaded by the window; it shows the kind's own drawing.
    Image,
    /// One of Notion's built-in icons.
    Named {
        name: String,
        color: Option<String>,
    },
}

/// Which part of the list to answer.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
pub struct PageQuery {
    /// Words that must all occur in the title; empty for everything.
    pub filter: String,
    pub kind: Option<PageKind>,
    pub sort: PageSort,
    pub offset: u32,
    /// At most 500.
    pub limit: u32,
    /// A BCP 47 tag whose collation orders titles.
    pub locale: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PageSort {
    EditedNewest,
    EditedOldest,
    TitleAscending,
    TitleDescending,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct PageList {
    /// How many match in all.
    pub total: u32,
    /// How many the profile knows, whatever the filter.
    pub known: u32,
    pub rows: Vec<PageRow>,
}

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

#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct About {
    pub version: String,
    pub data_folder: String,
    #[ts(type = "number")]
    pub data_bytes: u64,
    /// Licences of everything the app is built from.
    pub notices: String,
}

/// Pages outside the app that the window may ask for by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum HelpPage {
    /// Where a personal access token is made.
    Tokens,
    /// Where a connection, its client id and its redirect address are managed.
    Connections,
    /// How a page is shared with a connection.
    Sharing,
}

/// What the window is told without asking.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(tag = "event", content = "data", rename_all = "snake_case")]
pub enum Event {
    /// Keys are dropped; the view must be emptied.
    Locked,
    /// A sign-in link arrived and waits for sign-in.
    LinkWaiting,
    Connect(ConnectState),
    /// The list may differ from what was last read.
    PagesChanged,
    Connections(Vec<ConnectionCard>),
    /// The index has opened, is being made anew, or cannot be used.
    Index(IndexState),
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect_file;

    macro_rules! declarations {
        ($($name:ty),* $(,)?) => {{
            let config = ts_rs::Config::default();
            let mut text = String::from("// Generated from crates/app/src/ui_types.rs; a test there holds the two together.\n");
            $(text += &format!("\nexport {}\n", <$name>::decl(&config));)*
            text
        }};
    }

    /// `UPDATE_EXPECT=1 cargo test -p trove-app bindings` writes the file. A type missing
    /// from this list is one that the window's type check does not find.
    #[test]
    fn bindings() {
        let text = declarations!(
            About,
            Administration,
            Appearance,
            AuthorizationRow,
            AuthorizationStatus,
            BeginSignIn,
            BodyState,
            ClientEntry,
            ConnectState,
            ConnectionCard,
            ConnectionCoverage,
            ConnectionKind,
            ConnectionStatus,
            Correction,
            Coverage,
            Covers,
            DamagedFile,
            Event,
            FailedPage,
            HelpPage,
            HitTier,
            Icon,
            IndexFailure,
            IndexMemory,
            IndexState,
            LinkVerdict,
            Listing,
            LiveAnswer,
            LiveFailure,
            MachineSettings,
            Notice,
            OpenIn,
            Pace,
            PageKind,
            PageList,
            PageQuery,
            PageRow,
            PageSort,
            Passage,
            PasswordRefused,
            PasswordStrength,
            Preview,
            PreviewBlock,
            PreviewKind,
            PreviewMedia,
            PreviewRun,
            ProfileCard,
            ProfileRow,
            ProfileSettings,
            ReadFailure,
            Reading,
            RedirectChoice,
            RedirectForm,
            Removal,
            Revocation,
            Role,
            SearchAnswer,
            SearchHit,
            SearchRequest,
            Segment,
            Session,
            Start,
            Total,
            UiError,
        );
        expect_file!["../../../ui/src/core/bindings.ts"].assert_eq(&text);
    }
}

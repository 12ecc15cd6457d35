//! How a stand-in is started: which workspace, which limits, which addresses.
//!
//! Not what can be changed while it runs (`sim`, `control`).

use std::path::PathBuf;
use std::time::Duration;

use crate::rate_limit::Limit;
use crate::search;

/// The deep link that the desktop app registers.
pub const DEEP_LINK_REDIRECT: &str = "net.trovesearch.desktop:/oauth/callback";
/// The loopback address that the desktop app listens on while a sign-in is pending.
pub const LOOPBACK_REDIRECT: &str = "http://localhost:27463/oauth/callback";

/// Which workspace stands behind the API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Workspace {
    /// The handbook of a small company, in several languages.
    Sample,
    /// So many made-up pages; the same seed makes the same ones.
    Synthetic { pages: u32, seed: u64 },
    /// Bodies that Notion sent once, from a folder.
    Replay(PathBuf),
    /// One person and one database without rows; tests make the pages.
    Empty,
    /// Made up in a JSON file; its form is in `crates/sim/WORLD.md`.
    File(PathBuf),
}

/// How consent is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consent {
    /// A person picks pages and presses a button.
    Page,
    /// At once, for all pages that are not private.
    Auto,
}

/// Who is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// Everyone on this computer, and the control port pulls the world's strings: for tests.
    Open,
    /// Who has the personal token, under a name of this computer; nobody else learns that there is a workspace. No
    /// control port. For a product that brings the sample.
    OwnToken,
}

/// How to start. The default is the sample workspace on a free port, without a rate limit.
#[derive(Debug, Clone)]
pub struct Options {
    /// 0 for a free one.
    pub port: u16,
    pub workspace: Workspace,
    pub door: Door,
    /// Another name for the workspace, so that two can be told apart. All ids follow from it.
    pub workspace_name: Option<String>,
    pub limit: Limit,
    /// The addresses registered for the OAuth client, compared exactly.
    pub redirect_uris: Vec<String>,
    pub consent: Consent,
    /// How long search takes to notice a change, in virtual time.
    pub search_lag: Duration,
    /// How many results a search or a query lists before it says `incomplete`.
    pub walk_cap: usize,
    /// How many blocks one Markdown answer holds before it says `truncated`.
    pub markdown_block_limit: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: 0,
            workspace: Workspace::Sample,
            door: Door::Open,
            workspace_name: None,
            limit: Limit::None,
            redirect_uris: vec![DEEP_LINK_REDIRECT.to_owned(), LOOPBACK_REDIRECT.to_owned()],
            consent: Consent::Page,
            search_lag: Duration::ZERO,
            walk_cap: search::WALK_CAP,
            markdown_block_limit: 20_000,
        }
    }
}

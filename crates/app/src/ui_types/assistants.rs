//! What crosses to the window of assistants: what they may see, what they asked, and which of
//! them asks to be let in.

use super::Millis;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What assistants may see of the open profile: nothing, until its person says otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct AssistantSettings {
    pub workspaces: AllowedWorkspaces,
    /// Whole pages, besides the passages that a search shows.
    pub whole_pages: bool,
    /// The keychain may open the profile for them; without it the window asks its person.
    pub keychain: bool,
    /// Also while no window shows the profile.
    pub without_window: bool,
}

/// Of which workspaces.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AllowedWorkspaces {
    #[default]
    None,
    /// By [`WorkspaceForAssistants::key`]; one that is connected later is not among them.
    These(Vec<String>),
    /// Those connected later too.
    All,
}

/// A workspace that is connected, each once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct WorkspaceForAssistants {
    pub name: String,
    /// What [`AllowedWorkspaces::These`] names it by.
    pub key: String,
    pub allowed: bool,
}

/// What the settings of assistants show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Assistants {
    pub settings: AssistantSettings,
    pub workspaces: Vec<WorkspaceForAssistants>,
    /// Whether the keychain opens this profile at all.
    pub remembered: bool,
    /// Whether programs can ask this window; not everywhere.
    pub reachable: bool,
    /// With which arguments an assistant's program starts `trove`.
    pub arguments: Vec<String>,
}

/// One thing that an assistant asked.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct AskedByAssistant {
    #[ts(type = "number")]
    pub at: Millis,
    /// What the program calls itself.
    pub program: String,
    /// `search`, `read_page` or `coverage`.
    pub tool: String,
    /// The query, or the page as it was named.
    pub asked: String,
    /// Of the page that was read.
    pub title: Option<String>,
    /// Pages that were shown of.
    pub pages: u32,
    /// Characters of text that were handed over.
    pub characters: u32,
    /// Why nothing was: `off`, `no_window`, `passages_only`, `person`, `nobody`.
    pub refused: Option<String>,
}

/// A program asks to be let in, and waits for the person's word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct AccessRequest {
    /// Tells this question from those before it.
    pub number: u32,
    /// What the program calls itself; nobody can tell whether it is that.
    pub program: String,
    /// Names of the workspaces that it would see.
    pub workspaces: Vec<String>,
    pub whole_pages: bool,
}

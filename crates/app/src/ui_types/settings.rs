//! Settings of this computer and of the open profile, with their defaults; what the About
//! view shows.

use super::desktop::DesktopSettings;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Settings of this computer, readable before sign-in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct MachineSettings {
    pub appearance: Appearance,
    pub language: Language,
    /// How large the window draws everything, in per cent of its own size; what is outside
    /// [`ZOOM`] is taken as the nearest that is inside.
    pub zoom_percent: u16,
    /// How much of the width beside each other is the preview's, in per cent; what is outside
    /// [`PREVIEW`] is taken as the nearest that is inside.
    pub preview_percent: u16,
    pub desktop: DesktopSettings,
}

/// The zooms that can be read and used, in per cent.
pub const ZOOM: std::ops::RangeInclusive<u16> = 50..=300;

/// The widths of the preview that leave room for the list, in per cent.
pub const PREVIEW: std::ops::RangeInclusive<u16> = 20..=80;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Appearance {
    System,
    Light,
    Dark,
}

/// Of the window's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// The system's, where there are words in it; else English.
    #[default]
    System,
    En,
    De,
}

impl Default for MachineSettings {
    fn default() -> Self {
        Self {
            appearance: Appearance::System,
            language: Language::System,
            zoom_percent: 100,
            preview_percent: 45,
            desktop: DesktopSettings::default(),
        }
    }
}

/// Settings of one profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ProfileSettings {
    pub open_in: OpenIn,
    /// Minutes without a key or a click before the profile locks; 0 never.
    pub lock_after_minutes: u32,
    /// Whether the profile locks with this computer's screen, and before it sleeps.
    pub lock_with_system: bool,
    pub index_memory: IndexMemory,
    /// Whether pages are found by what they mean, too, where a model is there.
    pub meanings: bool,
}

impl Default for ProfileSettings {
    fn default() -> Self {
        Self {
            open_in: OpenIn::Browser,
            lock_after_minutes: 30,
            lock_with_system: true,
            index_memory: IndexMemory::Auto,
            // It takes more memory and time than it may for everyone (docs/performance.md).
            meanings: false,
        }
    }
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

#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct About {
    pub version: String,
    pub data_folder: String,
    #[ts(type = "number")]
    pub data_bytes: u64,
    /// Whether a model is there by which pages could be found by meaning.
    pub has_model: bool,
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

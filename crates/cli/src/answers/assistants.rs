//! What `trove mcp` answers, and `trove assistants --json` prints.
//!
//! Not here: whether anything may be answered, and the sentences.

use super::{gaps, kind, moment, text, tier, title};
use serde::Serialize;
use trove_app::PageText;
use trove_app::ui_types::{
    self, AllowedWorkspaces, AssistantSettings, Passage, SearchAnswer, SearchHit, Total,
};

/// What `trove assistants status` and `allow` print.
#[derive(Debug, Serialize)]
pub struct Assistants {
    pub allowed: bool,
    /// Names of the workspaces that assistants may see.
    pub workspaces: Vec<String>,
    /// Those that are connected later too.
    pub all_workspaces: bool,
    pub whole_pages: bool,
    /// The keychain may open the profile for them.
    pub keychain: bool,
    pub without_window: bool,
}

impl Assistants {
    pub fn new(settings: &AssistantSettings, workspaces: Vec<String>) -> Self {
        Self {
            allowed: settings.workspaces != AllowedWorkspaces::None,
            workspaces,
            all_workspaces: settings.workspaces == AllowedWorkspaces::All,
            whole_pages: settings.whole_pages,
            keychain: settings.keychain,
            without_window: settings.without_window,
        }
    }
}

/// A line of `trove assistants log`.
#[derive(Debug, Serialize)]
pub struct AskedByAssistant {
    pub at: Option<String>,
    /// What the program called itself.
    pub program: String,
    pub tool: String,
    pub asked: String,
    pub title: Option<String>,
    /// Of how many pages something was handed over, and how many characters of their text.
    pub pages: u32,
    pub characters: u32,
    /// off, no_window, passages_only, person or nobody; null where it was answered.
    pub refused: Option<String>,
}

impl From<ui_types::AskedByAssistant> for AskedByAssistant {
    fn from(asked: ui_types::AskedByAssistant) -> Self {
        let ui_types::AskedByAssistant { at, program, tool, asked, title, pages, characters, refused } =
            asked;
        Self { at: moment(at), program, tool, asked, title, pages, characters, refused }
    }
}

/// What the tool `search` answers.
#[derive(Debug, Serialize)]
pub struct FoundForAssistant {
    pub notice: &'static str,
    pub total: u32,
    pub more: bool,
    /// What was typed, is on no page, and was looked for in other spellings.
    pub respelt: Vec<String>,
    pub filters: Vec<String>,
    pub unknown_names: Vec<String>,
    pub left_out: Vec<String>,
    pub gaps: Vec<&'static str>,
    pub hits: Vec<HitForAssistant>,
}

#[derive(Debug, Serialize)]
pub struct HitForAssistant {
    #[serde(flatten)]
    pub page: Source,
    pub tier: &'static str,
    pub passages: Vec<String>,
    pub lacks: Vec<String>,
}

/// Where a text comes from.
#[derive(Debug, Serialize)]
pub struct Source {
    pub id: String,
    pub title: String,
    pub path: Vec<String>,
    pub workspaces: Vec<String>,
    pub kind: &'static str,
    pub edited: Option<String>,
    pub url: String,
}

impl From<&SearchHit> for Source {
    fn from(hit: &SearchHit) -> Self {
        Self {
            id: hit.id.clone(),
            title: title(hit),
            path: hit.path.clone(),
            workspaces: hit.workspaces.clone(),
            kind: kind(hit.kind),
            edited: hit.edited.and_then(moment),
            url: hit.url.clone(),
        }
    }
}

impl FoundForAssistant {
    pub fn new(answer: SearchAnswer, notice: &'static str) -> Self {
        let (total, more) = match answer.total {
            Total::Exactly { pages } => (pages, false),
            Total::Many { at_least } => (at_least, true),
        };
        let hits = answer.hits.into_iter().chain(answer.similar).map(|hit| HitForAssistant {
            page: (&hit).into(),
            tier: tier(hit.tier),
            passages: hit.passages.iter().map(passage).collect(),
            lacks: hit.lacks,
        });
        Self {
            notice,
            total,
            more,
            respelt: answer.corrections.into_iter().map(|correction| correction.typed).collect(),
            filters: answer.filters,
            unknown_names: answer.unknown_names,
            left_out: answer.left_out,
            gaps: gaps(&answer.covers),
            hits: hits.collect(),
        }
    }
}

fn passage(passage: &Passage) -> String {
    let text: String = passage.segments.iter().map(|segment| segment.text.as_str()).collect();
    let (before, after) =
        (if passage.cut_before { "… " } else { "" }, if passage.cut_after { " …" } else { "" });
    format!("{before}{text}{after}")
}

/// What the tool `read_page` answers.
#[derive(Debug, Serialize)]
pub struct PageForAssistant {
    pub notice: &'static str,
    #[serde(flatten)]
    pub page: Source,
    pub properties: Vec<Property>,
    /// read, partly_read, waiting, failed or none.
    pub text: &'static str,
    /// What of it is not here, where something is not.
    pub remark: Option<String>,
    pub markdown: String,
    /// In characters: where this part begins, where the next one does, how much there is.
    pub from: usize,
    pub next: Option<usize>,
    pub length: usize,
}

#[derive(Debug, Serialize)]
pub struct Property {
    pub name: String,
    pub value: String,
}

impl PageForAssistant {
    pub fn new(page: PageText, notice: &'static str) -> Self {
        let state = text(&page.body);
        Self {
            notice,
            page: (&page.hit).into(),
            properties: page.properties.into_iter().map(|(name, value)| Property { name, value }).collect(),
            text: state,
            remark: (state != "read").then(|| crate::words::body(&page.body)),
            markdown: page.markdown,
            from: page.from,
            next: page.next,
            length: page.length,
        }
    }
}

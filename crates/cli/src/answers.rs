//! What `--json` prints: names that scripts rely on. Documented in docs/command-line.md.
//!
//! Fields are added, never renamed or removed; a test pins them. Not the window's types,
//! which change with the window.

mod assistants;
mod coverage;
mod saved;

pub use assistants::{AskedByAssistant, Assistants, FoundForAssistant, PageForAssistant};
pub use coverage::Coverage;
pub use saved::{NewHit, SavedSearch};

use serde::Serialize;
use trove_app::backup;
use trove_app::doctor::{Cause, Finding, Mend, Part, State};
use trove_app::ui_types::{self, HitTier, LinkVerdict, PageKind, SearchAnswer, SearchHit, Total, UiError};

#[derive(Debug, Serialize)]
pub struct Hit {
    pub id: String,
    /// Empty where Notion shows "Untitled".
    pub title: String,
    pub title_segments: Vec<Segment>,
    pub path: Vec<String>,
    pub workspaces: Vec<String>,
    pub kind: &'static str,
    /// RFC 3339.
    pub edited: Option<String>,
    pub url: String,
    pub tier: &'static str,
    pub passages: Vec<Passage>,
    /// What was typed and stands nowhere in it.
    pub lacks: Vec<String>,
    /// What was typed and stands in the names of what it lies in; in its properties.
    pub in_path: Vec<String>,
    pub in_properties: Vec<String>,
    /// What stands in it otherwise than it was typed.
    pub other_forms: Vec<OtherForm>,
    pub pinned: bool,
    /// Near in meaning, without the words. Such hits come last.
    pub similar: bool,
    /// Found by Notion's own search.
    pub live: bool,
}

#[derive(Debug, Serialize)]
pub struct Passage {
    pub segments: Vec<Segment>,
    pub cut_before: bool,
    pub cut_after: bool,
}

#[derive(Debug, Serialize)]
pub struct Segment {
    pub text: String,
    pub marked: bool,
}

/// One query's answer in `--stdin` mode.
#[derive(Debug, Serialize)]
pub struct Answer {
    pub query: String,
    pub took_us: u32,
    pub total: u32,
    /// Counting stopped at `total`.
    pub more: bool,
    pub corrections: Vec<Correction>,
    /// What was taken as filters; what looks like one, names nothing and is text; what was left out.
    pub filters: Vec<String>,
    pub unknown_names: Vec<String>,
    pub left_out: Vec<String>,
    /// What the answer cannot have found: see `gaps`.
    pub gaps: Vec<&'static str>,
    pub hits: Vec<Hit>,
    /// Pages that are near in meaning, without the words.
    pub similar: Vec<Hit>,
}

/// `index` (titles alone were searched, or some texts not), `not_listed` (some connection has not listed everything
/// once), `listed_short` (a listing broke off), `capped` (Notion's search does not show everything), `waiting` (texts
/// are not read yet), `failed` (texts could not be read).
pub fn gaps(covers: &ui_types::Covers) -> Vec<&'static str> {
    let gaps = [
        ("index", covers.index != ui_types::IndexState::Ready),
        ("not_listed", covers.first_listing),
        ("listed_short", covers.listed_short),
        ("capped", covers.capped),
        ("waiting", covers.waiting > 0),
        ("failed", covers.failed > 0),
    ];
    gaps.into_iter().filter_map(|(gap, open)| open.then_some(gap)).collect()
}

#[derive(Debug, Serialize)]
pub struct Correction {
    pub typed: String,
    pub instead: String,
    /// Pages have the word as typed; none has it with all the others.
    pub known: bool,
}

#[derive(Debug, Serialize)]
pub struct OtherForm {
    pub typed: String,
    pub found: String,
}

impl Answer {
    pub fn new(query: String, answer: SearchAnswer) -> Self {
        let (total, more) = match answer.total {
            Total::Exactly { pages } => (pages, false),
            Total::Many { at_least } => (at_least, true),
        };
        let corrections = answer.corrections.into_iter();
        Self {
            query,
            took_us: answer.took_us,
            total,
            more,
            corrections: corrections
                .map(|c| Correction { typed: c.typed, instead: c.instead, known: c.known })
                .collect(),
            filters: answer.filters,
            unknown_names: answer.unknown_names,
            left_out: answer.left_out,
            gaps: gaps(&answer.covers),
            hits: answer.hits.into_iter().map(Hit::from).collect(),
            similar: answer.similar.into_iter().map(Hit::from).collect(),
        }
    }
}

impl From<SearchHit> for Hit {
    fn from(hit: SearchHit) -> Self {
        Self {
            title: title(&hit),
            title_segments: segments(hit.title),
            id: hit.id,
            path: hit.path,
            workspaces: hit.workspaces,
            kind: kind(hit.kind),
            edited: hit.edited.and_then(moment),
            url: hit.url,
            tier: tier(hit.tier),
            passages: hit.passages.into_iter().map(Passage::from).collect(),
            lacks: hit.lacks,
            in_path: hit.in_path,
            in_properties: hit.in_properties,
            other_forms: hit
                .other_forms
                .into_iter()
                .map(|form| OtherForm { typed: form.typed, found: form.found })
                .collect(),
            pinned: hit.pinned,
            similar: hit.tier == HitTier::Similar,
            live: hit.tier == HitTier::Live,
        }
    }
}

impl From<ui_types::Passage> for Passage {
    fn from(passage: ui_types::Passage) -> Self {
        Self {
            segments: segments(passage.segments),
            cut_before: passage.cut_before,
            cut_after: passage.cut_after,
        }
    }
}

fn segments(segments: Vec<ui_types::Segment>) -> Vec<Segment> {
    segments.into_iter().map(|segment| Segment { text: segment.text, marked: segment.marked }).collect()
}

pub fn title(hit: &SearchHit) -> String {
    hit.title.iter().map(|segment| segment.text.as_str()).collect()
}

pub fn kind(kind: PageKind) -> &'static str {
    match kind {
        PageKind::Page => "page",
        PageKind::DataSource => "data_source",
    }
}

pub fn tier(tier: HitTier) -> &'static str {
    match tier {
        HitTier::Link => "link",
        HitTier::ExactTitle => "exact_title",
        HitTier::TitleStart => "title_start",
        HitTier::TitleWords => "title_words",
        HitTier::Title => "title",
        HitTier::TitleForms => "title_forms",
        HitTier::Path => "path",
        HitTier::Body => "body",
        HitTier::Similar => "similar",
        HitTier::Live => "live",
    }
}

/// RFC 3339, in UTC.
pub fn moment(millis: i64) -> Option<String> {
    Some(jiff::Timestamp::from_millisecond(millis).ok()?.to_string())
}

#[derive(Debug, Serialize)]
pub struct Profile {
    pub id: String,
    pub name: String,
    pub role: &'static str,
    pub claimed: bool,
}

/// What `trove backup --json` prints.
#[derive(Debug, Serialize)]
pub struct BackedUp {
    pub file: String,
    pub bytes: u64,
}

/// What `trove restore --json` prints.
#[derive(Debug, Serialize)]
pub struct Restored {
    #[serde(flatten)]
    pub profile: Profile,
    /// When the backup was made.
    pub made: Option<String>,
    pub connections: u32,
    /// Connections that were removed on this computer since, and stay so.
    pub left_out: u32,
    /// Connections that were signed in through the browser, whose tokens may be refused.
    pub signed_in: u32,
}

impl From<backup::Restored> for Restored {
    fn from(restored: backup::Restored) -> Self {
        let backup::Restored { profile, made, connections, left_out, signed_in, .. } = restored;
        Self { profile: profile.into(), made: moment(made), connections, left_out, signed_in }
    }
}

impl From<ui_types::ProfileCard> for Profile {
    fn from(card: ui_types::ProfileCard) -> Self {
        Self {
            id: card.id,
            name: card.name,
            role: match card.role {
                ui_types::Role::Administrator => "administrator",
                ui_types::Role::Member => "member",
            },
            claimed: card.claimed,
        }
    }
}

#[derive(Debug, Serialize)]
pub struct Connection {
    pub id: String,
    pub workspace: String,
    pub account: String,
    pub kind: &'static str,
    pub status: &'static str,
    /// Pages and databases known.
    pub known: u32,
    /// Pages whose text is read, waits to be read, or could not be read.
    pub read: u32,
    pub waiting: u32,
    pub failed: u32,
    pub last_listed: Option<String>,
    pub last_checked: Option<String>,
    /// Since when Notion's listing has not come to its end; null if the last one did.
    pub short_since: Option<String>,
    /// Pages that vanished at once and are kept for a day; null if none.
    pub missing: Option<Missing>,
}

#[derive(Debug, Serialize)]
pub struct Missing {
    pub pages: u32,
    pub since: Option<String>,
}

impl From<&ui_types::ConnectionCard> for Connection {
    fn from(card: &ui_types::ConnectionCard) -> Self {
        Self {
            id: card.id.clone(),
            workspace: card.workspace.clone(),
            account: card.account.clone(),
            kind: match card.kind {
                ui_types::ConnectionKind::OAuth => "oauth",
                ui_types::ConnectionKind::Pasted => "pasted",
                ui_types::ConnectionKind::Sample => "sample",
            },
            status: match card.status {
                ui_types::ConnectionStatus::Active => "active",
                ui_types::ConnectionStatus::NeedsReconnect => "needs_reconnect",
                ui_types::ConnectionStatus::Paused => "paused",
            },
            known: card.pages,
            read: card.reading.read,
            waiting: card.reading.waiting,
            failed: card.reading.failed,
            last_listed: card.last_listed.and_then(moment),
            last_checked: card.last_checked.and_then(moment),
            short_since: card.short_since.and_then(moment),
            missing: card
                .missing
                .map(|missing| Missing { pages: missing.pages, since: moment(missing.since) }),
        }
    }
}

/// A line of `trove sync --json`.
#[derive(Debug, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Sync {
    Progress {
        #[serde(flatten)]
        connection: Connection,
        /// Pages the listing under way has found; null while none runs.
        listing: Option<u32>,
        per_minute: u32,
        seconds_left: Option<u32>,
    },
    Synced {
        #[serde(flatten)]
        connection: Connection,
        seconds: u64,
        per_minute: u32,
        /// Why it ended early: the `code` and a sentence.
        error: Option<Error>,
    },
}

/// The window's error codes are shared on purpose: they name what happened.
#[derive(Debug, Serialize)]
pub struct Error {
    pub code: String,
    pub message: String,
    /// How long Notion wants to be left alone, where it said so.
    pub seconds: Option<u32>,
}

impl From<&UiError> for Error {
    fn from(error: &UiError) -> Self {
        let code = serde_json::to_value(error).ok();
        let code = code.and_then(|value| Some(value.get("code")?.as_str()?.to_owned()));
        let seconds = match error {
            UiError::RateLimited { seconds } => Some(*seconds),
            _ => None,
        };
        Self { code: code.unwrap_or_default(), message: crate::words::error(error), seconds }
    }
}

/// What an export came to.
#[derive(Debug, Serialize)]
pub struct Exported {
    pub folder: String,
    pub pages: u32,
    /// Their texts are not read yet.
    pub without_text: u32,
    /// There are more pages than one export holds.
    pub more: bool,
}

impl From<ui_types::Exported> for Exported {
    fn from(ui_types::Exported { folder, pages, without_text, more }: ui_types::Exported) -> Self {
        Self { folder, pages, without_text, more }
    }
}

pub fn index(state: ui_types::IndexState) -> &'static str {
    match state {
        ui_types::IndexState::Opening => "opening",
        ui_types::IndexState::Ready => "ready",
        ui_types::IndexState::Building { .. } => "building",
        ui_types::IndexState::Failed { .. } => "failed",
    }
}

fn why(failure: ui_types::ReadFailure) -> &'static str {
    match failure {
        ui_types::ReadFailure::NotShared => "not_shared",
        ui_types::ReadFailure::Restricted => "restricted",
        ui_types::ReadFailure::NotUnderstood => "not_understood",
        ui_types::ReadFailure::Trouble => "trouble",
    }
}

/// What `trove coverage LINK --json` prints.
#[derive(Debug, Serialize)]
pub struct Verdict {
    /// not_a_link, known, just_found, in_trash, not_understood, not_visible or not_asked.
    pub verdict: &'static str,
    /// read, partly_read, waiting, failed or none; null unless the page is known.
    pub text: Option<&'static str>,
    pub message: String,
    pub hit: Option<Hit>,
    /// Further data sources of the database that the link names.
    pub others: Vec<Hit>,
}

impl From<LinkVerdict> for Verdict {
    fn from(verdict: LinkVerdict) -> Self {
        let message = crate::words::verdict(&verdict);
        let none = |verdict| (verdict, None, None, Vec::new());
        let (verdict, text, hit, others) = match verdict {
            LinkVerdict::NotALink => none("not_a_link"),
            LinkVerdict::Known { hit, others, body } => ("known", Some(text(&body)), Some(hit), others),
            LinkVerdict::JustFound { hit, others } => ("just_found", Some("waiting"), Some(hit), others),
            LinkVerdict::InTrash { .. } => none("in_trash"),
            LinkVerdict::NotUnderstood { .. } => none("not_understood"),
            LinkVerdict::NotVisible { .. } => none("not_visible"),
            LinkVerdict::NotAsked { .. } => none("not_asked"),
        };
        let others = others.into_iter().map(Hit::from).collect();
        Self { verdict, text, message, hit: hit.map(Hit::from), others }
    }
}

pub fn text(body: &ui_types::BodyState) -> &'static str {
    match body {
        ui_types::BodyState::None => "none",
        ui_types::BodyState::Read { gap: None, .. } => "read",
        ui_types::BodyState::Read { gap: Some(_), .. } => "partly_read",
        ui_types::BodyState::Waiting => "waiting",
        ui_types::BodyState::Failed { .. } => "failed",
    }
}

/// What `trove doctor --json` prints, one thing that was looked at a line.
#[derive(Debug, Serialize)]
pub struct Examined {
    pub part: &'static str,
    pub place: Option<String>,
    /// fine, note, broken or mended.
    pub state: &'static str,
    pub cause: Option<&'static str>,
    /// What `--repair` would do, or did.
    pub mend: Option<&'static str>,
    pub message: String,
}

impl From<&Finding> for Examined {
    fn from(finding: &Finding) -> Self {
        let (state, cause) = match &finding.state {
            State::Fine => ("fine", None),
            State::Note(cause) => ("note", Some(cause)),
            State::Broken(cause) => (if finding.mended { "mended" } else { "broken" }, Some(cause)),
        };
        Self {
            part: part(finding.part),
            place: finding.place.clone(),
            state,
            cause: cause.map(cause_of),
            mend: finding.mend.map(mend),
            message: crate::words::finding(finding),
        }
    }
}

fn part(part: Part) -> &'static str {
    match part {
        Part::DataFolder => "data_folder",
        Part::Files => "files",
        Part::Registry => "registry",
        Part::Keys => "keys",
        Part::Vault => "vault",
        Part::Database => "database",
        Part::Index => "index",
        Part::Settings => "settings",
        Part::Keychain => "keychain",
        Part::Scheme => "scheme",
        Part::Clock => "clock",
        Part::Proxy => "proxy",
        Part::Certificates => "certificates",
        Part::Disk => "disk",
    }
}

fn cause_of(cause: &Cause) -> &'static str {
    match cause {
        Cause::Missing => "missing",
        Cause::NotAFile => "not_a_file",
        Cause::OpenToOthers(_) => "open_to_others",
        Cause::Damaged => "damaged",
        Cause::NewerVersion => "newer_version",
        Cause::NotEncrypted => "not_encrypted",
        Cause::CannotBeRead => "cannot_be_read",
        Cause::CannotBeWritten => "cannot_be_written",
        Cause::LeftOver => "left_over",
        Cause::ClockBehind => "clock_behind",
        Cause::ProxySet(_) => "proxy_set",
        Cause::NoKeychain => "no_keychain",
        Cause::NoCertificates => "no_certificates",
        Cause::NobodyHandles => "nobody_handles",
        Cause::AnotherHandles(_) => "another_handles",
        Cause::LittleSpace(_) => "little_space",
        Cause::NotLookedAt => "not_looked_at",
    }
}

fn mend(mend: Mend) -> &'static str {
    match mend {
        Mend::MakePrivate => "make_private",
        Mend::RemoveLeftOver => "remove_left_over",
        Mend::RemoveIndex => "remove_index",
    }
}

//! Everything the command line says to people: what happened, then what to do.
//!
//! Not here: field names of the JSON output (`answers`), and `--help` of single options
//! (`arguments`).

mod assistants;
mod backup;
mod doctor;
mod duration;
mod errors;
mod saved;
mod understood;

pub use assistants::*;
pub use backup::*;
pub use doctor::{bundle_exists, bundled, examined, finding};
pub use duration::duration;
pub use errors::error;
pub use saved::*;

use crate::plain::plain;
use crate::stop::Stop;
use trove_app::MOST_TOLD;
use trove_app::ui_types::{
    BodyGap, BodyState, ConnectionCard, ConnectionCoverage, ConnectionStatus, Covers, Exported, IndexFailure,
    IndexState, LeftOut, LinkVerdict, MeaningsCovered, MissingPages, Notice, PartlyRead, ReadFailure, Role,
    Total, UiError,
};

pub use understood::*;

pub const EXIT_CODES: &str = "\
Exit codes:
  0    done, or found
  1    nothing found
  2    the command line is not right, or names something that does not exist
  3    wrong password, or one that is not accepted
  4    busy: the window or another command has what this one needs
  5    Notion cannot be reached, or refuses
  6    a file is damaged, newer than this program, or cannot be written
  7    anything else
  130  ended by Ctrl-C; what was read until then is kept

Details and the fields of --json: docs/command-line.md";

pub const UNTITLED: &str = "Untitled";
pub const NOT_UTF8: &str = "Standard input is not UTF-8 text.";
pub const NO_INPUT: &str = "There is no standard input to read queries from.";
pub const NO_PASSWORD: &str = "There is no terminal to ask for the password on. Give it as the first line of \
     standard input, with --password-stdin.";
pub const EMPTY_PASSWORD: &str =
    "Standard input ended before the password, which --password-stdin expects as its first line.";
pub const NO_TOKEN: &str =
    "There is no terminal to ask for the token on. Give it on standard input, with --token-stdin.";
pub const EMPTY_TOKEN: &str = "Standard input ended before the token, which --token-stdin expects as a line \
     of its own, after the password's if that is there too.";
pub const NO_PROFILE: &str = "There is no profile on this computer yet. Make one: trove profile add NAME";
pub const NOT_THE_SAME: &str = "The two passwords differ. Nothing was changed; try again.";
pub const NO_CONNECTION: &str = "No workspace is connected. Connect one: trove connect";
pub const SYNC_BUSY: &str = "Trove's window or another command is reading Notion for this profile already, and \
     one at a time may. The window syncs by itself; searching works meanwhile.";
pub const LIVE_BUSY: &str = "Notion was not asked: Trove's window or another command is reading it for this \
     profile already, and one at a time may. Search in the window instead, or without --live.";
pub const LINK_BUSY: &str = "This page is not known here, and Notion was not asked about it: Trove's window or \
     another command is reading Notion already, and one at a time may. Ask in the window instead.";
pub const TOKENS_IN_USE: &str = "Trove's window or another command is using this profile's tokens. Close it, or try \
                                 again when it is done.";
pub const TOO_LONG: &str = "A line of the input is longer than any password or token.";
pub const NO_NOTION_APP: &str = "Nothing on this computer opens Notion's app, so the browser did.";
pub const REMEMBERED: &str = "This system's keychain opens the profile from now on.";
pub const NOT_REMEMBERED: &str = "The keychain no longer opens the profile; its password does.";
pub const NOT_A_LINK: &str = "That is neither the address nor the id of a page at Notion.";
pub const NOTHING_FOUND: &str = "Nothing found.";
/// Above pages that are near in meaning.
pub const SIMILAR: &str = "Similar";
pub const INTERRUPTED: &str = "Stopped. What was read is kept; the next sync goes on from here.";
pub const WATCHING: &str = "Watching for changes; Ctrl-C ends it.";
pub const ASK_PASSWORD: &str = "Password";
pub const ASK_AGAIN: &str = "The same password again";
pub const ASK_NEW: &str = "A new password";
pub const ASK_TOKEN: &str = "The token made at Notion";

/// Why a command ends; `None` where nothing is left to say.
pub fn stop(stop: &Stop) -> Option<String> {
    match stop {
        Stop::NothingFound | Stop::Told(_) | Stop::OutputClosed => None,
        Stop::Usage(sentence) | Stop::System(sentence) => Some(sentence.clone()),
        Stop::App(error) => Some(self::error(error)),
        Stop::Backup(error) => Some(backup_error(error)),
        Stop::Interrupted => Some("Stopped.".into()),
    }
}

pub fn choose_profile(names: &[&str]) -> String {
    let names: Vec<_> = names.iter().map(|name| format!("{:?}", plain(name))).collect();
    format!("There is more than one profile. Choose with --profile: {}", names.join(", "))
}

pub fn notice(notice: &Notice) -> String {
    match notice {
        Notice::AuthorizationRemoved { workspace, .. } => {
            format!("An administrator removed the connection to {}.", plain(workspace))
        }
        Notice::RemovalRefused { workspace } => format!(
            "Something wrote into the list of profiles that the connection to {} is removed. No administrator \
             whom this profile knows did, so it stays.",
            plain(workspace)
        ),
        Notice::RegistryChangedOutside => {
            "The list of profiles was changed by something other than Trove; the window shows it.".into()
        }
    }
}

pub fn tokens_kept(secrets: usize, sealed: bool) -> String {
    let file = if sealed { "vault.sealed" } else { "vault.hold" };
    format!("This profile's tokens and client secrets ({secrets}) lie in {file} from now on.")
}

pub fn profile_made(name: &str, claimed: bool) -> String {
    let name = plain(name);
    if claimed {
        format!("Profile {name} is ready. Next: trove connect")
    } else {
        format!("Profile {name} is made. Its person chooses a password: trove profile claim {name:?}")
    }
}

pub fn profile(name: &str, role: Role, claimed: bool) -> String {
    let role = match role {
        Role::Administrator => ", administrator",
        Role::Member => "",
    };
    format!("{}{role}{}", plain(name), if claimed { "" } else { ", no password yet" })
}

pub fn connected(card: &ConnectionCard, replaced: bool) -> String {
    let workspace = workspace(card);
    let account = plain(&card.account);
    let done = if replaced { "Updated the connection to" } else { "Connected" };
    format!("{done} {workspace}, as {account}. Next: trove sync")
}

pub fn workspace(card: &ConnectionCard) -> String {
    if card.workspace.is_empty() { plain(&card.account).into() } else { plain(&card.workspace).into() }
}

fn status(card: &ConnectionCard) -> &'static str {
    match card.status {
        ConnectionStatus::Active => "",
        ConnectionStatus::NeedsReconnect => "; Notion refuses its token, connect it again",
        ConnectionStatus::Paused => "; paused",
    }
}

pub fn connection(card: &ConnectionCard) -> String {
    let status = status(card);
    format!(
        "{}, as {}: {}, text of {} read{status}",
        workspace(card),
        plain(&card.account),
        pages(card.pages),
        card.reading.read
    )
}

pub fn coverage(covered: &ConnectionCoverage) -> String {
    let ConnectionCoverage { connection, pages, data_sources, capped, .. } = covered;
    let reading = connection.reading;
    let databases = if *data_sources == 1 { "database" } else { "databases" };
    let checked = connection.last_checked.or(connection.last_listed).map(day);
    let checked = checked.map(|day| format!("; Notion was last asked on {day}")).unwrap_or_default();
    let capped = if *capped {
        ". Notion's search ends before it has shown everything; a page that no database and no link leads to may be missing"
    } else {
        ""
    };
    format!(
        "{}: {} and {data_sources} {databases} known; text of {} read, {} waiting, {} failed{checked}{}{capped}",
        workspace(connection),
        self::pages(*pages),
        reading.read,
        reading.waiting,
        reading.failed,
        status(connection)
    )
}

/// What of Notion's pages is never read.
pub const NOT_READ: &str = "Not read: comments, what stands inside files, captions of code blocks.";

/// The day of a moment, where the person is.
pub fn day(millis: i64) -> String {
    let moment = jiff::Timestamp::from_millisecond(millis).unwrap_or_default();
    moment.to_zoned_datetime(jiff::tz::TimeZone::system()).date().to_string()
}

pub fn pages(count: u32) -> String {
    if count == 1 { "1 page".into() } else { format!("{count} pages") }
}

/// `shown` of those found here, and how many more Notion's own search found.
pub fn found(total: Total, shown: usize, at_notion: usize) -> String {
    let (count, more) = match total {
        Total::Exactly { pages } => (pages, ""),
        Total::Many { at_least } => (at_least, "At least "),
    };
    let found = format!("{more}{}", pages(count));
    let best = if usize::try_from(count).is_ok_and(|count| count > shown) {
        format!("; the best {shown} are shown")
    } else {
        String::new()
    };
    let live = if at_notion > 0 { format!(" here, {at_notion} more at Notion") } else { String::new() };
    format!("{found}{live}{best}.")
}

/// What became of an export.
pub fn exported(exported: &Exported) -> String {
    let mut told = format!("{} in {}", pages(exported.pages), exported.folder);
    if exported.without_text > 0 {
        told += &format!("\n{} of them without text: it is not read yet.", exported.without_text);
    }
    if exported.more {
        told += "\nThere are more; one export holds 10,000 pages at most. A search or filter narrows it.";
    }
    told
}

/// An export was stopped.
pub fn export_left(folder: &str) -> String {
    format!("What was written until then could not be removed: {folder}. It is not encrypted.")
}

/// What an answer cannot have found. Where it found nothing, also what is so for good.
pub fn gaps(covers: &Covers, nothing_found: bool) -> Vec<String> {
    let short = covers.listed_short.then(|| {
        "Notion's listing broke off before its end; pages may be missing. The next sync tries again.".into()
    });
    let failed = (nothing_found && covers.failed > 0).then(|| failed_pages(covers.failed));
    let capped = (nothing_found && covers.capped).then(|| {
        "Notion's search ends before it has shown everything; a page that no database and no link leads to may \
         be missing. Ask for one by its address: trove coverage LINK"
            .into()
    });
    [unsearched(covers), short, failed, capped].into_iter().flatten().collect()
}

/// What is not searched yet.
fn unsearched(covers: &Covers) -> Option<String> {
    let gap = match covers.index {
        IndexState::Opening => {
            "Only titles were searched: the full-text index is being opened. Try again.".into()
        }
        IndexState::Building { done, of } => {
            format!("The full-text index is being made ({done} of {of} pages); texts may be missing.")
        }
        IndexState::Failed { error: IndexFailure::DiskFull } => {
            "Only titles were searched: the disk is too full for the full-text index. Make room.".into()
        }
        IndexState::Failed { error: IndexFailure::Disk } => {
            "Only titles were searched: the full-text index could not be read or written.".into()
        }
        IndexState::Ready if covers.known == 0 => "No pages are known yet. Read them: trove sync".into(),
        IndexState::Ready if covers.first_listing => {
            "Not every page is known yet. Go on reading: trove sync".into()
        }
        IndexState::Ready if covers.waiting > 0 => {
            format!("The text of {} is not read yet. Go on reading: trove sync", pages(covers.waiting))
        }
        IndexState::Ready => return None,
    };
    Some(gap)
}

pub fn meanings(known: MeaningsCovered) -> String {
    let MeaningsCovered { pages, of } = known;
    format!("Found by meaning, too: {pages} of {of} pages.")
}

pub fn index(state: IndexState) -> String {
    match state {
        IndexState::Opening => "The full-text index is being opened.".into(),
        IndexState::Ready => "The full-text index is ready.".into(),
        IndexState::Building { done, of } => {
            format!("The full-text index is being made: {done} of {of} pages.")
        }
        IndexState::Failed { error: IndexFailure::DiskFull } => {
            "The disk is too full for the full-text index; titles are searched.".into()
        }
        IndexState::Failed { error: IndexFailure::Disk } => {
            "The full-text index could not be read or written; titles are searched.".into()
        }
    }
}

pub fn not_answered(workspace: &str, error: &UiError) -> String {
    format!("{} did not answer. {}", plain(workspace), self::error(error))
}

pub fn synced(card: &ConnectionCard, seconds: u64, per_minute: u32) -> String {
    let reading = card.reading;
    let waiting = if reading.waiting > 0 { format!(", {} waiting", reading.waiting) } else { String::new() };
    let failed = if reading.failed > 0 { format!(", {} failed", reading.failed) } else { String::new() };
    let rate = if per_minute > 0 { format!(" at {per_minute} requests a minute") } else { String::new() };
    format!(
        "{}: {} known, text of {} read{waiting}{failed}; {}{rate}.",
        workspace(card),
        pages(card.pages),
        reading.read,
        duration(seconds)
    )
}

pub fn ended_early(card: &ConnectionCard, error: &UiError) -> String {
    format!("{} ended early. {}", workspace(card), self::error(error))
}

/// What `--full` costs, before it begins.
pub fn full_cost(texts: u32, requests: u32, minutes: u32) -> String {
    format!(
        "Everything is listed again and the text of {} read again: some {requests} requests, about {}.",
        pages(texts),
        duration(u64::from(minutes) * 60)
    )
}

pub fn listed_short(card: &ConnectionCard, since: i64) -> String {
    format!(
        "{}: Notion's listing broke off before its end, and has not come to one since {}. Pages may be missing; \
         the next sync tries again.",
        workspace(card),
        day(since)
    )
}

/// What of a workspace is not searched although nothing is under way.
pub fn incomplete(covered: &ConnectionCoverage) -> Vec<String> {
    let partly = match covered.partly_read.len() {
        0 => None,
        1 => Some("1 page is read in part; which: trove coverage".into()),
        // The most that coverage lists.
        count if count >= MOST_TOLD as usize => {
            Some(format!("{MOST_TOLD} pages or more are read in part; which: trove coverage"))
        }
        count => Some(format!("{count} pages are read in part; which: trove coverage")),
    };
    let left_out = match covered.left_out_count {
        0 => None,
        1 => Some("1 thing that Notion listed was not understood; which: trove coverage".into()),
        count => {
            Some(format!("{count} things that Notion listed were not understood; which: trove coverage"))
        }
    };
    [limits(covered), partly, left_out].into_iter().flatten().collect()
}

/// As much is kept as the person allows.
pub fn limits(covered: &ConnectionCoverage) -> Option<String> {
    let workspace = workspace(&covered.connection);
    match (covered.page_limit, covered.text_limit_megabytes) {
        (Some(most), _) => Some(format!(
            "{workspace}: the limit of {} for a workspace is reached. There may be more, which are not listed. \
             Keep more: trove sync --most-pages N",
            pages(most)
        )),
        (None, Some(most)) => Some(format!(
            "{workspace}: the limit of {most} MB of text for a workspace is reached. Pages that wait are found by \
             their titles. Keep more: trove sync --most-megabytes N"
        )),
        (None, None) => None,
    }
}

pub fn missing(card: &ConnectionCard, missing: MissingPages) -> String {
    format!(
        "{}: {} vanished at once on {}. They may have been unshared by mistake, so they are kept and searched for a \
         day, and go when Notion says again that they are gone. Let them go now: trove sync --let-go",
        workspace(card),
        pages(missing.pages),
        day(missing.since)
    )
}

pub fn let_go(card: &ConnectionCard, count: u32) -> String {
    format!("{}: {} let go.", workspace(card), pages(count))
}

pub fn not_understood(left_out: &LeftOut) -> String {
    let kind = left_out.kind.as_deref().map_or("an object", |kind| match kind {
        "page" => "a page",
        "data_source" => "a database",
        _ => "an object of a new kind",
    });
    let what = left_out.id.as_deref().map_or_else(|| kind.to_owned(), |id| format!("{kind} ({id})"));
    let place = left_out.parent.as_deref().map(|id| format!(" in {id}")).unwrap_or_default();
    let how = if left_out.is_found_by_title { "some of its properties were" } else { "it was" };
    format!("  {}{place}: {how} not understood", plain(&what))
}

pub fn more_left_out(count: u32) -> String {
    format!("  and {count} more that were not understood")
}

pub fn partly_read(page: &PartlyRead) -> String {
    let title = plain(&page.title);
    let title = if title.is_empty() { UNTITLED } else { &title };
    let about = page.read.saturating_add(page.left).saturating_add(page.lost);
    let lost = match page.lost {
        0 => String::new(),
        lost => format!("; {} not given by Notion or not understood, and asked for again", parts(lost)),
    };
    format!("  {title} ({}): read in part, {} of about {about}{lost}", page.id, page.read)
}

fn parts(count: u32) -> String {
    if count == 1 { "1 part".into() } else { format!("{count} parts") }
}

pub fn not_asked(card: &ConnectionCard, error: &UiError) -> String {
    format!("{} was not asked. {}", workspace(card), self::error(error))
}

pub fn failed_pages(count: u32) -> String {
    format!("{} could not be read; which and why: trove coverage", pages(count))
}

pub fn listing(found: u32) -> String {
    format!("listing, {} found", pages(found))
}

pub fn reading(per_minute: u32, seconds_left: Option<u32>) -> String {
    if per_minute == 0 {
        return String::new();
    }
    let left = seconds_left.map(|left| format!(", {} left", duration(u64::from(left)))).unwrap_or_default();
    format!("{per_minute} requests a minute{left}")
}

pub fn read_failure(why: ReadFailure) -> &'static str {
    match why {
        ReadFailure::NotShared => "not shared with the connection",
        ReadFailure::Restricted => "the connection may not read content",
        ReadFailure::NotUnderstood => "its text was not understood",
        ReadFailure::Trouble => "Notion failed each time it was asked",
    }
}

pub fn body(body: &BodyState) -> String {
    match body {
        BodyState::None => "It is found by its title; databases have no text of their own.".into(),
        BodyState::Read { gap: None, .. } => "Its title and text are searched.".into(),
        BodyState::Read { gap: Some(gap), .. } => match gap {
            BodyGap::Newer => {
                "Its title is searched, and its text as it was before the last edit. Read it again: trove sync".into()
            }
            BodyGap::Parts { left } => format!(
                "Its title is searched, and its text but for {} or more that are not read yet. Go on reading: \
                 trove sync",
                parts(*left)
            ),
            BodyGap::Lost { parts: lost } => format!(
                "Its title is searched, and its text but for {} that Notion did not give, or that could not be \
                 understood. Ask again: trove sync --full",
                parts(*lost)
            ),
            BodyGap::Outdated { why } => format!(
                "Its title is searched, and its text as it was when it could last be read. Since then: {}.",
                read_failure(*why)
            ),
            BodyGap::Properties => {
                "Its title and text are searched; some of its properties were not understood.".into()
            }
        },
        BodyState::Waiting => {
            "It is found by its title; its text is not read yet. Read it: trove sync".into()
        }
        BodyState::Failed { why } => {
            format!("It is found by its title; its text could not be read: {}.", read_failure(*why))
        }
    }
}

pub fn verdict(verdict: &LinkVerdict) -> String {
    match verdict {
        LinkVerdict::NotALink => NOT_A_LINK.into(),
        LinkVerdict::Known { body, .. } => self::body(body),
        LinkVerdict::JustFound { .. } => {
            "It was not listed before and is found by its title now. Read its text: trove sync".into()
        }
        LinkVerdict::InTrash { workspace } => format!("It lies in the trash of {}.", plain(workspace)),
        LinkVerdict::NotUnderstood { workspace } => format!(
            "{} shows it, in a form that this version of Trove does not understand. It is not searched.",
            plain(workspace)
        ),
        LinkVerdict::NotVisible { asked } if asked.is_empty() => NO_CONNECTION.into(),
        LinkVerdict::NotVisible { asked } => {
            let asked: Vec<_> = asked.iter().map(|name| plain(name)).collect();
            format!(
                "No connection sees it ({} asked): it is gone, or not shared with the connection. At Notion, open \
                 the page's menu, then Connections, and add it; then: trove sync",
                asked.join(", ")
            )
        }
        LinkVerdict::NotAsked { failures } => {
            let failures: Vec<_> =
                failures.iter().map(|failure| not_answered(&failure.workspace, &failure.error)).collect();
            format!("It is not known here. {}", failures.join(" "))
        }
    }
}

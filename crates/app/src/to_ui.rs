//! What the rooms say, as the window's types, and the window's words for the rooms.
//!
//! Field by field and nothing decided. Not what goes wrong: that table is `failure`.

use crate::ui_types::{
    AuthorizationRow, AuthorizationStatus, ConnectionCard, ConnectionKind, ConnectionStatus, HitTier, Icon,
    LeftOut, Limits, Listing, MissingPages, NotAToken, Pace, PageKind, PartlyRead, Passage, PasswordRefused,
    PasswordStrength, ProfileCard, ProfileRow, ReadFailure, Reading, RedirectForm, Role, Segment,
};
use std::str::FromStr;
use trove_index::ranking::Tier;
use trove_index::snippet;
use trove_model::connection::{cut, shortened};
use trove_model::{Account, Connection, NotAPace, ProfileId, TokenKind};
use trove_profiles::{Authorization, Profile, Refused};
use trove_store::{Following, Missing};

pub fn not_a_token(why: trove_notion::NotAToken) -> NotAToken {
    match why {
        trove_notion::NotAToken::Empty => NotAToken::Empty,
        trove_notion::NotAToken::Address => NotAToken::Address,
        trove_notion::NotAToken::Hidden => NotAToken::Hidden,
        trove_notion::NotAToken::Other => NotAToken::Other,
    }
}

pub fn profile_card(id: ProfileId, name: String, role: trove_profiles::Role, claimed: bool) -> ProfileCard {
    ProfileCard { id: id.to_string(), name, role: self::role(role), claimed }
}

pub fn profile(profile: Profile) -> ProfileCard {
    profile_card(profile.id, profile.name, profile.role, profile.claimed)
}

pub fn profile_row(profile: Profile) -> ProfileRow {
    ProfileRow {
        created: profile.created.0,
        last_used: profile.last_used.map(|at| at.0),
        profile: self::profile(profile),
    }
}

pub fn role(role: trove_profiles::Role) -> Role {
    match role {
        trove_profiles::Role::Administrator => Role::Administrator,
        trove_profiles::Role::Member => Role::Member,
    }
}

pub fn from_role(role: Role) -> trove_profiles::Role {
    match role {
        Role::Administrator => trove_profiles::Role::Administrator,
        Role::Member => trove_profiles::Role::Member,
    }
}

pub fn password_strength(strength: trove_profiles::Strength) -> PasswordStrength {
    PasswordStrength { score: strength.score, refused: strength.refused.map(password_refused) }
}

pub fn password_refused(refused: Refused) -> PasswordRefused {
    match refused {
        Refused::TooShort => PasswordRefused::TooShort,
        Refused::TooLong => PasswordRefused::TooLong,
        Refused::LikeTheName => PasswordRefused::LikeTheName,
        Refused::TooCommon => PasswordRefused::TooCommon,
    }
}

pub fn authorization_row(authorization: Authorization, profile_name: String) -> AuthorizationRow {
    AuthorizationRow {
        id: authorization.connection.to_string(),
        profile_id: authorization.profile.to_string(),
        profile_name,
        // The registry is a file that anyone here can edit.
        workspace: shortened(&authorization.workspace_name),
        workspace_id: authorization.workspace_id.map(|id| id.to_string()),
        status: match authorization.status {
            trove_profiles::AuthorizationStatus::Active => AuthorizationStatus::Active,
            trove_profiles::AuthorizationStatus::NeedsReconnect => AuthorizationStatus::NeedsReconnect,
            trove_profiles::AuthorizationStatus::RemovalWaiting => AuthorizationStatus::RemovalWaiting,
        },
        created: authorization.created.0,
        last_used: authorization.last_used.map(|at| at.0),
    }
}

pub fn connection_card(
    connection: Connection,
    pages: u32,
    listing: Listing,
    reading: Reading,
    following: &Following,
    missing: Option<Missing>,
) -> ConnectionCard {
    let (account, account_detail) = account(&connection.account);
    ConnectionCard {
        id: connection.id.to_string(),
        workspace: connection.workspace_name,
        workspace_id: connection.workspace_id.map(|id| id.to_string()),
        workspace_icon: connection.workspace_icon.and_then(workspace_icon),
        account,
        account_detail,
        kind: connection_kind(connection.kind),
        status: connection_status(connection.status),
        pages,
        listing,
        reading,
        pace: pace(following.pace),
        limits: limits(following.limits),
        last_checked: following.last_checked.map(|at| at.0),
        created: connection.created.0,
        last_listed: connection.last_listed.map(|at| at.0),
        short_since: following.short_since.map(|at| at.0),
        missing: missing.map(|missing| MissingPages { pages: missing.pages, since: missing.since.0 }),
    }
}

/// Something that Notion listed and was not understood.
pub fn left_out(left_out: trove_store::LeftOut) -> LeftOut {
    LeftOut {
        id: (!left_out.nameless).then(|| left_out.id.to_string()),
        kind: left_out.object,
        parent: left_out.parent.id().map(|id| id.to_string()),
        is_found_by_title: !left_out.whole,
    }
}

pub fn partly_read(page: trove_store::PartlyRead) -> PartlyRead {
    PartlyRead {
        id: page.page.to_string(),
        title: page.title,
        read: page.read,
        left: page.left,
        lost: page.lost,
    }
}

/// An emoji; the address of an image is never loaded.
pub fn workspace_icon(icon: String) -> Option<String> {
    (!icon.contains(':')).then_some(icon)
}

pub fn connection_kind(kind: TokenKind) -> ConnectionKind {
    match kind {
        TokenKind::OAuth => ConnectionKind::OAuth,
        TokenKind::Pasted => ConnectionKind::Pasted,
        TokenKind::Sample => ConnectionKind::Sample,
    }
}

pub fn connection_status(status: trove_model::ConnectionStatus) -> ConnectionStatus {
    match status {
        trove_model::ConnectionStatus::Active => ConnectionStatus::Active,
        trove_model::ConnectionStatus::NeedsReconnect => ConnectionStatus::NeedsReconnect,
        trove_model::ConnectionStatus::Paused => ConnectionStatus::Paused,
    }
}

pub fn pace(pace: trove_model::Pace) -> Pace {
    match pace {
        trove_model::Pace::Auto => Pace::Auto,
        trove_model::Pace::PerMinute(requests) => Pace::PerMinute { requests },
        trove_model::Pace::Max => Pace::Max,
    }
}

/// As the command line is given it.
impl FromStr for Pace {
    type Err = NotAPace;

    fn from_str(text: &str) -> Result<Self, NotAPace> {
        text.parse().map(pace)
    }
}

pub fn from_pace(pace: Pace) -> trove_model::Pace {
    match pace {
        Pace::Auto => trove_model::Pace::Auto,
        Pace::PerMinute { requests } => trove_model::Pace::PerMinute(requests.max(1)),
        Pace::Max => trove_model::Pace::Max,
    }
}

pub fn limits(limits: trove_store::Limits) -> Limits {
    Limits { pages: limits.pages, megabytes: u32::try_from(limits.bytes >> 20).unwrap_or(u32::MAX) }
}

pub fn from_limits(limits: Limits) -> trove_store::Limits {
    trove_store::Limits { pages: limits.pages.max(1), bytes: u64::from(limits.megabytes.max(1)) << 20 }
}

/// Name and, where there is more to say, e-mail address.
pub fn account(account: &Account) -> (String, Option<String>) {
    match account {
        Account::Person { id, name, email } => match (name, email) {
            (Some(name), email) => (name.clone(), email.clone()),
            (None, Some(email)) => (email.clone(), None),
            (None, None) => (id.to_string(), None),
        },
        Account::Bot { id, name } => (name.clone().unwrap_or_else(|| id.to_string()), None),
    }
}

pub fn redirect_form(form: &trove_oauth::RedirectForm) -> RedirectForm {
    match form {
        trove_oauth::RedirectForm::Scheme => RedirectForm::Scheme,
        trove_oauth::RedirectForm::Loopback => RedirectForm::Loopback,
        trove_oauth::RedirectForm::Bounce(_) => RedirectForm::Bounce,
    }
}

pub fn page_kind(kind: trove_model::PageKind) -> PageKind {
    match kind {
        trove_model::PageKind::Page => PageKind::Page,
        trove_model::PageKind::DataSource => PageKind::DataSource,
    }
}

pub fn icon(icon: trove_model::Icon) -> Icon {
    match icon {
        trove_model::Icon::Emoji(emoji) => Icon::Emoji { emoji },
        trove_model::Icon::Image { .. } | trove_model::Icon::Uploaded => Icon::Image,
        trove_model::Icon::Named { name, color } => Icon::Named { name, color },
    }
}

pub fn segments(segments: Vec<snippet::Segment>) -> Vec<Segment> {
    segments.into_iter().map(|segment| Segment { text: segment.text, marked: segment.marked }).collect()
}

/// How much of a title is shown where it stands for its page, in characters.
pub const SHOWN_TITLE: usize = 1_000;

/// A title with its marks, cut where it is longer than any list has room for.
pub fn title(marked: Vec<snippet::Segment>) -> Vec<Segment> {
    let mut left = SHOWN_TITLE;
    let mut shown = segments(marked);
    for at in 0..shown.len() {
        let length = shown.get(at).map_or(0, |segment| segment.text.chars().count());
        if length > left {
            shown.truncate(at + 1);
            if let Some(last) = shown.last_mut() {
                last.text = cut(std::mem::take(&mut last.text), left.max(1));
            }
            break;
        }
        left -= length;
    }
    shown
}

pub fn passage(passage: snippet::Passage) -> Passage {
    Passage {
        segments: segments(passage.segments),
        cut_before: passage.cut_before,
        cut_after: passage.cut_after,
    }
}

pub fn hit_tier(tier: Tier) -> HitTier {
    match tier {
        Tier::ExactTitle => HitTier::ExactTitle,
        Tier::TitleStart => HitTier::TitleStart,
        Tier::TitleWords => HitTier::TitleWords,
        Tier::Title => HitTier::Title,
        Tier::TitleForms => HitTier::TitleForms,
        Tier::Path => HitTier::Path,
        Tier::Body => HitTier::Body,
    }
}

pub fn read_failure(why: trove_store::ReadFailure) -> ReadFailure {
    match why {
        trove_store::ReadFailure::NotShared => ReadFailure::NotShared,
        trove_store::ReadFailure::Restricted => ReadFailure::Restricted,
        trove_store::ReadFailure::NotUnderstood => ReadFailure::NotUnderstood,
        trove_store::ReadFailure::Trouble => ReadFailure::Trouble,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Check 56.
    #[test]
    fn a_title_is_shown_as_far_as_there_is_room() {
        let segment = |length: usize, marked| snippet::Segment { text: "é".repeat(length), marked };
        let shown = |lengths: &[usize]| -> Vec<usize> {
            let marked = lengths.iter().enumerate().map(|(nth, length)| segment(*length, nth % 2 == 1));
            title(marked.collect()).iter().map(|segment| segment.text.chars().count()).collect()
        };
        assert_eq!(shown(&[10, 20]), [10, 20]);
        assert_eq!(shown(&[990, 10]), [990, 10]);
        assert_eq!(shown(&[990, 11, 5]), [990, 10]);
        assert_eq!(shown(&[1_000, 1]), [1_000, 1], "the sign that it goes on");
        assert_eq!(shown(&[5_000, 5]), [1_000]);
        assert_eq!(shown(&[]), [0; 0]);
        assert!(title(vec![segment(990, false), segment(500, true)])[1].text.ends_with("é…"));
    }
}

//! What of the connections may be told outside of the window, and when: by counts and states
//! alone, so that no title, name or query can be in it.

use crate::system::desktop_host::Sign;
use crate::ui_types::{ConnectionCard, ConnectionKind, ConnectionStatus, Listing};
use std::collections::{HashMap, HashSet};

/// Fewer texts than this are read before anybody looks at a bar.
const LONG: u32 = 50;

/// Something that a person may want to be told while they look elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    NeedsToken,
    FirstReadingDone,
}

/// How things are with all connections together.
pub fn sign(cards: &[ConnectionCard]) -> Sign {
    if cards.iter().any(|card| card.status == ConnectionStatus::NeedsReconnect) {
        return Sign::NeedsToken;
    }
    if cards.iter().any(is_working) { Sign::Reading } else { Sign::UpToDate }
}

fn is_working(card: &ConnectionCard) -> bool {
    card.status == ConnectionStatus::Active
        && (matches!(card.listing, Listing::Running { .. })
            || card.reading.running && card.reading.waiting > 0)
}

/// How far the texts of all connections are read, in per cent, while many are missing and some
/// are being read.
pub fn progress(cards: &[ConnectionCard]) -> Option<u8> {
    let running = || cards.iter().filter(|card| card.reading.running).map(|card| card.reading);
    let waiting: u64 = running().map(|reading| u64::from(reading.waiting)).sum();
    let done: u64 = running().map(|reading| u64::from(reading.read) + u64::from(reading.failed)).sum();
    if waiting < u64::from(LONG) {
        return None;
    }
    u8::try_from(done * 100 / (done + waiting)).ok()
}

/// What the open profile's connections were when last looked at.
#[derive(Debug, Default)]
pub struct Known {
    status: HashMap<String, ConnectionStatus>,
    read: HashSet<String>,
}

impl Known {
    /// Takes the connections as they are now, and tells what became of them since. What was so
    /// at the first look is no news.
    pub fn look(&mut self, cards: &[ConnectionCard]) -> Vec<News> {
        let mut news = Vec::new();
        for card in cards.iter().filter(|card| card.kind != ConnectionKind::Sample) {
            let before = self.status.insert(card.id.clone(), card.status);
            let stopped = card.status == ConnectionStatus::NeedsReconnect;
            if stopped && before.is_some_and(|before| before != card.status) {
                news.push(News::NeedsToken);
            }
            let done = card.last_listed.is_some() && card.reading.waiting == 0;
            if done && self.read.insert(card.id.clone()) && before.is_some() {
                news.push(News::FirstReadingDone);
            }
        }
        news.dedup();
        news
    }

    /// By id, those whose first reading has ended.
    pub fn read(&self) -> impl Iterator<Item = &String> {
        self.read.iter()
    }

    /// As an earlier session left it.
    pub fn remembering(read: impl IntoIterator<Item = String>) -> Self {
        Self { read: read.into_iter().collect(), ..Self::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui_types::{Limits, Pace, Reading};

    fn card(id: &str, status: ConnectionStatus, read: u32, waiting: u32) -> ConnectionCard {
        ConnectionCard {
            id: id.into(),
            workspace: "Fernfield".into(),
            workspace_id: None,
            workspace_icon: None,
            account: "Mara".into(),
            account_detail: None,
            kind: ConnectionKind::Pasted,
            status,
            pages: read + waiting,
            listing: Listing::Idle,
            reading: Reading { read, waiting, running: waiting > 0, ..Reading::default() },
            pace: Pace::Auto,
            limits: Limits { pages: 1, megabytes: 1 },
            created: 0,
            last_listed: Some(0),
            last_checked: None,
            short_since: None,
            missing: None,
        }
    }

    use ConnectionStatus::{Active, NeedsReconnect, Paused};

    #[test]
    fn the_worst_is_shown() {
        for (cards, expected) in [
            (vec![], Sign::UpToDate),
            (vec![card("a", Active, 9, 0)], Sign::UpToDate),
            (vec![card("a", Active, 9, 0), card("b", Active, 1, 3)], Sign::Reading),
            (vec![card("a", Paused, 1, 3)], Sign::UpToDate),
            (vec![card("a", Active, 1, 3), card("b", NeedsReconnect, 9, 0)], Sign::NeedsToken),
        ] {
            assert_eq!(sign(&cards), expected, "{cards:?}");
        }
    }

    #[test]
    fn a_bar_is_for_long_work() {
        for (cards, expected) in [
            (vec![card("a", Active, 500, 3)], None),
            (vec![card("a", Active, 0, 400)], Some(0)),
            (vec![card("a", Active, 300, 100)], Some(75)),
            (vec![card("a", Active, 300, 100), card("b", Active, 100, 300)], Some(50)),
            // What nobody reads is not on its way.
            (
                vec![ConnectionCard {
                    reading: Reading { waiting: 900, ..Reading::default() },
                    ..card("a", Paused, 0, 0)
                }],
                None,
            ),
        ] {
            assert_eq!(progress(&cards), expected, "{cards:?}");
        }
    }

    #[test]
    fn news_is_what_was_not_so_before() {
        let mut known = Known::default();
        assert_eq!(known.look(&[card("a", NeedsReconnect, 9, 0)]), [], "so at the first look");
        assert_eq!(known.look(&[card("a", Active, 9, 0)]), []);
        assert_eq!(known.look(&[card("a", NeedsReconnect, 9, 0)]), [News::NeedsToken]);
        assert_eq!(known.look(&[card("a", NeedsReconnect, 9, 0)]), [], "told once");
        // Read at the first look; what changed since is no first reading.
        assert_eq!(known.look(&[card("a", Active, 8, 1)]), []);
        assert_eq!(known.look(&[card("a", Active, 9, 0)]), []);
    }

    #[test]
    fn a_first_reading_ends_once_and_over_restarts() {
        let mut known = Known::default();
        let unlisted = ConnectionCard { last_listed: None, ..card("a", Active, 0, 0) };
        assert_eq!(known.look(&[unlisted]), [], "nothing listed is nothing read");
        assert_eq!(known.look(&[card("a", Active, 3, 6)]), []);
        let read: Vec<String> = known.read().cloned().collect();
        let mut known = Known::remembering(read);
        assert_eq!(known.look(&[card("a", Active, 4, 5)]), []);
        assert_eq!(known.look(&[card("a", Active, 9, 0)]), [News::FirstReadingDone]);
        let mut known = Known::remembering(known.read().cloned().collect::<Vec<_>>());
        assert_eq!(known.look(&[card("a", Active, 8, 1)]), []);
        assert_eq!(known.look(&[card("a", Active, 9, 0)]), []);
    }

    #[test]
    fn two_that_end_together_are_told_once_and_the_sample_never() {
        let mut known = Known::default();
        let sample =
            |waiting| ConnectionCard { kind: ConnectionKind::Sample, ..card("s", Active, 9, waiting) };
        known.look(&[card("a", Active, 0, 9), card("b", Active, 0, 9), sample(9)]);
        let news = known.look(&[card("a", Active, 9, 0), card("b", Active, 9, 0), sample(0)]);
        assert_eq!(news, [News::FirstReadingDone]);
    }
}

//! Sign-in links that arrived while nobody was signed in: a few, in memory, for as long as their
//! attempt could still be good.
//!
//! Anyone can send a link, so one that comes later takes no other's place. Where an attempt was
//! under way when the profile was locked, the hash of its state stays here, and only what answers
//! it is kept.

use std::time::Duration;
use trove_model::SecretString;
use trove_oauth::{PendingSignIn, Redirect};

/// After a restart nobody can tell whose they are before sign-in.
const MOST: usize = 16;

#[derive(Default)]
pub(crate) struct HeldLinks {
    links: Vec<HeldLink>,
    expected: Option<PendingSignIn>,
}

struct HeldLink {
    address: SecretString,
    /// On the boot clock.
    arrived: Duration,
}

impl HeldLink {
    fn is_in_time(&self, now: Duration) -> bool {
        now.saturating_sub(self.arrived) <= PendingSignIn::LIFETIME
    }
}

impl HeldLinks {
    /// From now on keeps only what answers this attempt, if there is one.
    pub fn expect(&mut self, attempt: Option<PendingSignIn>) {
        self.expected = attempt;
    }

    /// Keeps a link in the right form, unless it cannot be the one that is waited for.
    pub fn keep(&mut self, redirect: &Redirect, address: SecretString, now: Duration) {
        self.links.retain(|link| link.is_in_time(now));
        let foreign = self.expected.as_ref().is_some_and(|attempt| !attempt.is_answered_by(redirect));
        if !foreign && self.links.len() < MOST {
            self.links.push(HeldLink { address, arrived: now });
        }
    }

    pub fn is_waiting(&self, now: Duration) -> bool {
        self.links.iter().any(|link| link.is_in_time(now))
    }

    /// Those that are young enough, in the order of their arrival.
    pub fn take(&mut self, now: Duration) -> Vec<SecretString> {
        let held = std::mem::take(self).links.into_iter();
        held.filter(|link| link.is_in_time(now)).map(|link| link.address).collect()
    }
}

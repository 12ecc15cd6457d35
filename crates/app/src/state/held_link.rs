//! A sign-in link that arrived while nobody was signed in. One at most, in memory, for as
//! long as its attempt could still be good.

use std::time::Duration;
use trove_model::SecretString;
use trove_oauth::PendingSignIn;

pub(crate) struct HeldLink {
    pub address: SecretString,
    /// On the boot clock.
    pub arrived: Duration,
}

impl HeldLink {
    pub fn is_in_time(&self, now: Duration) -> bool {
        now.saturating_sub(self.arrived) <= PendingSignIn::LIFETIME
    }
}

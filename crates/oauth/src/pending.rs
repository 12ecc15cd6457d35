//! The sign-in that is waiting for its answer, and the checks that an answer passes.
//!
//! Not here: where the record is kept (encrypted, by the caller) and that it is taken
//! away before the exchange, so that no answer is used twice.

use crate::redirect::{Outcome, Redirect};
use crate::redirect_form::{BounceUrl, RedirectForm};
use aws_lc_rs::{constant_time, digest};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::time::Duration;
use trove_model::{Boot, Clock, Origin, ProfileId, SecretString, Timestamp};

/// One sign-in between request and answer. It outlives the process, because the answer
/// may be what starts the app; it holds the state's hash only.
#[derive(Debug)]
pub struct PendingSignIn {
    profile: ProfileId,
    form: RedirectForm,
    redirect_uri: String,
    client_id: String,
    origin: Origin,
    state: StateHash,
    wall: Timestamp,
    boot: Boot,
}

/// What to do with an answer that belongs to this sign-in.
#[derive(Debug)]
pub struct Admitted {
    pub outcome: Outcome,
    /// What the request named; the exchange must repeat it (RFC 6749 section 4.1.3).
    pub redirect_uri: String,
}

/// Why an answer does not end this sign-in. Only [`Refused::Expired`] and
/// [`Refused::ClockSetBack`] end it otherwise; the rest leave it waiting, or any page
/// could stop a sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error("the state is not the one of the pending sign-in")]
    StateMismatch,
    #[error("the sign-in was started by another profile")]
    OtherProfile,
    /// RFC 8252 section 8.10: it must arrive where it was asked for.
    #[error("the answer arrived in another way than the one asked for")]
    OtherWay,
    /// RFC 9207 section 2.4.
    #[error("the answer names another issuer")]
    OtherIssuer,
    #[error("the sign-in is older than ten minutes")]
    Expired,
    #[error("the clock was set back during the sign-in")]
    ClockSetBack,
}

impl Refused {
    /// Whether the pending sign-in is over, so that its record can go.
    pub fn ends_sign_in(self) -> bool {
        match self {
            Self::Expired | Self::ClockSetBack => true,
            Self::StateMismatch | Self::OtherProfile | Self::OtherWay | Self::OtherIssuer => false,
        }
    }
}

/// Why stored bytes are not a pending sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PendingUnreadable {
    #[error("the pending sign-in is damaged")]
    Damaged,
    #[error("the pending sign-in was written by a newer version")]
    Newer,
}

impl PendingSignIn {
    /// RFC 6749 section 4.1.2 recommends the same bound for the code.
    pub const LIFETIME: Duration = Duration::from_secs(600);

    pub(crate) fn start(
        profile: ProfileId,
        form: RedirectForm,
        client_id: &str,
        origin: &Origin,
        state: &SecretString,
        clock: &dyn Clock,
    ) -> Self {
        Self {
            profile,
            redirect_uri: form.redirect_uri().to_owned(),
            form,
            client_id: client_id.to_owned(),
            origin: origin.clone(),
            state: StateHash::of(state),
            wall: clock.wall(),
            boot: clock.boot(),
        }
    }

    pub fn profile(&self) -> ProfileId {
        self.profile
    }

    pub fn form(&self) -> &RedirectForm {
        &self.form
    }

    pub fn redirect_uri(&self) -> &str {
        &self.redirect_uri
    }

    pub fn client_id(&self) -> &str {
        &self.client_id
    }

    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    pub fn started(&self) -> Timestamp {
        self.wall
    }

    /// Whether `redirect` bears this sign-in's state; [`Self::admit`] decides about the rest.
    pub fn is_answered_by(&self, redirect: &Redirect) -> bool {
        self.state.matches(&redirect.state)
    }

    /// Checks that `redirect` answers this sign-in of `profile`, in time.
    ///
    /// The caller takes the record away before it acts on the outcome: admitting is
    /// not using.
    ///
    /// # Errors
    /// See [`Refused`]; the state is compared first, in constant time.
    pub fn admit(
        &self,
        redirect: Redirect,
        profile: ProfileId,
        clock: &dyn Clock,
    ) -> Result<Admitted, Refused> {
        if !self.state.matches(&redirect.state) {
            return Err(Refused::StateMismatch);
        }
        if profile != self.profile {
            return Err(Refused::OtherProfile);
        }
        if redirect.arrived_at != self.form && redirect.arrived_at != self.form.returns_at() {
            return Err(Refused::OtherWay);
        }
        if redirect.issuer.is_some_and(|issuer| issuer != self.origin.to_string()) {
            return Err(Refused::OtherIssuer);
        }
        self.in_time(clock)?;
        Ok(Admitted { outcome: redirect.outcome, redirect_uri: self.redirect_uri.clone() })
    }

    /// Whether an answer could still be admitted.
    ///
    /// Two clocks, since each can be fooled: the wall clock can be set, and the boot
    /// clock starts again with the machine. After a restart the wall clock decides alone.
    ///
    /// # Errors
    /// [`Refused::Expired`] or [`Refused::ClockSetBack`].
    pub fn in_time(&self, clock: &dyn Clock) -> Result<(), Refused> {
        let now = clock.boot();
        let same_boot = match (&self.boot.id, &now.id) {
            (Some(then), Some(now)) => then == now,
            // Unnamed boots: a clock that went back tells of a restart, and one that did
            // not can only make the sign-in look as old as the wall clock says or younger.
            _ => now.elapsed >= self.boot.elapsed,
        };
        let by_wall = clock.wall().since(self.wall).ok_or(Refused::ClockSetBack)?;
        let by_boot = if same_boot {
            now.elapsed.checked_sub(self.boot.elapsed).ok_or(Refused::ClockSetBack)?
        } else {
            Duration::ZERO
        };
        if by_wall.max(by_boot) > Self::LIFETIME { Err(Refused::Expired) } else { Ok(()) }
    }

    /// Versioned JSON, to be encrypted by the caller. There is no secret in it, but the
    /// profile's sign-ins are nobody's business.
    pub fn to_bytes(&self) -> Vec<u8> {
        let record = Record {
            version: Record::VERSION,
            profile: self.profile.to_string(),
            form: match &self.form {
                RedirectForm::Scheme => FormRecord::Scheme,
                RedirectForm::Loopback => FormRecord::Loopback,
                RedirectForm::Bounce(url) => FormRecord::Bounce(url.as_str().to_owned()),
            },
            redirect_uri: self.redirect_uri.clone(),
            client_id: self.client_id.clone(),
            origin: self.origin.to_string(),
            state_sha256: URL_SAFE_NO_PAD.encode(self.state.0),
            wall_ms: self.wall.0,
            boot_id: self.boot.id.clone(),
            boot_elapsed_ms: u64::try_from(self.boot.elapsed.as_millis()).unwrap_or(u64::MAX),
        };
        record.write()
    }

    /// # Errors
    /// When the bytes are not what [`PendingSignIn::to_bytes`] of this or an older
    /// version wrote.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, PendingUnreadable> {
        let Version { version } = serde_json::from_slice(bytes).map_err(|_| PendingUnreadable::Damaged)?;
        if version > Record::VERSION {
            return Err(PendingUnreadable::Newer);
        }
        serde_json::from_slice::<Record>(bytes).ok().and_then(Record::read).ok_or(PendingUnreadable::Damaged)
    }
}

/// SHA-256 of a state. Comparable in constant time only.
///
/// ```
/// fn shown<T: std::fmt::Debug>() {}
/// shown::<trove_oauth::PendingSignIn>();
/// ```
/// ```compile_fail
/// fn compared<T: PartialEq>() {}
/// compared::<trove_oauth::PendingSignIn>();
/// ```
struct StateHash([u8; 32]);

impl StateHash {
    fn of(state: &SecretString) -> Self {
        let mut hash = [0; 32];
        hash.copy_from_slice(digest::digest(&digest::SHA256, state.expose().as_bytes()).as_ref());
        Self(hash)
    }

    fn matches(&self, state: &SecretString) -> bool {
        constant_time::verify_slices_are_equal(&self.0, &Self::of(state).0).is_ok()
    }
}

impl fmt::Debug for StateHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[hash]")
    }
}

#[derive(Deserialize)]
struct Version {
    version: u32,
}

#[derive(Serialize, Deserialize)]
struct Record {
    version: u32,
    profile: String,
    form: FormRecord,
    redirect_uri: String,
    client_id: String,
    origin: String,
    state_sha256: String,
    wall_ms: i64,
    boot_id: Option<String>,
    boot_elapsed_ms: u64,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum FormRecord {
    Scheme,
    Loopback,
    Bounce(String),
}

impl Record {
    const VERSION: u32 = 1;

    #[expect(clippy::expect_used, reason = "strings and numbers only")]
    fn write(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("JSON")
    }

    fn read(self) -> Option<PendingSignIn> {
        let form = match self.form {
            FormRecord::Scheme => RedirectForm::Scheme,
            FormRecord::Loopback => RedirectForm::Loopback,
            FormRecord::Bounce(url) => RedirectForm::Bounce(BounceUrl::parse(&url).ok()?),
        };
        Some(PendingSignIn {
            profile: self.profile.parse().ok()?,
            form,
            redirect_uri: self.redirect_uri,
            client_id: self.client_id,
            origin: Origin::parse(&self.origin).ok()?,
            state: StateHash(URL_SAFE_NO_PAD.decode(self.state_sha256).ok()?.try_into().ok()?),
            wall: Timestamp(self.wall_ms),
            boot: Boot { id: self.boot_id, elapsed: Duration::from_millis(self.boot_elapsed_ms) },
        })
    }
}

#[cfg(test)]
mod tests;

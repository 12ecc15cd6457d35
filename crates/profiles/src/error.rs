//! Why a profile could not be listed, opened or changed.
//!
//! Not here: the words a person reads. Nothing in these errors carries a secret or a path.

use crate::name::NameRefused;
use crate::password_policy::Refused;
use std::io;
use std::time::Duration;
use trove_model::EntropyUnavailable;

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProfilesError {
    #[error("wrong password")]
    WrongPassword,
    /// Too many wrong passwords of late; nothing was tried. Whole seconds, at most 300.
    #[error("too many wrong passwords; wait {} s", wait.as_secs())]
    TryLater { wait: Duration },
    #[error("the new password is refused: {0:?}")]
    PasswordRefused(Refused),
    /// Another profile has this name, or one that looks like it.
    #[error("the name is taken")]
    NameTaken,
    #[error("the name is refused: {0:?}")]
    NameRefused(NameRefused),
    /// No such profile or authorization (any more).
    #[error("not found")]
    NotFound,
    /// The profile has a password already.
    #[error("the profile is claimed already")]
    Claimed,
    /// The profile has no password yet: its person opens it by choosing one.
    #[error("the profile is not claimed yet")]
    Unclaimed,
    /// The profile is not opened by a key from the keychain, or by another one.
    #[error("the profile is not remembered, or by another key")]
    NotRemembered,
    /// Another process holds this profile.
    #[error("the profile is open elsewhere")]
    Busy,
    /// Only one may be made at first start; later ones are made by an administrator.
    #[error("there is an administrator already")]
    AdministratorExists,
    #[error("only an administrator may do this")]
    NotAdministrator,
    /// Others would be left with nobody to administer them.
    #[error("the last administrator cannot be removed while there are other profiles")]
    LastAdministrator,
    /// The file is there and is not what Trove wrote. It is left as it is.
    #[error("damaged: {0:?}")]
    Damaged(DataFile),
    /// A link, pipe, device or folder lies where the file belongs. It is left as it is.
    #[error("not a regular file: {0:?}")]
    NotAFile(DataFile),
    /// What was to be written would not be read again. The file is left as it is.
    #[error("too large: {0:?}")]
    TooLarge(DataFile),
    /// Written by a newer version of Trove. It is left as it is.
    #[error("written by a newer version: {0:?}")]
    NewerVersion(DataFile),
    /// The key file asks for a password derivation outside our bounds: too cheap to be
    /// safe, or so costly that it would exhaust the machine. Nothing was derived.
    #[error("the password derivation parameters are out of bounds")]
    WeakKdf,
    /// The system's random generator failed; no key or salt was made.
    #[error("the system's random generator is not available")]
    Entropy,
    /// The cryptographic library refused. Only out of memory is known to cause it.
    #[error("the cryptographic library failed")]
    Crypto,
    #[error("no space left on the disk")]
    DiskFull,
    #[error("reading or writing failed: {0}")]
    Io(io::ErrorKind),
}

/// A file of this crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DataFile {
    /// `registry.json`: profiles and authorizations.
    Registry,
    /// `profiles/<id>/keys.json`: a profile's wrapped key.
    Keys,
    /// `profiles/<id>/throttle.json`: wrong passwords of late.
    Throttle,
    /// `profiles/<id>/remember.json`: the key wrapped for the keychain.
    Remembered,
    /// `profiles/<id>/removed.json`: connections that no backup brings back.
    Removed,
    /// `registry.lock`, and a profile's `window.lock`, `writer.lock` and `sign-in.lock`.
    Lock,
}

impl From<io::Error> for ProfilesError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
                Self::DiskFull
            }
            kind => Self::Io(kind),
        }
    }
}

impl From<EntropyUnavailable> for ProfilesError {
    fn from(_: EntropyUnavailable) -> Self {
        Self::Entropy
    }
}

impl From<aws_lc_rs::error::Unspecified> for ProfilesError {
    fn from(_: aws_lc_rs::error::Unspecified) -> Self {
        Self::Crypto
    }
}

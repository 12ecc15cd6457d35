//! What can go wrong, as it crosses to the window: codes with typed fields, no words.

use super::passwords::PasswordRefused;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Everything that can go wrong as the person sees it. A code exists only where the
/// window says or does something of its own; the words are in `ui/src/words`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "code", content = "fields", rename_all = "snake_case")]
pub enum UiError {
    /// No profile is open.
    Locked,
    WrongPassword,
    /// Too many tries: wait, then try again.
    TryLater {
        seconds: u32,
    },
    PasswordRefused {
        why: PasswordRefused,
    },
    NameTaken,
    NameRefused,
    ProfileNotFound,
    /// Already has a password, or not yet.
    ProfileClaimed,
    ProfileUnclaimed,
    /// Another window or command has this profile open.
    ProfileBusy,
    /// A file of this profile is damaged: which.
    Damaged {
        file: DamagedFile,
    },
    /// Something else lies where the vault should be.
    NotAVault,
    /// A link, pipe, device or folder lies where a file belongs: which.
    NotAFile {
        file: DamagedFile,
    },
    /// Written by a newer version of Trove.
    NewerVersion {
        file: DamagedFile,
    },
    /// This system has no keychain that can be used, or it is locked.
    NoKeychain,
    /// The keychain does not open this profile: its password does.
    NotRemembered,
    /// Only an administrator may do this.
    Forbidden,
    LastAdministrator,

    /// Another program holds these keys.
    ShortcutTaken,
    /// Keys that no program can hold, or that are needed for typing.
    ShortcutRefused,
    /// This system starts nothing at login, or refuses.
    NoStartAtLogin,

    /// The scheme is not handled by this app on this computer.
    SchemeNotOurs,
    /// Another program listens on the sign-in port.
    PortTaken {
        port: u16,
    },
    /// Nobody listens on the sign-in port, and yet the system does not give it away.
    PortReserved {
        port: u16,
    },
    BrowserNotOpened,
    BounceNotHttps,
    /// Notion refused the client id or secret.
    ClientRefused,
    /// The person pressed Cancel at Notion.
    CancelledAtNotion,
    /// A redirect that belongs to no attempt of this profile.
    StateMismatch,
    AttemptExpired,
    AttemptUsed,
    /// Not the redirect address that was registered.
    RedirectRefused,
    NothingPending,
    /// Notion ended the sign-in with an error of its own.
    RefusedByNotion {
        error: String,
    },
    TokenRefused,
    /// What was pasted is no token; nothing was asked.
    NotAToken {
        why: NotAToken,
    },
    /// Notion renewed a token with one of another workspace or bot. It was given back.
    OtherAccount,
    ConnectionNotFound,
    /// Its person paused it: Notion is not asked through it.
    ConnectionPaused,

    /// No answer: no network, no name.
    Offline,
    /// The server's certificate is not trusted.
    Certificate {
        fault: CertificateFault,
    },
    /// The proxy between this computer and Notion does not let requests through.
    Proxy {
        fault: ProxyFault,
    },
    /// An answer that is not Notion's: a captive portal, a proxy's own page.
    NotNotion {
        status: u16,
    },
    /// Notion answered with an error, and perhaps a sentence of its own: at most 300
    /// characters, none of them a control character.
    Notion {
        status: u16,
        notion_code: String,
        message: String,
    },
    RateLimited {
        seconds: u32,
    },
    /// An answer larger than any should be; it was not read.
    AnswerTooLarge,

    DiskFull,
    /// A file could not be read or written.
    Disk,
    /// The address is not one Trove opens.
    LinkRefused,
    /// A page of the sample: it lies nowhere at Notion.
    OnlyHere,
    /// The system's random generator failed.
    NoRandomness,
    /// What the window sent makes no sense; a bug.
    BadRequest,
    /// Something that should not happen; the log has it.
    Internal,
}

/// Why what was pasted is no token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum NotAToken {
    Empty,
    /// A web address.
    Address,
    /// Copied while its letters were hidden.
    Hidden,
    Other,
}

/// Why a server's certificate is not trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CertificateFault {
    UnknownAuthority,
    /// By this computer's clock.
    Expired,
    /// By this computer's clock.
    NotValidYet,
    OtherName,
    Revoked,
}

/// What the proxy did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ProxyFault {
    Silent,
    WantsPassword,
    Refused,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DamagedFile {
    Profile,
    Vault,
    Database,
    Registry,
    /// One of those that keep two processes apart.
    Lock,
    /// The settings of this computer; never damaged, since it is made anew.
    Settings,
}

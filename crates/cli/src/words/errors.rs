//! A sentence for everything that can go wrong: what happened, then what to do.

use super::duration::{duration, until};
use crate::plain::plain;
use trove_app::ui_types::{CertificateFault, DamagedFile, NotAToken, PasswordRefused, ProxyFault, UiError};

/// Exhaustive: a new error gets its sentence from whoever adds it.
pub fn error(error: &UiError) -> String {
    match error {
        UiError::Locked => "The profile was locked meanwhile. Try again.".into(),
        UiError::WrongPassword => "That is not this profile's password. Try again.".into(),
        UiError::TryLater { seconds } => {
            format!("Too many wrong passwords. Wait {}, then try again.", duration(u64::from(*seconds)))
        }
        UiError::PasswordRefused { why } => match why {
            PasswordRefused::TooShort => "This password is too short. Choose a longer one.".into(),
            PasswordRefused::TooLong => "This password is too long. Choose a shorter one.".into(),
            PasswordRefused::LikeTheName => {
                "This password is too much like the profile's name. Choose another.".into()
            }
            PasswordRefused::TooCommon => "This password is easy to guess. Choose another.".into(),
        },
        UiError::NameTaken => "There is a profile of this name already. Choose another name.".into(),
        UiError::NameRefused => {
            "This cannot be a profile's name. Choose one of up to 64 letters, digits and spaces.".into()
        }
        UiError::ProfileNotFound => "There is no such profile. These are there: trove profile list".into(),
        UiError::ProfileClaimed => "This profile has a password already. Sign in with it.".into(),
        UiError::ProfileUnclaimed => {
            "This profile has no password yet. Choose one: trove profile claim NAME".into()
        }
        UiError::ProfileBusy => "Trove's window or another command is using this profile, and this needs it \
                                 alone. Close the other, or try again when it is done."
            .into(),
        UiError::Damaged { file } => damaged(*file),
        UiError::NotAVault => {
            "Something else lies where this profile's tokens should be. Move vault.hold (or \
             vault.sealed) out of the profile's folder and connect the workspaces again."
                .into()
        }
        UiError::NotAFile { file } => format!(
            "A link, a pipe or a folder lies where {} belongs. Trove neither follows nor opens it. See what it \
             is, move it away, and put the file back if it was moved.",
            match file {
                DamagedFile::Profile =>
                    "keys.json, throttle.json, remember.json or removed.json of this profile",
                DamagedFile::Vault => "vault.hold or vault.sealed of this profile",
                DamagedFile::Database => "pages.db of this profile (or pages.db-wal, pages.db-shm)",
                DamagedFile::Registry => "registry.json",
                DamagedFile::Lock => "one of Trove's lock files (names that end in .lock)",
                DamagedFile::Settings => "machine.json",
            }
        ),
        UiError::NewerVersion { .. } => {
            "This profile was written by a newer version of Trove. Update this one.".into()
        }
        UiError::NoKeychain => {
            "This system has no keychain that can be used, or it is locked. Unlock it or set \
                                one up (on Linux a Secret Service, such as gnome-keyring); until then the \
                                password opens the profile."
                .into()
        }
        UiError::NotRemembered => {
            "The keychain does not open this profile. Its password does; to change that: trove profile \
             remember NAME"
                .into()
        }
        UiError::Forbidden => "Only an administrator may do this.".into(),
        UiError::LastAdministrator => {
            "This is the last administrator. Make another profile one first.".into()
        }
        UiError::SchemeNotOurs => {
            "Links from Notion are not handed to Trove on this computer. Connect with a token instead.".into()
        }
        UiError::PortTaken { port } => {
            format!("Another program listens on port {port}, which signing in needs. End it, then try again.")
        }
        UiError::PortReserved { port } => format!(
            "The system keeps port {port}, which signing in needs, for itself. Connect with a token instead."
        ),
        UiError::BrowserNotOpened => {
            "No program could be started to open it. The address is in: trove search ID --json".into()
        }
        UiError::OnlyHere => "This page is part of the sample, which lies nowhere at Notion.".into(),
        UiError::BounceNotHttps => "The bounce page's address has to begin with https.".into(),
        UiError::ClientRefused => "Notion refuses this client id or secret. Check both at Notion.".into(),
        UiError::CancelledAtNotion => "Signing in was cancelled at Notion. Nothing was connected.".into(),
        UiError::StateMismatch | UiError::RedirectRefused => {
            "The answer does not belong to this sign-in. Start it again.".into()
        }
        UiError::AttemptExpired | UiError::AttemptUsed => {
            "This sign-in is no longer good. Start it again.".into()
        }
        UiError::NothingPending => "Nothing waits to be connected. Start again: trove connect".into(),
        UiError::RefusedByNotion { error } => {
            format!("Notion ended the sign-in ({}). Start it again.", plain(error))
        }
        UiError::TokenRefused => {
            "Notion does not accept this token. Make a new one at Notion and connect the \
                                  workspace again: trove connect"
                .into()
        }
        UiError::NotAToken { why } => not_a_token(*why).into(),
        UiError::OtherAccount => {
            "Notion answered with a token of another workspace or account, which was given \
                                  back. Connect the workspace again: trove connect"
                .into()
        }
        UiError::ConnectionNotFound => {
            "There is no such connection. These are there: trove connections".into()
        }
        UiError::ConnectionPaused => "This connection is paused. Resume it in the window.".into(),
        UiError::Offline => "Notion does not answer. Check the network, then try again.".into(),
        UiError::Certificate { fault } => certificate(*fault),
        UiError::Proxy { fault } => match fault {
            ProxyFault::Silent => {
                "The proxy set on this computer does not answer. Check its address (HTTPS_PROXY, \
                                   or the system's settings), then try again."
            }
            ProxyFault::WantsPassword => {
                "The proxy set on this computer wants a name and a password. Put them into \
                                          its address: HTTPS_PROXY=http://NAME:PASSWORD@HOST:PORT"
            }
            ProxyFault::Refused => {
                "The proxy set on this computer does not let requests through to Notion. Ask \
                                    whoever runs it to allow api.notion.com."
            }
        }
        .into(),
        UiError::NotNotion { status } => format!(
            "The answer (status {status}) is not Notion's: a sign-in page of the network, or a proxy, stands \
             in the way. Open a web page in the browser, then try again."
        ),
        UiError::Notion { status, notion_code, message } if !message.is_empty() => {
            let code = if notion_code.is_empty() { "no code" } else { notion_code };
            format!("Notion says: \u{201c}{}\u{201d} (status {status}, {})", plain(message), plain(code))
        }
        UiError::Notion { status, notion_code, .. } => {
            let code = if notion_code.is_empty() { "no code" } else { notion_code };
            format!("Notion answered with an error (status {status}, {}). Try again later.", plain(code))
        }
        UiError::RateLimited { seconds } => {
            let (wait, until) = (duration(u64::from(*seconds)), until(*seconds));
            format!("Notion wants fewer requests. Wait {wait}{until}, then try again.")
        }
        UiError::AnswerTooLarge => {
            "An answer was larger than any of Notion's should be, and was not read. Something may \
                                    stand in Notion's place; try again later."
                .into()
        }
        UiError::DiskFull => "The disk is full. Make room, then try again; nothing was lost.".into(),
        UiError::Disk => {
            "A file could not be read or written. See that Trove's folder can be written, then try again."
                .into()
        }
        UiError::LinkRefused => "There is no such page here. Find its id: trove search WORDS --json".into(),
        UiError::NoRandomness => "This system gives no random numbers, which keys need. Restart it.".into(),
        UiError::ShortcutTaken => "Another program holds these keys. Choose others in the window.".into(),
        UiError::ShortcutRefused => {
            "These keys cannot be held everywhere. Choose others in the window.".into()
        }
        UiError::NoStartAtLogin => {
            "The system did not take the start at login. Add Trove in the system's own list.".into()
        }
        UiError::BadRequest | UiError::Internal => {
            "Something went wrong that should not. Trove's log (logs/trove.log in its folder) says more."
                .into()
        }
    }
}

fn not_a_token(why: NotAToken) -> &'static str {
    match why {
        NotAToken::Empty => "There is no token in what was pasted. Copy it at Notion, whole.",
        NotAToken::Address => {
            "This is an address, not a token. A token begins with ntn_; copy it at Notion, where the connection \
             is set up."
        }
        NotAToken::Hidden => {
            "This token was copied while its letters were hidden. Show it at Notion, then copy it."
        }
        NotAToken::Other => {
            "This is no token of Notion's. A token begins with ntn_ and has no spaces; copy it again."
        }
    }
}

/// The clock is named because a wrong one is the usual cause of two of these.
fn certificate(fault: CertificateFault) -> String {
    let clock = || jiff::ZonedDateTime::now().date();
    match fault {
        CertificateFault::UnknownAuthority => {
            "The server's certificate is from an authority that this system does not trust. A network that reads \
             along does this: ask whoever runs it for its certificate, and add it to the system's."
                .into()
        }
        CertificateFault::Expired => format!(
            "The server's certificate has expired, by this computer's clock, which says {}. Set the clock if that is \
             wrong; otherwise try again later.",
            clock()
        ),
        CertificateFault::NotValidYet => format!(
            "The server's certificate is not valid yet, by this computer's clock, which says {}. Set the clock, then \
             try again.",
            clock()
        ),
        CertificateFault::OtherName => {
            "The certificate belongs to another server: something stands in Notion's place. Open a web page in the \
             browser to see what; use another network if it stays."
                .into()
        }
        CertificateFault::Revoked => {
            "The server's certificate was revoked: something stands in Notion's place. Use another network, or try \
             again later."
                .into()
        }
    }
}

fn damaged(file: DamagedFile) -> String {
    match file {
        DamagedFile::Profile => {
            "This profile's key file is damaged. Put keys.json back from a backup, or forget \
                                 the profile in the window."
                .into()
        }
        DamagedFile::Vault => {
            "The file with this profile's tokens is damaged. Put vault.hold (or vault.sealed) back \
             from a backup, or move it away and connect the workspaces again."
                .into()
        }
        DamagedFile::Database => "This profile's copy of your pages is damaged. Move pages.db out of the \
                                  profile's folder and connect the workspaces again."
            .into(),
        DamagedFile::Registry => {
            "The list of profiles is damaged. Put registry.json back from a backup.".into()
        }
        DamagedFile::Settings => "The settings of this computer are damaged. Delete machine.json.".into(),
        DamagedFile::Lock => "A lock file is damaged. Delete it.".into(),
    }
}

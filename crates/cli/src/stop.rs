//! Why a command ends without having done what it was asked, and the code it ends with.
//!
//! Not here: the sentence for it (`words`).

use std::io;
use std::process::ExitCode;
use trove_app::StartFailed;
use trove_app::backup::BackupError;
use trove_app::ui_types::UiError;

#[derive(Debug)]
pub enum Stop {
    /// What was asked for was looked for, and is not there.
    NothingFound,
    /// The command line, the environment or standard input does not say what to do.
    Usage(String),
    /// This computer lacks something that every command needs.
    System(String),
    App(UiError),
    Backup(BackupError),
    /// Said already, where it happened.
    Told(Code),
    /// Ctrl-C.
    Interrupted,
    /// Who read our output reads no more: `| head`.
    OutputClosed,
}

/// Exit codes; documented in `words::EXIT_CODES` and docs/command-line.md.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    Done = 0,
    NothingFound = 1,
    Usage = 2,
    Password = 3,
    Busy = 4,
    Notion = 5,
    Files = 6,
    Other = 7,
    /// 128 and the number of the signal, as shells have it.
    Interrupted = 130,
}

impl From<Code> for ExitCode {
    fn from(code: Code) -> Self {
        Self::from(code as u8)
    }
}

impl Stop {
    pub fn code(&self) -> Code {
        match self {
            Self::NothingFound => Code::NothingFound,
            Self::Usage(_) => Code::Usage,
            Self::System(_) => Code::Other,
            Self::App(error) => code(error),
            Self::Backup(error) => code_of_backup(error),
            Self::Told(code) => *code,
            Self::Interrupted => Code::Interrupted,
            Self::OutputClosed => Code::Done,
        }
    }
}

/// Exhaustive: a new error is given a code by whoever adds it.
pub fn code(error: &UiError) -> Code {
    match error {
        UiError::WrongPassword | UiError::TryLater { .. } | UiError::PasswordRefused { .. } => Code::Password,
        UiError::ProfileBusy | UiError::PortTaken { .. } | UiError::PortReserved { .. } => Code::Busy,
        UiError::NameTaken
        | UiError::NameRefused
        | UiError::ProfileNotFound
        | UiError::ProfileClaimed
        | UiError::ProfileUnclaimed
        | UiError::Forbidden
        | UiError::LastAdministrator
        | UiError::BounceNotHttps
        | UiError::ConnectionNotFound
        | UiError::NotAToken { .. }
        | UiError::LinkRefused => Code::Usage,
        UiError::TokenRefused
        | UiError::OtherAccount
        | UiError::Certificate { .. }
        | UiError::Proxy { .. }
        | UiError::AnswerTooLarge
        | UiError::ClientRefused
        | UiError::CancelledAtNotion
        | UiError::StateMismatch
        | UiError::AttemptExpired
        | UiError::AttemptUsed
        | UiError::RedirectRefused
        | UiError::RefusedByNotion { .. }
        | UiError::Offline
        | UiError::NotNotion { .. }
        | UiError::Notion { .. }
        | UiError::RateLimited { .. } => Code::Notion,
        UiError::Damaged { .. }
        | UiError::NotAVault
        | UiError::NotAFile { .. }
        | UiError::NewerVersion { .. }
        | UiError::DiskFull
        | UiError::Disk => Code::Files,
        UiError::Locked
        | UiError::NoKeychain
        | UiError::NotRemembered
        | UiError::ConnectionPaused
        | UiError::SchemeNotOurs
        | UiError::BrowserNotOpened
        | UiError::OnlyHere
        | UiError::NothingPending
        | UiError::NoRandomness
        | UiError::ShortcutTaken
        | UiError::ShortcutRefused
        | UiError::NoStartAtLogin
        | UiError::BadRequest
        | UiError::Internal => Code::Other,
    }
}

fn code_of_backup(error: &BackupError) -> Code {
    match error {
        BackupError::Exists(_)
        | BackupError::NotFound
        | BackupError::RemovedHere
        | BackupError::AlreadyHere { .. } => Code::Usage,
        BackupError::NotAFile
        | BackupError::NotABackup
        | BackupError::Damaged
        | BackupError::NewerVersion => Code::Files,
        BackupError::App(error) => code(error),
    }
}

impl From<BackupError> for Stop {
    fn from(error: BackupError) -> Self {
        match error {
            BackupError::App(error) => Self::App(error),
            error => Self::Backup(error),
        }
    }
}

impl From<UiError> for Stop {
    fn from(error: UiError) -> Self {
        Self::App(error)
    }
}

impl From<StartFailed> for Stop {
    fn from(error: StartFailed) -> Self {
        match error {
            StartFailed::Profiles(error) => Self::App(error.into()),
            StartFailed::Http(_) => Self::System(error.to_string()),
        }
    }
}

/// Of writing to standard output.
impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::OutputClosed,
            _ if is_disconnected(&error) => Self::OutputClosed,
            _ => Self::App(UiError::from(error)),
        }
    }
}

/// A pipe whose reader went away, as Windows may say it (ERROR_PIPE_NOT_CONNECTED of
/// <https://learn.microsoft.com/windows/win32/debug/system-error-codes--0-499->), where the standard
/// library has no kind for it.
fn is_disconnected(error: &io::Error) -> bool {
    cfg!(windows) && error.raw_os_error() == Some(233)
}

/// Ctrl-C, or a polite request to end from elsewhere.
pub async fn interruption() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let signals = [SignalKind::interrupt(), SignalKind::terminate(), SignalKind::hangup()];
        let waits = signals.into_iter().filter_map(|kind| signal(kind).ok()).map(|mut signal| {
            Box::pin(async move {
                signal.recv().await;
            })
        });
        let waits: Vec<_> = waits.collect();
        if !waits.is_empty() {
            futures::future::select_all(waits).await;
            return;
        }
    }
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

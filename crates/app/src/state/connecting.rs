//! Where connecting a workspace stands, with what must not be shown.
//!
//! Not here: what moves it on (`connections::connecting`).

use super::candidate::Candidate;
use super::task::Task;
use crate::ui_types::UiError;
use trove_oauth::{AuthorizeUrl, PendingSignIn};

#[derive(Default)]
pub(crate) struct Connecting {
    pub stage: Stage,
    /// The attempt that was answered last, to tell a second delivery from a foreign one.
    pub answered: Option<PendingSignIn>,
}

#[derive(Default)]
pub(crate) enum Stage {
    #[default]
    Idle,
    Waiting(Box<Waiting>),
    Exchanging,
    Confirming(Box<Candidate>),
    Failed(UiError),
}

pub(crate) struct Waiting {
    pub pending: PendingSignIn,
    /// `None` after a restart: only the state's hash is kept on disk.
    pub address: Option<AuthorizeUrl>,
    pub notice: Option<UiError>,
    /// The loopback listener, if that is the way back.
    pub listening: Option<Task>,
}

impl Connecting {
    /// Back to the start, the port free again. What waited for the person's word is
    /// handed out, to be revoked.
    pub async fn end(&mut self) -> Option<Box<Candidate>> {
        match std::mem::take(&mut self.stage) {
            Stage::Confirming(candidate) => Some(candidate),
            Stage::Waiting(waiting) => {
                if let Some(listening) = waiting.listening {
                    listening.stop().await;
                }
                None
            }
            Stage::Idle | Stage::Exchanging | Stage::Failed(_) => None,
        }
    }

    /// The attempt has its answer: it is used up.
    pub fn start_exchange(&mut self) {
        if let Stage::Waiting(waiting) = std::mem::replace(&mut self.stage, Stage::Exchanging) {
            self.answered = Some(waiting.pending);
        }
    }
}

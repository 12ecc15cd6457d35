//! One program at the window's socket: it asks, the person lets it in or does not, and it is
//! answered for as long as the window is open and the program stays.
//!
//! Who does not speak, or does not listen, holds up nobody else. Not here: the socket
//! (`socket`), and what is answered (`beside`).

use super::allowing::workspaces;
use super::lines::{self, LONGEST_QUESTION, Question, Reply, VERSION};
use super::request::{Refusal, Request};
use crate::state::access_requests::{NotShown, Waiting};
use crate::state::app::{App, WeakApp};
use crate::state::assistant_settings::assistant_settings;
use crate::state::open_profile::OpenProfile;
use crate::ui_types::{AccessRequest, AssistantSettings, Event};
use std::sync::{Arc, Weak};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::UnixStream;
use tokio::net::unix::OwnedReadHalf;
use tokio::time::timeout;

/// How long a program that was not let in yet may stay silent.
const SILENT: Duration = Duration::from_secs(10);

/// How long the person is waited for. Assistants' programs wait a minute for an answer.
const PERSON: Duration = Duration::from_secs(45);

/// How long an answer may take to be fetched from the socket.
const FETCHED: Duration = Duration::from_secs(30);

pub struct Visit {
    app: WeakApp,
    open: Weak<OpenProfile>,
    /// By which name the person has let it in: who calls itself another is a stranger.
    granted: Option<String>,
}

impl Visit {
    pub fn new(app: WeakApp, open: Weak<OpenProfile>) -> Self {
        Self { app, open, granted: None }
    }

    pub async fn serve(mut self, stream: UnixStream) {
        let (read, mut write) = stream.into_split();
        let mut read = BufReader::new(read);
        let mut welcome = false;
        loop {
            let next = lines::read::<Question>(&mut read, LONGEST_QUESTION);
            let next = if welcome { next.await } else { timeout(SILENT, next).await.unwrap_or(Ok(None)) };
            let Ok(Some(question)) = next else { return };
            let reply = self.reply(&question, &mut read).await;
            welcome = matches!(reply, Ok(_) | Err(Refusal::PassagesOnly | Refusal::Failed(_)));
            if !matches!(timeout(FETCHED, lines::write(&mut write, &reply)).await, Ok(Ok(()))) || !welcome {
                return;
            }
        }
    }

    async fn reply(&mut self, question: &Question, read: &mut BufReader<OwnedReadHalf>) -> Reply {
        let Question { version, profile, request } = question;
        if version != VERSION {
            return Err(Refusal::OtherVersion);
        }
        let (Some(app), Some(open)) = (self.app.upgrade(), self.open.upgrade()) else {
            return Err(Refusal::Locked);
        };
        if *profile != open.id.to_string() {
            return Err(Refusal::NoWindow);
        }
        let settings = assistant_settings(&open.store).await?;
        if settings.allows_nothing() {
            return Err(noted_seldom(&app, &open, request, Refusal::Off).await);
        }
        // By the keychain it would come in without a question.
        let granted = self.granted.as_ref() == Some(&request.program);
        if !(granted || settings.keychain && app.is_remembered(profile).await?) {
            self.granted = None;
            ask(&app, &open, &settings, request, read).await?;
            // What the person said yes to is what they were told.
            if assistant_settings(&open.store).await? != settings {
                return Err(Refusal::Changed);
            }
            self.granted = Some(request.program.clone());
        }
        app.answer_beside(&open, request).await
    }
}

/// What is refused without asking anybody.
async fn noted_seldom(app: &App, open: &OpenProfile, request: &Request, refusal: Refusal) -> Refusal {
    if open.access_requests.is_noted(app.inner.clock.boot().elapsed) {
        app.note_refusal(&open.store, request, &refusal).await;
    }
    refusal
}

/// Asks the person, for as long as the program waits; what they refuse is written down.
async fn ask(
    app: &App,
    open: &Arc<OpenProfile>,
    settings: &AssistantSettings,
    request: &Request,
    read: &mut BufReader<OwnedReadHalf>,
) -> Result<(), Refusal> {
    let known = workspaces(open, settings).await?;
    let question = AccessRequest {
        number: 0,
        program: request.program.clone(),
        workspaces: known.into_iter().filter(|known| known.allowed).map(|known| known.name).collect(),
        whole_pages: settings.whole_pages,
    };
    let tell = |question: &AccessRequest| app.emit(&Event::AccessRequest(Some(question.clone())));
    let shown = open.access_requests.show(question, app.inner.clock.boot().elapsed, tell);
    let Waiting { number, forward, answer } = match shown {
        Ok(waiting) => waiting,
        Err(NotShown::Busy) => return Err(Refusal::Busy),
        Err(NotShown::RefusedLately) => {
            return Err(noted_seldom(app, open, request, Refusal::Person).await);
        }
        Err(NotShown::UnansweredLately) => {
            return Err(noted_seldom(app, open, request, Refusal::Nobody).await);
        }
    };
    let _shown = ShownFor { app, open, number };
    if forward {
        app.inner.host.bring_forward();
    }
    let granted = tokio::select! {
        // What the person said counts, whatever comes with it.
        biased;
        granted = answer => granted.ok(),
        // Gone, or it speaks before it was answered.
        _ = read.fill_buf() => None,
        () = app.inner.clock.sleep(PERSON) => None,
    };
    let refusal = match granted {
        Some(true) => return Ok(()),
        Some(false) => Refusal::Person,
        None => Refusal::Nobody,
    };
    app.note_refusal(&open.store, request, &refusal).await;
    Err(refusal)
}

/// A question goes from the window with whoever waited for its answer.
struct ShownFor<'a> {
    app: &'a App,
    open: &'a OpenProfile,
    number: u32,
}

impl Drop for ShownFor<'_> {
    fn drop(&mut self) {
        let now = self.app.inner.clock.boot().elapsed;
        self.open.access_requests.withdraw(self.number, now, || self.app.emit(&Event::AccessRequest(None)));
    }
}

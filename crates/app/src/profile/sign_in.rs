//! Signing in and out: a password, or a key from the keychain, opens a profile; locking closes it.
//!
//! Not here: passwords to keys (`trove-profiles`), and opening its files (`opening`).

use super::writer::wait_to_write;
use crate::search::encoding::Encoding;
use crate::search::indexing::Indexing;
use crate::state::app::App;
use crate::state::candidate::Candidate;
use crate::state::open_profile::OpenProfile;
use crate::state::profile_locks::Access;
use crate::state::task::Task;
use crate::to_ui;
use crate::ui_types::{Event, Notice, ProfileCard, Session, UiError};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::time::timeout;
use trove_model::{ProfileId, SecretString};
use trove_profiles::{ProfileKeys, Profiles, RegistryState, Unlocked};

/// How long whoever locks is kept: the window is empty before, and sees to itself after.
const PROMPT: Duration = Duration::from_secs(1);

impl App {
    /// Every profile on this computer.
    pub(crate) async fn profile_cards(&self) -> Result<Vec<ProfileCard>, UiError> {
        let profiles = self.blocking(Profiles::list).await?;
        Ok(profiles.into_iter().map(to_ui::profile).collect())
    }

    /// The first profile of this computer, which administers the others.
    ///
    /// # Errors
    /// A refused name or password, or when there is a profile already.
    pub async fn create_administrator(
        &self,
        name: String,
        password: SecretString,
    ) -> Result<Session, UiError> {
        let keys = self.blocking(move |profiles| profiles.create_administrator(&name, &password)).await?;
        self.open(Arc::new(keys), Access::Window, Vec::new()).await
    }

    /// # Errors
    /// A wrong password, a wait after too many, damaged files, or a profile open elsewhere.
    pub async fn sign_in(&self, profile: &str, password: SecretString) -> Result<Session, UiError> {
        self.unlock(profile, password, Access::Window).await
    }

    pub(crate) async fn unlock(
        &self,
        profile: &str,
        password: SecretString,
        access: Access,
    ) -> Result<Session, UiError> {
        let id = profile_id(profile)?;
        let unlocked = self.blocking(move |profiles| profiles.unlock(id, &password)).await?;
        self.open_unlocked(unlocked, access).await
    }

    pub(crate) async fn open_unlocked(&self, unlocked: Unlocked, access: Access) -> Result<Session, UiError> {
        let mut notices = Vec::new();
        if matches!(unlocked.registry, RegistryState::ChangedOutside) {
            notices.push(Notice::RegistryChangedOutside);
        }
        self.open(Arc::new(unlocked.keys), access, notices).await
    }

    /// Opens a profile to look things up, beside a window or a command that writes.
    ///
    /// # Errors
    /// As [`sign_in`](Self::sign_in); a database of an older version has to be opened for
    /// writing first.
    pub async fn open_to_read(&self, profile: &str, password: SecretString) -> Result<Session, UiError> {
        self.unlock(profile, password, Access::Read).await
    }

    /// As [`open_to_read`](Self::open_to_read), to write down what is the person's own besides.
    ///
    /// # Errors
    /// As [`sign_in`](Self::sign_in).
    pub async fn open_to_keep(&self, profile: &str, password: SecretString) -> Result<Session, UiError> {
        self.unlock(profile, password, Access::Keep).await
    }

    /// Opens a profile to ask Notion; nothing is asked yet.
    ///
    /// # Errors
    /// As [`sign_in`](Self::sign_in); [`UiError::ProfileBusy`] while a window or another
    /// command writes.
    pub async fn open_to_write(&self, profile: &str, password: SecretString) -> Result<Session, UiError> {
        self.unlock(profile, password, Access::Write).await
    }

    /// The first time someone opens the profile made for them: they choose the password.
    ///
    /// # Errors
    /// A refused password, or a profile that has one already.
    pub async fn claim_profile(&self, profile: &str, password: SecretString) -> Result<Session, UiError> {
        let id = profile_id(profile)?;
        let keys = self.blocking(move |profiles| profiles.claim(id, &password)).await?;
        self.open(Arc::new(keys), Access::Window, Vec::new()).await
    }

    /// Empties the window at once, drops the keys and closes the files; then gives back a
    /// token that nobody agreed to. A sign-in under way ends where it is. Returns when that is
    /// done, or after a second: what must not be cut short goes on by itself, and whoever signs
    /// in waits for it.
    ///
    /// # Errors
    /// None today; the signature leaves room.
    pub async fn lock(&self) -> Result<(), UiError> {
        self.inner.locks.send_replace(());
        let door = Arc::clone(&self.inner.door).lock_owned().await;
        let Some(open) = self.inner.open.write().await.take() else { return Ok(()) };
        self.expect_answer_of(&open);
        self.inner.shows.store(false, Ordering::Release);
        self.emit(&Event::Locked);
        let app = self.clone();
        let closing = self.inner.runtime.spawn(async move {
            let candidate = app.close(&open).await;
            drop(door);
            app.give_back(candidate).await;
        });
        self.lock_outside().await;
        let _ = timeout(PROMPT, closing).await;
        Ok(())
    }

    /// Ends all that is of a profile, the sample's server too.
    async fn close(&self, open: &OpenProfile) -> Option<Box<Candidate>> {
        open.stop().await;
        let (candidate, ()) = tokio::join!(open.close(), self.close_beside());
        self.inner.host.end_sample().await;
        candidate
    }

    /// Opens the profile's files, carries out what waited for it, and starts its work.
    /// The profile is open once all of that is done, or not at all.
    pub(crate) async fn open(
        &self,
        keys: Arc<ProfileKeys>,
        access: Access,
        mut notices: Vec<Notice>,
    ) -> Result<Session, UiError> {
        let _door = self.inner.door.lock().await;
        let mut locks = self.inner.locks.subscribe();
        let previous = self.inner.open.write().await.take();
        if let Some(previous) = previous {
            self.inner.shows.store(false, Ordering::Release);
            self.give_back(self.close(&previous).await).await;
        }
        self.outside().lock();
        if access.looks_only() && self.removals_wait(&keys).await? {
            notices.extend(self.remove_before_reading(&keys).await?);
        }
        let open = self.open_files(keys, access).await?;
        // It may wait for Notion; whoever locks meanwhile does not.
        let started = tokio::select! {
            biased;
            _ = locks.changed() => Err(UiError::Locked),
            started = self.start_work(&open) => started,
        };
        match started {
            Ok(done) => notices.extend(done),
            Err(error) => {
                self.give_back(self.close(&open).await).await;
                return Err(error);
            }
        }
        self.touch();
        *self.inner.open.write().await = Some(Arc::clone(&open));
        self.inner.shows.store(true, Ordering::Release);
        self.take_held_links(Arc::clone(&open));
        self.tell_connections(&open).await;
        Ok(Session { profile: open.card(), notices })
    }

    /// Opens the profile for writing, and closes it again. While another process writes, what
    /// was removed is left out of what is read.
    async fn remove_before_reading(&self, keys: &Arc<ProfileKeys>) -> Result<Vec<Notice>, UiError> {
        let open = match self.open_files(Arc::clone(keys), Access::Write).await {
            Err(UiError::ProfileBusy) => return Ok(Vec::new()),
            opened => opened?,
        };
        let notices = self.carry_out_removals(&open).await;
        self.give_back(self.close(&open).await).await;
        notices
    }

    async fn start_work(&self, open: &Arc<OpenProfile>) -> Result<Vec<Notice>, UiError> {
        if open.access.looks_only() {
            self.start_indexing(open);
            return Ok(Vec::new());
        }
        let id = open.id;
        // A date in a list; a full disk must not keep anyone from reading what they have.
        if let Err(error) = self.blocking(move |profiles| profiles.touch(id)).await {
            tracing::warn!(?error, "the time of this sign-in was not noted");
        }
        let notices = if open.writes() {
            self.start_writing_work(open).await?
        } else {
            let waiting = wait_to_write(self.downgrade(), Arc::downgrade(open));
            open.own(Task::new(self.inner.runtime.spawn(waiting)));
            Vec::new()
        };
        self.start_indexing(open);
        if open.access == Access::Window {
            self.listen_for_assistants(open);
        }
        Ok(notices)
    }

    /// What only the process that may write does when a profile opens.
    pub(super) async fn start_writing_work(&self, open: &Arc<OpenProfile>) -> Result<Vec<Notice>, UiError> {
        let notices = self.carry_out_removals(open).await?;
        if open.access == Access::Window {
            self.restore_pending(open).await;
        }
        self.start_connections(open).await?;
        Ok(notices)
    }

    fn start_indexing(&self, open: &OpenProfile) {
        let Some(index) = open.take_index() else { return };
        let indexing =
            Indexing::new(self.downgrade(), &open.corpus, open.locks.writes_flag(), index.place.clone());
        let place = index.place.clone();
        open.own(Task::new(self.inner.runtime.spawn(indexing.run(index))));
        // A command that looks something up is gone before it would have worked anything out.
        let encoding = Encoding::new(self.downgrade(), &open.corpus, place, !open.access.looks_only());
        open.own(Task::new(self.inner.runtime.spawn(encoding.run())));
    }
}

pub(crate) fn profile_id(text: &str) -> Result<ProfileId, UiError> {
    text.parse().map_err(|_| UiError::ProfileNotFound)
}

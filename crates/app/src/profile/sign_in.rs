//! Who is at the computer: creating, claiming, opening, locking and forgetting profiles.
//!
//! Not here: passwords to keys (`trove-profiles`), and what an open profile holds.

use crate::open_profile::{Access, OpenProfile, Task};
use crate::ui_types::{Notice, PasswordRefused, PasswordStrength, ProfileCard, Role, Session, UiError};
use crate::{App, Inner};
use std::sync::{Arc, PoisonError, Weak};
use std::time::Duration;
use trove_model::{Clock, ProfileId, SecretString};
use trove_profiles::{Profile, ProfileKeys, Refused, RegistryState, Unlocked};

/// How often the idle lock looks at the clock.
const IDLE_STEP: Duration = Duration::from_secs(15);

/// How often the right to write is asked for while another process has it.
const WRITER_STEP: Duration = Duration::from_secs(2);

/// A machine that slept this long is locked when it wakes.
const SLEPT: Duration = Duration::from_secs(120);

impl App {
    pub(crate) async fn profile_cards(&self) -> Result<Vec<ProfileCard>, UiError> {
        let profiles = self.blocking(trove_profiles::Profiles::list).await?;
        Ok(profiles.into_iter().map(card).collect())
    }

    /// How good a password is while it is typed; nothing is stored.
    pub async fn password_strength(&self, name: String, password: SecretString) -> PasswordStrength {
        let judged =
            tokio::task::spawn_blocking(move || trove_profiles::password_strength(&name, &password)).await;
        judged.map_or(PasswordStrength { score: 0, refused: None }, |strength| PasswordStrength {
            score: strength.score,
            refused: strength.refused.map(refused),
        })
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
        self.open(keys, Access::Window, Vec::new()).await
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
        self.open(unlocked.keys, access, notices).await
    }

    /// The first time someone opens the profile made for them: they choose the password.
    ///
    /// # Errors
    /// A refused password, or a profile that has one already.
    pub async fn claim_profile(&self, profile: &str, password: SecretString) -> Result<Session, UiError> {
        let id = profile_id(profile)?;
        let keys = self.blocking(move |profiles| profiles.claim(id, &password)).await?;
        self.open(keys, Access::Window, Vec::new()).await
    }

    /// Destroys everything of a profile on this computer. Possible without its password,
    /// since whoever can start Trove can delete its files as well.
    ///
    /// # Errors
    /// When its files cannot be removed, or another process has it open.
    pub async fn forget_profile(&self, profile: &str) -> Result<(), UiError> {
        let id = profile_id(profile)?;
        if self.open_profile().await.is_ok_and(|open| open.id == id) {
            self.lock().await?;
        }
        self.drop_held_link();
        let remembered = self.is_remembered(profile).await?;
        self.blocking(move |profiles| profiles.forget(id)).await?;
        if remembered {
            self.forget_key(id).await;
        }
        self.forget_cache(id).await;
        Ok(())
    }

    /// Re-wraps the data key under a new password.
    ///
    /// # Errors
    /// [`UiError::Locked`], a wrong old or a refused new password.
    pub async fn change_password(&self, old: SecretString, new: SecretString) -> Result<(), UiError> {
        let id = self.open_profile().await?.id;
        self.blocking(move |profiles| profiles.change_password(id, &old, &new)).await
    }

    /// Tells the window to empty itself, closes the files and drops the keys; then gives
    /// back a token that nobody agreed to.
    ///
    /// # Errors
    /// None today; the signature leaves room.
    pub async fn lock(&self) -> Result<(), UiError> {
        self.drop_held_link();
        let door = self.inner.door.lock().await;
        let open = self.inner.open.write().await.take();
        if let Some(open) = open {
            open.stop().await;
            self.emit(&crate::ui_types::Event::Locked);
            let candidate = open.close().await;
            drop(door);
            self.give_back(candidate).await;
        }
        Ok(())
    }

    /// The person is there.
    pub fn touch(&self) {
        *self.inner.touched.lock().unwrap_or_else(PoisonError::into_inner) = self.inner.clock.boot().elapsed;
    }

    /// Opens the profile's files, carries out what waited for it, and starts its work.
    /// The profile is open once all of that is done, or not at all.
    async fn open(
        &self,
        keys: ProfileKeys,
        access: Access,
        mut notices: Vec<Notice>,
    ) -> Result<Session, UiError> {
        let _door = self.inner.door.lock().await;
        let previous = self.inner.open.write().await.take();
        if let Some(previous) = previous {
            previous.stop().await;
            self.give_back(previous.close().await).await;
        }
        let open = OpenProfile::open(&self.inner, keys, access).await?;
        match self.start_work(&open).await {
            Ok(done) => notices.extend(done),
            Err(error) => {
                open.stop().await;
                self.give_back(open.close().await).await;
                return Err(error);
            }
        }
        self.touch();
        *self.inner.open.write().await = Some(Arc::clone(&open));
        self.take_held_link(Arc::clone(&open));
        Ok(Session { profile: open.card(), notices })
    }

    async fn start_work(&self, open: &Arc<OpenProfile>) -> Result<Vec<Notice>, UiError> {
        if open.access == Access::Read {
            open.start_indexing(&self.inner);
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
            let waiting = wait_to_write(Arc::downgrade(&self.inner), Arc::downgrade(open));
            open.own(Task::new(self.inner.runtime.spawn(waiting)));
            Vec::new()
        };
        open.start_indexing(&self.inner);
        Ok(notices)
    }

    /// What only the process that may write does when a profile opens.
    async fn start_writing_work(&self, open: &Arc<OpenProfile>) -> Result<Vec<Notice>, UiError> {
        let notices = self.carry_out_removals(open).await?;
        if open.access == Access::Window {
            self.restore_pending(open).await;
        }
        self.start_connections(open).await?;
        Ok(notices)
    }

    /// Derived data outlives nothing: best effort, since it is useless without its key.
    pub(crate) async fn forget_cache(&self, id: ProfileId) {
        let folder = self.inner.paths.cache.join(id.to_string());
        let _ = tokio::fs::remove_dir_all(folder).await;
    }
}

/// Another process writes, a command that reads Notion for instance: its work is taken up
/// when it ends.
async fn wait_to_write(app: Weak<Inner>, open: Weak<OpenProfile>) {
    loop {
        let Some(clock) = app.upgrade().map(|inner| Arc::clone(&inner.clock)) else { return };
        clock.sleep(WRITER_STEP).await;
        let (Some(inner), Some(open)) = (app.upgrade(), open.upgrade()) else { return };
        match open.start_writing(&inner).await {
            Ok(false) => {
                // What the other one stores is shown as it comes.
                if open.follow().await.unwrap_or(false) {
                    App { inner }.emit(&crate::ui_types::Event::PagesChanged);
                }
            }
            Ok(true) => {
                if let Err(error) = (App { inner }).start_writing_work(&open).await {
                    tracing::warn!(?error, "connections did not start");
                }
                return;
            }
            Err(error) => tracing::warn!(?error, "the right to write was not taken up"),
        }
    }
}

/// Locks after the time the person chose without a key or a click, and after sleep.
/// Runs as long as the app lives; holds it weakly.
pub(crate) async fn watch_idle(clock: Arc<dyn Clock>, app: Weak<Inner>) {
    let mut seen = (clock.monotonic(), clock.boot().elapsed);
    loop {
        clock.sleep(IDLE_STEP).await;
        let Some(inner) = app.upgrade() else { return };
        let app = App { inner };
        let now = (clock.monotonic(), clock.boot().elapsed);
        let slept = now.1.saturating_sub(seen.1).saturating_sub(now.0.saturating_sub(seen.0)) >= SLEPT;
        seen = now;
        let Ok(open) = app.open_profile().await else { continue };
        let touched = *app.inner.touched.lock().unwrap_or_else(PoisonError::into_inner);
        let idle = open.lock_after().is_some_and(|after| now.1.saturating_sub(touched) >= after);
        drop(open);
        if slept || idle {
            let _ = app.lock().await;
        }
    }
}

pub(crate) fn profile_id(text: &str) -> Result<ProfileId, UiError> {
    text.parse().map_err(|_| UiError::ProfileNotFound)
}

pub(crate) fn card(profile: Profile) -> ProfileCard {
    ProfileCard {
        id: profile.id.to_string(),
        name: profile.name,
        role: role(profile.role),
        claimed: profile.claimed,
    }
}

pub(crate) fn role(role: trove_profiles::Role) -> Role {
    match role {
        trove_profiles::Role::Administrator => Role::Administrator,
        trove_profiles::Role::Member => Role::Member,
    }
}

pub(crate) fn refused(refused: Refused) -> PasswordRefused {
    match refused {
        Refused::TooShort => PasswordRefused::TooShort,
        Refused::TooLong => PasswordRefused::TooLong,
        Refused::LikeTheName => PasswordRefused::LikeTheName,
        Refused::TooCommon => PasswordRefused::TooCommon,
    }
}

//! What every command needs first: the app on its folder, the profile, the password.

use crate::arguments::Common;
use crate::host::TerminalHost;
use crate::input::{Input, ask};
use crate::output;
use crate::stop::Stop;
use crate::words;
use std::sync::Arc;
use std::time::Duration;
use trove_app::ui_types::{Notice, ProfileCard, Session, UiError};
use trove_app::{Access, App, Paths};
use trove_model::SecretString;

/// How long an index that is being made is waited for.
const PATIENCE: Duration = Duration::from_secs(20);

pub struct Context {
    pub app: App,
    pub input: Input,
    pub json: bool,
    profile: Option<String>,
    password_stdin: bool,
    /// Given once, for a command that opens its profile twice.
    password: Option<SecretString>,
}

impl Context {
    pub fn new(common: Common) -> Result<Self, Stop> {
        let paths = paths(&common)?;
        let origin = trove_app::notion_origin().map_err(|error| Stop::Usage(format!("{error}.")))?;
        // A command that only reads works on a full disk too.
        let _ = trove_app::log::start(&paths.logs());
        trove_app::log::report_panics();
        Ok(Self {
            app: App::new(paths, origin, Arc::new(TerminalHost))?,
            input: Input::standard(),
            json: common.json,
            profile: common.profile,
            password_stdin: common.password_stdin,
            password: None,
        })
    }

    /// As if it had been named with `--profile`.
    pub fn choose(&mut self, name: String) {
        self.profile = Some(name);
    }

    pub async fn open_to_read(&mut self) -> Result<Session, Stop> {
        let session = self.open(Access::Read).await?;
        // What else there is to tell is told by the window and by what writes.
        let removed = |notice: &&Notice| !matches!(notice, Notice::RegistryChangedOutside);
        session.notices.iter().filter(removed).for_each(|notice| output::note(&words::notice(notice)));
        settle_index(&self.app).await?;
        Ok(session)
    }

    /// To look up and write down what is the person's own, beside whoever asks Notion.
    pub async fn open_to_keep(&mut self) -> Result<Session, Stop> {
        self.open(Access::Keep).await
    }

    /// By the password on standard input, which is its first line; nothing is asked.
    pub async fn open_for_assistants(&mut self) -> Result<Session, Stop> {
        let profile = self.profile().await?;
        let password = self.input.secret_line(words::EMPTY_PASSWORD)?;
        Ok(self.app.open_for_assistants(&profile.id, password).await?)
    }

    pub fn reads_password(&self) -> bool {
        self.password_stdin
    }

    /// Beside whoever writes; nothing is looked up, so no index is waited for.
    pub async fn open_to_copy(&mut self) -> Result<Session, Stop> {
        self.open(Access::Read).await
    }

    /// `busy` is said when the window or another command writes already.
    pub async fn open_to_write(&mut self, busy: &'static str) -> Result<Session, Stop> {
        let session = match self.open(Access::Write).await {
            Err(stop @ Stop::App(UiError::ProfileBusy)) => {
                output::note(busy);
                return Err(Stop::Told(stop.code()));
            }
            opened => opened?,
        };
        session.notices.iter().for_each(|notice| output::note(&words::notice(notice)));
        Ok(session)
    }

    /// To write where nobody else does, since who writes can look at the tokens too.
    pub async fn open_to_examine(&mut self) -> Result<Session, Stop> {
        match self.open(Access::Write).await {
            Err(Stop::App(UiError::ProfileBusy)) => self.open(Access::Read).await,
            opened => opened,
        }
    }

    async fn open(&mut self, access: Access) -> Result<Session, Stop> {
        let profile = self.profile().await?;
        if !self.password_stdin && self.password.is_none() && self.app.is_remembered(&profile.id).await? {
            match self.app.open_from_keychain(&profile.id, access).await {
                Err(error @ (UiError::NoKeychain | UiError::NotRemembered)) => {
                    output::note(&words::error(&error));
                }
                opened => return Ok(opened?),
            }
        }
        let password = self.password()?;
        Ok(match access {
            Access::Read => self.app.open_to_read(&profile.id, password).await?,
            Access::Keep => self.app.open_to_keep(&profile.id, password).await?,
            Access::Assistant => self.app.open_for_assistants(&profile.id, password).await?,
            Access::Write | Access::Window => self.app.open_to_write(&profile.id, password).await?,
        })
    }

    /// The one named, or the only one.
    pub async fn profile(&self) -> Result<ProfileCard, Stop> {
        let profiles = self.app.start().await?.profiles;
        match &self.profile {
            Some(name) => named(profiles, name),
            None if profiles.is_empty() => Err(Stop::Usage(words::NO_PROFILE.into())),
            None if profiles.len() == 1 => profiles.into_iter().next().ok_or(UiError::ProfileNotFound.into()),
            None => {
                let names: Vec<_> = profiles.iter().map(|profile| profile.name.as_str()).collect();
                Err(Stop::Usage(words::choose_profile(&names)))
            }
        }
    }

    pub fn password(&mut self) -> Result<SecretString, Stop> {
        if let Some(password) = &self.password {
            return Ok(password.clone());
        }
        let password = if self.password_stdin {
            self.input.secret_line(words::EMPTY_PASSWORD)?
        } else {
            ask(words::ASK_PASSWORD, words::NO_PASSWORD)?
        };
        self.password = Some(password.clone());
        Ok(password)
    }

    /// Twice, where it is typed: a mistake could not be seen.
    pub fn new_password(&mut self) -> Result<SecretString, Stop> {
        if self.password_stdin {
            return self.input.secret_line(words::EMPTY_PASSWORD);
        }
        let password = ask(words::ASK_NEW, words::NO_PASSWORD)?;
        let again = ask(words::ASK_AGAIN, words::NO_PASSWORD)?;
        // Both came from the same keyboard a moment ago: nothing is learned from the time.
        if password.expose() == again.expose() {
            Ok(password)
        } else {
            Err(Stop::Usage(words::NOT_THE_SAME.into()))
        }
    }
}

/// What is asked before would be answered from titles alone. An answer that comes with the
/// remark that texts may be missing is better than none for minutes.
pub async fn settle_index(app: &App) -> Result<(), UiError> {
    if let Ok(settled) = tokio::time::timeout(PATIENCE, app.index_settled()).await {
        settled?;
    }
    Ok(())
}

/// Where everything lies.
pub fn paths(common: &Common) -> Result<Paths, Stop> {
    let paths = match &common.data_dir {
        Some(folder) => Paths::find(Some(folder)),
        None => Paths::from_environment(),
    };
    paths.map_err(|error| Stop::Usage(format!("{error}.")))
}

/// By name as written, by id, or by name in another case.
pub fn named(profiles: Vec<ProfileCard>, name: &str) -> Result<ProfileCard, Stop> {
    let lower = name.to_lowercase();
    let ways: [&dyn Fn(&ProfileCard) -> bool; 3] =
        [&|profile| profile.name == name, &|profile| profile.id == name, &|profile| {
            profile.name.to_lowercase() == lower
        }];
    let found = ways.iter().find_map(|way| profiles.iter().find(|profile| way(profile)));
    found.cloned().ok_or(Stop::App(UiError::ProfileNotFound))
}

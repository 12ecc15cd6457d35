//! The app itself, asked in this process: a profile connected to a local Notion and read whole, or one that was
//! filled without any.
//!
//! Not for times: those are taken in a process of its own (`answered`).

use crate::Stop;
use crate::filled::{self, password, paths};
use std::path::Path;
use std::sync::Arc;
use trove_app::host::NoHost;
use trove_app::ui_types::{IndexState, Pace, SearchAnswer, SearchRequest, SearchSort};
use trove_app::{App, Extent};
use trove_model::{Origin, SecretString};
use trove_sim::Sim;

/// The answers that are looked at.
pub const LIMIT: u32 = 20;

/// A new profile that sees all of the local Notion's pages, with everything read and indexed.
///
/// # Errors
/// Whatever the app refuses, or that the reading does not end.
pub async fn connected(folder: &Path, sim: &Sim) -> Result<App, Stop> {
    let app = App::new(paths(folder), Origin::parse(sim.origin())?, Arc::new(NoHost))?;
    match read_whole(&app, sim).await {
        Ok(()) => Ok(app),
        Err(why) => {
            app.shut_down().await;
            Err(why)
        }
    }
}

async fn read_whole(app: &App, sim: &Sim) -> Result<(), Stop> {
    app.create_administrator("Bench".to_owned(), password()).await.map_err(refused)?;
    app.connect_token(SecretString::from(sim.personal_token())).await.map_err(refused)?;
    app.confirm_connection().await.map_err(refused)?;
    // Everything, whatever the window's own work has begun: it ends only when pages, names and what texts mention are
    // read, and the index has all of it.
    let synced = app.sync_now(Extent::Everything, Some(Pace::Max)).await.map_err(refused)?;
    match synced.into_iter().find_map(|one| one.error) {
        None => Ok(()),
        Some(error) => Err(refused(error)),
    }
}

/// The profile that [`filled::fill`] made.
///
/// # Errors
/// It cannot be opened.
pub async fn opened(folder: &Path) -> Result<App, Stop> {
    let app = App::new(paths(folder), Origin::parse("http://127.0.0.1:9")?, Arc::new(NoHost))?;
    let profile = filled::profiles(folder)?.list()?.into_iter().next();
    let profile = profile.ok_or_else(|| Stop("no profile was made".to_owned()))?;
    app.sign_in(&profile.id.to_string(), password()).await.map_err(refused)?;
    match app.index_settled().await.map_err(refused)? {
        IndexState::Ready => Ok(app),
        state => {
            app.shut_down().await;
            Err(Stop(format!("the index was not opened: {state:?}")))
        }
    }
}

/// # Errors
/// The app refuses.
pub async fn answer(app: &App, text: &str) -> Result<SearchAnswer, Stop> {
    let request =
        SearchRequest { text: text.to_owned(), limit: LIMIT, correct: true, sort: SearchSort::Relevance };
    app.search(request).await.map_err(refused)
}

fn refused(error: trove_app::ui_types::UiError) -> Stop {
    Stop(format!("the app answered {error:?}"))
}

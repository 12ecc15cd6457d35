//! Answers of the app itself, whole: a process of its own opens a profile as a window does
//! and types. The binary runs itself again for it.

use crate::filled::{self, Filled, password, paths};
use crate::judged::{Hurried, ModelHost, model};
use crate::{Stop, SystemRandom, machine, queries};
use serde_json::{Value, json};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};
use trove_app::host::{Host, NoHost};
use trove_app::ui_types::{
    IndexMemory, IndexState, ProfileSettings, SearchAnswer, SearchRequest, SearchSort,
};
use trove_app::{App, MeaningState};
use trove_model::Origin;
use trove_store::Store;

/// Pages stored at once by the one who edits, and how often.
const EDITED: usize = 4;
const EVERY: Duration = Duration::from_millis(200);
/// A password's check takes a second or two.
const LONGEST_CHECK: Duration = Duration::from_secs(60);

/// What the other process does after it has opened the profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Doing {
    /// One answer from titles, one from the index.
    Open,
    /// Types.
    Search,
    /// Types while pages change: stored, taken over in memory, committed to the index.
    SearchAndEdit,
    /// Works out what all pages mean, without a pause.
    Encode,
    /// Types, and pages are found by meaning besides.
    SearchByMeaning,
}

/// How the app holds the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Memory {
    Auto,
    Whole,
    Pieces,
}

/// What it found.
pub struct Answered {
    /// Milliseconds of each request, query by query, prefix by prefix, typed a second time.
    pub requests: Vec<f64>,
    /// Milliseconds from keys in hand to the first answer on titles.
    pub open_titles_ms: f64,
    /// The same to the first answer by the index.
    pub open_full_ms: f64,
    /// Megabytes after all requests.
    pub resident: f64,
    /// The most megabytes at any time, the password's check included.
    pub peak: f64,
    /// Pages edited while it typed, and how often the index had caught up with them.
    pub edited: u64,
    pub caught_up: u64,
    /// Hits over all answers, and pages near in meaning.
    pub hits: u64,
    pub similar: u64,
}

/// # Errors
/// The other process failed; what it said is on standard error.
pub fn ask(filled: &Filled, typed: &[&str], doing: Doing, memory: Memory) -> Result<Answered, Stop> {
    fs::write(typed_file(&filled.folder), serde_json::to_vec(typed)?)?;
    in_the_page_cache(&filled.folder)?;
    let doing = match doing {
        Doing::Open => "open",
        Doing::Search => "search",
        Doing::SearchAndEdit => "search-and-edit",
        Doing::Encode => "encode",
        Doing::SearchByMeaning => "search-by-meaning",
    };
    let memory = match memory {
        Memory::Auto => "auto",
        Memory::Whole => "whole",
        Memory::Pieces => "pieces",
    };
    let output = Command::new(std::env::current_exe()?)
        .args(["--ask".as_ref(), filled.folder.as_os_str()])
        .args(["--doing", doing, "--memory", memory])
        .stderr(Stdio::inherit())
        .output()?;
    if !output.status.success() {
        return Err(Stop(format!("the answering process failed ({})", output.status)));
    }
    let told: Value = serde_json::from_slice(&output.stdout)?;
    let number = |name: &str| told.get(name).and_then(Value::as_f64).unwrap_or(f64::NAN);
    let whole = |name: &str| told.get(name).and_then(Value::as_u64).unwrap_or_default();
    let requests =
        told.get("requests").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_f64);
    Ok(Answered {
        requests: requests.collect(),
        open_titles_ms: number("open_titles_ms"),
        open_full_ms: number("open_full_ms"),
        resident: number("resident"),
        peak: number("peak"),
        edited: whole("edited"),
        caught_up: whole("caught_up"),
        hits: whole("hits"),
        similar: whole("similar"),
    })
}

/// Reads the database once. What a person uses every day is there; what the system gave up
/// since it was made would have the disk measured.
fn in_the_page_cache(folder: &Path) -> Result<(), Stop> {
    let profiles = filled::profiles(folder)?;
    let profile = profiles.list()?.into_iter().next();
    let Some(profile) = profile else { return Ok(()) };
    let mut database = fs::File::open(profiles.folder(profile.id).join("pages.db"))?;
    io::copy(&mut database, &mut io::sink())?;
    Ok(())
}

fn typed_file(folder: &Path) -> PathBuf {
    folder.join("typed.json")
}

/// The other process: opens, types, says what it took.
///
/// # Errors
/// The profile cannot be opened or searched.
pub fn child(folder: &Path, doing: Doing, memory: Memory) -> Result<String, Stop> {
    let typed: Vec<String> = serde_json::from_slice(&fs::read(typed_file(folder))?)?;
    let runtime = tokio::runtime::Runtime::new()?;
    let told = runtime.block_on(async {
        let app = app(folder, doing)?;
        let told = opened(&app, folder, &typed, doing, memory).await;
        // However it went: a database connection that closes while the process ends crashes it.
        app.shut_down().await;
        told
    })?;
    Ok(told.to_string())
}

/// With a model where it is wanted, and in a hurry where nobody types.
fn app(folder: &Path, doing: Doing) -> Result<App, Stop> {
    let (paths, origin) = (paths(folder), Origin::parse("http://127.0.0.1:9")?);
    let host: Arc<dyn Host> = match doing {
        Doing::Encode | Doing::SearchByMeaning => {
            Arc::new(ModelHost(model().ok_or_else(|| Stop("there is no model".to_owned()))?))
        }
        Doing::Open | Doing::Search | Doing::SearchAndEdit => Arc::new(NoHost),
    };
    Ok(if doing == Doing::Encode {
        App::with(paths, origin, host, Arc::new(Hurried::default()), Arc::new(SystemRandom))?
    } else {
        App::new(paths, origin, host)?
    })
}

async fn opened(
    app: &App,
    folder: &Path,
    typed: &[String],
    doing: Doing,
    memory: Memory,
) -> Result<Value, Stop> {
    let profiles = filled::profiles(folder)?;
    let profile =
        profiles.list()?.into_iter().next().ok_or_else(|| Stop("no profile was made".to_owned()))?;
    set_memory(app, &profile.id.to_string(), memory).await?;
    // With the keys in hand the app first of all takes the window's lock, whose file is
    // the only thing of that moment that can be seen from here.
    let lock = profiles.folder(profile.id).join("window.lock");
    let _ = fs::remove_file(&lock);
    let keys_in_hand = thread::spawn(move || appearance(&lock));
    app.sign_in(&profile.id.to_string(), password()).await.map_err(refused)?;
    let first = typed.first().map_or("linux", String::as_str);
    let titles = answer(app, first).await?;
    let answered_titles = Instant::now();
    let state = app.index_settled().await.map_err(refused)?;
    let full = answer(app, first).await?;
    let answered_full = Instant::now();
    if state != IndexState::Ready || full.covers.index != IndexState::Ready {
        return Err(Stop(format!("the index was not opened: {state:?}")));
    }
    let keys_in_hand = keys_in_hand.join().ok().flatten();
    let keys_in_hand = keys_in_hand.ok_or_else(|| Stop("the profile took no lock".to_owned()))?;
    let ms = |at: Instant| at.saturating_duration_since(keys_in_hand).as_secs_f64() * 1e3;

    let (mut requests, mut hits, mut similar, mut edits) =
        (Vec::new(), titles.hits.len() + full.hits.len(), 0, (0, 0));
    if matches!(doing, Doing::Encode | Doing::SearchByMeaning) {
        app.meanings_caught_up().await.map_err(refused)?;
        if app.meanings_settled().await.map_err(refused)? != MeaningState::On {
            return Err(Stop("pages are not found by meaning".to_owned()));
        }
    }
    if !matches!(doing, Doing::Open | Doing::Encode) {
        type_all(app, typed, |_, _| {}).await?;
        let stop = Arc::new(AtomicBool::new(false));
        let editing = if doing == Doing::SearchAndEdit {
            let store = filled::store(&profiles, &filled::unlocked(&profiles)?).await?;
            Some(tokio::spawn(edit(app.clone(), store, Arc::clone(&stop))))
        } else {
            None
        };
        type_all(app, typed, |took, answer| {
            requests.push(took);
            hits += answer.hits.len();
            similar += answer.similar.len();
        })
        .await?;
        stop.store(true, Ordering::Relaxed);
        if let Some(editing) = editing {
            edits = editing.await??;
        }
    }
    let (resident, peak) = machine::resident();
    Ok(json!({
        "requests": requests, "open_titles_ms": ms(answered_titles), "open_full_ms": ms(answered_full),
        "resident": resident, "peak": peak, "edited": edits.0, "caught_up": edits.1, "hits": hits, "similar": similar,
    }))
}

/// The person's choice in the settings; it counts from the next opening on.
async fn set_memory(app: &App, profile: &str, memory: Memory) -> Result<(), Stop> {
    let wanted = match memory {
        Memory::Auto => IndexMemory::Auto,
        Memory::Whole => IndexMemory::Whole,
        Memory::Pieces => IndexMemory::Pieces,
    };
    app.sign_in(profile, password()).await.map_err(refused)?;
    let settings = app.profile_settings().await.map_err(refused)?;
    // Of no effect without a model.
    let wanted = ProfileSettings { index_memory: wanted, meanings: true, ..settings };
    if settings != wanted {
        app.set_profile_settings(wanted).await.map_err(refused)?;
    }
    app.lock().await.map_err(refused)
}

async fn type_all(app: &App, typed: &[String], mut each: impl FnMut(f64, &SearchAnswer)) -> Result<(), Stop> {
    for text in typed {
        for prefix in queries::prefixes(text) {
            let started = Instant::now();
            let answer = answer(app, prefix).await?;
            each(started.elapsed().as_secs_f64() * 1e3, &answer);
        }
    }
    Ok(())
}

async fn answer(app: &App, text: &str) -> Result<SearchAnswer, Stop> {
    let request =
        SearchRequest { text: text.to_owned(), limit: 20, correct: true, sort: SearchSort::Relevance };
    app.search(request).await.map_err(refused)
}

/// Stores a few changed pages again and again, as a crawl beside the search does; the app
/// takes them over and commits them to the index in its own time.
async fn edit(app: App, store: Store, stop: Arc<AtomicBool>) -> Result<(u64, u64), Stop> {
    let last = u64::from(store.count_pages().await?);
    let (mut edited, mut caught_up) = (0, 0);
    while !stop.load(Ordering::Relaxed) {
        let until = tokio::time::sleep(EVERY);
        // Far apart, and no page twice for a long time.
        let mut bodies = Vec::new();
        for n in 0..EDITED as u64 {
            let id = filled::id((edited + n) * 7_919 % last);
            let (page, key) = (store.page(id).await?, store.key_of(id).await?);
            let shown = store.shown_pages(key.as_slice()).await?.pop();
            if let (Some(listed), Some(shown)) = (page, shown) {
                let text = format!("{} edited", shown.body);
                bodies.push(filled::body(id, listed.page.edited, crate::today().now, text));
            }
        }
        store.put_bodies(&bodies).await?;
        edited += bodies.len() as u64;
        tokio::select! {
            caught = app.index_caught_up() => {
                caught.map_err(refused)?;
                caught_up += 1;
                until.await;
            }
            () = tokio::time::sleep(EVERY) => {}
        }
    }
    store.close().await;
    Ok((edited, caught_up))
}

/// When a file is there.
fn appearance(file: &Path) -> Option<Instant> {
    let started = Instant::now();
    while started.elapsed() < LONGEST_CHECK {
        if file.exists() {
            return Some(Instant::now());
        }
        thread::sleep(Duration::from_micros(200));
    }
    None
}

fn refused(error: trove_app::ui_types::UiError) -> Stop {
    Stop(format!("the app answered {error:?}"))
}

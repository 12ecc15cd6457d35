//! Answers to the desktop's own search, over the session bus: GNOME Shell's search provider and
//! KRunner's. Only while the person wants it, and only while a profile is open; titles and names
//! of this moment alone, since every program of the session may ask.
//!
//! Not here: which pages answer (`trove_app`), and the files by which those shells know of it
//! (`packaging`).
//!
//! Sources: <https://developer.gnome.org/documentation/tutorials/search-provider.html>,
//! <https://invent.kde.org/frameworks/krunner/-/blob/master/src/data/org.kde.krunner1.xml>.

use crate::window;
use futures::FutureExt;
use futures::executor::block_on;
use futures::future::BoxFuture;
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tauri::{AppHandle, Manager};
use trove_app::App;
use trove_app::ui_types::{SearchHit, SearchRequest, SearchSort, UiError};
use zbus::connection::Builder;
use zbus::zvariant::Value;

pub const NAME: &str = "net.trovesearch.desktop.SearchProvider";
pub const GNOME: &str = "/net/trovesearch/desktop/SearchProvider";
pub const KRUNNER: &str = "/krunner";

/// Hits of one question: more than shells show.
const MOST: u32 = 10;
/// Hits that can still be opened; those before are forgotten.
const KEPT: usize = 200;
/// Nobody types more, in bytes.
const LONGEST: usize = 1_000;
/// How well a hit fits, as KRunner counts: between 10 for the least and 100 for what is exactly
/// it. Words of a title say no more than that it may be meant.
const POSSIBLE: i32 = 30;

/// What of the app the desktop may see and do.
trait Answering: Send + Sync + 'static {
    /// The best pages for what was typed, by id and title; none while nothing is open.
    fn search(&self, text: String) -> BoxFuture<'static, Vec<(String, String)>>;

    fn is_open(&self) -> BoxFuture<'static, bool>;

    /// Opens a page where the person chose; where that fails, the window at `asked`.
    fn open(&self, page: String, asked: String) -> BoxFuture<'static, ()>;

    /// Brings the window forward with this in its box.
    fn show(&self, asked: String);
}

/// Answers as long as it lives.
pub struct DesktopSearch {
    hits: Arc<Mutex<Hits>>,
    _bus: zbus::Connection,
}

impl DesktopSearch {
    /// `None` where there is no session bus, or another program has the name. May wait.
    pub fn start(window: &AppHandle) -> Option<Self> {
        let app = Arc::new(OfWindow(window.clone()));
        let built = Builder::session().and_then(|bus| Self::over(bus, app));
        built.inspect_err(|error| tracing::info!(%error, "the desktop's search is not answered")).ok()
    }

    fn over(bus: Builder<'_>, app: Arc<dyn Answering>) -> zbus::Result<Self> {
        let hits = Arc::<Mutex<Hits>>::default();
        let asked = || Asked { app: Arc::clone(&app), hits: Arc::clone(&hits) };
        let bus = bus
            .serve_at(GNOME, Gnome(asked()))?
            .serve_at(KRUNNER, KRunner(asked()))?
            .allow_name_replacements(false)
            .replace_existing_names(false)
            .name(NAME)?;
        Ok(Self { hits, _bus: block_on(bus.build())? })
    }

    /// Nothing of a profile stays here when it is locked.
    pub fn forget(&self) {
        let mut hits = self.hits.lock().unwrap_or_else(PoisonError::into_inner);
        *hits = Hits { locks: hits.locks + 1, named: hits.named, ..Hits::default() };
    }
}

/// What was answered, by names that mean nothing elsewhere and nothing later.
#[derive(Default)]
struct Hits {
    /// Counted up whenever a profile is locked.
    locks: u64,
    /// Pages that have had a name.
    named: u64,
    by_name: HashMap<String, Hit>,
    oldest: VecDeque<String>,
}

struct Hit {
    page: String,
    title: String,
}

impl Hits {
    /// The name of a page: the same as long as it is kept.
    fn name(&mut self, page: &str, title: &str) -> String {
        if let Some((name, known)) = self.by_name.iter_mut().find(|(_, hit)| hit.page == page) {
            title.clone_into(&mut known.title);
            return name.clone();
        }
        if self.oldest.len() == KEPT
            && let Some(oldest) = self.oldest.pop_front()
        {
            self.by_name.remove(&oldest);
        }
        // No secret: whoever asks is told it. It says nothing of the page, and never names another.
        self.named += 1;
        let name = self.named.to_string();
        self.by_name.insert(name.clone(), Hit { page: page.to_owned(), title: title.to_owned() });
        self.oldest.push_back(name.clone());
        name
    }
}

/// The same for both interfaces.
struct Asked {
    app: Arc<dyn Answering>,
    hits: Arc<Mutex<Hits>>,
}

impl Asked {
    fn hits(&self) -> MutexGuard<'_, Hits> {
        self.hits.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Names and titles. Nothing while nothing is open.
    async fn search(&self, text: &str) -> Vec<(String, String)> {
        let text = text.trim();
        if text.is_empty() || text.len() > LONGEST {
            return Vec::new();
        }
        let locks = self.hits().locks;
        let found = self.app.search(text.to_owned()).await;
        let titled = found.into_iter().map(|(page, title)| (page, one_line(&title)));
        let titled = titled.filter(|(_, title)| !title.trim().is_empty()).take(MOST as usize);
        let open = self.app.is_open().await;
        let mut hits = self.hits();
        // Locked meanwhile: what came late is kept from everyone.
        if !open || hits.locks != locks {
            return Vec::new();
        }
        titled.map(|(page, title)| (hits.name(&page, &title), title)).collect()
    }

    async fn titles(&self, names: &[String]) -> Vec<(String, String)> {
        if !self.app.is_open().await {
            return Vec::new();
        }
        let hits = self.hits();
        let known =
            names.iter().filter_map(|name| Some((name.clone(), hits.by_name.get(name)?.title.clone())));
        known.take(KEPT).collect()
    }

    async fn open(&self, name: &str, asked: &str) {
        let page = self.hits().by_name.get(name).map(|hit| hit.page.clone());
        match page {
            Some(page) => self.app.open(page, asked.to_owned()).await,
            None => self.show(asked),
        }
    }

    fn show(&self, asked: &str) {
        let asked = if asked.len() > LONGEST { "" } else { asked };
        self.app.show(asked.to_owned());
    }
}

/// Whoever can edit a page chooses its title, and shells show it beside those of others: no line
/// breaks, no controls, nothing that turns the direction of what follows (UAX 9).
fn one_line(title: &str) -> String {
    let turns = |c: &char| matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    title
        .chars()
        .filter(|c| !turns(c))
        .map(|c| if c.is_control() || c.is_whitespace() { ' ' } else { c })
        .collect()
}

/// The app behind the window.
struct OfWindow(AppHandle);

impl OfWindow {
    fn app(&self) -> Option<App> {
        self.0.try_state::<App>().map(|app| app.inner().clone())
    }
}

impl Answering for OfWindow {
    fn search(&self, text: String) -> BoxFuture<'static, Vec<(String, String)>> {
        let Some(app) = self.app() else { return async { Vec::new() }.boxed() };
        let request = SearchRequest { text, limit: MOST, correct: true, sort: SearchSort::Relevance };
        let found = on_own_threads(async move { app.search(request).await });
        let titled = |hit: SearchHit| (hit.id, hit.title.into_iter().map(|part| part.text).collect());
        found
            .map(move |answer| {
                answer.map_or(Vec::new(), |answer| answer.hits.into_iter().map(titled).collect())
            })
            .boxed()
    }

    fn is_open(&self) -> BoxFuture<'static, bool> {
        let app = self.app();
        let open = async move {
            match app {
                Some(app) => app.has_open_profile().await,
                None => false,
            }
        };
        open.boxed()
    }

    fn open(&self, page: String, asked: String) -> BoxFuture<'static, ()> {
        let (app, window) = (self.app(), self.0.clone());
        on_own_threads(async move {
            let opened = match app {
                Some(app) => app.open_page(&page, false).await.map(|_| ()),
                None => Err(UiError::Locked),
            };
            // There it is said why.
            if opened.is_err() {
                window::search(&window, asked);
            }
            Ok(())
        })
        .map(|_| ())
        .boxed()
    }

    fn show(&self, asked: String) {
        window::search(&self.0, asked);
    }
}

/// The bus has threads of its own, on which the core's clock and pools do not run.
fn on_own_threads<T: Send + 'static>(
    work: impl Future<Output = Result<T, UiError>> + Send + 'static,
) -> BoxFuture<'static, Result<T, UiError>> {
    let running = tauri::async_runtime::spawn(work);
    async { running.await.unwrap_or(Err(UiError::Internal)) }.boxed()
}

struct Gnome(Asked);

#[zbus::interface(name = "org.gnome.Shell.SearchProvider2")]
impl Gnome {
    async fn get_initial_result_set(&self, terms: Vec<String>) -> Vec<String> {
        self.0.search(&terms.join(" ")).await.into_iter().map(|(name, _)| name).collect()
    }

    async fn get_subsearch_result_set(&self, _before: Vec<String>, terms: Vec<String>) -> Vec<String> {
        self.get_initial_result_set(terms).await
    }

    async fn get_result_metas(&self, names: Vec<String>) -> Vec<HashMap<&'static str, Value<'static>>> {
        let meta = |(name, title): (String, String)| {
            HashMap::from([("id", Value::from(name)), ("name", Value::from(title))])
        };
        self.0.titles(&names).await.into_iter().map(meta).collect()
    }

    async fn activate_result(&self, name: String, terms: Vec<String>, _time: u32) {
        self.0.open(&name, &terms.join(" ")).await;
    }

    async fn launch_search(&self, terms: Vec<String>, _time: u32) {
        self.0.show(&terms.join(" "));
    }
}

/// Name, text, icon, how well it fits, how relevant among these, and more.
type Match = (String, String, &'static str, i32, f64, HashMap<&'static str, Value<'static>>);

struct KRunner(Asked);

#[zbus::interface(name = "org.kde.krunner1")]
impl KRunner {
    #[zbus(name = "Match")]
    async fn matches(&self, text: String) -> Vec<Match> {
        let found = self.0.search(&text).await;
        let all = found.len().max(1);
        let matches = found.into_iter().enumerate().map(|(at, (name, title))| {
            // In the order in which they come.
            let relevance = share(all - at, all);
            (name, title, "trove-desktop", POSSIBLE, relevance, HashMap::new())
        });
        matches.collect()
    }

    fn actions(&self) -> Vec<(String, String, String)> {
        Vec::new()
    }

    async fn run(&self, name: String, _action: String) {
        self.0.open(&name, "").await;
    }
}

fn share(part: usize, whole: usize) -> f64 {
    let number = |number| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
    number(part) / number(whole)
}

#[cfg(test)]
mod tests;

//! A desk to sit at: the app on a folder of its own, a host that remembers what was
//! opened, a clock that can be moved, and the browser's part of a sign-in.

use futures::FutureExt;
use futures::future::BoxFuture;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU16, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use trove_app::desktop_host::Desktop;
use trove_app::host::{Host, HostError, Sample};
use trove_app::ui_types::*;
use trove_app::{App, Paths};
use trove_model::clock::Sleep;
use trove_model::{Boot, Clock, Entropy, EntropyUnavailable, Origin, SecretString, Timestamp};
use trove_sim::{Consent, Door, Options, Sim};

pub const PASSWORD: &str = "violet-harbour-lantern-9";

/// Long enough for a loaded machine; reached only by a test that fails.
const PATIENCE: Duration = Duration::from_secs(60);

pub struct Desk {
    pub app: App,
    pub host: Arc<TestHost>,
    pub clock: Arc<TestClock>,
    pub folder: Arc<tempfile::TempDir>,
    pub events: Arc<Mutex<Vec<Event>>>,
}

/// As a program ends. What its tasks read or write at that moment is waited for: SQLCipher
/// does not bear a statement or a connection that outlives the process's last line.
impl Drop for Desk {
    fn drop(&mut self) {
        // A test that failed meanwhile would wait for whom it keeps.
        self.clock.stick(false);
        let closing = self.app.shut_down();
        tokio::task::block_in_place(|| tokio::runtime::Handle::current().block_on(closing));
    }
}

impl Desk {
    /// The first start of the app on an empty folder.
    pub fn new(sim: &Sim) -> Self {
        Self::at(Arc::new(tempfile::tempdir().unwrap()), sim.origin(), Arc::default())
    }

    /// The app is started again on the same folder, by the same clock.
    pub async fn restart(self) -> Self {
        let (folder, clock, origin) = (self.folder.clone(), self.clock.clone(), self.host.origin.clone());
        self.app.lock().await.unwrap();
        drop(self);
        Self::at(folder, &origin, clock)
    }

    pub fn at(folder: Arc<tempfile::TempDir>, origin: &str, clock: Arc<TestClock>) -> Self {
        let host = Arc::new(TestHost { origin: origin.to_owned(), ..TestHost::default() });
        let paths = Paths::find(Some(folder.path())).unwrap();
        let origin = Origin::parse(origin).unwrap();
        let app = App::with(paths, origin, host.clone(), clock.clone(), Arc::new(TestEntropy)).unwrap();
        let events = Arc::new(Mutex::new(Vec::new()));
        let seen = events.clone();
        app.watch(move |event| {
            seen.lock().unwrap().push(event);
            true
        });
        Self { app, host, clock, folder, events }
    }

    pub async fn administrator(sim: &Sim) -> Self {
        let desk = Self::new(sim);
        desk.app.create_administrator("Ada".into(), PASSWORD.into()).await.unwrap();
        // Its files are made behind the first answers; a test that compares files wants them there.
        desk.app.index_settled().await.unwrap();
        desk
    }

    /// The person stays at the desk: hours may pass on the clock, and the profile is not locked.
    pub async fn stays(&self) {
        let settings = self.app.profile_settings().await.unwrap();
        let settings = ProfileSettings { lock_after_minutes: 0, ..settings };
        self.app.set_profile_settings(settings).await.unwrap();
    }

    /// Waits until every page of a connection is read and the index knows it.
    pub async fn read(&self) -> Covers {
        let covers = self.until("everything is read and indexed", async || {
            let answer = self.find("").await;
            let covers = answer.covers;
            let settled = covers.waiting == 0 && covers.known > 0 && covers.index == IndexState::Ready;
            (settled && !self.app.connections().await.unwrap().iter().any(|card| card.reading.running))
                .then_some(covers)
        });
        let covers = covers.await;
        self.app.index_caught_up().await.unwrap();
        covers
    }

    pub async fn find(&self, text: &str) -> SearchAnswer {
        self.app
            .search(SearchRequest {
                text: text.into(),
                limit: 50,
                correct: true,
                sort: SearchSort::Relevance,
            })
            .await
            .unwrap()
    }

    /// Titles of what is found, best first.
    pub async fn titles(&self, text: &str) -> Vec<String> {
        self.find(text).await.hits.iter().map(|hit| plain(&hit.title)).collect()
    }

    pub async fn profile(&self, name: &str) -> String {
        let start = self.app.start().await.unwrap();
        start.profiles.into_iter().find(|profile| profile.name == name).unwrap().id
    }

    pub async fn sign_in(&self, name: &str) -> Session {
        self.app.sign_in(&self.profile(name).await, PASSWORD.into()).await.unwrap()
    }

    /// Pastes a token, agrees, and waits until its pages are listed.
    pub async fn connect_token(&self, token: &str) -> ConnectionCard {
        self.app.connect_token(token.into()).await.unwrap();
        let card = self.app.confirm_connection().await.unwrap();
        self.listed(&card.id).await
    }

    /// Waits until a connection has nothing to do.
    pub async fn listed(&self, connection: &str) -> ConnectionCard {
        let found = self
            .until("the listing ends", async || {
                let cards = self.app.connections().await.unwrap();
                let card = cards.into_iter().find(|card| card.id == connection)?;
                match card.listing {
                    Listing::Idle if card.last_listed.is_some() => Some(Ok(card)),
                    Listing::Failed { error } => Some(Err(error)),
                    Listing::Idle | Listing::Running { .. } => None,
                }
            })
            .await;
        found.unwrap()
    }

    pub async fn until<T>(&self, what: &str, mut probe: impl AsyncFnMut() -> Option<T>) -> T {
        let start = Instant::now();
        loop {
            if let Some(found) = probe().await {
                return found;
            }
            assert!(start.elapsed() < PATIENCE, "waited in vain until {what}");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// Waits until the app asks whether to connect what it found.
    pub async fn asked(&self) {
        self.until("the app asks", async || {
            matches!(self.state().await, ConnectState::Confirming { .. }).then_some(())
        })
        .await;
    }

    pub async fn state(&self) -> ConnectState {
        self.app.connect_state().await.unwrap()
    }

    pub async fn begin(&self, sim: &Sim, form: RedirectForm) -> Result<String, UiError> {
        let client = ClientEntry {
            client_id: sim.client_id().to_owned(),
            client_secret: sim.client_secret().to_owned(),
        };
        let request = BeginSignIn { client: Some(client), form, bounce: None };
        self.app.begin_sign_in(request).await?;
        Ok(self.host.opened().last().unwrap().clone())
    }

    pub async fn pages(&self) -> PageList {
        self.app.pages(everything()).await.unwrap()
    }

    pub fn files(&self) -> Vec<(String, Vec<u8>)> {
        let mut files = Vec::new();
        collect(self.folder.path(), &mut files);
        files.sort();
        files
    }
}

fn collect(folder: &Path, files: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        // The window's socket is no file.
        } else if path.is_file() {
            files.push((path.display().to_string(), std::fs::read(&path).unwrap()));
        }
    }
}

pub fn plain(segments: &[Segment]) -> String {
    segments.iter().map(|segment| segment.text.as_str()).collect()
}

/// What is marked stands in brackets.
pub fn marked(segments: &[Segment]) -> String {
    let shown = |segment: &Segment| match segment.marked {
        true => format!("[{}]", segment.text),
        false => segment.text.clone(),
    };
    segments.iter().map(shown).collect()
}

pub fn everything() -> PageQuery {
    PageQuery {
        kind: None,
        under: None,
        sort: PageSort::TitleAscending,
        offset: 0,
        limit: 500,
        locale: "en".into(),
    }
}

pub async fn sim() -> Sim {
    Sim::start(Options { consent: Consent::Auto, ..Options::default() }).await.unwrap()
}

pub async fn sim_named(name: &str) -> Sim {
    let options = Options { consent: Consent::Auto, workspace_name: Some(name.into()), ..Options::default() };
    Sim::start(options).await.unwrap()
}

/// What the browser does: follows the authorize address and ends at the redirect.
pub async fn allow(authorize: &str) -> String {
    let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let answer = http.get(authorize).send().await.unwrap();
    answer.headers()["location"].to_str().unwrap().to_owned()
}

pub fn token_requests(sim: &Sim) -> usize {
    requests(sim, "/v1/oauth/token")
}

pub fn requests(sim: &Sim, path: &str) -> usize {
    sim.log().iter().filter(|request| request.path == path).count()
}

#[derive(Default)]
pub struct TestHost {
    pub origin: String,
    pub not_ours: AtomicBool,
    pub no_sample: AtomicBool,
    pub no_browser: AtomicBool,
    pub no_notion_app: AtomicBool,
    /// Where a model of meanings lies; nowhere, unless a test says so.
    pub model: Mutex<Option<PathBuf>>,
    pub on_battery: AtomicBool,
    /// How often somebody asked whether the computer is on its battery.
    pub asked_for_power: AtomicU16,
    opened: Mutex<Vec<String>>,
    pub desktop: crate::test_desktop::TestDesktop,
    /// How often the window was brought forward.
    pub forward: AtomicU16,
    sample: tokio::sync::Mutex<Option<Sim>>,
}

impl TestHost {
    /// Whether the sample's server runs.
    pub async fn sample_runs(&self) -> bool {
        self.sample.lock().await.is_some()
    }

    pub fn opened(&self) -> Vec<String> {
        self.opened.lock().unwrap().clone()
    }
}

impl Host for TestHost {
    fn open(&self, address: &str) -> Result<(), HostError> {
        if self.no_browser.load(Ordering::Relaxed) {
            return Err(HostError);
        }
        self.opened.lock().unwrap().push(address.to_owned());
        Ok(())
    }

    fn bring_forward(&self) {
        self.forward.fetch_add(1, Ordering::Relaxed);
    }

    fn desktop(&self) -> Option<&dyn Desktop> {
        Some(&self.desktop)
    }

    fn model(&self, _: &Paths) -> Option<PathBuf> {
        self.model.lock().unwrap().clone()
    }

    fn on_battery(&self) -> bool {
        self.asked_for_power.fetch_add(1, Ordering::Relaxed);
        self.on_battery.load(Ordering::Relaxed)
    }

    fn has_notion_app(&self) -> bool {
        !self.no_notion_app.load(Ordering::Relaxed)
    }

    fn owns_scheme(&self) -> bool {
        !self.not_ours.load(Ordering::Relaxed)
    }

    fn sample(&self) -> BoxFuture<'_, Result<Sample, HostError>> {
        async {
            if self.no_sample.load(Ordering::Relaxed) {
                return Err(HostError);
            }
            let mut sample = self.sample.lock().await;
            if sample.is_none() {
                let options = Options { door: Door::OwnToken, ..Options::default() };
                *sample = Some(Sim::start(options).await.map_err(|_| HostError)?);
            }
            let sim = sample.as_ref().ok_or(HostError)?;
            Ok(Sample {
                origin: Origin::parse(sim.origin()).map_err(|_| HostError)?,
                token: SecretString::from(sim.personal_token()),
            })
        }
        .boxed()
    }

    fn end_sample(&self) -> BoxFuture<'_, ()> {
        async { drop(self.sample.lock().await.take()) }.boxed()
    }
}

/// The system's time with what a test adds to it; sleeps are real.
pub struct TestClock {
    started: Instant,
    wall_ms: AtomicI64,
    passed_ms: AtomicI64,
    /// Nobody rests: what would be slept for half a minute or less passes at once.
    pub hurried: AtomicBool,
    /// Whoever asks for the time of day is kept, thread and all, until it is let go.
    stuck: Mutex<bool>,
    let_go: Condvar,
    /// Who is kept now.
    kept: AtomicU16,
}

impl Default for TestClock {
    fn default() -> Self {
        Self {
            started: Instant::now(),
            wall_ms: AtomicI64::new(0),
            passed_ms: AtomicI64::new(0),
            hurried: AtomicBool::new(false),
            stuck: Mutex::new(false),
            let_go: Condvar::new(),
            kept: AtomicU16::new(0),
        }
    }
}

impl TestClock {
    pub fn pass(&self, time: Duration) {
        let ms = i64::try_from(time.as_millis()).unwrap();
        self.wall_ms.fetch_add(ms, Ordering::Relaxed);
        self.passed_ms.fetch_add(ms, Ordering::Relaxed);
    }

    /// Keeps the thread of whoever asks for the time of day, as work does that nothing can
    /// interrupt; or lets all of them go.
    pub fn stick(&self, stuck: bool) {
        *self.stuck.lock().unwrap() = stuck;
        self.let_go.notify_all();
    }

    pub fn keeps(&self) -> u16 {
        self.kept.load(Ordering::Relaxed)
    }

    pub fn set_wall_back(&self, time: Duration) {
        self.wall_ms.fetch_sub(i64::try_from(time.as_millis()).unwrap(), Ordering::Relaxed);
    }
}

impl Clock for TestClock {
    fn wall(&self) -> Timestamp {
        self.kept.fetch_add(1, Ordering::Relaxed);
        drop(self.let_go.wait_while(self.stuck.lock().unwrap(), |stuck| *stuck).unwrap());
        self.kept.fetch_sub(1, Ordering::Relaxed);
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        Timestamp(i64::try_from(now.as_millis()).unwrap() + self.wall_ms.load(Ordering::Relaxed))
    }

    fn monotonic(&self) -> Duration {
        // What a test lets pass is no sleep of the computer: the idle lock would see one.
        let added = u64::try_from(self.passed_ms.load(Ordering::Relaxed)).unwrap();
        self.started.elapsed() + Duration::from_millis(added)
    }

    fn boot(&self) -> Boot {
        Boot { id: Some("this boot".into()), elapsed: self.monotonic() }
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        let hurries = self.hurried.load(Ordering::Relaxed) && duration <= Duration::from_secs(30);
        let duration = if hurries { duration.min(Duration::from_millis(10)) } else { duration };
        Box::pin(tokio::time::sleep(duration))
    }
}

pub struct TestEntropy;

impl Entropy for TestEntropy {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), EntropyUnavailable> {
        rand::fill(buffer);
        Ok(())
    }
}

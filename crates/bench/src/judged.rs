//! Questions about the sample workspace, in other words and other languages than its pages, and
//! which page answers each: `data/questions.tsv`.
//!
//! The app itself is asked, with its model and its encoder, about pages that it read from the
//! local Notion. Not how fast it is.

use crate::{Stop, SystemRandom};
use futures::FutureExt;
use futures::future::BoxFuture;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use trove_app::host::{Host, HostError, Sample};
use trove_app::ui_types::{ProfileSettings, SearchAnswer, SearchHit, SearchRequest, SearchSort};
use trove_app::{App, Extent, MeaningState, Paths};
use trove_model::clock::Sleep;
use trove_model::{Boot, Clock, Origin, SecretString, Timestamp};
use trove_sim::{Options, Sim};

const QUESTIONS: &str = include_str!("../data/questions.tsv");

/// The page has to be among so many.
const FIRST: usize = 3;

/// Where a model lies; `cargo xtask` says so, which brings it.
pub fn model() -> Option<PathBuf> {
    std::env::var_os("TROVE_MODEL").map(PathBuf::from).filter(|path| path.is_file())
}

/// One line of the file.
pub struct Question {
    pub language: &'static str,
    pub text: &'static str,
    /// Titles of pages that answer it; none where nothing is to be shown.
    pub wanted: Vec<&'static str>,
}

/// # Errors
/// A line is none.
pub fn questions() -> Result<Vec<Question>, Stop> {
    let question = |line: &'static str| {
        let mut fields = line.split('\t');
        let (language, text, wanted) = (fields.next()?, fields.next()?, fields.next()?);
        let wanted = wanted.split('|').filter(|title| !title.is_empty()).collect();
        Some(Question { language, text, wanted })
    };
    QUESTIONS.lines().map(|line| question(line).ok_or_else(|| Stop(format!("no question: {line}")))).collect()
}

/// What came of asking them.
#[derive(Debug, Default)]
pub struct Judged {
    /// Questions that a page answers, and how many had it among the first: of all that is shown,
    /// and of what has the words alone.
    pub asked: usize,
    pub found: usize,
    pub found_by_words: usize,
    /// Questions that have nothing to do with the workspace, and how many showed something
    /// similar.
    pub unrelated: usize,
    pub shown: usize,
    /// What went wrong, for whoever reads the figures.
    pub missed: Vec<String>,
    pub shown_for: Vec<String>,
}

impl Judged {
    /// In parts of a hundred.
    pub fn found_percent(&self) -> f64 {
        percent(self.found, self.asked)
    }

    pub fn shown_percent(&self) -> f64 {
        percent(self.shown, self.unrelated)
    }
}

#[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
fn percent(some: usize, of: usize) -> f64 {
    100.0 * some as f64 / (of as f64).max(1.0)
}

/// The app with the sample workspace read and every passage of it encoded.
pub struct Workspace {
    pub app: App,
    _sim: Sim,
}

impl Workspace {
    /// In a folder of its own, with the model in this file.
    ///
    /// # Errors
    /// The local Notion does not start, or the pages are not read.
    pub async fn new(folder: &Path, model: PathBuf) -> Result<Self, Stop> {
        let sim = Sim::start(Options::default()).await;
        let sim = sim.map_err(|why| Stop(format!("the local Notion did not start: {why:?}")))?;
        let host = Arc::new(ModelHost(model));
        let (paths, origin) = (Paths::find(Some(folder))?, Origin::parse(sim.origin())?);
        let app = App::with(paths, origin, host, Arc::new(Hurried::default()), Arc::new(SystemRandom))?;
        let read = async {
            app.create_administrator("Judge".to_owned(), crate::filled::password()).await?;
            app.set_profile_settings(ProfileSettings { meanings: true, ..ProfileSettings::default() })
                .await?;
            app.connect_token(SecretString::from(sim.personal_token())).await?;
            app.confirm_connection().await?;
            app.sync_now(Extent::Changes, None).await?;
            app.meanings_caught_up().await?;
            app.meanings_settled().await
        };
        match read.await {
            Ok(MeaningState::On) => Ok(Self { app, _sim: sim }),
            other => Err(Stop(format!("the sample was not read and encoded: {other:?}"))),
        }
    }

    /// # Errors
    /// The app cannot be asked.
    pub async fn ask(&self, text: &str) -> Result<SearchAnswer, Stop> {
        let request =
            SearchRequest { text: text.to_owned(), limit: 20, correct: true, sort: SearchSort::Relevance };
        self.app.search(request).await.map_err(|why| Stop(format!("{text}: {why:?}")))
    }

    /// # Errors
    /// The app cannot be asked.
    pub async fn judge(&self, questions: &[Question]) -> Result<Judged, Stop> {
        let mut judged = Judged::default();
        for question in questions {
            let answer = self.ask(question.text).await?;
            let described = || format!("{} “{}”: {}", question.language, question.text, titles(&answer));
            if question.wanted.is_empty() {
                judged.unrelated += 1;
                if !answer.similar.is_empty() {
                    judged.shown += 1;
                    judged.shown_for.push(described());
                }
                continue;
            }
            let among = |hits: &[SearchHit]| {
                hits.iter().take(FIRST).any(|hit| question.wanted.contains(&title(hit).as_str()))
            };
            let (words, similar) = (among(&answer.hits), among(&answer.similar));
            judged.asked += 1;
            judged.found += usize::from(words || similar);
            judged.found_by_words += usize::from(words);
            if !words && !similar {
                judged.missed.push(described());
            }
        }
        Ok(judged)
    }
}

fn title(hit: &SearchHit) -> String {
    hit.title.iter().map(|segment| segment.text.as_str()).collect()
}

fn titles(answer: &SearchAnswer) -> String {
    let shown = |hits: &[SearchHit]| hits.iter().take(FIRST).map(title).collect::<Vec<_>>().join(", ");
    format!("[{}] similar [{}]", shown(&answer.hits), shown(&answer.similar))
}

/// Has a model, and nothing else outside of this process.
pub struct ModelHost(pub PathBuf);

impl Host for ModelHost {
    fn open(&self, _address: &str) -> Result<(), HostError> {
        Err(HostError)
    }

    fn has_notion_app(&self) -> bool {
        false
    }

    fn owns_scheme(&self) -> bool {
        false
    }

    fn sample(&self) -> BoxFuture<'_, Result<Sample, HostError>> {
        async { Err(HostError) }.boxed()
    }

    fn end_sample(&self) -> BoxFuture<'_, ()> {
        async {}.boxed()
    }

    fn model(&self, _paths: &Paths) -> Option<PathBuf> {
        Some(self.0.clone())
    }
}

/// The system's time, in which nobody rests: what would be slept for a few seconds passes at
/// once, so that the encoder works without a pause.
pub struct Hurried(Instant);

impl Default for Hurried {
    fn default() -> Self {
        Self(Instant::now())
    }
}

impl Clock for Hurried {
    fn wall(&self) -> Timestamp {
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        Timestamp(now.ok().and_then(|now| i64::try_from(now.as_millis()).ok()).unwrap_or_default())
    }

    fn monotonic(&self) -> Duration {
        self.0.elapsed()
    }

    fn boot(&self) -> Boot {
        Boot { id: None, elapsed: self.0.elapsed() }
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        let short = duration <= Duration::from_secs(3);
        Box::pin(tokio::time::sleep(if short { duration.min(Duration::from_millis(5)) } else { duration }))
    }
}

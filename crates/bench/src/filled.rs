//! A profile as the app keeps it, with a corpus in its database: encrypted, indexed, and
//! never connected to anything.
//!
//! Pages go in by the store's own calls, in large batches, as a crawl would bring them;
//! the keys come from the same files as the app's, so that the app opens what was made.

use crate::corpus::Corpus;
use crate::{Stop, SystemRandom, machine};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;
use trove_app::Paths;
use trove_index::{Document, Index, Memory, Settings};
use trove_model::clock::ManualClock;
use trove_model::{
    Account, Connection, ConnectionId, ConnectionStatus, NotionId, Origin, Page, PageKind, Parent,
    SecretString, Timestamp, TokenKind,
};
use trove_profiles::{ProfileKeys, Profiles};
use trove_store::{Listed, ListingBatch, ReadBody, Store};

/// Pages of one transaction while the database is filled.
const BATCH: usize = 5_000;
/// Pages read at once, as a rebuild does.
const READ: u32 = 500;
/// Pages below one page.
const BELOW: u64 = 12;
const NAME: &str = "Bench";
const PASSWORD: &str = "eleven quiet herons count to a million";
const MADE: &str = "made.json";

/// What was made, and how long the index took.
pub struct Filled {
    pub folder: PathBuf,
    pub pages: usize,
    /// Bytes of titles and bodies.
    pub text: u64,
    /// Bytes of the database.
    pub database: u64,
    /// Seconds to index it all, read from the database.
    pub seconds: f64,
    /// Seconds that processors worked for it.
    pub worked: f64,
    /// Seconds to read it all and do nothing with it.
    pub reading: f64,
}

pub fn paths(folder: &Path) -> Paths {
    Paths { data: folder.join("data"), cache: folder.join("cache") }
}

pub fn password() -> SecretString {
    SecretString::new(PASSWORD.to_owned())
}

/// The profiles of this folder, beside the app that has one of them open.
///
/// # Errors
/// The folder cannot be made or read.
pub fn profiles(folder: &Path) -> Result<Profiles, Stop> {
    let clock = ManualClock::at(crate::today().now);
    Ok(Profiles::open(&paths(folder).data, Arc::new(clock), Arc::new(SystemRandom))?)
}

/// The database of the profile that these keys open.
///
/// # Errors
/// It cannot be opened.
pub async fn store(profiles: &Profiles, keys: &ProfileKeys) -> Result<Store, Stop> {
    Ok(Store::open(&profiles.folder(keys.id()).join("pages.db"), &keys.store_key()).await?)
}

/// Makes the profile in `folder`, unless an earlier run has.
///
/// # Errors
/// The disk is full, say.
pub fn fill(corpus: &Corpus, folder: &Path) -> Result<Filled, Stop> {
    if let Ok(told) = fs::read(folder.join(MADE)) {
        return known(folder, &serde_json::from_slice(&told)?);
    }
    fs::create_dir_all(folder)?;
    let profiles = profiles(folder)?;
    let keys = profiles.create_administrator(NAME, &password())?;
    let runtime = tokio::runtime::Runtime::new()?;
    let made = runtime.block_on(async {
        let store = store(&profiles, &keys).await?;
        let text = put(corpus, &store).await?;
        let index = Index::create(Settings {
            folder: &paths(folder).cache.join(keys.id().to_string()).join("index"),
            key: keys.index_key(),
            store: store.identity().await?,
            memory: Memory::All,
            entropy: Arc::new(SystemRandom),
        })?;
        let index = Arc::new(index);
        let reading = read_all(&store).await?;
        let (started, before) = (Instant::now(), machine::worked_in_all());
        trove_sync::rebuild(&store, &index, &|_, _| {}).await?;
        let seconds = started.elapsed().as_secs_f64();
        let worked = (machine::worked_in_all() - before) / 1e3;
        store.close().await;
        let database = fs::metadata(profiles.folder(keys.id()).join("pages.db"))?.len();
        Ok::<_, Stop>(json!({
            "pages": corpus.len(), "text": text, "database": database, "seconds": seconds, "worked": worked,
            "reading": reading,
        }))
    })?;
    fs::write(folder.join(MADE), made.to_string())?;
    known(folder, &made)
}

fn known(folder: &Path, made: &Value) -> Result<Filled, Stop> {
    let number = |name: &str| made.get(name).and_then(Value::as_f64).unwrap_or(f64::NAN);
    let whole = |name: &str| made.get(name).and_then(Value::as_u64).unwrap_or_default();
    Ok(Filled {
        folder: folder.to_owned(),
        pages: usize::try_from(whole("pages"))?,
        text: whole("text"),
        database: whole("database"),
        seconds: number("seconds"),
        worked: number("worked"),
        reading: number("reading"),
    })
}

/// All pages and their texts; bytes of the texts.
async fn put(corpus: &Corpus, store: &Store) -> Result<u64, Stop> {
    let connection = connection()?;
    store.put_connection(&connection).await?;
    let sweep = store.begin_sweep(connection.id).await?;
    let now = crate::today().now;
    let mut text = 0;
    let mut pages = corpus.pages().peekable();
    while pages.peek().is_some() {
        let documents: Vec<Document> = pages.by_ref().take(BATCH).collect();
        let listed = documents.iter().map(|document| Listed::from(page(document))).collect();
        store.apply_listing(connection.id, &ListingBatch { pages: listed, sweep }).await?;
        let bodies: Vec<ReadBody> = documents
            .into_iter()
            .map(|document| {
                text += (document.title.len() + document.body.len()) as u64;
                body(id(document.id), document.edited.map(minute), now, document.body)
            })
            .collect();
        store.put_bodies(&bodies).await?;
    }
    store.finish_sweep(connection.id, sweep, now).await?;
    Ok(text)
}

/// Seconds to read every text as a rebuild does.
async fn read_all(store: &Store) -> Result<f64, Stop> {
    let started = Instant::now();
    let mut after = None;
    loop {
        let (changes, next) = store.texts_newest_first(after, READ).await?;
        if changes.is_empty() {
            return Ok(started.elapsed().as_secs_f64());
        }
        after = next;
    }
}

/// Paused: nothing here is ever to be asked of anyone.
fn connection() -> Result<Connection, Stop> {
    Ok(Connection {
        id: ConnectionId::from_bytes([1; 16]),
        kind: TokenKind::Pasted,
        status: ConnectionStatus::Paused,
        origin: Origin::parse("http://127.0.0.1:9")?,
        workspace_id: None,
        workspace_name: "Workspace".to_owned(),
        workspace_icon: None,
        account: Account::Bot { id: NotionId::from_bytes([1; 16]), name: None },
        bot_id: None,
        duplicated_template_id: None,
        owner_json: None,
        created: crate::today().now,
        last_used: None,
        last_listed: None,
    })
}

/// Page 0 at the top, twelve below it, twelve below each of those, and so on: paths of
/// five names at 100,000 pages.
pub fn parent(page: u64) -> Option<u64> {
    Some(page.checked_sub(1)? / BELOW)
}

fn page(document: &Document) -> Page {
    let parent = parent(document.id).map_or(Parent::Workspace, |above| Parent::Page(id(above)));
    let edited = document.edited.map(minute);
    Page {
        id: id(document.id),
        kind: PageKind::Page,
        title: document.title.clone(),
        icon: None,
        parent,
        url: Some(format!("https://www.notion.so/{}", id(document.id).bare())),
        created: edited,
        edited,
        edited_by: Some(id(u64::MAX - document.id % 40)),
        in_trash: false,
    }
}

/// Ids that look like Notion's: no order in them.
pub fn id(number: u64) -> NotionId {
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, &number.to_le_bytes());
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(digest.as_ref()).for_each(|(to, from)| *to = *from);
    NotionId::from_bytes(bytes)
}

fn minute(at: Timestamp) -> Timestamp {
    Timestamp(at.0 - at.0.rem_euclid(60_000))
}

/// A body as it is stored when it was read.
pub fn body(page: NotionId, edited: Option<Timestamp>, read: Timestamp, text: String) -> ReadBody {
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, text.as_bytes());
    let mut hash = [0; 32];
    hash.iter_mut().zip(digest.as_ref()).for_each(|(to, from)| *to = *from);
    ReadBody {
        page,
        edited,
        read,
        settled: true,
        hash,
        markdown: text.clone(),
        parts: Vec::new(),
        text,
        parts_left: Vec::new(),
        parts_lost: 0,
        changeable: false,
    }
}

/// # Errors
/// The password is that of another run's profile.
pub fn unlocked(profiles: &Profiles) -> Result<ProfileKeys, Stop> {
    let profile =
        profiles.list()?.into_iter().next().ok_or_else(|| Stop("no profile was made".to_owned()))?;
    Ok(profiles.unlock(profile.id, &password())?.keys)
}

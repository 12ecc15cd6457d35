//! A connection to the local Notion and a database for it.

use std::collections::BTreeMap;
use std::sync::Arc;
use tempfile::TempDir;
use trove_index::{Index, Memory, Settings};
use trove_model::clock::ManualClock;
use trove_model::connection::TokenFuture;
use trove_model::{
    Account, Clock, Connection, ConnectionId, ConnectionStatus, Entropy, EntropyUnavailable, Key32, NotionId,
    Origin, SecretString, Timestamp, TokenKind, TokenSource, TokenUnavailable,
};
use trove_notion::Notion;
use trove_notion::markdown::{Document, Node, NodeKind, parse};
use trove_sim::Sim;
use trove_store::Store;
use trove_sync::{
    CaughtUp, Progress, ReadSummary, Reading, Summary, SyncError, catch_up, list_everything, read_bodies,
    rebuild, refresh,
};

/// After every edit of the local Notion.
const NOW: Timestamp = Timestamp(4_000_000_000_000);

/// One connection of one profile.
pub struct Here {
    pub store: Store,
    pub notion: Notion,
    pub id: ConnectionId,
    pub clock: ManualClock,
    /// What the client and the runs go by; `clock` unless a test gave another.
    time: Arc<dyn Clock>,
    _directory: Option<TempDir>,
}

impl Here {
    pub async fn new(sim: &Sim) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let store = Store::open(&directory.path().join("trove.db"), &Key32::new([1; 32])).await.unwrap();
        let here = Self::joining(&store, sim, sim.internal_token(), 1).await;
        Self { _directory: Some(directory), ..here }
    }

    /// With another clock than one that moves at every wait.
    pub async fn with_clock(sim: &Sim, clock: Arc<dyn Clock>) -> Self {
        let here = Self::new(sim).await;
        let directory = here._directory;
        let here = Self::with_clock_in(&here.store, sim, clock).await;
        Self { _directory: directory, ..here }
    }

    pub async fn with_clock_in(store: &Store, sim: &Sim, clock: Arc<dyn Clock>) -> Self {
        let here = Self::joining(store, sim, sim.internal_token(), 1).await;
        let notion = client(sim.origin(), sim.internal_token(), Arc::clone(&clock));
        Self { notion, time: clock, ..here }
    }

    /// Another connection in the same database.
    pub async fn joining(store: &Store, sim: &Sim, token: &str, number: u8) -> Self {
        Self::at(store, sim.origin(), token, number).await
    }

    /// By address: the local Notion may be another process's.
    pub async fn at(store: &Store, origin: &str, token: &str, number: u8) -> Self {
        let id = ConnectionId::from_bytes([number; 16]);
        let connection = Connection {
            id,
            kind: TokenKind::Pasted,
            status: ConnectionStatus::Active,
            origin: Origin::parse(origin).unwrap(),
            workspace_id: None,
            workspace_name: "Workspace".into(),
            workspace_icon: None,
            account: Account::Bot { id: NotionId::from_bytes([number; 16]), name: None },
            bot_id: None,
            duplicated_template_id: None,
            owner_json: None,
            created: NOW,
            last_used: None,
            last_listed: None,
        };
        store.put_connection(&connection).await.unwrap();
        let clock = ManualClock::at(NOW);
        let time: Arc<dyn Clock> = Arc::new(clock.clone());
        let notion = client(origin, token, Arc::clone(&time));
        Self { store: store.clone(), notion, id, clock, time, _directory: None }
    }

    pub async fn list(&self) -> Result<Summary, SyncError> {
        self.list_telling(&|_| {}).await
    }

    pub async fn list_telling(
        &self,
        progress: &(dyn Fn(Progress) + Send + Sync),
    ) -> Result<Summary, SyncError> {
        list_everything(&self.notion, &self.store, self.id, &*self.time, progress).await
    }

    pub async fn read(&self) -> Result<ReadSummary, SyncError> {
        self.read_telling(&|_| {}).await
    }

    pub async fn read_telling(
        &self,
        progress: &(dyn Fn(Reading) + Send + Sync),
    ) -> Result<ReadSummary, SyncError> {
        read_bodies(&self.notion, &self.store, self.id, &*self.time, progress).await
    }

    /// An index of this store, made anew in a folder of its own.
    pub async fn index(&self) -> (Arc<Index>, TempDir) {
        let folder = tempfile::tempdir().unwrap();
        let index = open_index(&self.store, folder.path()).await;
        assert!(matches!(rebuild(&self.store, &index, &|_, _| {}).await, Ok(CaughtUp::Applied(_))));
        catch_up(&self.store, &index).await.unwrap();
        (index, folder)
    }

    pub async fn refresh(&self) -> Result<Summary, SyncError> {
        self.refresh_telling(&|_| {}).await
    }

    pub async fn refresh_telling(
        &self,
        progress: &(dyn Fn(Progress) + Send + Sync),
    ) -> Result<Summary, SyncError> {
        refresh(&self.notion, &self.store, self.id, &*self.time, progress).await
    }
}

fn client(origin: &str, token: &str, clock: Arc<dyn Clock>) -> Notion {
    let http =
        reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build().unwrap();
    let tokens = Arc::new(Tokens(token.to_owned()));
    Notion::new(http, Origin::parse(origin).unwrap(), tokens, clock, Arc::new(Still))
}

/// The index in this folder, made if there is none.
pub async fn open_index(store: &Store, folder: &std::path::Path) -> Arc<Index> {
    let identity = store.identity().await.unwrap();
    let settings = || Settings {
        folder,
        key: Key32::new([2; 32]),
        store: identity,
        memory: Memory::All,
        entropy: Arc::new(Random),
    };
    match Index::open(settings()) {
        Ok(index) => Arc::new(index),
        Err(_) => Arc::new(Index::create(settings()).unwrap()),
    }
}

/// How texts differ from what the holder of a token can see, names of other pages aside:
/// those change without the page that shows them.
pub async fn text_differences(store: &Store, sim: &Sim, token: &str) -> Vec<String> {
    let mut found = Vec::new();
    for seen in sim.world(token).unwrap().into_iter().filter(|seen| !seen.in_trash) {
        let Some(markdown) = seen.markdown else { continue };
        let id: NotionId = seen.id.parse().unwrap();
        let Some(body) = store.body(id).await.unwrap() else {
            found.push(format!("never read: {id} {}", seen.title));
            continue;
        };
        let mut document = parse(&body.markdown);
        document.fill(body.parts.iter().map(|(hole, part)| (*hole, parse(part))));
        document.name(&store.names(&document.unnamed()).await.unwrap());
        let key = store.key_of(id).await.unwrap().unwrap();
        let shown = store.shown_pages(&[key]).await.unwrap().remove(0);
        if shown.body != document.text() {
            found.push(format!("not its own text: {id} {}", seen.title));
        }
        // Bookmarks and the like, for which Markdown has no place, are asked for by themselves.
        let mut visible = parse(&markdown);
        for (hole, part) in &body.parts {
            if visible.missing().contains(hole) {
                visible.fill([(*hole, parse(part))]);
            }
        }
        let (stored, visible) = (own_text(document), own_text(visible));
        if stored != visible {
            let (stored, visible): (Vec<_>, Vec<_>) = (stored.lines().collect(), visible.lines().collect());
            let at = stored.iter().zip(&visible).take_while(|(stored, visible)| stored == visible).count();
            found.push(format!(
                "another text: {id} {}: {} lines instead of {}, {:?} instead of {:?}",
                seen.title,
                stored.len(),
                visible.len(),
                stored.get(at),
                visible.get(at)
            ));
        }
    }
    found
}

fn own_text(mut document: Document) -> String {
    fn keep(nodes: &mut Vec<Node>) {
        nodes.retain(|node| !matches!(node.kind, NodeKind::Page { .. } | NodeKind::Unknown { .. }));
        nodes.iter_mut().for_each(|node| keep(&mut node.children));
    }
    keep(&mut document.nodes);
    document.text()
}

/// Ids and titles of all pages in the database.
pub async fn stored(store: &Store) -> BTreeMap<String, String> {
    let pages = store.pages().await.unwrap();
    pages.into_iter().map(|listed| (listed.page.id.to_string(), listed.page.title)).collect()
}

/// How the database differs from what the holder of a token can see; at best not at all.
pub async fn differences(store: &Store, sim: &Sim, token: &str) -> Vec<String> {
    let (stored, visible) = (stored(store).await, visible(sim, token));
    let missing = visible.iter().filter(|(id, title)| stored.get(*id) != Some(title));
    let extra = stored.iter().filter(|(id, title)| visible.get(*id) != Some(title));
    let named = |what: &'static str| move |(id, title): (&String, &String)| format!("{what}: {id} {title}");
    missing.map(named("missing")).chain(extra.map(named("extra"))).collect()
}

/// Ids and titles of what the holder of a token can see and is not in the trash.
pub fn visible(sim: &Sim, token: &str) -> BTreeMap<String, String> {
    let world = sim.world(token).unwrap();
    world.into_iter().filter(|seen| !seen.in_trash).map(|seen| (seen.id, seen.title)).collect()
}

struct Tokens(String);

impl TokenSource for Tokens {
    fn token(&self) -> TokenFuture<'_> {
        Box::pin(async { Ok(SecretString::new(self.0.clone())) })
    }

    fn renew<'a>(&'a self, _: &'a SecretString) -> TokenFuture<'a> {
        Box::pin(async { Err(TokenUnavailable::Revoked) })
    }
}

pub struct Random;

impl Entropy for Random {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), EntropyUnavailable> {
        aws_lc_rs::rand::fill(buffer).map_err(|_| EntropyUnavailable)
    }
}

/// No jitter.
struct Still;

impl Entropy for Still {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), EntropyUnavailable> {
        buffer.fill(0);
        Ok(())
    }
}

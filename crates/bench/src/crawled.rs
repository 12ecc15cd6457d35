//! A connection to the local Notion, counted by the requests it makes: in virtual time,
//! so that an hour takes seconds.

use crate::{Stop, SystemRandom};
use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use trove_model::connection::TokenFuture;
use trove_model::{
    Account, Clock, Connection, ConnectionId, ConnectionStatus, Entropy as _, Key32, NotionId, Origin, Pace,
    PageKind, Parent, SecretString, Timestamp, TokenKind, TokenSource, TokenUnavailable,
};
use trove_notion::Notion;
use trove_sim::{Limit, Options, Sim, Workspace};
use trove_store::Store;
use virtual_time::{Cost, VirtualTime};

// Shared with the test that keeps it so.
#[path = "../../sync/tests/against_sim/virtual_time.rs"]
pub mod virtual_time;

const SEED: u64 = 7;

/// One connection, its database and its clock.
pub struct Crawler {
    pub sim: Arc<Sim>,
    pub store: Store,
    pub time: VirtualTime,
    notion: Notion,
    id: ConnectionId,
}

impl Crawler {
    /// # Errors
    /// The local Notion does not start, or the database cannot be made.
    pub async fn new(folder: &Path, pages: u32, limit: Limit, pace: Pace) -> Result<Self, Stop> {
        let workspace = Workspace::Synthetic { pages, seed: SEED };
        let sim = Sim::start(Options { workspace, limit, ..Options::default() }).await;
        let sim = Arc::new(sim.map_err(|why| Stop(format!("the local Notion did not start: {why:?}")))?);
        let time = VirtualTime::of(&sim);
        std::fs::create_dir_all(folder)?;
        let mut key = [0; 32];
        SystemRandom.fill(&mut key)?;
        let store = Store::open(&folder.join("pages.db"), &Key32::new(key)).await?;
        let origin = Origin::parse(sim.origin())?;
        let connection = connection(origin.clone(), time.wall());
        store.put_connection(&connection).await?;
        store.set_pace(connection.id, pace).await?;
        let http =
            reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build()?;
        let tokens = Arc::new(Token(sim.internal_token().to_owned()));
        let notion = Notion::new(http, origin, tokens, Arc::new(time.clone()), Arc::new(SystemRandom));
        time.follows(&notion);
        Ok(Self { sim, store, time, notion, id: connection.id })
    }

    /// Lists everything; after how many requests the first titles were stored.
    ///
    /// # Errors
    /// Whatever stops it.
    pub async fn list(&self) -> Result<usize, Stop> {
        let first = AtomicUsize::new(usize::MAX);
        trove_sync::list_everything(&self.notion, &self.store, self.id, &self.time, &|_| {
            first.fetch_min(self.sim.log().len(), Ordering::Relaxed);
        })
        .await?;
        Ok(first.into_inner())
    }

    /// # Errors
    /// Whatever stops it.
    pub async fn read(&self) -> Result<(), Stop> {
        trove_sync::read_bodies(&self.notion, &self.store, self.id, &self.time, &|_| {}).await?;
        Ok(())
    }

    /// Looks for what is new, and reads what changed; how many requests that took.
    ///
    /// # Errors
    /// Whatever stops it.
    pub async fn refresh(&self) -> Result<usize, Stop> {
        self.sim.clear_log();
        trove_sync::refresh(&self.notion, &self.store, self.id, &self.time, &|_| {}).await?;
        self.read().await?;
        Ok(self.sim.log().len())
    }

    /// Requests that the last whole listing took.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn sweep_cost(&self) -> Result<u32, Stop> {
        Ok(self.store.following(self.id).await?.sweep_cost.unwrap_or(0))
    }

    pub fn cost(&self, per_minute: usize) -> Cost {
        Cost::so_far(&self.sim, per_minute)
    }

    /// What a crawl may cost at most, and of what that is made.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn bound(&self) -> Result<(usize, String), Stop> {
        let all = self.store.pages().await?;
        let pages = all.iter().filter(|listed| listed.page.kind == PageKind::Page).count();
        let sources = all.len() - pages;
        let parents = all.iter().map(|listed| listed.page.parent);
        let blocks: HashSet<Parent> = parents.filter(|parent| matches!(parent, Parent::Block(_))).collect();
        let mut rows: HashMap<NotionId, usize> = HashMap::new();
        for listed in &all {
            match (listed.page.kind, listed.page.parent) {
                (PageKind::DataSource, _) => *rows.entry(listed.page.id).or_default() += 0,
                (_, Parent::DataSource(source)) => *rows.entry(source).or_default() += 1,
                _ => {}
            }
        }
        // One for each hundred rows of each data source, and one where there is none.
        let rows: usize = rows.values().map(|rows| rows.div_ceil(100).max(1)).sum();
        let bound = pages + pages.div_ceil(100) + sources.div_ceil(100) + blocks.len() + rows + 20;
        let told = format!(
            "{pages} pages, {sources} data sources and {} block parents: {pages} + {} + {} + {} + {rows} for their rows + \
             20 = {bound}",
            blocks.len(),
            pages.div_ceil(100),
            sources.div_ceil(100),
            blocks.len()
        );
        Ok((bound, told))
    }
}

fn connection(origin: Origin, created: Timestamp) -> Connection {
    Connection {
        id: ConnectionId::from_bytes([1; 16]),
        kind: TokenKind::Pasted,
        status: ConnectionStatus::Active,
        origin,
        workspace_id: None,
        workspace_name: "Workspace".to_owned(),
        workspace_icon: None,
        account: Account::Bot { id: NotionId::from_bytes([1; 16]), name: None },
        bot_id: None,
        duplicated_template_id: None,
        owner_json: None,
        created,
        last_used: None,
        last_listed: None,
    }
}

struct Token(String);

impl TokenSource for Token {
    fn token(&self) -> TokenFuture<'_> {
        Box::pin(async { Ok(SecretString::new(self.0.clone())) })
    }

    fn renew<'a>(&'a self, _: &'a SecretString) -> TokenFuture<'a> {
        Box::pin(async { Err(TokenUnavailable::Revoked) })
    }
}

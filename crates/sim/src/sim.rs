//! A running stand-in: its sockets, its tokens, and the control verbs as methods.
//!
//! The same verbs over HTTP are in `control`; what they do is in `state`.

use std::collections::HashMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::{Router, middleware};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::connections::TokenKind;
use crate::damage::Damage;
use crate::faults::Fault;
use crate::log::Logged;
use crate::options::{Door, Options, Workspace};
use crate::rate_limit::Limit;
use crate::state::{self, Create, Edit, Unknown, Visible};
use crate::storm::{Storm, Trouble};
use crate::{
    clock, connections, control, damage, door, faults, ids, log, oauth, paging, replay, sample, serve,
    synthetic, world_file,
};

/// A running stand-in. Dropping it closes its sockets.
#[derive(Debug)]
pub struct Sim {
    shared: state::Shared,
    origin: String,
    control: Option<String>,
    client_id: String,
    client_secret: String,
    internal_token: String,
    personal_token: String,
    tasks: Vec<JoinHandle<()>>,
    /// Dropped with the rest, which closes the connections that are still open.
    _stop: watch::Sender<()>,
}

impl Sim {
    /// Binds its sockets on 127.0.0.1 and starts answering: one for the API, and one for the control port where the
    /// door is open.
    ///
    /// # Errors
    /// When a port cannot be bound, or the folder or file of the workspace cannot be read or understood.
    pub async fn start(options: Options) -> std::io::Result<Self> {
        let (port, door) = (options.port, options.door);
        let state = build(options)?;
        let (client_id, client_secret) = (state.oauth.client_id.clone(), state.oauth.client_secret.clone());
        let (internal_token, personal_token) = (state.internal_token.clone(), state.personal_token.clone());
        let shared = Arc::new(Mutex::new(state));
        let public = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await?;
        let origin = format!("http://{}", public.local_addr()?);
        let (stop, _) = watch::channel(());
        let (tasks, control) = match door {
            Door::Open => {
                let private = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await?;
                let control = format!("http://{}", private.local_addr()?);
                let served =
                    [(public, serve::router(shared.clone())), (private, control::router(shared.clone()))];
                (served.map(|(listener, router)| answer(listener, router, &stop)).into(), Some(control))
            }
            Door::OwnToken => {
                let token: Arc<str> = Arc::from(personal_token.as_str());
                let router = serve::router(shared.clone())
                    .layer(middleware::from_fn_with_state(token, door::own_token));
                (vec![answer(public, router, &stop)], None)
            }
        };
        Ok(Self {
            shared,
            origin,
            control,
            client_id,
            client_secret,
            internal_token,
            personal_token,
            tasks,
            _stop: stop,
        })
    }

    /// Where Notion is: `http://127.0.0.1:PORT`.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Where the control port is, if there is one.
    pub fn control(&self) -> Option<&str> {
        self.control.as_deref()
    }

    /// The OAuth client's id.
    pub fn client_id(&self) -> &str {
        &self.client_id
    }

    /// The OAuth client's secret.
    pub fn client_secret(&self) -> &str {
        &self.client_secret
    }

    /// The token of an internal connection, which sees all but the private pages.
    pub fn internal_token(&self) -> &str {
        &self.internal_token
    }

    /// A person's own token, which sees everything.
    pub fn personal_token(&self) -> &str {
        &self.personal_token
    }

    /// All requests so far, in order of arrival.
    pub fn log(&self) -> Vec<Logged> {
        state::lock(&self.shared).log.entries()
    }

    /// Forgets the requests so far.
    pub fn clear_log(&self) {
        state::lock(&self.shared).log.clear();
    }

    /// Adds a fault.
    pub fn fault(&self, fault: Fault) {
        state::lock(&self.shared).faults.add(fault);
    }

    /// Drops all faults.
    pub fn clear_faults(&self) {
        state::lock(&self.shared).faults.clear();
    }

    /// Changes a page or data source.
    ///
    /// # Errors
    /// When there is no such object.
    pub fn edit(&self, id: &str, edit: Edit) -> Result<(), Unknown> {
        state::lock(&self.shared).edit(id, edit)
    }

    /// Makes a page and returns its id.
    ///
    /// # Errors
    /// When there is no such parent.
    pub fn create(&self, create: Create) -> Result<String, Unknown> {
        state::lock(&self.shared).create(create).map(|id| id.to_string())
    }

    /// Puts a page below another page or a data source, which must have been there before it.
    ///
    /// # Errors
    /// When there is no such object, or it cannot be moved there.
    pub fn move_to(&self, id: &str, parent: &str) -> Result<(), Unknown> {
        state::lock(&self.shared).move_to(id, parent)
    }

    /// Puts an object into the trash.
    ///
    /// # Errors
    /// When there is no such object.
    pub fn trash(&self, id: &str) -> Result<(), Unknown> {
        state::lock(&self.shared).trash(id, true)
    }

    /// Takes an object out of the trash.
    ///
    /// # Errors
    /// When there is no such object.
    pub fn restore(&self, id: &str) -> Result<(), Unknown> {
        state::lock(&self.shared).trash(id, false)
    }

    /// Takes an object and what is below it away from every connection.
    ///
    /// # Errors
    /// When there is no such object.
    pub fn unshare(&self, id: &str) -> Result<(), Unknown> {
        state::lock(&self.shared).share(id, None, false)
    }

    /// Shares an object and what is below it with every connection.
    ///
    /// # Errors
    /// When there is no such object.
    pub fn reshare(&self, id: &str) -> Result<(), Unknown> {
        state::lock(&self.shared).share(id, None, true)
    }

    /// Adds so many pages and lets these kinds of things happen at random, between one request and the next. The same
    /// seed and the same requests make the same storm.
    ///
    /// # Errors
    /// Never for a workspace that holds together.
    pub fn storm(&self, seed: u64, pages: usize, troubles: &[Trouble]) -> Result<(), Unknown> {
        Storm::begin(&mut state::lock(&self.shared), seed, pages, troubles)
    }

    /// Ends the storm and all faults, and gives back what was taken away as a whole. Returns what happened.
    pub fn calm(&self) -> Vec<String> {
        state::lock(&self.shared).calm()
    }

    /// Takes everything away from every connection, as when an administrator unshares the wrong page.
    pub fn unshare_all(&self) {
        state::lock(&self.shared).blind(None, true);
    }

    /// Undoes [`unshare_all`](Self::unshare_all).
    pub fn reshare_all(&self) {
        state::lock(&self.shared).blind(None, false);
    }

    /// Has search leave an object out though it is shared, or list it again.
    ///
    /// # Errors
    /// When there is no such object.
    pub fn list(&self, id: &str, listed: bool) -> Result<(), Unknown> {
        state::lock(&self.shared).list(id, listed)
    }

    /// Damages an object wherever it appears, or mends it (`None`).
    ///
    /// # Errors
    /// When that is no id.
    pub fn damage(&self, id: &str, damage: Option<Damage>) -> Result<(), Unknown> {
        state::lock(&self.shared).damage(id, damage)
    }

    /// From now on the page's Markdown holds so many blocks at a time, with a mark where the rest stood or without;
    /// `None` lifts that.
    ///
    /// # Errors
    /// When there is no such page.
    pub fn truncate(&self, id: &str, extent: Option<(usize, bool)>) -> Result<(), Unknown> {
        state::lock(&self.shared).truncate(id, extent)
    }

    /// Ends a token and its other half. False when it was not a living token.
    pub fn revoke(&self, token: &str) -> bool {
        state::lock(&self.shared).connections.revoke(token)
    }

    /// Ends every token of a kind.
    pub fn revoke_kind(&self, kind: TokenKind) {
        state::lock(&self.shared).connections.revoke_kind(kind);
    }

    /// Whether a token, access or refresh, would still be taken.
    pub fn is_live(&self, token: &str) -> bool {
        state::lock(&self.shared).connections.issued(token).is_some()
    }

    /// Lets every cursor given out so far go stale.
    pub fn stale_cursors(&self) {
        state::lock(&self.shared).walks.expire();
    }

    /// From now on the virtual clock stands still but for [`advance`](Self::advance), so that a client with a clock of
    /// its own can be given the same time.
    pub fn hold_clock(&self) {
        state::lock(&self.shared).clock.hold();
    }

    /// The present moment of the virtual clock, in milliseconds since the Unix epoch.
    pub fn now_ms(&self) -> i64 {
        state::lock(&self.shared).clock.now_ms()
    }

    /// Moves the virtual clock forward.
    pub fn advance(&self, by: Duration) {
        state::lock(&self.shared).clock.advance(by);
    }

    /// Sets how long search takes to notice a change.
    pub fn set_search_lag(&self, lag: Duration) {
        state::lock(&self.shared).options.search_lag = lag;
    }

    /// Sets the rate limit from now on.
    pub fn set_limit(&self, limit: Limit) {
        state::lock(&self.shared).options.limit = limit;
    }

    /// Everything the holder of a token can see, for comparing a client's copy.
    ///
    /// # Errors
    /// When the token is not a living access token.
    pub fn world(&self, token: &str) -> Result<Vec<Visible>, Unknown> {
        state::lock(&self.shared).world_of(token, true)
    }

    /// The id of the first object with exactly this title.
    pub fn id_of(&self, title: &str) -> Option<String> {
        state::lock(&self.shared).page_titled(title).map(|id| id.to_string())
    }
}

impl Drop for Sim {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

/// Answers until the sender is dropped.
fn answer(listener: TcpListener, router: Router, stop: &watch::Sender<()>) -> JoinHandle<()> {
    let mut stopped = stop.subscribe();
    tokio::spawn(async move {
        let stop = async move {
            let _ = stopped.changed().await;
        };
        // The listener only fails with its socket, and then there is nobody left to tell.
        let _ = axum::serve(listener, router).with_graceful_shutdown(stop).await;
    })
}

fn build(options: Options) -> std::io::Result<state::State> {
    let name = options.workspace_name.as_deref();
    let clock = clock::Clock::default();
    let world = match &options.workspace {
        Workspace::Sample => sample::world(name.unwrap_or(sample::WORKSPACE)),
        Workspace::Synthetic { pages, seed } => synthetic::world(name.unwrap_or("Synthetic"), *pages, *seed),
        Workspace::Replay(folder) => replay::world(name.unwrap_or("Replay"), folder)?,
        Workspace::Empty => world_file::empty(name, clock.now_ms())?,
        Workspace::File(file) => world_file::world(name, file, clock.now_ms())?,
    };
    let mut connections = connections::Connections::default();
    let now_ms = clock.now_ms();
    let internal_token = connections.add_fixed(TokenKind::Internal, &world, now_ms);
    let personal_token = connections.add_fixed(TokenKind::Personal, &world, now_ms);
    let client_id = ids::derive(&["client", &world.names.workspace]).to_string();
    let oauth = oauth::AuthorizationServer::new(client_id, options.redirect_uris.clone());
    Ok(state::State {
        options,
        clock,
        world,
        connections,
        oauth,
        walks: paging::Walks::default(),
        faults: faults::Faults::default(),
        damaged: damage::Damaged::default(),
        truncated: HashMap::new(),
        weather: None,
        log: log::Log::default(),
        internal_token,
        personal_token,
    })
}

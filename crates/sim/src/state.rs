//! Everything a running stand-in knows, behind one lock, and the verbs that change the world.
//!
//! Not the sockets (`serve`, `control`).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::clock::Clock;
use crate::connections::{Connections, TokenKind};
use crate::damage::{Damage, Damaged};
use crate::faults::Faults;
use crate::ids::page_url;
use crate::log::Log;
use crate::node::{At, Indexed, Kind, Lagging};
use crate::oauth::AuthorizationServer;
use crate::options::Options;
use crate::paging::Walks;
use crate::world::World;
use crate::written::Written;
use crate::{content, ids, inline_reading, markdown, markdown_reading};

/// The state as the handlers hold it.
pub type Shared = Arc<Mutex<State>>;

/// Takes the lock; a handler that panicked has left nothing half done that matters here.
pub fn lock(shared: &Shared) -> MutexGuard<'_, State> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// See the module.
#[derive(Debug)]
pub struct State {
    pub options: Options,
    pub clock: Clock,
    pub world: World,
    pub connections: Connections,
    pub oauth: AuthorizationServer,
    pub walks: Walks,
    pub faults: Faults,
    pub damaged: Damaged,
    /// Pages whose Markdown holds only so many blocks at a time, and whether the rest is marked.
    pub truncated: HashMap<At, (usize, bool)>,
    /// What happens by itself.
    pub weather: Option<Box<dyn Weather>>,
    pub log: Log,
    pub internal_token: String,
    pub personal_token: String,
}

/// What happens to a workspace by itself, between one request and the next.
pub trait Weather: std::fmt::Debug + Send {
    /// Perhaps something happens.
    fn blow(&mut self, state: &mut State);
    /// What has happened so far, for whoever replays it.
    fn told(&self) -> Vec<String>;
}

/// Why a control verb could not be carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown(pub String);

impl std::fmt::Display for Unknown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "unknown: {}", self.0)
    }
}

impl std::error::Error for Unknown {}

/// What to change about an object; what is absent stays.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Edit {
    /// Inline Markdown.
    pub title: Option<String>,
    /// The whole body, as enhanced Markdown.
    pub markdown: Option<String>,
    /// An icon object, or null.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub icon: Option<Value>,
    /// Values of properties by name, merged into what is there.
    pub properties: Map<String, Value>,
    /// Leave `last_edited_time` alone, as some changes at Notion do.
    pub untouched: bool,
    /// Search notices only after so many seconds, whatever the lag of the rest.
    pub late_seconds: u32,
}

/// A new page.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Create {
    /// A page's or data source's id; absent, the page stands at the top of the workspace.
    pub parent: Option<String>,
    /// Inline Markdown.
    pub title: String,
    /// The body, as enhanced Markdown.
    pub markdown: String,
    pub icon: Option<Value>,
    pub properties: Map<String, Value>,
}

/// What one connection can see of an object, for comparing a client's copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Visible {
    pub id: String,
    /// `page` or `data_source`.
    pub object: String,
    pub title: String,
    pub url: String,
    pub last_edited_time: String,
    pub in_trash: bool,
    /// The titles above it, outermost first.
    pub path: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub markdown: Option<String>,
}

impl State {
    /// Finds what a verb is about. Any form of id will do.
    pub fn find(&self, id: &str) -> Result<At, Unknown> {
        ids::parse(id).and_then(|id| self.world.find(id)).ok_or_else(|| Unknown(id.to_owned()))
    }

    /// Changes an object.
    pub fn edit(&mut self, id: &str, edit: Edit) -> Result<(), Unknown> {
        let at = self.find(id)?;
        self.changing_late(at, !edit.untouched, i64::from(edit.late_seconds) * 1_000);
        let mut written: Written = self.world.written(at).into_owned();
        if let Some(title) = &edit.title {
            written.title = inline_reading::inline(title, &self.world.names);
        }
        match &edit.markdown {
            Some(text) => {
                written.blocks = markdown_reading::blocks(text, &self.world.names);
                written.verbatim = None;
            }
            None => written.blocks = self.world.own_blocks(at),
        }
        if let Some(icon) = edit.icon {
            written.icon = icon;
        }
        for (name, value) in edit.properties {
            match written.raw.get_mut("properties").and_then(|given| given.get_mut(&name)) {
                Some(given) => {
                    let kind = given["type"].as_str().unwrap_or_default().to_owned();
                    given[kind] = value;
                }
                None => {
                    written.properties.insert(name, value);
                }
            }
        }
        self.world.write(at, written);
        Ok(())
    }

    /// Makes a page. Returns its id.
    pub fn create(&mut self, create: Create) -> Result<Uuid, Unknown> {
        self.create_as(ids::random(), create)
    }

    /// The same under an id that nothing has yet.
    pub fn create_as(&mut self, id: Uuid, create: Create) -> Result<Uuid, Unknown> {
        let parent = create.parent.as_deref().map(|id| self.find(id)).transpose()?;
        let now = self.clock.now_ms();
        let at = self.world.add(id, Kind::Page, parent, now, now);
        self.world.nodes[at as usize].lagging =
            Some(Box::new(Lagging { changed_ms: now, lag_ms: 0, before: None }));
        let author = self.world.names.people.first().map_or(Uuid::nil(), |person| person.id);
        let written = Written {
            title: inline_reading::inline(&create.title, &self.world.names),
            icon: create.icon.unwrap_or(Value::Null),
            properties: create.properties,
            blocks: markdown_reading::blocks(&create.markdown, &self.world.names),
            created_by: author,
            edited_by: author,
            ..Written::default()
        };
        self.world.write(at, written);
        if let Some(parent) = parent {
            self.changing(parent, true);
        }
        Ok(id)
    }

    /// Puts a page below another, which must have been there before it.
    pub fn move_to(&mut self, id: &str, parent: &str) -> Result<(), Unknown> {
        let (at, parent_at) = (self.find(id)?, self.find(parent)?);
        let fits =
            self.world.node(at).kind == Kind::Page && self.world.node(parent_at).kind != Kind::Database;
        if !fits || parent_at >= at {
            return Err(Unknown(format!("{id} cannot be moved below {parent}")));
        }
        // What stands on a page changes with the pages below it.
        for changed in [Some(at), self.world.parent(at), Some(parent_at)].into_iter().flatten() {
            self.changing(changed, true);
        }
        self.world.move_below(at, parent_at);
        Ok(())
    }

    /// Puts an object into the trash, or takes it out.
    pub fn trash(&mut self, id: &str, trashed: bool) -> Result<(), Unknown> {
        let at = self.find(id)?;
        self.changing(at, true);
        self.world.nodes[at as usize].trashed = trashed;
        Ok(())
    }

    /// Shares an object and what is below it with the connections of this kind (`None`: all), or takes it away.
    pub fn share(&mut self, id: &str, kind: Option<TokenKind>, shared: bool) -> Result<(), Unknown> {
        let at = self.find(id)?;
        for connection in &mut self.connections.list {
            if kind.is_none_or(|kind| kind == connection.kind) {
                connection.share(at, shared);
            }
        }
        Ok(())
    }

    /// A request has come.
    pub fn weathered(&mut self) {
        if let Some(mut weather) = self.weather.take() {
            weather.blow(self);
            self.weather = Some(weather);
        }
    }

    /// Nothing happens by itself any more: requests are answered, and what was taken away as a whole is given back.
    /// What changed, what is damaged and what search leaves out stays. Returns what happened.
    pub fn calm(&mut self) -> Vec<String> {
        self.faults.clear();
        self.blind(None, false);
        self.weather.take().map(|weather| weather.told()).unwrap_or_default()
    }

    /// Takes everything away from the connections of this kind (`None`: all), or undoes that.
    pub fn blind(&mut self, kind: Option<TokenKind>, blind: bool) {
        for connection in &mut self.connections.list {
            if kind.is_none_or(|kind| kind == connection.kind) {
                connection.blind = blind;
            }
        }
    }

    /// Has search leave an object out, or list it again.
    pub fn list(&mut self, id: &str, listed: bool) -> Result<(), Unknown> {
        let at = self.find(id)?;
        if listed {
            self.world.unlisted.remove(&at);
        } else {
            self.world.unlisted.insert(at);
        }
        Ok(())
    }

    /// Damages an object wherever it appears, or mends it.
    pub fn damage(&mut self, id: &str, damage: Option<Damage>) -> Result<(), Unknown> {
        let id = ids::parse(id).ok_or_else(|| Unknown(id.to_owned()))?;
        self.damaged.set(id, damage);
        Ok(())
    }

    /// From now on the page's Markdown holds so many blocks at a time; `None` lifts that.
    pub fn truncate(&mut self, id: &str, extent: Option<(usize, bool)>) -> Result<(), Unknown> {
        let at = self.find(id)?;
        match extent {
            Some(extent) => self.truncated.insert(at, extent),
            None => self.truncated.remove(&at),
        };
        Ok(())
    }

    /// Everything the holder of this token can see, trash included, oldest first.
    pub fn world_of(&self, token: &str, with_markdown: bool) -> Result<Vec<Visible>, Unknown> {
        let at = self.connections.find(token).ok_or_else(|| Unknown("token".to_owned()))?;
        let connection = &self.connections.list[at];
        let world = &self.world;
        let visible = world
            .all()
            .filter(|at| world.node(*at).kind != Kind::Database && connection.sees(world, *at))
            .map(|at| {
                let node = world.node(at);
                let mut path: Vec<String> =
                    world.upward(at).skip(1).map(|above| world.title_text(above)).collect();
                path.reverse();
                let is_page = node.kind == Kind::Page;
                Visible {
                    id: node.id.to_string(),
                    object: if is_page { "page" } else { "data_source" }.to_owned(),
                    title: world.title_text(at),
                    url: page_url(node.id),
                    last_edited_time: crate::clock::minute(node.edited_ms),
                    in_trash: world.in_trash(at),
                    path,
                    markdown: (with_markdown && is_page).then(|| markdown::whole(world, at)),
                }
            })
            .collect();
        Ok(visible)
    }

    fn changing(&mut self, at: At, touch: bool) {
        self.changing_late(at, touch, 0);
    }

    /// Remembers how the search index still sees an object, at least for so long, and stamps it.
    fn changing_late(&mut self, at: At, touch: bool, lag_ms: i64) {
        let now = self.clock.now_ms();
        let node = self.world.node(at);
        let before = match node.lagging.as_deref() {
            // The index has not seen the last change either.
            Some(lagging) if now < lagging.noticed_ms(self.lag_ms()) => lagging.before.clone(),
            _ => Some(Indexed {
                title: self.world.title(at),
                edited_ms: node.edited_ms,
                trashed: self.world.in_trash(at),
            }),
        };
        let node = &mut self.world.nodes[at as usize];
        node.lagging = Some(Box::new(Lagging { changed_ms: now, lag_ms, before }));
        if touch {
            node.edited_ms = now;
        }
    }

    fn lag_ms(&self) -> i64 {
        i64::try_from(self.options.search_lag.as_millis()).unwrap_or(i64::MAX / 2)
    }

    /// The id of the page with exactly this title, for tests that know the sample by its words.
    pub fn page_titled(&self, title: &str) -> Option<Uuid> {
        self.world
            .all()
            .find(|at| content::plain_text(&self.world.title(*at)) == title)
            .map(|at| self.world.node(at).id)
    }
}

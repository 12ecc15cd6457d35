//! Connections (a bot with a token) and what each may see.
//!
//! Not how a connection comes about by OAuth (`oauth`), nor how often it may call (`rate_limit`).

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::ids;
use crate::node::At;
use crate::rate_limit::Window;
use crate::world::World;

/// Notion's three kinds of token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenKind {
    /// From the consent page.
    Oauth,
    /// An internal connection's: sees what was shared with it.
    Internal,
    /// A person's own: sees what the person sees.
    Personal,
}

/// One bot in the workspace.
#[derive(Debug)]
pub struct Connection {
    pub bot_id: Uuid,
    pub kind: TokenKind,
    /// Which of the workspace's people it acts for.
    pub person: usize,
    /// Explicit answers to "is this shared?"; the nearest one upward counts.
    sharing: HashMap<At, bool>,
    /// The answer where no node upward has one.
    sees_all: bool,
    /// Everything was taken away from it, as by an accident.
    pub blind: bool,
    pub granted_ms: i64,
    pub window: Window,
}

impl Connection {
    /// Whether the node is shared with this connection.
    pub fn sees(&self, world: &World, at: At) -> bool {
        !self.blind && world.upward(at).find_map(|at| self.sharing.get(&at).copied()).unwrap_or(self.sees_all)
    }

    /// The same for every node at once.
    pub fn sees_each(&self, world: &World) -> Vec<bool> {
        world.inherited(!self.blind && self.sees_all, |at| {
            self.sharing.get(&at).copied().filter(|_| !self.blind)
        })
    }

    /// Shares a node and what is below it, or takes it away.
    pub fn share(&mut self, at: At, shared: bool) {
        self.sharing.insert(at, shared);
    }

    /// The bot as `GET /v1/users/me` shows it.
    pub fn bot_json(&self, world: &World) -> Value {
        let owner = match self.kind {
            TokenKind::Internal => json!({"type": "workspace", "workspace": true}),
            TokenKind::Oauth | TokenKind::Personal => {
                json!({"type": "user", "user": world.names.people.get(self.person).map(crate::people::Person::json)})
            }
        };
        let name = match self.kind {
            TokenKind::Internal => "Handbook search (internal)".to_owned(),
            TokenKind::Oauth => "Trove".to_owned(),
            TokenKind::Personal => {
                world.names.people.get(self.person).map_or_else(String::new, |person| person.name.clone())
            }
        };
        json!({
            "object": "user", "id": self.bot_id, "name": name, "avatar_url": null, "type": "bot",
            "bot": {
                "owner": owner,
                "workspace_id": world.id,
                "workspace_name": world.names.workspace,
                "workspace_limits": {"max_file_upload_size_in_bytes": 5_242_880},
            },
        })
    }
}

#[derive(Debug)]
struct Token {
    connection: usize,
    alive: bool,
    refresh: bool,
    /// Tokens of one number live and die together.
    grant: u64,
    issued_ms: i64,
}

/// A fresh pair for one connection.
#[derive(Debug)]
pub struct Pair {
    pub access: String,
    pub refresh: String,
}

/// All connections and every token ever given out.
#[derive(Debug, Default)]
pub struct Connections {
    pub list: Vec<Connection>,
    tokens: HashMap<String, Token>,
    grants: u64,
}

impl Connections {
    /// Adds a connection with a token of its own that never expires. Returns the token.
    pub fn add_fixed(&mut self, kind: TokenKind, world: &World, now_ms: i64) -> String {
        let mut connection = new_connection(kind, 0, world, now_ms);
        connection.sees_all = kind == TokenKind::Personal;
        if kind == TokenKind::Internal {
            // Shared with every top-level page but the private ones.
            for at in world.all().filter(|at| world.parent(*at).is_none()) {
                connection.share(at, !world.private.contains(&at));
            }
        }
        connection.sharing.extend(world.sharing.iter().copied());
        self.list.push(connection);
        let token = secret("ntn_");
        self.grants += 1;
        self.insert(&token, self.list.len() - 1, false, now_ms);
        token
    }

    /// This person has picked these pages. The same person again is the same bot, with a new choice of pages, a new
    /// pair, and the earlier refresh token dead.
    pub fn authorize(&mut self, person: usize, roots: &[At], world: &World, now_ms: i64) -> (usize, Pair) {
        let known =
            self.list.iter().position(|known| known.kind == TokenKind::Oauth && known.person == person);
        let at = known.unwrap_or_else(|| {
            self.list.push(new_connection(TokenKind::Oauth, person, world, now_ms));
            self.list.len() - 1
        });
        let picked = roots.iter().map(|root| (*root, true));
        self.list[at].sharing = picked.chain(world.sharing.iter().copied()).collect();
        self.list[at].granted_ms = now_ms;
        for token in self.tokens.values_mut().filter(|token| token.connection == at && token.refresh) {
            token.alive = false;
        }
        (at, self.pair(at, now_ms))
    }

    /// Trades a refresh token for a new pair; both old tokens die.
    pub fn refresh(&mut self, refresh_token: &str, now_ms: i64) -> Option<(usize, Pair)> {
        let token = self.tokens.get(refresh_token).filter(|token| token.alive && token.refresh)?;
        let (at, grant) = (token.connection, token.grant);
        self.kill(|token| token.grant == grant);
        Some((at, self.pair(at, now_ms)))
    }

    /// Every token ever given out, in no order.
    pub fn given(&self) -> Vec<&str> {
        self.tokens.keys().map(String::as_str).collect()
    }

    /// The connection a bearer token stands for.
    pub fn find(&self, token: &str) -> Option<usize> {
        self.tokens.get(token).filter(|token| token.alive && !token.refresh).map(|token| token.connection)
    }

    /// Ends a token, and the other half of its pair. False when it was not known or already dead.
    pub fn revoke(&mut self, token: &str) -> bool {
        let Some(found) = self.tokens.get(token).filter(|token| token.alive) else { return false };
        let grant = found.grant;
        self.kill(|token| token.grant == grant);
        true
    }

    /// Ends every token of every connection of this kind.
    pub fn revoke_kind(&mut self, kind: TokenKind) {
        for at in 0..self.list.len() {
            if self.list[at].kind == kind {
                self.kill(|token| token.connection == at);
            }
        }
    }

    /// Whether the token is good, and since when (milliseconds).
    pub fn issued(&self, token: &str) -> Option<i64> {
        self.tokens.get(token).filter(|token| token.alive).map(|token| token.issued_ms)
    }

    fn kill(&mut self, which: impl Fn(&Token) -> bool) {
        for token in self.tokens.values_mut().filter(|token| which(token)) {
            token.alive = false;
        }
    }

    fn pair(&mut self, connection: usize, now_ms: i64) -> Pair {
        let pair = Pair { access: secret("ntn_"), refresh: secret("nrt_") };
        self.grants += 1;
        self.insert(&pair.access, connection, false, now_ms);
        self.insert(&pair.refresh, connection, true, now_ms);
        pair
    }

    fn insert(&mut self, token: &str, connection: usize, refresh: bool, issued_ms: i64) {
        let grant = self.grants;
        self.tokens.insert(token.to_owned(), Token { connection, alive: true, refresh, grant, issued_ms });
    }
}

fn new_connection(kind: TokenKind, person: usize, world: &World, now_ms: i64) -> Connection {
    let word = match kind {
        TokenKind::Oauth => "oauth",
        TokenKind::Internal => "internal",
        TokenKind::Personal => "personal",
    };
    Connection {
        bot_id: ids::derive(&["bot", &world.names.workspace, word, &person.to_string()]),
        kind,
        person,
        sharing: HashMap::new(),
        sees_all: false,
        blind: false,
        granted_ms: now_ms,
        window: Window::default(),
    }
}

/// 40 random letters and digits behind a prefix.
pub fn secret(prefix: &str) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
    let bytes: [u8; 40] = rand::random();
    prefix
        .chars()
        .chain(bytes.iter().map(|byte| char::from(LETTERS[usize::from(*byte) % LETTERS.len()])))
        .collect()
}

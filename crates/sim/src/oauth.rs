//! The authorization server: authorize, token (both grants), introspect, revoke.
//!
//! The page on which a person agrees is drawn by `consent_page`; what a token may see is kept by `connections`.

use std::collections::HashMap;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Map, Value, json};
use url::Url;

use crate::connections::{Connections, Pair, secret};
use crate::errors::Answer;
use crate::node::At;
use crate::world::World;

/// How long a code may be exchanged. Notion's own time is not documented; RFC 6749 advises ten minutes.
const CODE_LIFE_MS: i64 = 10 * 60_000;

/// A request to authorize that passed its checks and waits for a person.
#[derive(Debug, Clone)]
pub struct Pending {
    pub redirect_uri: String,
    pub state: Option<String>,
}

/// What a person allowed: who, and which pages.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    /// An index into the workspace's people.
    pub person: usize,
    pub roots: Vec<At>,
}

#[derive(Debug)]
struct Code {
    redirect_uri: String,
    choice: Choice,
    expires_ms: i64,
    used: bool,
}

/// The one registered client, and the authorizations in progress.
#[derive(Debug, Default)]
pub struct AuthorizationServer {
    pub client_id: String,
    pub client_secret: String,
    pub redirect_uris: Vec<String>,
    pending: HashMap<String, Pending>,
    codes: HashMap<String, Code>,
}

/// What a request to authorize comes to before anybody is asked.
#[derive(Debug)]
pub enum Authorize {
    /// Show the consent page under this ticket.
    Ask { ticket: String, pending: Pending },
    /// Send the browser back with an error.
    Back(String),
    /// Show an error page and send nobody anywhere: the address to go back to cannot be trusted.
    Refuse(&'static str),
}

impl AuthorizationServer {
    /// One client with a fresh secret.
    pub fn new(client_id: String, redirect_uris: Vec<String>) -> Self {
        Self { client_id, client_secret: secret("secret_"), redirect_uris, ..Self::default() }
    }

    /// Checks `GET /v1/oauth/authorize`.
    pub fn authorize(&mut self, query: &[(String, String)]) -> Authorize {
        let get = |name: &str| query.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
        if get("client_id").as_deref() != Some(&self.client_id) {
            return Authorize::Refuse("Missing or invalid client_id.");
        }
        let Some(redirect_uri) = get("redirect_uri").filter(|uri| self.redirect_uris.contains(uri)) else {
            return Authorize::Refuse("Missing or invalid redirect_uri.");
        };
        let pending = Pending { redirect_uri, state: get("state") };
        if get("response_type").as_deref() != Some("code") {
            return Authorize::Back(pending.back("error", "unsupported_response_type"));
        }
        if get("owner").as_deref() != Some("user") {
            return Authorize::Back(pending.back("error", "invalid_request"));
        }
        let ticket = secret("");
        self.pending.insert(ticket.clone(), pending.clone());
        Authorize::Ask { ticket, pending }
    }

    /// The person pressed Allow (with this choice) or Cancel. `None`: the ticket is unknown or used up.
    /// Otherwise the address to send the browser to.
    pub fn decide(&mut self, ticket: &str, allowed: Option<Choice>, now_ms: i64) -> Option<String> {
        let pending = self.pending.remove(ticket)?;
        let Some(choice) = allowed else { return Some(pending.back("error", "access_denied")) };
        let code = secret("03");
        let back = pending.back("code", &code);
        let expires_ms = now_ms + CODE_LIFE_MS;
        self.codes.insert(code, Code { redirect_uri: pending.redirect_uri, choice, expires_ms, used: false });
        Some(back)
    }

    /// `POST /v1/oauth/token`.
    pub fn token(
        &mut self,
        authorization: Option<&str>,
        body: &[u8],
        connections: &mut Connections,
        world: &World,
        now_ms: i64,
    ) -> Result<Value, Answer> {
        let body = self.checked(authorization, body)?;
        match body.get("grant_type").and_then(Value::as_str) {
            Some("authorization_code") => {
                let choice = self.redeem(&body, now_ms)?;
                let (at, pair) = connections.authorize(choice.person, &choice.roots, world, now_ms);
                Ok(granted(at, &pair, connections, world))
            }
            Some("refresh_token") => {
                let token = text(&body, "refresh_token")?;
                let (at, pair) = connections
                    .refresh(token, now_ms)
                    .ok_or_else(|| invalid_grant("Invalid refresh token."))?;
                Ok(granted(at, &pair, connections, world))
            }
            Some(_) => Err(Answer::error(400, "unsupported_grant_type", "Unsupported grant type.")),
            None => Err(invalid_request("body.grant_type should be defined, instead was `undefined`.")),
        }
    }

    /// `POST /v1/oauth/introspect`.
    pub fn introspect(
        &self,
        authorization: Option<&str>,
        body: &[u8],
        connections: &Connections,
    ) -> Result<Value, Answer> {
        let body = self.checked(authorization, body)?;
        Ok(match connections.issued(text(&body, "token")?) {
            Some(issued_ms) => {
                json!({"active": true, "scope": "read_content read_user_with_email", "iat": issued_ms / 1000})
            }
            None => json!({"active": false}),
        })
    }

    /// `POST /v1/oauth/revoke`. A token that is already dead is no error (RFC 7009 §2.2).
    pub fn revoke(
        &self,
        authorization: Option<&str>,
        body: &[u8],
        connections: &mut Connections,
    ) -> Result<Value, Answer> {
        let body = self.checked(authorization, body)?;
        connections.revoke(text(&body, "token")?);
        Ok(json!({}))
    }

    /// A code that is known, young, unused and for the same address.
    fn redeem(&mut self, body: &Map<String, Value>, now_ms: i64) -> Result<Choice, Answer> {
        let code = text(body, "code")?;
        let redirect_uri = text(body, "redirect_uri")?;
        let found = self.codes.get_mut(code).ok_or_else(|| invalid_grant("Invalid code."))?;
        if found.used {
            return Err(invalid_grant("Invalid code: this code has been revoked."));
        }
        if found.redirect_uri != redirect_uri {
            return Err(invalid_grant("Invalid redirect_uri: it does not match the authorization request."));
        }
        if now_ms >= found.expires_ms {
            return Err(invalid_grant("Invalid code: this code has expired."));
        }
        found.used = true;
        Ok(std::mem::take(&mut found.choice))
    }

    /// Client authentication, then the body: a JSON object and nothing else.
    fn checked(&self, authorization: Option<&str>, body: &[u8]) -> Result<Map<String, Value>, Answer> {
        let expected = format!("{}:{}", self.client_id, self.client_secret);
        let given = authorization
            .and_then(|header| header.strip_prefix("Basic "))
            .and_then(|encoded| BASE64_STANDARD.decode(encoded.trim()).ok());
        if given.as_deref() != Some(expected.as_bytes()) {
            return Err(Answer::error(401, "invalid_client", "Client authentication failed."));
        }
        match serde_json::from_slice(body) {
            Ok(Value::Object(fields)) => Ok(fields),
            Ok(_) => Err(invalid_request("body should be an object.")),
            Err(_) => Err(invalid_request("Error parsing JSON body.")),
        }
    }
}

impl Pending {
    /// The redirect address with one more field, and the state echoed.
    fn back(&self, name: &str, value: &str) -> String {
        let Ok(mut url) = Url::parse(&self.redirect_uri) else { return self.redirect_uri.clone() };
        url.query_pairs_mut().append_pair(name, value);
        if let Some(state) = &self.state {
            url.query_pairs_mut().append_pair("state", state);
        }
        url.to_string()
    }
}

fn granted(at: usize, pair: &Pair, connections: &Connections, world: &World) -> Value {
    let connection = &connections.list[at];
    let owner = world.names.people.get(connection.person).map(crate::people::Person::json);
    json!({
        "access_token": pair.access, "token_type": "bearer", "refresh_token": pair.refresh,
        "bot_id": connection.bot_id, "workspace_id": world.id, "workspace_name": world.names.workspace,
        "workspace_icon": world.icon, "owner": {"type": "user", "user": owner}, "duplicated_template_id": null,
    })
}

fn text<'a>(body: &'a Map<String, Value>, name: &str) -> Result<&'a str, Answer> {
    body.get(name)
        .and_then(Value::as_str)
        .ok_or_else(|| invalid_request(&format!("body.{name} should be defined, instead was `undefined`.")))
}

fn invalid_grant(message: &str) -> Answer {
    Answer::error(400, "invalid_grant", message)
}

fn invalid_request(message: &str) -> Answer {
    Answer::error(400, "invalid_request", message)
}

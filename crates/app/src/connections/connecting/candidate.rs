//! A connection that waits for its person's word: made from a grant or from a token's
//! own answer, stored only when agreed to.
//!
//! Not here: how the grant or the token arrived (`redirect`, `confirmation`).

use crate::connections::tokens::FixedToken;
use crate::state::app::App;
use crate::state::candidate::Candidate;
use crate::state::open_profile::OpenProfile;
use crate::ui_types::{ConnectionCard, UiError};
use std::sync::Arc;
use trove_model::connection::shortened;
use trove_model::{
    Account, Connection, ConnectionId, ConnectionStatus, NotionId, Origin, SecretString, TokenKind,
};
use trove_notion::{BotOwner, Notion, User, UserKind};
use trove_oauth::{Grant, Owner};
use trove_vault::{ClientCredentials, StoredToken, Tokens};

/// An emoji or an address; what is longer is neither. In bytes.
const LONGEST_ICON: usize = 2048;
/// Notion's words on whose a token is have a few hundred bytes.
const LONGEST_OWNER: usize = 64 * 1024;

impl App {
    pub(crate) async fn candidate_of(
        &self,
        open: &OpenProfile,
        grant: Grant,
        client: ClientCredentials,
        origin: Origin,
    ) -> Result<Candidate, UiError> {
        let account = match grant.owner {
            Owner::Person { id, name, email } => person(id, name, email),
            Owner::Workspace => Account::Bot { id: grant.bot_id, name: None },
        };
        let connection = Connection {
            id: self.new_connection_id()?,
            kind: TokenKind::OAuth,
            status: ConnectionStatus::Active,
            origin: origin.clone(),
            workspace_id: Some(grant.workspace_id),
            workspace_name: shortened(&grant.workspace_name.unwrap_or_default()),
            workspace_icon: grant.workspace_icon.filter(|icon| icon.len() <= LONGEST_ICON),
            account,
            bot_id: Some(grant.bot_id),
            duplicated_template_id: grant.duplicated_template_id,
            owner_json: Some(grant.owner_json),
            created: self.inner.clock.wall(),
            last_used: None,
            last_listed: None,
        };
        let token =
            StoredToken { access: grant.access, refresh: grant.refresh, origin, client: Some(client) };
        let candidate = self.candidate(open, connection, token.clone()).await;
        if candidate.is_err() {
            // Locked meanwhile, for instance: nobody will be asked about it.
            self.revoke(&token).await;
        }
        candidate
    }

    /// Asks Notion whose token this is.
    pub(crate) async fn ask_whose(
        &self,
        open: &OpenProfile,
        token: SecretString,
        origin: Origin,
        kind: TokenKind,
    ) -> Result<Candidate, UiError> {
        let notion = Notion::new(
            self.inner.http.to(&origin),
            origin.clone(),
            Arc::new(FixedToken(token.clone())),
            Arc::clone(&self.inner.clock),
            Arc::clone(&self.inner.entropy),
        );
        let user = notion.interactive().me().await?;
        let connection = Connection {
            id: self.new_connection_id()?,
            kind,
            status: ConnectionStatus::Active,
            origin: origin.clone(),
            workspace_id: user.workspace_id,
            workspace_name: shortened(user.workspace_name.as_deref().unwrap_or_default()),
            workspace_icon: None,
            bot_id: (user.kind == UserKind::Bot).then_some(user.id),
            duplicated_template_id: None,
            owner_json: user.owner_json.clone().filter(|json| json.len() <= LONGEST_OWNER),
            account: account_of(user),
            created: self.inner.clock.wall(),
            last_used: None,
            last_listed: None,
        };
        let token = StoredToken { access: token, refresh: None, origin, client: None };
        self.candidate(open, connection, token).await
    }

    /// The same workspace, account and kind is the same connection: it keeps its id.
    async fn candidate(
        &self,
        open: &OpenProfile,
        mut connection: Connection,
        token: StoredToken,
    ) -> Result<Candidate, UiError> {
        let same =
            open.store.find_same(connection.kind, connection.workspace_id, connection.account.id()).await?;
        if let Some(same) = &same {
            connection.id = same.id;
            connection.created = same.created;
            connection.last_listed = same.last_listed;
        }
        Ok(Candidate { connection, token, replaces: same.is_some() })
    }

    /// Vault first, then database, then registry: a crash in between leaves at most a
    /// token that nobody knows, which the next sign-in sweeps.
    pub(crate) async fn store_candidate(
        &self,
        open: &Arc<OpenProfile>,
        candidate: &Candidate,
    ) -> Result<ConnectionCard, UiError> {
        let Candidate { connection, token, .. } = candidate.clone();
        let id = connection.id;
        // Before the new token is written: a renewal of the old one would be saved over it.
        self.stop_connection(open, id).await;
        open.vault.with(move |vault| vault.put_token(id, &token)).await?;
        open.store.put_connection(&connection).await?;
        self.register(open, &connection).await?;
        self.start_connection(open, connection).await?;
        let cards = self.connections().await?;
        let id = id.to_string();
        cards.into_iter().find(|card| card.id == id).ok_or(UiError::ConnectionNotFound)
    }

    fn new_connection_id(&self) -> Result<ConnectionId, UiError> {
        let mut bytes = [0; 16];
        self.inner.entropy.fill(&mut bytes).map_err(|_| UiError::NoRandomness)?;
        Ok(ConnectionId::from_bytes(bytes))
    }
}

/// A bot that a person owns sees with that person's eyes.
fn account_of(user: User) -> Account {
    match user.owner {
        Some(BotOwner::User(owner)) => person(owner.id, owner.name, owner.email),
        _ if user.kind == UserKind::Person => person(user.id, user.name, user.email),
        _ => Account::Bot { id: user.id, name: user.name.as_deref().map(shortened) },
    }
}

fn person(id: NotionId, name: Option<String>, email: Option<String>) -> Account {
    Account::Person { id, name: name.as_deref().map(shortened), email: email.as_deref().map(shortened) }
}

//! Where a connection's token comes from: the vault, renewed at Notion where it can be.

use crate::state::open_profile::OpenProfile;
use crate::state::token_vault::TokenVault;
use crate::ui_types::UiError;
use std::sync::Arc;
use trove_model::connection::TokenFuture;
use trove_model::{Connection, SecretString, TokenKind, TokenSource, TokenUnavailable};
use trove_oauth::{Credentials, Holder, NotSaved, OAuthClient, TokenPair, TokenRefresher};
use trove_vault::{ClientCredentials, StoredToken, Tokens};

/// A token that cannot be renewed: pasted, or the sample's.
pub(crate) struct FixedToken(pub SecretString);

impl TokenSource for FixedToken {
    fn token(&self) -> TokenFuture<'_> {
        Box::pin(std::future::ready(Ok(self.0.clone())))
    }

    fn renew<'a>(&'a self, _refused: &'a SecretString) -> TokenFuture<'a> {
        Box::pin(std::future::ready(Err(TokenUnavailable::Revoked)))
    }
}

/// The token source of a stored connection, and its refresher if it has one.
pub(crate) struct Source {
    pub tokens: Arc<dyn TokenSource>,
    pub refresher: Option<Arc<TokenRefresher>>,
}

impl OpenProfile {
    /// Reads the connection's token from the vault. `None` where there is none: it was
    /// removed, or restored from a copy without its vault.
    pub async fn token_source(
        &self,
        connection: &Connection,
        http: &reqwest::Client,
    ) -> Result<Option<Source>, UiError> {
        let id = connection.id;
        let Some(stored) = self.vault.with(move |vault| vault.get_token(id)).await? else { return Ok(None) };
        // Bound to its server: a token of another origin is never sent to this one.
        if stored.origin != connection.origin {
            return Ok(None);
        }
        let (TokenKind::OAuth, Some(client)) = (connection.kind, stored.client.clone()) else {
            return Ok(Some(Source { tokens: Arc::new(FixedToken(stored.access)), refresher: None }));
        };
        let pair = TokenPair { access: stored.access, refresh: stored.refresh };
        let oauth = OAuthClient::new(http.clone(), connection.origin.clone());
        let holder = Holder { workspace: connection.workspace_id, bot: connection.bot_id };
        let save = saver(self.vault.clone(), connection.clone(), client.clone());
        let refresher = Arc::new(TokenRefresher::new(oauth, credentials(&client), holder, pair, save));
        Ok(Some(Source {
            tokens: Arc::clone(&refresher) as Arc<dyn TokenSource>,
            refresher: Some(refresher),
        }))
    }
}

/// The client as the token endpoint wants it.
pub(crate) fn credentials(client: &ClientCredentials) -> Credentials {
    Credentials { client_id: client.client_id.clone(), secret: client.secret.clone() }
}

type Saving = futures::future::BoxFuture<'static, Result<(), NotSaved>>;

fn saver(
    vault: TokenVault,
    connection: Connection,
    client: ClientCredentials,
) -> impl Fn(TokenPair) -> Saving + Send + Sync + 'static {
    move |pair| {
        let token = StoredToken {
            access: pair.access,
            refresh: pair.refresh,
            origin: connection.origin.clone(),
            client: Some(client.clone()),
        };
        let (vault, id) = (vault.clone(), connection.id);
        Box::pin(
            async move { vault.with(move |vault| vault.put_token(id, &token)).await.map_err(|_| NotSaved) },
        )
    }
}

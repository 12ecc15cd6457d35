//! What Trove keeps in the vault, by type: tokens by connection, client credentials by origin.
//!
//! Not here: how and where the bytes are kept (`keeper`), nor anything that
//! is not a secret; the rest of a connection is in the encrypted database.

use crate::{TokenVault, VaultError};
use serde::{Deserialize, Serialize};
use trove_model::{ConnectionId, Origin, Secret, SecretString};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// The token of one connection, with the only server it may be sent to.
#[derive(Debug, Clone)]
pub struct StoredToken {
    pub access: SecretString,
    /// `None` for a pasted token.
    pub refresh: Option<SecretString>,
    pub origin: Origin,
    /// The client it was granted to, which alone can renew and revoke it. `None` for a
    /// pasted token.
    pub client: Option<ClientCredentials>,
}

/// The user's own public connection at Notion.
#[derive(Debug, Clone)]
pub struct ClientCredentials {
    pub client_id: String,
    pub secret: SecretString,
}

/// The typed face of every [`TokenVault`]. Each change is on disk when the call returns.
///
/// Client credentials are kept per origin, so that a secret entered for the sample
/// workspace is never sent to Notion, nor the other way round.
///
/// # Errors
/// As the method of [`TokenVault`] beneath; [`VaultError::Damaged`] if a value opens but
/// is not what this version writes.
pub trait Tokens {
    fn put_token(&mut self, connection: ConnectionId, token: &StoredToken) -> Result<(), VaultError>;
    fn get_token(&self, connection: ConnectionId) -> Result<Option<StoredToken>, VaultError>;
    /// `false` if there was none.
    fn remove_token(&mut self, connection: ConnectionId) -> Result<bool, VaultError>;
    /// Every connection with a token here, for finding those that nobody knows any more.
    fn token_connections(&self) -> Result<Vec<ConnectionId>, VaultError>;

    fn put_client(&mut self, origin: &Origin, client: &ClientCredentials) -> Result<(), VaultError>;
    fn get_client(&self, origin: &Origin) -> Result<Option<ClientCredentials>, VaultError>;
    /// `false` if there was none.
    fn remove_client(&mut self, origin: &Origin) -> Result<bool, VaultError>;
}

impl<V: TokenVault + ?Sized> Tokens for V {
    fn put_token(&mut self, connection: ConnectionId, token: &StoredToken) -> Result<(), VaultError> {
        let record = TokenRecord {
            access: token.access.expose().clone(),
            refresh: token.refresh.as_ref().map(|refresh| refresh.expose().clone()),
            origin: token.origin.to_string(),
            client: token.client.as_ref().map(ClientRecord::of),
        };
        self.put(&token_name(connection), &encode(&record)?)
    }

    fn get_token(&self, connection: ConnectionId) -> Result<Option<StoredToken>, VaultError> {
        let Some(bytes) = self.get(&token_name(connection))? else { return Ok(None) };
        let record: TokenRecord = decode(&bytes)?;
        Ok(Some(StoredToken {
            access: SecretString::new(record.access.clone()),
            refresh: record.refresh.clone().map(SecretString::new),
            origin: Origin::parse(&record.origin).map_err(|_| VaultError::Damaged)?,
            client: record.client.as_ref().map(ClientRecord::credentials),
        }))
    }

    fn remove_token(&mut self, connection: ConnectionId) -> Result<bool, VaultError> {
        self.remove(&token_name(connection))
    }

    fn token_connections(&self) -> Result<Vec<ConnectionId>, VaultError> {
        self.names()?
            .iter()
            .filter_map(|name| name.strip_prefix(TOKEN))
            .map(|id| id.parse().map_err(|_| VaultError::Damaged))
            .collect()
    }

    fn put_client(&mut self, origin: &Origin, client: &ClientCredentials) -> Result<(), VaultError> {
        self.put(&client_name(origin), &encode(&ClientRecord::of(client))?)
    }

    fn get_client(&self, origin: &Origin) -> Result<Option<ClientCredentials>, VaultError> {
        let Some(bytes) = self.get(&client_name(origin))? else { return Ok(None) };
        Ok(Some(decode::<ClientRecord>(&bytes)?.credentials()))
    }

    fn remove_client(&mut self, origin: &Origin) -> Result<bool, VaultError> {
        self.remove(&client_name(origin))
    }
}

const TOKEN: &str = "token/";
const CLIENT: &str = "client/";

fn token_name(connection: ConnectionId) -> String {
    format!("{TOKEN}{connection}")
}

fn client_name(origin: &Origin) -> String {
    format!("{CLIENT}{origin}")
}

#[derive(Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
struct TokenRecord {
    access: String,
    refresh: Option<String>,
    origin: String,
    client: Option<ClientRecord>,
}

#[derive(Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
struct ClientRecord {
    client_id: String,
    secret: String,
}

impl ClientRecord {
    fn of(client: &ClientCredentials) -> Self {
        Self { client_id: client.client_id.clone(), secret: client.secret.expose().clone() }
    }

    fn credentials(&self) -> ClientCredentials {
        ClientCredentials {
            client_id: self.client_id.clone(),
            secret: SecretString::new(self.secret.clone()),
        }
    }
}

fn encode(record: &impl Serialize) -> Result<Secret<Vec<u8>>, VaultError> {
    serde_json::to_vec(record).map(Secret::new).map_err(|_| VaultError::Library)
}

fn decode<'a, T: Deserialize<'a>>(bytes: &'a Secret<Vec<u8>>) -> Result<T, VaultError> {
    serde_json::from_slice(bytes.expose()).map_err(|_| VaultError::Damaged)
}

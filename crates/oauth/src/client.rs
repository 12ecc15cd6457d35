//! Notion's token endpoints: exchange, refresh, introspect, revoke. One JSON `POST` each,
//! authenticated by client id and secret; the `oauth2` crate would send forms.
//!
//! Not here: retries, and who may refresh when (`refresh`).
//!
//! <https://developers.notion.com/reference/create-a-token>

use crate::error::{ErrorCode, OAuthError};
use crate::grant::Grant;
use reqwest::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};
use trove_http::{NoAnswer, Unreachable};
use trove_model::{Origin, SecretString};
use zeroize::Zeroizing;

/// The person's own public connection at Notion. Never part of the binary.
#[derive(Debug, Clone)]
pub struct Credentials {
    pub client_id: String,
    pub secret: SecretString,
}

/// Speaks to the token endpoints of one origin, and of no other.
#[derive(Debug, Clone)]
pub struct OAuthClient {
    http: reqwest::Client,
    origin: Origin,
}

/// A grant has a few hundred bytes.
const MAX_BODY: usize = 256 * 1024;

impl OAuthClient {
    /// `http` must not follow redirects, which could carry the secret elsewhere, and must
    /// give up on a silent server.
    pub fn new(http: reqwest::Client, origin: Origin) -> Self {
        Self { http, origin }
    }

    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// Turns the code of a redirect into tokens. `redirect_uri` is what the request named.
    ///
    /// # Errors
    /// See [`OAuthError`]. A code works once: after [`OAuthError::InvalidGrant`] the
    /// person has to start again.
    pub async fn exchange(
        &self,
        credentials: &Credentials,
        code: &SecretString,
        redirect_uri: &str,
    ) -> Result<Grant, OAuthError> {
        let body = json!({
            "grant_type": "authorization_code",
            "code": code.expose(),
            "redirect_uri": redirect_uri,
        });
        self.grant(credentials, body).await
    }

    /// Trades a refresh token for a new pair. The old pair is dead afterwards, so the
    /// new one must be saved before it is used.
    ///
    /// # Errors
    /// See [`OAuthError`]; [`OAuthError::InvalidGrant`] means that the person has to
    /// connect again.
    pub async fn refresh(
        &self,
        credentials: &Credentials,
        refresh: &SecretString,
    ) -> Result<Grant, OAuthError> {
        let body = json!({ "grant_type": "refresh_token", "refresh_token": refresh.expose() });
        self.grant(credentials, body).await
    }

    /// Ends a grant at Notion.
    ///
    /// # Errors
    /// See [`OAuthError`]. The grant may live on then.
    pub async fn revoke(&self, credentials: &Credentials, token: &SecretString) -> Result<(), OAuthError> {
        let (status, body) =
            self.post("/v1/oauth/revoke", credentials, json!({ "token": token.expose() })).await?;
        json_object(&body).map(drop).ok_or(OAuthError::NotNotion { status })
    }

    /// Whether a token is alive.
    ///
    /// # Errors
    /// See [`OAuthError`].
    pub async fn introspect(
        &self,
        credentials: &Credentials,
        token: &SecretString,
    ) -> Result<bool, OAuthError> {
        #[derive(Deserialize)]
        struct Answer {
            active: bool,
        }
        let (status, body) =
            self.post("/v1/oauth/introspect", credentials, json!({ "token": token.expose() })).await?;
        serde_json::from_slice::<Answer>(&body)
            .map(|answer| answer.active)
            .map_err(|_| OAuthError::NotNotion { status })
    }

    /// Tells a good client id and secret from a bad one ([`OAuthError::ClientRefused`])
    /// by asking about a token that cannot exist: nothing changes at Notion.
    ///
    /// # Errors
    /// See [`OAuthError`].
    pub async fn test_credentials(&self, credentials: &Credentials) -> Result<(), OAuthError> {
        self.introspect(credentials, &SecretString::from("trove-asks-whether-the-secret-is-right"))
            .await
            .map(drop)
    }

    async fn grant(&self, credentials: &Credentials, body: Value) -> Result<Grant, OAuthError> {
        let (status, body) = self.post("/v1/oauth/token", credentials, body).await?;
        Grant::read(&body).ok_or(OAuthError::NotNotion { status })
    }

    /// The body of a successful answer.
    async fn post(
        &self,
        path: &str,
        credentials: &Credentials,
        body: Value,
    ) -> Result<(u16, Zeroizing<Vec<u8>>), OAuthError> {
        let response = self
            .http
            .post(self.origin.join(path))
            .basic_auth(&credentials.client_id, Some(credentials.secret.expose()))
            .header("Notion-Version", Origin::NOTION_VERSION)
            .json(&body)
            .send()
            .await
            .map_err(|error| Unreachable::of(&error))?;
        let status = response.status();
        let body = trove_http::read(response, MAX_BODY).await.map_err(|none| match none {
            NoAnswer::TooLarge => OAuthError::NotNotion { status: status.as_u16() },
            NoAnswer::Unreachable(why) => why.into(),
        })?;
        if status == StatusCode::OK { Ok((status.as_u16(), body)) } else { Err(refusal(status, &body)) }
    }
}

/// Classifies an answer that is not 200. Notion's guide shows the code as `error`
/// (RFC 6749), its reference as `code`; either counts.
fn refusal(status: StatusCode, body: &[u8]) -> OAuthError {
    let number = status.as_u16();
    if status.is_server_error() || matches!(number, 408 | 429) {
        return OAuthError::Server { status: number };
    }
    let code = |name: &str| ErrorCode::new(json_object(body)?.get(name)?.as_str()?);
    let Some(code) = code("error").or_else(|| code("code")).filter(|_| status.is_client_error()) else {
        return OAuthError::NotNotion { status: number };
    };
    match (number, code.as_str()) {
        (401, _) | (_, "invalid_client") => OAuthError::ClientRefused,
        (400, "invalid_grant") => OAuthError::InvalidGrant,
        (400, _) => OAuthError::Refused { code },
        _ => OAuthError::Notion { status: number, code },
    }
}

fn json_object(body: &[u8]) -> Option<serde_json::Map<String, Value>> {
    serde_json::from_slice(body).ok()
}

#[cfg(test)]
mod tests;

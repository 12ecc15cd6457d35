//! The authorization request: the address the browser opens, and the forms in which
//! its answer may come back.
//!
//! Not here: the answer (`redirect`) and what is remembered meanwhile (`pending`).

use crate::pending::PendingSignIn;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use oauth2::basic::BasicClient;
use oauth2::{AuthUrl, ClientId, CsrfToken, RedirectUrl};
use std::fmt;
use trove_model::{Clock, Entropy, EntropyUnavailable, Origin, ProfileId, SecretString};
use url::Url;
use zeroize::Zeroizing;

/// The private-use scheme (RFC 8252 section 7.1): the app's identifier, and one slash
/// because there is no authority.
pub const SCHEME_REDIRECT: &str = "net.trovesearch.desktop:/oauth/callback";

/// The one port of the loopback redirect: Notion compares registered addresses as text,
/// port included. Below 32768, so that no system hands it out as an ephemeral port.
pub const LOOPBACK_PORT: u16 = 27463;

const LOOPBACK_REDIRECT: &str = "http://localhost:27463/oauth/callback";

/// The loopback redirect. `localhost` and not `127.0.0.1`, which Notion refuses to
/// register; the listener therefore holds both address families.
pub fn loopback_redirect() -> &'static str {
    LOOPBACK_REDIRECT
}

/// How Notion's answer finds its way back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RedirectForm {
    /// The operating system hands our scheme to the app.
    Scheme,
    /// The browser asks a port of this computer.
    Loopback,
    /// A page on the web that forwards to our scheme.
    Bounce(BounceUrl),
}

impl RedirectForm {
    /// What is registered at Notion, byte for byte.
    pub fn redirect_uri(&self) -> &str {
        match self {
            Self::Scheme => SCHEME_REDIRECT,
            Self::Loopback => LOOPBACK_REDIRECT,
            Self::Bounce(url) => url.as_str(),
        }
    }

    /// The form of what finally arrives: a bounce page forwards to the scheme.
    pub fn returns_at(&self) -> RedirectForm {
        match self {
            Self::Bounce(_) => Self::Scheme,
            other => other.clone(),
        }
    }
}

/// The address of a bounce page: https, with no query, fragment or user name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BounceUrl(String);

/// Why a text is not the address of a bounce page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BounceRefused {
    /// Not an address, or not spelled as a browser would show it, so that Notion's
    /// comparison as text would fail.
    #[error("not a web address in its exact form")]
    NotAnAddress,
    #[error("not https")]
    NotSecure,
    #[error("has a query, a fragment or a user name")]
    NotBare,
}

impl BounceUrl {
    const MAX_BYTES: usize = 1024;

    /// Keeps `text` as it is: it must equal what is registered at Notion.
    ///
    /// # Errors
    /// For anything but an https address in its normal form.
    pub fn parse(text: &str) -> Result<Self, BounceRefused> {
        let url = Url::parse(text).map_err(|_| BounceRefused::NotAnAddress)?;
        if url.scheme() != "https" {
            return Err(BounceRefused::NotSecure);
        }
        if url.query().is_some()
            || url.fragment().is_some()
            || !url.username().is_empty()
            || url.password().is_some()
        {
            return Err(BounceRefused::NotBare);
        }
        let exact = url.as_str() == text || url.as_str().strip_suffix('/') == Some(text);
        if text.len() > Self::MAX_BYTES || !exact {
            return Err(BounceRefused::NotAnAddress);
        }
        Ok(Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The address to open in the browser. It carries the state, so it is shown to nobody
/// but the browser.
pub struct AuthorizeUrl(SecretString);

impl AuthorizeUrl {
    /// The whole address, for the browser only.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }
}

impl fmt::Debug for AuthorizeUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (path, query) = self.expose().split_once('?').unwrap_or((self.expose(), ""));
        write!(f, "{path}")?;
        for (at, pair) in query.split('&').enumerate() {
            let shown = if pair.starts_with("state=") { "state=[redacted]" } else { pair };
            write!(f, "{}{shown}", if at == 0 { '?' } else { '&' })?;
        }
        Ok(())
    }
}

/// Starts a sign-in: the address for the browser, and what to remember (encrypted)
/// until its answer comes. A later call makes an earlier one's answer worthless as soon
/// as its record takes the place of the earlier one.
///
/// # Errors
/// When the system's generator fails; nothing may be opened then.
pub fn begin(
    profile: ProfileId,
    form: RedirectForm,
    client_id: &str,
    origin: &Origin,
    clock: &dyn Clock,
    entropy: &dyn Entropy,
) -> Result<(AuthorizeUrl, PendingSignIn), EntropyUnavailable> {
    let state = new_state(entropy)?;
    let csrf = CsrfToken::new(state.expose().clone());
    let (url, _) = BasicClient::new(ClientId::new(client_id.to_owned()))
        .set_auth_uri(AuthUrl::from_url(origin.join("/v1/oauth/authorize")))
        .set_redirect_uri(redirect_url(&form))
        .authorize_url(|| csrf)
        .add_extra_param("owner", "user")
        .url();
    let pending = PendingSignIn::start(profile, form, client_id, origin, &state, clock);
    Ok((AuthorizeUrl(SecretString::new(url.into())), pending))
}

/// 256 random bits (RFC 6749 section 10.10 asks for 160) as base64url.
fn new_state(entropy: &dyn Entropy) -> Result<SecretString, EntropyUnavailable> {
    let mut bytes = Zeroizing::new([0; 32]);
    entropy.fill(bytes.as_mut())?;
    Ok(SecretString::new(URL_SAFE_NO_PAD.encode(bytes.as_ref())))
}

#[expect(clippy::expect_used, reason = "two constants, and a text that was parsed when it was made")]
fn redirect_url(form: &RedirectForm) -> RedirectUrl {
    RedirectUrl::new(form.redirect_uri().to_owned()).expect("an address")
}

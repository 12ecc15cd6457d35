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
        if text.len() > Self::MAX_BYTES || url.as_str() != text {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_entropy::{Broken, Counting};
    use expect_test::expect;
    use std::collections::HashSet;
    use trove_model::Timestamp;
    use trove_model::clock::ManualClock;

    const CLIENT: &str = "11111111-2222-3333-4444-555555555555";

    fn start(form: RedirectForm, origin: &str) -> (AuthorizeUrl, PendingSignIn) {
        let clock = ManualClock::at(Timestamp(1_000));
        let origin = Origin::parse(origin).unwrap();
        begin(ProfileId::from_bytes([7; 16]), form, CLIENT, &origin, &clock, &Counting::default()).unwrap()
    }

    #[test]
    fn the_address_has_exactly_five_parameters() {
        let bounce = BounceUrl::parse("https://trove.example/bounce/").unwrap();
        let mut shown = String::new();
        for form in [RedirectForm::Scheme, RedirectForm::Loopback, RedirectForm::Bounce(bounce)] {
            let (url, pending) = start(form, Origin::NOTION);
            let parsed = Url::parse(url.expose()).unwrap();
            shown += &format!("{}{}\n", parsed.origin().ascii_serialization(), parsed.path());
            let mut pairs: Vec<_> = parsed.query_pairs().into_owned().collect();
            pairs.sort();
            for (name, value) in pairs {
                shown += &format!("  {name} = {value}\n");
                if name == "redirect_uri" {
                    assert_eq!(value, pending.redirect_uri());
                }
            }
        }
        expect![[r#"
            https://api.notion.com/v1/oauth/authorize
              client_id = 11111111-2222-3333-4444-555555555555
              owner = user
              redirect_uri = net.trovesearch.desktop:/oauth/callback
              response_type = code
              state = AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8
            https://api.notion.com/v1/oauth/authorize
              client_id = 11111111-2222-3333-4444-555555555555
              owner = user
              redirect_uri = http://localhost:27463/oauth/callback
              response_type = code
              state = AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8
            https://api.notion.com/v1/oauth/authorize
              client_id = 11111111-2222-3333-4444-555555555555
              owner = user
              redirect_uri = https://trove.example/bounce/
              response_type = code
              state = AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8
        "#]]
        .assert_eq(&shown);
    }

    #[test]
    fn a_client_id_cannot_add_parameters() {
        let clock = ManualClock::default();
        let origin = Origin::parse(Origin::NOTION).unwrap();
        let profile = ProfileId::from_bytes([7; 16]);
        let (url, _) =
            begin(profile, RedirectForm::Scheme, "x&state=mine#", &origin, &clock, &Counting::default())
                .unwrap();
        let url = Url::parse(url.expose()).unwrap();
        assert_eq!(url.query_pairs().count(), 5);
        assert_eq!(url.fragment(), None);
    }

    #[test]
    fn debug_masks_the_state() {
        let (url, pending) = start(RedirectForm::Scheme, "http://127.0.0.1:4010");
        let state = Url::parse(url.expose()).unwrap();
        let state = state.query_pairs().find(|(name, _)| name == "state").unwrap().1.into_owned();
        assert_eq!(state.len(), 43);
        let shown = format!("{url:?} {pending:?} {:?}", String::from_utf8(pending.to_bytes()));
        assert!(!shown.contains(&state), "{shown}");
        assert!(shown.contains("state=[redacted]"), "{shown}");
    }

    #[test]
    fn ten_thousand_states_are_unique_and_long() {
        let entropy = Counting::default();
        let states: HashSet<String> =
            (0..10_000).map(|_| new_state(&entropy).unwrap().expose().clone()).collect();
        assert_eq!(states.len(), 10_000);
        for state in states {
            assert_eq!(URL_SAFE_NO_PAD.decode(&state).unwrap().len(), 32);
        }
    }

    #[test]
    fn without_randomness_there_is_no_address() {
        let origin = Origin::parse(Origin::NOTION).unwrap();
        let profile = ProfileId::from_bytes([7; 16]);
        let begun =
            begin(profile, RedirectForm::Scheme, CLIENT, &origin, &ManualClock::default(), &Broken).map(drop);
        assert_eq!(begun, Err(EntropyUnavailable));
    }

    #[test]
    fn the_loopback_redirect_names_its_port() {
        let url = Url::parse(loopback_redirect()).unwrap();
        assert_eq!((url.host_str(), url.port()), (Some("localhost"), Some(LOOPBACK_PORT)));
        // The first port that Linux hands out as an ephemeral one.
        const { assert!(LOOPBACK_PORT < 32768) };
    }

    /// The scheme is written in three places that cannot share a constant.
    #[test]
    fn the_bounce_page_and_the_bundle_name_the_same_scheme() {
        let page = include_str!("../../../ui/bounce/bounce.js");
        assert_eq!(page.matches(&format!("\"{SCHEME_REDIRECT}\"")).count(), 1);
        assert_eq!(page.matches("net.trovesearch").count(), 1);
        let config: serde_json::Value =
            serde_json::from_str(include_str!("../../../tauri.conf.json")).unwrap();
        let (scheme, _) = SCHEME_REDIRECT.split_once(':').unwrap();
        assert_eq!(config["identifier"], scheme);
        assert_eq!(config["plugins"]["deep-link"]["desktop"]["schemes"], serde_json::json!([scheme]));
    }

    #[test]
    fn bounce_addresses() {
        let mut table = String::new();
        for text in [
            "https://trove.example",
            "https://trove.example/",
            "https://trove.example:8443/bounce/index.html",
            "https://xn--nxasmq6b.example/",
            "http://trove.example/",
            "http://localhost:8000/",
            "net.trovesearch.desktop:/oauth/callback",
            "https://trove.example/?to=x",
            "https://trove.example/?",
            "https://trove.example/#",
            "https://me@trove.example/",
            "https://me:pw@trove.example/",
            "https://Trove.example/",
            "https://trove.example:443/",
            "https://trove.example/a/../b",
            "https://trove.example\\b",
            "https://trove.example/a b",
            " https://trove.example/",
            "https://trove.example/\n",
            "https:trove.example/",
            "trove.example",
            "",
        ] {
            let line = match BounceUrl::parse(text) {
                Ok(url) => format!("kept as {}", url.as_str()),
                Err(refused) => refused.to_string(),
            };
            table += &format!("{text:?} -> {line}\n");
        }
        expect![[r#"
            "https://trove.example" -> not a web address in its exact form
            "https://trove.example/" -> kept as https://trove.example/
            "https://trove.example:8443/bounce/index.html" -> kept as https://trove.example:8443/bounce/index.html
            "https://xn--nxasmq6b.example/" -> kept as https://xn--nxasmq6b.example/
            "http://trove.example/" -> not https
            "http://localhost:8000/" -> not https
            "net.trovesearch.desktop:/oauth/callback" -> not https
            "https://trove.example/?to=x" -> has a query, a fragment or a user name
            "https://trove.example/?" -> has a query, a fragment or a user name
            "https://trove.example/#" -> has a query, a fragment or a user name
            "https://me@trove.example/" -> has a query, a fragment or a user name
            "https://me:pw@trove.example/" -> has a query, a fragment or a user name
            "https://Trove.example/" -> not a web address in its exact form
            "https://trove.example:443/" -> not a web address in its exact form
            "https://trove.example/a/../b" -> not a web address in its exact form
            "https://trove.example\\b" -> not a web address in its exact form
            "https://trove.example/a b" -> not a web address in its exact form
            " https://trove.example/" -> not a web address in its exact form
            "https://trove.example/\n" -> not a web address in its exact form
            "https:trove.example/" -> not a web address in its exact form
            "trove.example" -> not a web address in its exact form
            "" -> not a web address in its exact form
        "#]].assert_eq(&table);
    }
}

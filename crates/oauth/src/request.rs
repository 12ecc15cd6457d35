//! The authorization request: the address the browser opens.
//!
//! Not here: the ways back (`redirect_form`), the answer (`redirect`) and what is remembered
//! meanwhile (`pending`).

use crate::pending::PendingSignIn;
use crate::redirect_form::RedirectForm;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use oauth2::basic::BasicClient;
use oauth2::{AuthUrl, ClientId, CsrfToken, RedirectUrl};
use std::fmt;
use trove_model::{Clock, Entropy, EntropyUnavailable, Origin, ProfileId, SecretString};
use zeroize::Zeroizing;

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
    use crate::redirect_form::BounceUrl;
    use crate::test_entropy::{Broken, Counting};
    use expect_test::expect;
    use std::collections::HashSet;
    use trove_model::Timestamp;
    use trove_model::clock::ManualClock;
    use url::Url;

    const CLIENT: &str = "11111111-2222-3333-4444-555555555555";

    fn start(form: RedirectForm, origin: &str) -> (AuthorizeUrl, PendingSignIn) {
        let clock = ManualClock::at(Timestamp(1_000));
        let origin = Origin::parse(origin).unwrap();
        begin(ProfileId::from_bytes([7; 16]), form, CLIENT, &origin, &clock, &Counting::default()).unwrap()
    }

    /// Check 2.
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

    /// Check 1.
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

    /// Check 1.
    #[test]
    fn without_randomness_there_is_no_address() {
        let origin = Origin::parse(Origin::NOTION).unwrap();
        let profile = ProfileId::from_bytes([7; 16]);
        let begun =
            begin(profile, RedirectForm::Scheme, CLIENT, &origin, &ManualClock::default(), &Broken).map(drop);
        assert_eq!(begun, Err(EntropyUnavailable));
    }
}

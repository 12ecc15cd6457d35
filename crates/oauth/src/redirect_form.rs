//! The ways back from Notion: our scheme, a port of this computer, a page that forwards.
//!
//! Not here: what came back (`redirect`), and the listener on the port (`loopback`).

use url::Url;

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

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

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

//! The server a token belongs to. A token is bound to its origin and never sent to another.

use std::fmt;
use url::{Host, Url};

/// `https://host[:port]`, or `http` on loopback; nothing else can be constructed.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Origin(Url);

/// Why a text is not an origin that Trove talks to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OriginRefused {
    NotAnAddress,
    /// Neither https nor http on loopback.
    NotSecure,
    /// Carries a path, a query, a fragment or a user name.
    NotAnOrigin,
}

impl fmt::Display for OriginRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotAnAddress => "not a web address",
            Self::NotSecure => "neither https nor http on this computer",
            Self::NotAnOrigin => "has more than scheme, host and port",
        })
    }
}

impl std::error::Error for OriginRefused {}

impl Origin {
    /// Notion itself.
    pub const NOTION: &str = "https://api.notion.com";
    /// The version of its interface that every request names, and that is understood here.
    /// Source: <https://developers.notion.com/reference/changes-by-version>.
    pub const NOTION_VERSION: &str = "2026-03-11";

    /// # Errors
    /// For anything but `https://host[:port]` and `http://127.0.0.1|[::1]|localhost[:port]`.
    pub fn parse(text: &str) -> Result<Self, OriginRefused> {
        let url = Url::parse(text).map_err(|_| OriginRefused::NotAnAddress)?;
        if url.host().is_none() {
            return Err(OriginRefused::NotAnAddress);
        }
        match url.scheme() {
            "https" => {}
            "http" if is_loopback(&url) => {}
            _ => return Err(OriginRefused::NotSecure),
        }
        let bare = url.path() == "/"
            && url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
            && url.password().is_none();
        if bare { Ok(Self(url)) } else { Err(OriginRefused::NotAnOrigin) }
    }

    /// Whether it is a server on this computer.
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.0)
    }

    pub fn is_notion(&self) -> bool {
        self.to_string() == Self::NOTION
    }

    /// `self` with an absolute path, such as `/v1/users/me`. The path's segments must
    /// already be safe; ids are (see [`crate::NotionId`]).
    pub fn join(&self, path: &str) -> Url {
        let mut url = self.0.clone();
        url.set_path(path);
        url
    }

    /// Whether `url` lies on this very origin.
    pub fn covers(&self, url: &Url) -> bool {
        self.0.origin() == url.origin()
    }
}

/// Whether an address leads to this computer. Source: RFC 6761, section 6.3, and RFC 5735.
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str().trim_end_matches('/'))
    }
}

impl fmt::Debug for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    /// Check 11.
    #[test]
    fn only_https_or_loopback() {
        let mut table = String::new();
        for text in [
            "https://api.notion.com",
            "https://api.notion.com/",
            "http://127.0.0.1:4010",
            "http://[::1]:4010",
            "http://localhost:4010",
            "http://api.notion.com",
            "http://127.0.0.1.evil.example",
            "http://localhost.evil.example",
            "https://user@api.notion.com",
            "https://api.notion.com/v1",
            "https://api.notion.com?x",
            "file:///etc/passwd",
            "notion",
        ] {
            let line = match Origin::parse(text) {
                Ok(origin) => format!("{origin} notion={}", origin.is_notion()),
                Err(refused) => refused.to_string(),
            };
            table += &format!("{text} -> {line}\n");
        }
        expect![[r#"
            https://api.notion.com -> https://api.notion.com notion=true
            https://api.notion.com/ -> https://api.notion.com notion=true
            http://127.0.0.1:4010 -> http://127.0.0.1:4010 notion=false
            http://[::1]:4010 -> http://[::1]:4010 notion=false
            http://localhost:4010 -> http://localhost:4010 notion=false
            http://api.notion.com -> neither https nor http on this computer
            http://127.0.0.1.evil.example -> neither https nor http on this computer
            http://localhost.evil.example -> neither https nor http on this computer
            https://user@api.notion.com -> has more than scheme, host and port
            https://api.notion.com/v1 -> has more than scheme, host and port
            https://api.notion.com?x -> has more than scheme, host and port
            file:///etc/passwd -> not a web address
            notion -> not a web address
        "#]]
        .assert_eq(&table);
    }
}

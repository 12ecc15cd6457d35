//! Reads the address that comes back from Notion. Pure: no clock, no record, no network.
//!
//! Not here: whether anyone asked for it; that is `pending`.
//!
//! Anyone can fire such an address (a page, a mail, any program of this user), so only
//! the exact form passes. The part before `?` must equal a registered address byte for
//! byte: for a scheme that they do not know, browsers and desktops hand on what they got
//! (Chromium and Firefox keep `scheme:/path` as it is, `gio open` passes the argument
//! through), so `scheme://…` or `scheme:///…` was made by somebody else.

use crate::redirect_form::RedirectForm;
use trove_model::SecretString;
use url::form_urlencoded;

/// An answer in the right form. It proves nothing until it is admitted.
#[derive(Debug)]
pub struct Redirect {
    pub(crate) arrived_at: RedirectForm,
    pub(crate) state: SecretString,
    /// The issuer of RFC 9207, should Notion ever send it.
    pub(crate) issuer: Option<String>,
    pub(crate) outcome: Outcome,
}

/// What Notion says in its answer.
#[derive(Debug)]
pub enum Outcome {
    /// To be exchanged, once.
    Code(SecretString),
    /// A code of RFC 6749 section 4.1.2.1, such as `access_denied`: at most 64
    /// characters of visible ASCII. The description beside it is dropped unread.
    Error { code: String },
}

impl Outcome {
    /// The person pressed Cancel.
    pub fn is_cancelled(&self) -> bool {
        matches!(self, Self::Error { code } if code == "access_denied")
    }
}

/// Why an address is not an answer of Notion's. Carries nothing of the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RedirectRefused {
    #[error("longer than an answer can be")]
    TooLong,
    /// Another scheme, host, port or path than the registered ones.
    #[error("not an address that Trove registered")]
    OtherAddress,
    /// A fragment, a bad escape, a control character, a parameter without a value.
    #[error("not well formed")]
    Malformed,
    #[error("a parameter is given twice")]
    Repeated,
    #[error("no state")]
    NoState,
    #[error("neither a code nor an error")]
    NoOutcome,
    #[error("both a code and an error")]
    TwoOutcomes,
}

const MAX_BYTES: usize = 4096;
const MAX_STATE_BYTES: usize = 512;
const MAX_ERROR_BYTES: usize = 64;

impl Redirect {
    /// As [`Self::parse`], of an address that a person copied from the browser. Browsers hide
    /// the scheme, or have made it https by themselves; copying brings quotes, line ends and
    /// characters that nobody sees. Nothing is given away by accepting these: whether anyone
    /// asked for the answer is decided by its state.
    ///
    /// # Errors
    /// For anything but one of the `expected` forms, spelled like that.
    pub fn parse_pasted(
        pasted: &SecretString,
        expected: &[RedirectForm],
    ) -> Result<Redirect, RedirectRefused> {
        if pasted.expose().len() > MAX_BYTES {
            return Err(RedirectRefused::TooLong);
        }
        Self::parse(&SecretString::new(straightened(pasted.expose(), expected)), expected)
    }

    /// `expected` are the forms that may arrive on this way in: the scheme from a deep
    /// link, loopback from the listener. For what a person pasted see
    /// [`Self::parse_pasted`].
    ///
    /// # Errors
    /// For anything but one exact form.
    pub fn parse(address: &SecretString, expected: &[RedirectForm]) -> Result<Redirect, RedirectRefused> {
        let address = address.expose().as_str();
        if address.len() > MAX_BYTES {
            return Err(RedirectRefused::TooLong);
        }
        let (base, query) = address.split_once('?').ok_or(RedirectRefused::OtherAddress)?;
        let arrived_at = expected
            .iter()
            .find(|form| form.redirect_uri() == base)
            .ok_or(RedirectRefused::OtherAddress)?
            .clone();

        let mut answer = Answer::default();
        for (name, value) in parameters(query)? {
            answer.take(&name, value)?;
        }
        let state = answer.state.ok_or(RedirectRefused::NoState)?;
        if state.len() > MAX_STATE_BYTES {
            return Err(RedirectRefused::TooLong);
        }
        let outcome = match (answer.code, answer.error) {
            (Some(code), None) => Outcome::Code(SecretString::new(code)),
            (None, Some(code)) if code.len() <= MAX_ERROR_BYTES => Outcome::Error { code },
            (None, Some(_)) => return Err(RedirectRefused::TooLong),
            (Some(_), Some(_)) => return Err(RedirectRefused::TwoOutcomes),
            (None, None) => return Err(RedirectRefused::NoOutcome),
        };
        Ok(Redirect { arrived_at, state: SecretString::new(state), issuer: answer.issuer, outcome })
    }
}

/// What a person copied, as the browser was sent there. Only the beginning is put right, and
/// only where that makes it one of the `expected` addresses.
fn straightened(pasted: &str, expected: &[RedirectForm]) -> String {
    let invisible =
        |c: char| c.is_control() || matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}');
    let text: String = pasted.chars().filter(|c| !invisible(*c)).collect();
    let text =
        text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | '“' | '”'));
    for form in expected {
        let Some((scheme, address)) = form.redirect_uri().split_once("://") else { continue };
        let bare = ["http://", "https://"].iter().find_map(|other| text.strip_prefix(other)).unwrap_or(text);
        if let Some(query) = bare.strip_prefix(address).filter(|query| query.starts_with('?')) {
            return format!("{scheme}://{address}{query}");
        }
    }
    text.to_owned()
}

/// The parameters that mean something to us. Others are ignored, as RFC 6749 section
/// 4.1.2 asks.
#[derive(Default)]
struct Answer {
    state: Option<String>,
    code: Option<String>,
    error: Option<String>,
    issuer: Option<String>,
}

impl Answer {
    fn take(&mut self, name: &str, value: String) -> Result<(), RedirectRefused> {
        let field = match name {
            "state" => &mut self.state,
            "code" => &mut self.code,
            "error" => &mut self.error,
            "iss" => &mut self.issuer,
            _ => return Ok(()),
        };
        // RFC 6749 appendix A: these are visible ASCII.
        if value.is_empty() || !value.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(RedirectRefused::Malformed);
        }
        match field.replace(value) {
            None => Ok(()),
            Some(_) => Err(RedirectRefused::Repeated),
        }
    }
}

/// The decoded pairs of a query, where every pair has a `=`, every escape is complete,
/// and nothing decodes to a control character or to something that is not UTF-8.
fn parameters(query: &str) -> Result<Vec<(String, String)>, RedirectRefused> {
    let plain = query.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'#' | b'\\'));
    let escaped = query
        .split('%')
        .skip(1)
        .all(|rest| matches!(rest.as_bytes(), [a, b, ..] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit()));
    let paired = query.split('&').all(|pair| pair.contains('='));
    if !(plain && escaped && paired) {
        return Err(RedirectRefused::Malformed);
    }
    let pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let unclean = |text: &str| text.chars().any(|c| c.is_control() || c == char::REPLACEMENT_CHARACTER);
    if pairs.iter().any(|(name, value)| unclean(name) || unclean(value)) {
        return Err(RedirectRefused::Malformed);
    }
    Ok(pairs)
}

#[cfg(test)]
mod tests;

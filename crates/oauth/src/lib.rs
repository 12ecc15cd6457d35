//! The connect conversation with Notion: the authorization request and its one-time
//! state, the redirect that comes back, the exchange of its code, refresh and revoke.
//!
//! Not here: the browser, the operating system's deep links, and where tokens and the
//! pending sign-in are kept; this crate is handed secrets and hands them back.
//!
//! The order of a sign-in is [`begin`], the browser, [`Redirect::parse`],
//! [`PendingSignIn::admit`], [`OAuthClient::exchange`]. However the redirect arrives
//! (deep link, [`loopback`], bounce page, pasted address), it passes the same two checks.
//!
//! Notion's REST sign-in has neither PKCE (RFC 7636) nor `iss` (RFC 9207), so `state` is
//! all that ties an answer to its request: RFC 9700 section 4.7.1.

mod client;
mod error;
mod grant;
pub mod loopback;
mod pending;
mod redirect;
mod redirect_form;
mod refresh;
mod request;
#[cfg(test)]
mod scripted_server;
#[cfg(test)]
mod test_entropy;

pub use client::{Credentials, OAuthClient};
pub use error::{ErrorCode, OAuthError};
pub use grant::{Grant, Owner};
pub use pending::{Admitted, PendingSignIn, PendingUnreadable, Refused};
pub use redirect::{Outcome, Redirect, RedirectRefused};
pub use redirect_form::{
    BounceRefused, BounceUrl, LOOPBACK_PORT, RedirectForm, SCHEME_REDIRECT, loopback_redirect,
};
pub use refresh::{Holder, NotSaved, TokenPair, TokenRefresher};
pub use request::{AuthorizeUrl, begin};

//! The one HTTP client: system proxy and certificates, bounded waits, no redirects.
//!
//! Rooms that talk to Notion are handed it; none builds its own.

use std::time::Duration;

/// Notion gives up on a request after 60 seconds; a little longer lets its answer arrive.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(65);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(15);

/// # Errors
/// When the system's certificate store cannot be used.
pub fn client() -> Result<reqwest::Client, reqwest::Error> {
    reqwest::Client::builder()
        .user_agent(concat!("Trove/", env!("CARGO_PKG_VERSION")))
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(CONNECT_TIMEOUT)
        .timeout(REQUEST_TIMEOUT)
        .referer(false)
        .build()
}

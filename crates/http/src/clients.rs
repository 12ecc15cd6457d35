//! The HTTP clients: system certificates, bounded waits, no redirects. Two of them, since a
//! server on this computer is never asked through a proxy.

use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder};
use std::time::Duration;
use trove_model::Origin;

/// Notion gives up on a request after 60 seconds; a little longer lets its answer arrive.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(65);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(15);

/// Cheap to clone.
#[derive(Debug, Clone)]
pub struct Clients {
    /// As the system's settings and the environment say (`HTTPS_PROXY`, `NO_PROXY`).
    elsewhere: Client,
    /// Without a proxy, which could only answer for itself.
    this_computer: Client,
}

impl Clients {
    /// # Errors
    /// When the system's certificate store cannot be used.
    pub fn new() -> Result<Self, reqwest::Error> {
        Ok(Self { elsewhere: builder().build()?, this_computer: builder().no_proxy().build()? })
    }

    /// The client for requests to `origin`.
    pub fn to(&self, origin: &Origin) -> Client {
        if origin.is_loopback() { self.this_computer.clone() } else { self.elsewhere.clone() }
    }
}

fn builder() -> ClientBuilder {
    Client::builder()
        .user_agent(concat!("Trove/", env!("CARGO_PKG_VERSION")))
        .redirect(Policy::none())
        .connect_timeout(CONNECT_TIMEOUT)
        .timeout(REQUEST_TIMEOUT)
        .referer(false)
}

//! Images from wherever a page says they lie, when a person asks for one: over https, from
//! public addresses only, with nothing of ours on the request, and bounded.
//!
//! Not here: whether anyone asked, and Notion, which has a client of its own (`clients`). No proxy
//! is used: it would look names up where nobody can check them.

use crate::public_address::is_public;
use crate::unreachable::causes;
use crate::{NoAnswer, Unreachable, read};
use imagesize::ImageType;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{ACCEPT, LOCATION};
use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder, StatusCode};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use url::{Host, Url};
use zeroize::Zeroizing;

/// Of the file, as it comes.
pub const MOST_BYTES: usize = 10 << 20;
/// Unpacked, four bytes each: what a small file may become in memory.
pub const MOST_PIXELS: usize = 40_000_000;

const MOST_REDIRECTS: usize = 5;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const TIMEOUT: Duration = Duration::from_secs(30);

/// What is shown. Not SVG, which is a document with links and programs.
const KINDS: [(ImageType, &str); 4] = [
    (ImageType::Png, "image/png"),
    (ImageType::Jpeg, "image/jpeg"),
    (ImageType::Gif, "image/gif"),
    (ImageType::Webp, "image/webp"),
];

/// An image whose kind and size its own bytes say.
#[derive(Debug)]
pub struct Image {
    /// As media types are written: `image/png`.
    pub kind: &'static str,
    pub width: usize,
    pub height: usize,
    pub bytes: Zeroizing<Vec<u8>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoImage {
    #[error("the address is not one of https")]
    NotHttps,
    /// It, or where it leads to, lies in a private network or on this computer.
    #[error("the address is not public")]
    NotPublic,
    /// The server has nothing there, or not for anybody.
    #[error("the server answered with {0}")]
    Refused(u16),
    #[error("it leads from one address to the next and to no end")]
    TooManyRedirects,
    #[error("more bytes or pixels than are shown")]
    TooLarge,
    /// Or of a kind that is not shown.
    #[error("not an image that is shown")]
    NotAnImage,
    #[error("{0}")]
    Unreachable(Unreachable),
}

/// Which addresses may be asked.
type Allowed = fn(IpAddr) -> bool;

#[derive(Debug)]
pub struct Images {
    client: Client,
    allowed: Allowed,
}

impl Images {
    /// # Errors
    /// When the system's certificate store cannot be used.
    pub fn new() -> Result<Self, reqwest::Error> {
        Self::with(Arc::new(SystemNames), is_public, Client::builder())
    }

    /// With names looked up by `names` and addresses judged by `allowed`: for tests, whose
    /// servers are on this computer. `builder` brings the authority they trust.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn with(
        names: Arc<dyn Names>,
        allowed: Allowed,
        builder: ClientBuilder,
    ) -> Result<Self, reqwest::Error> {
        let client = builder
            .user_agent(concat!("Trove/", env!("CARGO_PKG_VERSION")))
            .redirect(Policy::none())
            .https_only(true)
            .no_proxy()
            .referer(false)
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(TIMEOUT)
            // Each connection is looked up and judged on its own.
            .pool_max_idle_per_host(0)
            .dns_resolver(Arc::new(Judged { names, allowed }))
            .build()?;
        Ok(Self { client, allowed })
    }

    /// Fetches one, following a few redirects, each judged as the first address is.
    ///
    /// # Errors
    /// See [`NoImage`].
    pub async fn fetch(&self, address: &str) -> Result<Image, NoImage> {
        let mut url = Url::parse(address).map_err(|_| NoImage::NotHttps)?;
        for _ in 0..=MOST_REDIRECTS {
            let answer = self.ask(url).await?;
            if !answer.status().is_redirection() {
                return image(answer).await;
            }
            let leads = answer.headers().get(LOCATION).and_then(|to| to.to_str().ok());
            let refused = NoImage::Refused(answer.status().as_u16());
            url = leads.and_then(|to| answer.url().join(to).ok()).ok_or(refused)?;
        }
        Err(NoImage::TooManyRedirects)
    }

    async fn ask(&self, mut url: Url) -> Result<reqwest::Response, NoImage> {
        if url.scheme() != "https" {
            return Err(NoImage::NotHttps);
        }
        // What is no name is looked up nowhere.
        let judged = match url.host() {
            Some(Host::Domain(_)) => true,
            Some(Host::Ipv4(address)) => (self.allowed)(address.into()),
            Some(Host::Ipv6(address)) => (self.allowed)(address.into()),
            None => false,
        };
        if !judged {
            return Err(NoImage::NotPublic);
        }
        // A name and a password in the address would be sent along.
        let _ = url.set_username("");
        let _ = url.set_password(None);
        let kinds = KINDS.map(|(_, kind)| kind).join(", ");
        let answer = self.client.get(url).header(ACCEPT, kinds).send().await;
        answer.map_err(|error| {
            if causes(&error).any(|cause| cause.is::<NotPublic>()) {
                NoImage::NotPublic
            } else {
                NoImage::Unreachable(Unreachable::of(&error))
            }
        })
    }
}

async fn image(answer: reqwest::Response) -> Result<Image, NoImage> {
    if answer.status() != StatusCode::OK {
        return Err(NoImage::Refused(answer.status().as_u16()));
    }
    let bytes = read(answer, MOST_BYTES).await.map_err(|error| match error {
        NoAnswer::TooLarge => NoImage::TooLarge,
        NoAnswer::Unreachable(why) => NoImage::Unreachable(why),
    })?;
    // What the server calls it is not believed.
    let found = imagesize::image_type(&bytes).map_err(|_| NoImage::NotAnImage)?;
    let kind = KINDS.into_iter().find(|(kind, _)| *kind == found).ok_or(NoImage::NotAnImage)?.1;
    let size = imagesize::blob_size(&bytes).map_err(|_| NoImage::NotAnImage)?;
    let (width, height) = (size.width, size.height);
    if width == 0 || height == 0 {
        return Err(NoImage::NotAnImage);
    }
    if width.saturating_mul(height) > MOST_PIXELS {
        return Err(NoImage::TooLarge);
    }
    Ok(Image { kind, width, height, bytes })
}

/// Looks names up.
pub trait Names: Send + Sync {
    fn addresses(&self, name: &str) -> std::pin::Pin<Box<dyn Future<Output = Looked> + Send>>;
}

pub type Looked = std::io::Result<Vec<IpAddr>>;

/// As every other program on this computer does.
struct SystemNames;

impl Names for SystemNames {
    fn addresses(&self, name: &str) -> std::pin::Pin<Box<dyn Future<Output = Looked> + Send>> {
        let name = name.to_owned();
        Box::pin(async move {
            Ok(tokio::net::lookup_host((name, 443)).await?.map(|address| address.ip()).collect())
        })
    }
}

/// Gives the client those addresses alone that it may ask; it asks exactly them, so that no
/// second look-up can say otherwise.
struct Judged {
    names: Arc<dyn Names>,
    allowed: Allowed,
}

impl Resolve for Judged {
    fn resolve(&self, name: Name) -> Resolving {
        let (looked, allowed) = (self.names.addresses(name.as_str()), self.allowed);
        Box::pin(async move {
            let addresses = looked.await?;
            // One that leads inside makes the name one that leads inside.
            if !addresses.iter().all(|address| allowed(*address)) {
                return Err(NotPublic.into());
            }
            let addresses = addresses.into_iter().map(|address| SocketAddr::new(address, 0));
            Ok(Box::new(addresses) as Addrs)
        })
    }
}

#[derive(Debug, thiserror::Error)]
#[error("not a public address")]
struct NotPublic;

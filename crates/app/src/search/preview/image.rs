//! An image of a page, fetched because the person asked for this one. It goes to the window and is
//! kept nowhere: what the window shows of it is gone when the profile is locked.
//!
//! Not here: how it is fetched, and from where it may be (`trove_http::image`).

use super::document;
use super::window::units;
use crate::state::app::App;
use crate::state::open_profile::OpenProfile;
use crate::system::blocking::blocking;
use crate::ui_types::{ImageRefusal, PageImage, UiError};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::time::Duration;
use trove_http::Unreachable;
use trove_http::image::{Image, Images, NoImage};
use trove_model::NotionId;
use trove_notion::markdown::{Address, Media, Node, NodeKind, parse};

/// Notion's addresses of files live for an hour.
const FRESH: Duration = Duration::from_secs(50 * 60);

impl App {
    /// Fetches the image that [`PreviewKind::Media`](crate::ui_types::PreviewKind) names. Where
    /// Notion's address of it has died by now, Notion is asked for a new one.
    ///
    /// # Errors
    /// [`UiError::Locked`], [`UiError::LinkRefused`] for a page that is not known.
    pub async fn image(&self, page: &str, image: u32) -> Result<PageImage, UiError> {
        let open = self.open_profile().await?;
        let id: NotionId = page.parse().map_err(|_| UiError::LinkRefused)?;
        let body = open.corpus.store.body(id).await?.ok_or(UiError::LinkRefused)?;
        let read = body.read;
        let mut document = blocking(move || document(&body)).await?;
        // As in the preview: the length of names counts among the units.
        document.name(&open.corpus.names(&document.unnamed()).await?);
        let images = images(&document.nodes);
        let Some(at) = images.iter().position(|(unit, _)| *unit == image as usize) else {
            return Ok(PageImage::Refused { why: ImageRefusal::NotThere });
        };
        let age = self.inner.clock.wall().since(read);
        let is_fresh = age.is_some_and(|age| age < FRESH);
        let address = match &images[at].1 {
            Address::External(address) => Some(address.clone()),
            Address::Stored { signed, .. } if is_fresh => signed.address().map(str::to_owned),
            Address::Stored { .. } => self.signed_anew(&open, id, &images, at).await,
        };
        let Some(address) = address else {
            return Ok(PageImage::Refused { why: ImageRefusal::Expired });
        };
        // Made for this one: few are asked for, and every start would wait for it.
        let fetched = match blocking(Images::new).await? {
            Ok(images) => images.fetch(&address).await,
            Err(error) => Err(NoImage::Unreachable(Unreachable::of(&error))),
        };
        // Whoever locked meanwhile wants to see nothing more.
        open.keys()?;
        let is_stored = matches!(images[at].1, Address::Stored { .. });
        Ok(fetched.map_or_else(|why| PageImage::Refused { why: refusal(why, is_stored) }, shown))
    }

    /// Notion's address of the file as it is now: that of as many of its name as come before it.
    async fn signed_anew(
        &self,
        open: &OpenProfile,
        page: NotionId,
        before: &[(usize, Address)],
        at: usize,
    ) -> Option<String> {
        let wanted = &before.get(at)?.1;
        let earlier = before.get(..at)?.iter().filter(|(_, address)| address == wanted).count();
        let listed = open.store.page(page).await.ok()??;
        let (reachable, _) = open.reachable().await.ok()?;
        let reachable = reachable.into_iter().find(|one| listed.connections.contains(&one.connection))?;
        let now = reachable.notion.interactive().page_markdown(&page).await.ok()?;
        let now = blocking(move || images(&parse(&now.markdown).nodes)).await.ok()?;
        let same = now.iter().filter(|(_, address)| address == wanted).nth(earlier)?;
        match &same.1 {
            Address::Stored { signed, .. } => signed.address().map(str::to_owned),
            Address::External(_) => None,
        }
    }
}

/// Where each image of a body lies, by the unit it begins with.
fn images(nodes: &[Node]) -> Vec<(usize, Address)> {
    fn walk(nodes: &[Node], at: &mut usize, found: &mut Vec<(usize, Address)>) {
        for node in nodes {
            if let NodeKind::Media { media: Media::Image, address: Some(address), .. } = &node.kind {
                found.push((*at, address.clone()));
            }
            *at += units(&node.kind);
            walk(&node.children, at, found);
        }
    }
    let mut found = Vec::new();
    walk(nodes, &mut 0, &mut found);
    found
}

fn shown(image: Image) -> PageImage {
    let source = format!("data:{};base64,{}", image.kind, STANDARD.encode(&*image.bytes));
    let count = |pixels| u32::try_from(pixels).unwrap_or(u32::MAX);
    PageImage::Shown { source, width: count(image.width), height: count(image.height) }
}

fn refusal(why: NoImage, is_stored: bool) -> ImageRefusal {
    match why {
        NoImage::NotHttps => ImageRefusal::NotHttps,
        NoImage::NotPublic => ImageRefusal::NotPublic,
        // What Notion's storage answers to an address that has died.
        NoImage::Refused(400 | 403) if is_stored => ImageRefusal::Expired,
        NoImage::Refused(_) | NoImage::TooManyRedirects => ImageRefusal::NotThere,
        NoImage::TooLarge => ImageRefusal::TooLarge,
        NoImage::NotAnImage => ImageRefusal::NotAnImage,
        NoImage::Unreachable(_) => ImageRefusal::Unreachable,
    }
}

//! Reading one page's body: carries out what `body` decides.
//!
//! Not here: which page (`bodies`), and what its trouble says about Notion (`doubt`).

use crate::SyncError;
use crate::body::{Answer, Body, CompleteBody, NextFetch};
use crate::lookup::{self, Behind, is_about_the_object};
use crate::whole_properties::{self, WholeProperties};
use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;
use trove_model::{NotionId, PageKind, Timestamp};
use trove_notion::{Notion, NotionError};
use trove_store::{ReadFailure, Store, ToRead};

/// Bytes of text whose reading takes longer than going to another thread for it, by far.
const LONG: usize = 64 << 10;
/// Within so much of a page's stamp another edit may bear the same one: stamps are rounded
/// down to the minute and two clocks never agree.
const UNSETTLED: Duration = Duration::from_secs(180);

/// A page that was asked for.
pub struct Finished {
    pub page: ToRead,
    pub outcome: Outcome,
}

pub enum Outcome {
    Read { body: Box<CompleteBody>, properties: Option<Box<WholeProperties>>, settled: bool, read: Timestamp },
    Failed { why: ReadFailure, at: Timestamp },
    Gone,
}

/// Asks Notion for bodies.
pub struct Reader<'a> {
    pub notion: &'a Notion,
    pub store: &'a Store,
    /// Content that this connection may not see.
    pub denied: Arc<HashSet<NotionId>>,
}

impl Reader<'_> {
    pub async fn read(&self, page: ToRead) -> Result<Outcome, SyncError> {
        let asked = self.notion.now();
        let mut body = self.begin(page).await?;
        loop {
            let answer = match body.next().clone() {
                NextFetch::Done => break,
                // Listed, it is a page of its own and no part of this one.
                NextFetch::Markdown(id) if id != page.page && self.store.is_known(id).await? => {
                    body.answered(Answer::AnotherPage);
                    continue;
                }
                NextFetch::Markdown(id) => self.notion.page_markdown(&id).await.map(Answer::Markdown),
                NextFetch::Block(id) => {
                    self.notion.block(&id).await.map(|block| Answer::Block(Box::new(block)))
                }
                NextFetch::Children(id, cursor) => {
                    self.notion.block_children(&id, cursor.as_deref()).await.map(Answer::Children)
                }
            };
            let own = matches!(body.next(), NextFetch::Markdown(id) if *id == page.page);
            let answer = match answer {
                Ok(answer) => answer,
                Err(NotionError::NotFound(_)) if own => return Ok(self.not_found(page.page).await?),
                Err(error) if own => return Err(error.into()),
                Err(NotionError::NotFound(_) | NotionError::Restricted(_)) => Answer::Denied,
                Err(NotionError::Refused(_)) => Answer::NotAPage,
                Err(NotionError::InvalidCursor(_)) => Answer::Nothing,
                Err(error) if is_about_the_object(&error) => Answer::Nothing,
                Err(error) => return Err(error.into()),
            };
            let size = if let Answer::Markdown(answer) = &answer { answer.markdown.len() } else { 0 };
            body = aside(size, move || {
                body.answered(answer);
                body
            })
            .await;
        }
        let properties = match page.cut {
            true => whole_properties::ask(self.notion, page.page).await?.map(Box::new),
            false => None,
        };
        let size = body.size();
        let (body, mut document) = aside(size, move || {
            let document = body.document();
            (body, document)
        })
        .await;
        let names = self.store.names(&document.unnamed()).await?;
        let body = aside(size, move || {
            document.name(&names);
            body.complete(&document)
        })
        .await;
        let settled = settled(page.edited, asked, page.again);
        Ok(Outcome::Read { body: Box::new(body), properties, settled, read: self.notion.now() })
    }

    /// From the start, or where the last sitting stopped.
    async fn begin(&self, page: ToRead) -> Result<Body, SyncError> {
        if page.goes_on
            && let Some(stored) = self.store.body(page.page).await?
        {
            let left = self.store.parts_left(page.page).await?;
            let lost = self.store.parts_lost(page.page).await?;
            let denied = Arc::clone(&self.denied);
            let size = stored.markdown.len() + stored.parts.iter().map(|(_, part)| part.len()).sum::<usize>();
            let resumed =
                move || Body::resumed(page.page, &denied, stored.markdown, stored.parts, lost, left);
            return Ok(aside(size, resumed).await);
        }
        Ok(Body::new(page.page, &self.denied))
    }

    /// No body is no proof that the page is gone: that is asked of the page itself.
    async fn not_found(&self, page: NotionId) -> Result<Outcome, NotionError> {
        match lookup::known(self.notion, PageKind::Page, &page).await? {
            Behind::InTrash | Behind::NotHere => Ok(Outcome::Gone),
            Behind::Here(_) | Behind::NotUnderstood(_) | Behind::Unsaid => {
                Ok(Outcome::Failed { why: ReadFailure::NotShared, at: self.notion.now() })
            }
        }
    }
}

/// A long text is read aside: the threads that wait for answers stay free, and who locks the
/// profile waits for none of it.
async fn aside<T: Send + 'static>(size: usize, read: impl FnOnce() -> T + Send + 'static) -> T {
    if size < LONG {
        return read();
    }
    match tokio::task::spawn_blocking(read).await {
        Ok(read) => read,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            // The runtime ends, and with it whoever waits.
            Err(_) => std::future::pending().await,
        },
    }
}

/// Whether no later edit can bear the stamp of the one that was read. Reading once more
/// settles it in any case, or a clock that is wrong would have a page read for ever.
fn settled(edited: Option<Timestamp>, asked: Timestamp, again: bool) -> bool {
    again || edited.is_none_or(|edited| asked.since(edited).is_some_and(|since| since >= UNSETTLED))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_long_text_is_read_on_another_thread() {
        let here = std::thread::current().id();
        let reader = |size| aside(size, || std::thread::current().id());
        assert_eq!(reader(LONG - 1).await, here);
        assert_ne!(reader(LONG).await, here);
    }

    #[test]
    fn a_body_is_settled_when_its_minute_is_past() {
        let minute = |minutes: i64| Timestamp(minutes * 60_000);
        for (edited, asked, again, expected) in [
            (Some(10), 10, false, false),
            (Some(10), 12, false, false),
            (Some(10), 13, false, true),
            (Some(10), 12, true, true),
            (Some(10), 5, false, false),
            (Some(10), 5, true, true),
            (None, 5, false, true),
        ] {
            let edited = edited.map(minute);
            assert_eq!(settled(edited, minute(asked), again), expected, "{edited:?} {asked} {again}");
        }
    }
}

//! Storing what came of reading bodies, some pages in one transaction.
//!
//! Not here: reading (`attempt`), and which are stored together (`bodies`).

use crate::attempt::{Finished, Outcome};
use crate::body::CompleteBody;
use crate::{SyncError, links, pacing};
use std::sync::{Mutex, PoisonError};
use trove_model::{ConnectionId, NotionId, Timestamp};
use trove_notion::{Learnt, Notion};
use trove_store::{ReadBody, Store, ToRead};

pub struct Storing<'a> {
    pub notion: &'a Notion,
    pub store: &'a Store,
    pub connection: ConnectionId,
    /// What was learnt about the pace, as it is written down.
    pub learnt: Mutex<Learnt>,
}

/// What one transaction was about.
#[derive(Default)]
pub struct Stored {
    pub read: Vec<ToRead>,
    /// Of those read, the ones that go on in another sitting.
    pub unfinished: Vec<NotionId>,
    pub failed: Vec<ToRead>,
    pub gone: Vec<ToRead>,
    pub changed: usize,
    /// Of Markdown.
    pub bytes: u64,
}

impl Storing<'_> {
    /// `many_gone`: so many went in this run that it may be a mistake, and what was read is
    /// kept.
    pub async fn store(&self, finished: Vec<Finished>, many_gone: bool) -> Result<Stored, SyncError> {
        let mut stored = Stored::default();
        let mut bodies = Vec::new();
        for Finished { page, outcome } in finished {
            match outcome {
                Outcome::Read { mut body, properties, settled, read } => {
                    if let Some(whole) = properties.as_deref() {
                        self.store.put_whole_properties(&whole.page, &whole.properties).await?;
                        body.lost += whole.lost;
                    }
                    bodies.push(self.beside(page, *body, settled, read, &mut stored).await?);
                }
                Outcome::Failed { why, at } => {
                    self.store.put_read_failure(page.page, why, at).await?;
                    stored.failed.push(page);
                }
                Outcome::Gone if many_gone => {
                    self.store.mark_missing(self.connection, &[page.page], self.notion.now()).await?;
                    stored.gone.push(page);
                }
                Outcome::Gone => {
                    self.store.forget_page_in(self.connection, page.page).await?;
                    stored.gone.push(page);
                }
            }
        }
        stored.bytes = bodies.iter().map(ReadBody::bytes).sum();
        if !bodies.is_empty() {
            stored.changed = self.store.put_bodies(&bodies).await?;
        }
        self.note_pace().await?;
        Ok(stored)
    }

    /// Stores what belongs to a body besides its text.
    async fn beside(
        &self,
        page: ToRead,
        body: CompleteBody,
        settled: bool,
        read: Timestamp,
        stored: &mut Stored,
    ) -> Result<ReadBody, SyncError> {
        if !body.denied.is_empty() {
            self.store.put_denied_parts(self.connection, page.page, &body.denied).await?;
        }
        if !body.people.is_empty() {
            self.store.put_mentioned_people(&body.people).await?;
        }
        if !body.databases.is_empty() {
            self.store.name_databases(page.page, &body.databases).await?;
        }
        links::note(self.store, self.connection, &body.links).await?;
        if !body.left.is_empty() {
            stored.unfinished.push(page.page);
        }
        stored.read.push(page);
        Ok(ReadBody {
            page: page.page,
            edited: page.edited,
            read,
            settled,
            hash: body.hash,
            markdown: body.markdown,
            parts: body.parts,
            text: body.text,
            parts_left: body.left,
            parts_lost: body.lost,
            changeable: body.changeable,
        })
    }

    async fn note_pace(&self) -> Result<(), SyncError> {
        let mut written = *self.learnt.lock().unwrap_or_else(PoisonError::into_inner);
        pacing::note(self.notion, self.store, self.connection, &mut written).await?;
        *self.learnt.lock().unwrap_or_else(PoisonError::into_inner) = written;
        Ok(())
    }
}

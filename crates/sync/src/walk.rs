//! Doing: carries out what `plan` and `rows` decide, and stores what it meets.
//!
//! Not here: deciding, and when a listing is due (`run`).

use crate::SyncError;
use crate::listed::{self, Met};
use crate::lookup::{is_about_the_object, is_absence};
use crate::page_limit::PageLimit;
use crate::plan::{NextSearch, Order, Outcome, Part, Search, Walk, most_met, watermark};
use crate::rows::{NextRows, Rows};
use std::collections::HashSet;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use trove_model::{ConnectionId, NotionId, Parent};
use trove_notion::{
    Direction, Found, LeftOut, List, Notion, NotionError, QueryRequest, SearchFilter, SearchRequest, Sort,
};
use trove_store::{Listed, ListingBatch, RowWalk, Store, SweepId};

/// Something was stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Pages and data sources that this run has met so far.
    pub found: usize,
    /// How many of those just stored, removed or placed differ from before. With 0, a
    /// list on the screen is still right.
    pub changed: usize,
}

/// One run over what a connection shows.
pub struct Walking<'a> {
    pub notion: &'a Notion,
    pub store: &'a Store,
    pub connection: ConnectionId,
    pub sweep: SweepId,
    progress: &'a (dyn Fn(Progress) + Send + Sync),
    limit: PageLimit<'a>,
    removed: AtomicUsize,
    requests: AtomicU32,
    /// Pages and databases that what was met names.
    named: Mutex<HashSet<NotionId>>,
}

/// An answer, taken apart.
#[derive(Default)]
struct Answered {
    part: Part,
    left_out: Vec<LeftOut>,
    named: Vec<NotionId>,
    databases: Vec<NotionId>,
}

impl<'a> Walking<'a> {
    pub async fn new(
        notion: &'a Notion,
        store: &'a Store,
        connection: ConnectionId,
        sweep: SweepId,
        progress: &'a (dyn Fn(Progress) + Send + Sync),
    ) -> Result<Self, SyncError> {
        let limit = PageLimit::of(store, connection).await?;
        let (removed, requests, named) = (AtomicUsize::new(0), AtomicU32::new(0), Mutex::default());
        Ok(Self { notion, store, connection, sweep, progress, limit, removed, requests, named })
    }

    /// How many pages went.
    pub fn removed(&self) -> usize {
        self.removed.load(Ordering::Relaxed)
    }

    /// How many different pages a list is followed to at most.
    pub fn most_met(&self) -> usize {
        most_met(self.limit.most())
    }

    /// How many requests were made.
    pub fn requests(&self) -> u32 {
        self.requests.load(Ordering::Relaxed)
    }

    pub fn asked(&self, requests: usize) {
        self.requests.fetch_add(u32::try_from(requests).unwrap_or(u32::MAX), Ordering::Relaxed);
    }

    pub async fn search(&self, walk: &mut Walk) -> Result<Outcome, SyncError> {
        loop {
            let search = match walk.next() {
                NextSearch::Done(outcome) => return Ok(*outcome),
                NextSearch::Ask(search) => request(search),
            };
            self.asked(1);
            match self.notion.search(&search).await {
                Ok(list) => self.store_part(walk, taken_apart(list)).await?,
                Err(NotionError::InvalidCursor(_)) => walk.cursor_went_stale(),
                Err(NotionError::TooLarge { .. }) => walk.was_too_large(),
                Err(error) => return Err(error.into()),
            }
        }
    }

    async fn store_part(&self, walk: &mut Walk, answered: Answered) -> Result<(), SyncError> {
        let Answered { part, left_out, named, databases } = answered;
        let sorted = walk.answered(part);
        for page in sorted.forget {
            if self.store.forget_page_in(self.connection, page).await? {
                self.one_removed(walk.found());
            }
        }
        let pages = self.limit.admit(sorted.store).await?;
        if !pages.is_empty() {
            let batch = ListingBatch { pages, sweep: self.sweep };
            let changed = self.store.apply_listing(self.connection, &batch).await?;
            self.limit.stored(changed);
            (self.progress)(Progress { found: walk.found(), changed });
        }
        if self.limit.is_reached().await? {
            walk.no_room_left();
        }
        self.remember(left_out, named, databases).await
    }

    /// Rows that search did not show, of each data source that this sweep has not looked
    /// through yet. How many pages and data sources were met in all.
    pub async fn all_rows(&self, mut found: usize) -> Result<usize, SyncError> {
        loop {
            let walks = self.store.unwalked_sources(self.connection, self.sweep, 100).await?;
            if walks.is_empty() || self.limit.is_reached().await? {
                return Ok(found);
            }
            for walk in walks {
                self.rows(walk, &mut found).await?;
            }
        }
    }

    async fn rows(&self, walk: RowWalk, found: &mut usize) -> Result<(), SyncError> {
        let mut rows = Rows::since(walk.created, most_met(self.limit.most()));
        while let NextRows::Ask(query) = rows.next().clone() {
            if self.limit.is_reached().await? {
                return Ok(());
            }
            let request = QueryRequest::oldest_first(query.since, query.cursor, query.size);
            self.asked(1);
            match self.notion.query_data_source(&walk.source, &request).await {
                Ok(list) => {
                    let Answered { part, left_out, named, databases } = taken_apart(list);
                    let met = part.pages.iter().map(|listed| (listed.page.id, listed.page.created));
                    rows.answered(met, part.next, part.incomplete);
                    self.store_rows(part.pages, found).await?;
                    self.remember(left_out, named, databases).await?;
                    let met = RowWalk { created: rows.newest(), ..walk };
                    let ended = matches!(rows.next(), NextRows::Done(_));
                    self.store.put_row_walk(self.connection, self.sweep, met, ended).await?;
                }
                Err(NotionError::InvalidCursor(_)) => rows.cursor_went_stale(),
                Err(NotionError::TooLarge { .. }) => rows.was_too_large(),
                // Not shared any more, say: pruning asks about the data source itself.
                Err(error) if is_absence(&error) || is_about_the_object(&error) => break,
                Err(error) => return Err(error.into()),
            }
        }
        let met = RowWalk { created: rows.newest(), ..walk };
        Ok(self.store.put_row_walk(self.connection, self.sweep, met, true).await?)
    }

    async fn store_rows(&self, rows: Vec<Listed>, found: &mut usize) -> Result<(), SyncError> {
        let pages: Vec<Listed> = rows.into_iter().filter(|listed| !listed.page.in_trash).collect();
        let pages = self.limit.admit(pages).await?;
        if !pages.is_empty() {
            let batch = ListingBatch { pages, sweep: self.sweep };
            let changed = self.store.apply_listing(self.connection, &batch).await?;
            self.limit.stored(changed);
            *found += changed;
            (self.progress)(Progress { found: *found, changed });
        }
        Ok(())
    }

    /// What an answer had besides its pages.
    async fn remember(
        &self,
        left_out: Vec<LeftOut>,
        named: Vec<NotionId>,
        databases: Vec<NotionId>,
    ) -> Result<(), SyncError> {
        if !left_out.is_empty() {
            let objects: Vec<trove_store::LeftOut> = left_out.iter().map(stored).collect();
            self.store.put_left_out(self.connection, self.sweep, &objects).await?;
        }
        if !databases.is_empty() {
            self.store.put_known_links(self.connection, &databases).await?;
        }
        let mut names = self.named.lock().unwrap_or_else(PoisonError::into_inner);
        names.extend(named);
        // Asked for by itself, an object may be understood after all.
        names.extend(left_out.iter().filter_map(|object| object.id));
        Ok(())
    }

    /// What was named and not met is asked for later, while bodies are read.
    pub async fn note_named(&self) -> Result<(), SyncError> {
        let named: Vec<NotionId> = {
            let mut named = self.named.lock().unwrap_or_else(PoisonError::into_inner);
            named.drain().collect()
        };
        Ok(self.store.put_links(self.connection, &named).await?)
    }

    /// From there on polls look for what is newer.
    pub async fn mark(&self, outcome: Outcome) -> Result<(), SyncError> {
        if let Some(edited) = watermark(outcome.newest, self.notion.now()) {
            self.store.set_watermark(self.connection, edited).await?;
        }
        Ok(())
    }

    pub fn one_removed(&self, found: usize) {
        self.removed.fetch_add(1, Ordering::Relaxed);
        (self.progress)(Progress { found, changed: 1 });
    }
}

fn request(search: &Search) -> SearchRequest {
    let direction = match search.order {
        Order::NewestFirst => Direction::Descending,
        Order::OldestFirst => Direction::Ascending,
    };
    SearchRequest {
        sort: Some(Sort::LastEdited(direction)),
        filter: search.only.map(|object| SearchFilter { object: Some(object), in_trash: None }),
        start_cursor: search.cursor.clone(),
        page_size: Some(search.size),
        ..SearchRequest::default()
    }
}

fn taken_apart(list: List<Found>) -> Answered {
    let mut answered = Answered {
        part: Part {
            next: list.next().map(str::to_owned),
            incomplete: list.is_incomplete(),
            pages: Vec::with_capacity(list.results.len()),
        },
        left_out: list.left_out,
        ..Answered::default()
    };
    for found in list.results {
        match listed::of(found) {
            Ok(Met { listed, names }) => {
                answered.databases.extend(listed.database.as_ref().map(|database| database.id));
                answered.part.pages.push(listed);
                answered.named.extend(names);
            }
            Err(left_out) => answered.left_out.push(left_out),
        }
    }
    answered
}

fn stored(left_out: &LeftOut) -> trove_store::LeftOut {
    trove_store::LeftOut {
        id: left_out.id.unwrap_or(NotionId::from_bytes(left_out.digest)),
        nameless: left_out.id.is_none(),
        whole: true,
        object: left_out.object.clone(),
        parent: left_out.parent.unwrap_or(Parent::Unknown),
    }
}

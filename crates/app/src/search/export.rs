//! A copy of pages in plain files, in a folder of the person's choice.
//!
//! What lies there is no longer encrypted, which whoever asks is told before. A copy is whole
//! or not there: until it is, its folder is called otherwise. It can be stopped. Not here: how
//! files are laid out (`csv`, `markdown`) and what they are called (`file_name`).

mod csv;
mod file_name;
mod files;
mod markdown;
mod page;

use self::files::Files;
use self::page::Page;
use super::answer::answer;
use super::candidates::Candidates;
use super::hit::hit;
use crate::corpus::Corpus;
use crate::state::app::App;
use crate::state::open_profile::OpenProfile;
use crate::system::blocking::blocking;
use crate::ui_types::{
    Event, ExportOutcome, ExportRequest, Exported, ExportedPages, Exporting, HitTier, PageKind, PageQuery,
    SearchHit, SearchRequest, UiError,
};
use jiff::tz::TimeZone;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use trove_model::{NotionId, Origin, Timestamp};
use trove_store::StoredBody;

/// Pages in one export.
const MOST: usize = 10_000;

/// Pages read at a time, so that memory holds few texts.
const AT_ONCE: usize = 50;

impl App {
    /// Asks the person for a folder, and copies pages into a new one inside it. `None` if they
    /// chose none.
    ///
    /// # Errors
    /// As [`export_to`](Self::export_to).
    pub async fn export(&self, request: ExportRequest) -> Result<Option<ExportOutcome>, UiError> {
        // Who is locked out is not asked for anything.
        let open = self.open_profile().await?;
        let desktop = self.inner.host.desktop().ok_or(UiError::Internal)?;
        let Some(folder) = desktop.choose_folder().await else { return Ok(None) };
        // While they chose, another profile may have been opened.
        open.keys()?;
        self.export_of(&open, request, &folder).await.map(Some)
    }

    /// Copies pages into a new folder inside `folder`, for this user alone. Locking ends it.
    ///
    /// # Errors
    /// [`UiError::Locked`], [`UiError::LinkRefused`] for an id that is none, or when something
    /// could not be read or written: nothing of it stays.
    pub async fn export_to(&self, request: ExportRequest, folder: &Path) -> Result<ExportOutcome, UiError> {
        let open = self.open_profile().await?;
        self.export_of(&open, request, folder).await
    }

    /// Stops every export under way. Each says itself that it did not come to its end.
    ///
    /// # Errors
    /// [`UiError::Locked`].
    pub async fn stop_export(&self) -> Result<(), UiError> {
        self.open_profile().await?.stopped_exports.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    async fn export_of(
        &self,
        open: &OpenProfile,
        request: ExportRequest,
        folder: &Path,
    ) -> Result<ExportOutcome, UiError> {
        let stops = || open.stopped_exports.load(Ordering::Relaxed);
        let stopped_before = stops();
        let ExportRequest { pages, format } = request;
        let (hits, more) = self.exported_pages(&open.corpus, pages).await?;
        let mut exported = Exported { folder: String::new(), pages: 0, without_text: 0, more };
        if hits.is_empty() {
            return Ok(ExportOutcome::Written(exported));
        }
        let name = format!("trove-export-{}", day(self.inner.clock.wall()));
        let folder = folder.to_owned();
        let mut files = blocking(move || Files::begin(&folder, &name, format)).await??;
        let of = u32::try_from(hits.len()).unwrap_or(u32::MAX);
        for some in hits.chunks(AT_ONCE) {
            self.emit(&Event::Exporting(Exporting { written: exported.pages, of }));
            let pages = read(&open.corpus, some).await?;
            for page in &pages {
                exported.pages += 1;
                let unread = page.text.is_none() && page.hit.kind == PageKind::Page;
                exported.without_text += u32::from(unread);
            }
            files = blocking(move || files.put(pages)).await??;
            open.keys()?;
            if stops() != stopped_before {
                let left = blocking(move || files.discard()).await?;
                return Ok(ExportOutcome::Stopped { left: left.map(shown) });
            }
        }
        exported.folder = shown(blocking(move || files.end()).await??);
        Ok(ExportOutcome::Written(exported))
    }

    /// The pages in their order, and whether there are more of them.
    async fn exported_pages(
        &self,
        corpus: &Arc<Corpus>,
        pages: ExportedPages,
    ) -> Result<(Vec<SearchHit>, bool), UiError> {
        let (now, held) = (self.inner.clock.wall(), Arc::clone(corpus));
        match pages {
            ExportedPages::Found { text, correct, sort } => {
                let request = SearchRequest { text, limit: 0, correct, sort };
                let find = move || Candidates::find(&held, &request, MOST, MOST, now);
                let candidates = blocking(find).await??;
                let answered = answer(&candidates, corpus, MOST, &self.inner.origin).await?;
                Ok((answered.hits, answered.more))
            }
            ExportedPages::Listed { kind, under, sort, locale } => {
                let query = move |offset| PageQuery {
                    kind,
                    under: under.clone(),
                    sort,
                    offset,
                    limit: u32::MAX,
                    locale: locale.clone(),
                };
                let all = move || {
                    let (mut keys, mut entries) = (Vec::new(), held.write());
                    loop {
                        let from = u32::try_from(keys.len()).unwrap_or(u32::MAX);
                        let part = held.orders.list(&mut entries, &query(from));
                        if part.keys.is_empty() || keys.len() >= MOST {
                            return (keys, part.total as usize);
                        }
                        keys.extend(part.keys);
                    }
                };
                let (mut keys, total) = blocking(all).await?;
                keys.truncate(MOST);
                Ok((unmarked(corpus, keys, &self.inner.origin).await?, total > MOST))
            }
            ExportedPages::Chosen { ids } => {
                let more = ids.len() > MOST;
                let mut keys = Vec::new();
                for id in ids.into_iter().take(MOST) {
                    let id: NotionId = id.parse().map_err(|_| UiError::LinkRefused)?;
                    keys.extend(corpus.read().by_id(&id).map(|entry| entry.key()));
                }
                Ok((unmarked(corpus, keys, &self.inner.origin).await?, more))
            }
        }
    }
}

fn shown(folder: PathBuf) -> String {
    folder.to_string_lossy().into_owned()
}

/// Pages by the store's numbers, in their order; those that are gone are left out.
async fn unmarked(corpus: &Corpus, keys: Vec<u64>, origin: &Origin) -> Result<Vec<SearchHit>, UiError> {
    let display = corpus.store.display_fields(&keys).await?;
    let entries = corpus.read();
    let shown = |key: &u64| hit(*key, display.get(key)?, &entries, HitTier::Title, origin);
    Ok(keys.iter().filter_map(shown).collect())
}

/// What is exported of these pages; one that is gone meanwhile is left out.
async fn read(corpus: &Corpus, hits: &[SearchHit]) -> Result<Vec<Page>, UiError> {
    let known: Vec<(&SearchHit, NotionId, u64)> = {
        let entries = corpus.read();
        let known =
            |hit: &SearchHit| hit.id.parse().ok().and_then(|id| Some((id, entries.by_id(&id)?.key())));
        hits.iter().filter_map(|hit| known(hit).map(|(id, key)| (hit, id, key))).collect()
    };
    let keys: Vec<u64> = known.iter().map(|(_, _, key)| *key).collect();
    let shown = corpus.store.shown_pages(&keys).await?;
    let mut shown: HashMap<u64, String> = shown.into_iter().map(|page| (page.key, page.properties)).collect();
    let mut pages = Vec::with_capacity(hits.len());
    for (hit, id, key) in known {
        let Some(properties) = shown.remove(&key) else { continue };
        let text = corpus.store.body(id).await?.map(whole);
        pages.push(Page { hit: hit.clone(), properties: pairs(&properties), text });
    }
    Ok(pages)
}

/// One a line: name, tab, value.
fn pairs(lines: &str) -> Vec<(String, String)> {
    let lines = lines.lines().filter(|line| !line.trim().is_empty());
    lines
        .map(|line| line.split_once('\t').unwrap_or(("", line)))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

/// The Markdown with what was fetched on its own in its place; at the end where no mark tells.
fn whole(body: StoredBody) -> String {
    let mut text = body.markdown;
    for (block, part) in body.parts {
        match hole(&text, block) {
            Some((range, indent)) => {
                let part: Vec<String> = part.lines().map(str::to_owned).collect();
                text.replace_range(range, &part.join(&format!("\n{indent}")));
            }
            None => text = format!("{}\n{part}", text.trim_end()),
        }
    }
    text
}

/// Where the mark of what is missing stands, and how far its line is indented.
fn hole(text: &str, block: NotionId) -> Option<(std::ops::Range<usize>, String)> {
    let at = text.find(&format!("#{}\"", block.bare()))?;
    let from = text.get(..at)?.rfind("<unknown ")?;
    let to = at + text.get(at..)?.find("/>")? + "/>".len();
    let line = text.get(..from)?.rfind('\n').map_or(0, |end| end + 1);
    let indent = text.get(line..from)?.chars().take_while(|c| *c == '\t').collect();
    // A mark never goes over a line's end.
    (!text.get(from..to)?.contains('\n')).then_some((from..to, indent))
}

/// In the person's own time zone.
fn day(at: Timestamp) -> String {
    let at = jiff::Timestamp::from_millisecond(at.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    at.to_zoned_datetime(TimeZone::system()).date().to_string()
}

#[cfg(test)]
mod tests;

//! What is handed over to assistants: each thing after it was admitted, and after it was
//! written down.
//!
//! Not here: whether it is admitted (`admission`).

use super::asked_log::note;
use super::request::{Answer, Ask, Refusal, Request};
use crate::state::app::App;
use crate::ui_types::{AskedByAssistant, SearchAnswer, SearchHit, SearchRequest, SearchSort, UiError};

/// Pages of one answer at most.
pub const MOST_HITS: u32 = 50;

/// Characters of a page at a time.
pub const PAGE_PART: usize = 20_000;

impl App {
    /// # Errors
    /// Why it is told nothing; then nothing was handed over.
    pub async fn answer_assistant(&self, request: &Request) -> Result<Answer, Refusal> {
        let allowed = self.admit_assistant(request).await?;
        let mut entry = self.log_entry(request);
        let answer = match &request.ask {
            Ask::Search { query, limit } => self.found(query, *limit, &mut entry).await?,
            Ask::ReadPage { .. } if !allowed.whole_pages => {
                self.note_refusal(&self.open_profile().await?.store, request, &Refusal::PassagesOnly).await;
                return Err(Refusal::PassagesOnly);
            }
            Ask::ReadPage { page, from } => self.page(page, *from, &mut entry).await?,
            Ask::Coverage => Answer::Coverage(self.coverage().await?),
        };
        note(&self.open_profile().await?.store, entry).await?;
        Ok(answer)
    }

    async fn found(&self, query: &str, limit: u32, entry: &mut AskedByAssistant) -> Result<Answer, UiError> {
        let wanted = SearchRequest {
            text: query.to_owned(),
            limit: limit.clamp(1, MOST_HITS),
            correct: true,
            sort: SearchSort::Relevance,
        };
        let mut found = self.search(wanted).await?;
        // The commonest spelling may be that of a page that may not be seen.
        found.corrections.iter_mut().for_each(|correction| correction.instead.clear());
        (entry.pages, entry.characters) = (count(hits(&found).count()), count(characters(&found)));
        Ok(Answer::Found(found))
    }

    async fn page(&self, page: &str, from: usize, entry: &mut AskedByAssistant) -> Result<Answer, UiError> {
        let page = self.page_text(page, from, PAGE_PART).await?;
        if let Some(page) = &page {
            entry.title = Some(title(&page.hit));
            let properties = page.properties.iter().flat_map(|(name, value)| [name, value]);
            let texts = properties.chain([&page.markdown]);
            (entry.pages, entry.characters) = (1, count(texts.map(|text| text.chars().count()).sum()));
        }
        Ok(Answer::Page(page.map(Box::new)))
    }
}

/// Those too that are near in meaning.
fn hits(found: &SearchAnswer) -> impl Iterator<Item = &SearchHit> {
    found.hits.iter().chain(&found.similar)
}

/// Of pages' texts in an answer.
fn characters(found: &SearchAnswer) -> usize {
    let segments = hits(found).flat_map(|hit| &hit.passages).flat_map(|passage| &passage.segments);
    segments.map(|segment| segment.text.chars().count()).sum()
}

fn title(hit: &SearchHit) -> String {
    hit.title.iter().map(|segment| segment.text.as_str()).collect()
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

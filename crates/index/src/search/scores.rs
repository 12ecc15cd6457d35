//! What scores are computed from: counts that were taken while words were looked up.

use super::lookup::Part;
use super::segment::Segments;
use std::collections::HashMap;
use tantivy::query::Bm25StatisticsProvider;
use tantivy::schema::Field;

pub(super) struct Statistics<'a> {
    pub index: &'a Segments,
    pub part: Part,
    pub counts: HashMap<&'a str, u64>,
}

impl Bm25StatisticsProvider for Statistics<'_> {
    fn total_num_tokens(&self, _: Field) -> tantivy::Result<u64> {
        Ok(self.index.all.iter().map(|segment| self.part.of(segment).whole.0.total_num_tokens()).sum())
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.index.documents())
    }

    fn doc_freq(&self, term: &tantivy::Term) -> tantivy::Result<u64> {
        // A word that is typed twice, whole and as a beginning, was counted twice.
        let count = term.value().as_str().and_then(|text| self.counts.get(text)).copied().unwrap_or_default();
        Ok(count.min(self.total_num_docs()?))
    }
}

/// The score of a text that were nothing but the words: what tantivy's BM25 comes near to.
pub(super) fn most_possible(statistics: &Statistics<'_>) -> f32 {
    /// BM25's k1 and one, as in tantivy.
    const MOST_OF_A_WORD: f32 = 2.2;
    let all = statistics.index.documents();
    statistics.counts.values().map(|pages| MOST_OF_A_WORD * rarity(*pages, all)).sum()
}

/// BM25's inverse document frequency: rare words weigh more.
#[expect(clippy::cast_precision_loss, reason = "pages are counted in thousands, seldom in millions")]
pub(super) fn rarity(pages: u64, all: u64) -> f32 {
    let (pages, all) = (pages.min(all) as f32, all as f32);
    (1.0 + (all - pages + 0.5) / (pages + 0.5)).ln()
}

//! The segments of the index, opened for searching: its dictionaries, postings and columns.
//!
//! Not which words are looked for (`steps`). Words are looked up once here, and what is
//! found is handed on: tantivy's own queries look each of them up twice in every step.

use crate::fields::Fields;
use std::sync::Arc;
use tantivy::columnar::Column;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{SegmentPostings, TermInfo};
use tantivy::query::{
    AllWeight, BooleanWeight, ConstScorer, Explanation, Occur, Scorer, SumCombiner, Weight,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, InvertedIndexReader, Score, SegmentReader, TantivyError};

/// The index at one moment.
pub(super) struct Segments {
    pub all: Vec<Segment>,
    pub searcher: tantivy::Searcher,
    pub fields: Fields,
}

impl Segments {
    pub(super) fn new(searcher: tantivy::Searcher, fields: Fields) -> tantivy::Result<Self> {
        let all = searcher.segment_readers().iter().map(|reader| Segment::new(reader, &fields));
        Ok(Self { all: all.collect::<tantivy::Result<_>>()?, searcher, fields })
    }
}

pub(super) struct Segment {
    pub reader: SegmentReader,
    ids: Column<u64>,
    pub exact: Dictionary,
    pub title: Words,
    /// How many words each title has, about.
    pub title_lengths: FieldNormReader,
    pub body: Words,
}

/// Titles, or bodies: their words, and the beginnings of their words.
pub(super) struct Words {
    pub whole: Dictionary,
    pub starts: Dictionary,
}

impl Segment {
    fn new(reader: &SegmentReader, fields: &Fields) -> tantivy::Result<Self> {
        let words = |whole: Field, starts: Field| -> tantivy::Result<Words> {
            Ok(Words {
                whole: Dictionary(reader.inverted_index(whole)?),
                starts: Dictionary(reader.inverted_index(starts)?),
            })
        };
        Ok(Self {
            ids: reader.fast_fields().u64("id")?,
            exact: Dictionary(reader.inverted_index(fields.exact)?),
            title: words(fields.title, fields.title_starts)?,
            title_lengths: reader.get_fieldnorms_reader(fields.title)?,
            body: words(fields.body, fields.body_starts)?,
            reader: reader.clone(),
        })
    }

    /// The page behind a document that is not deleted.
    pub(super) fn page(&self, document: DocId) -> Option<u64> {
        self.ids.first(document).filter(|_| !self.reader.is_deleted(document))
    }

    /// The documents that each of `wanted` has some word in and none of `unwanted`, newest
    /// first. Without any wanted: all.
    pub(super) fn matching(
        &self,
        wanted: Vec<Postings>,
        unwanted: Vec<Postings>,
    ) -> tantivy::Result<Box<dyn Scorer>> {
        let mut weights: Vec<(Occur, Box<dyn Weight>)> = Vec::new();
        if wanted.is_empty() {
            weights.push((Occur::Must, Box::new(AllWeight)));
        }
        weights.extend(wanted.into_iter().map(|postings| (Occur::Must, postings.weight())));
        weights.extend(unwanted.into_iter().map(|postings| (Occur::MustNot, postings.weight())));
        union_or_intersection(weights).scorer(&self.reader, 1.0)
    }
}

/// The words of one field, and where each of them is.
#[derive(Clone)]
pub(super) struct Dictionary(pub Arc<InvertedIndexReader>);

impl Dictionary {
    pub(super) fn get(&self, word: impl AsRef<[u8]>) -> tantivy::Result<Option<TermInfo>> {
        Ok(self.0.terms().get(word)?)
    }

    /// Those of `words` that are here.
    pub(super) fn postings<T: AsRef<[u8]>>(
        &self,
        words: impl IntoIterator<Item = T>,
    ) -> tantivy::Result<Postings> {
        let mut found = Vec::new();
        for word in words {
            found.extend(self.get(word)?);
        }
        Ok(Postings { dictionary: self.clone(), found })
    }
}

/// Words found in one segment: any of them will do.
pub(super) struct Postings {
    pub dictionary: Dictionary,
    pub found: Vec<TermInfo>,
}

impl Postings {
    fn weight(self) -> Box<dyn Weight> {
        let Self { dictionary, found } = self;
        let leaf = |info| -> Box<dyn Weight> { Box::new(Leaf { dictionary: dictionary.clone(), info }) };
        match <[TermInfo; 1]>::try_from(found) {
            Ok([info]) => leaf(info),
            Err(found) => Box::new(union_or_intersection(
                found.into_iter().map(|info| (Occur::Should, leaf(info))).collect(),
            )),
        }
    }
}

/// Without scores.
fn union_or_intersection(weights: Vec<(Occur, Box<dyn Weight>)>) -> BooleanWeight<SumCombiner> {
    let least = usize::from(weights.iter().all(|(occur, _)| *occur == Occur::Should));
    BooleanWeight::with_minimum_number_should_match(weights, least, false, Box::new(SumCombiner::default))
}

/// One word, looked up already.
struct Leaf {
    dictionary: Dictionary,
    info: TermInfo,
}

impl Weight for Leaf {
    fn scorer(&self, _: &SegmentReader, _: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let postings: SegmentPostings =
            self.dictionary.0.read_postings_from_terminfo(&self.info, IndexRecordOption::Basic)?;
        Ok(Box::new(ConstScorer::new(postings, 0.0)))
    }

    fn explain(&self, _: &SegmentReader, _: u32) -> tantivy::Result<Explanation> {
        Err(TantivyError::InvalidArgument("there are no scores to explain".to_owned()))
    }
}

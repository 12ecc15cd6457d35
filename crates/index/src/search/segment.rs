//! The segments of the index, opened for searching: its dictionaries, postings and columns.
//!
//! Not which words are looked for (`lookup`). Words are looked up once here, and what is
//! found is handed on: tantivy's own queries look each of them up twice in every step.

use super::vocabulary::Vocabulary;
use crate::fields::Fields;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::RangeInclusive;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use tantivy::columnar::Column;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{SegmentPostings, TermInfo};
use tantivy::query::{
    AllWeight, BooleanWeight, ConstScorer, Explanation, Occur, Scorer, SumCombiner, Weight,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet as _, InvertedIndexReader, Score, SegmentReader, TERMINATED, TantivyError};

/// Pages that are gone, or words of theirs, that are looked at in search of one that is not.
const MOST_GONE: usize = 2_000;

/// Continuations of a longer beginning that are looked for.
const EXPANSIONS: usize = 50;

/// The index at one moment.
pub(super) struct Segments {
    pub all: Vec<Segment>,
    pub searcher: tantivy::Searcher,
    pub fields: Fields,
}

impl Segments {
    /// `before` is the index of a moment ago: what was made for a segment then is used again.
    pub(super) fn new(
        searcher: tantivy::Searcher,
        fields: Fields,
        before: Option<&Self>,
    ) -> tantivy::Result<Self> {
        let known = before.map_or(&[][..], |before| before.all.as_slice());
        let all = searcher.segment_readers().iter().map(|reader| {
            let same = known.iter().find(|known| known.reader.segment_id() == reader.segment_id());
            let vocabulary = same.map(|same| Arc::clone(&same.vocabulary)).unwrap_or_default();
            Segment::new(reader, &fields, vocabulary)
        });
        Ok(Self { all: all.collect::<tantivy::Result<_>>()?, searcher, fields })
    }

    /// Pages, with those that were replaced or removed since.
    pub(super) fn documents(&self) -> u64 {
        self.all.iter().map(|segment| u64::from(segment.reader.max_doc())).sum()
    }

    /// Whether some page has the word, or one that begins so. Dictionaries also have the words of
    /// pages that are gone.
    pub(super) fn has(&self, word: &str, begun: bool) -> tantivy::Result<bool> {
        for segment in &self.all {
            let dictionary = &segment.body.whole;
            let mut words = dictionary.0.terms().range().ge(word).into_stream()?;
            for looked_at in 0.. {
                let Some((found, info)) = words.next() else { break };
                let fits = if begun { found.starts_with(word.as_bytes()) } else { found == word.as_bytes() };
                if !fits {
                    break;
                }
                if looked_at == MOST_GONE || segment.any_left(&dictionary.documents(info.clone()))? {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// Whether some word begins with one of these characters.
    pub(super) fn has_between(&self, characters: RangeInclusive<char>) -> tantivy::Result<bool> {
        for segment in &self.all {
            let from = characters.start().to_string();
            let mut words = segment.body.whole.0.terms().range().ge(&from).into_stream()?;
            let word = words.next().and_then(|(word, _)| std::str::from_utf8(word).ok()?.chars().next());
            if word.is_some_and(|first| characters.contains(&first)) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// In how many pages a word is, about.
    pub(super) fn frequency(&self, word: &str) -> tantivy::Result<u64> {
        let mut pages = 0;
        for segment in &self.all {
            pages += segment.body.whole.get(word)?.map_or(0, |info| u64::from(info.doc_freq));
        }
        Ok(pages)
    }
}

pub(super) struct Segment {
    pub reader: SegmentReader,
    /// Made when it is first asked for, and handed on to the same segment of a later moment.
    vocabulary: Arc<OnceLock<Vocabulary>>,
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
    /// How the last beginning that was asked for goes on: each step of a search asks again.
    continued: Mutex<Option<(String, Vec<TermInfo>)>>,
}

impl Words {
    fn new(whole: Dictionary, starts: Dictionary) -> Self {
        Self { whole, starts, continued: Mutex::new(None) }
    }

    /// The commonest words that start with `beginning`.
    pub(super) fn continued(&self, beginning: &str) -> tantivy::Result<Vec<TermInfo>> {
        let mut known = self.continued.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, found)) = known.as_ref().filter(|(known, _)| known == beginning) {
            return Ok(found.clone());
        }
        let found = expansions(&self.whole, beginning, EXPANSIONS)?;
        *known = Some((beginning.to_owned(), found.clone()));
        Ok(found)
    }
}

impl Segment {
    fn new(
        reader: &SegmentReader,
        fields: &Fields,
        vocabulary: Arc<OnceLock<Vocabulary>>,
    ) -> tantivy::Result<Self> {
        let words = |whole: Field, starts: Field| -> tantivy::Result<Words> {
            let dictionary = |field| reader.inverted_index(field).map(Dictionary);
            Ok(Words::new(dictionary(whole)?, dictionary(starts)?))
        };
        Ok(Self {
            ids: reader.fast_fields().u64("id")?,
            exact: Dictionary(reader.inverted_index(fields.exact)?),
            title: words(fields.title, fields.title_starts)?,
            title_lengths: reader.get_fieldnorms_reader(fields.title)?,
            body: words(fields.body, fields.body_starts)?,
            reader: reader.clone(),
            vocabulary,
        })
    }

    /// All words of its pages, to be looked into.
    pub(super) fn vocabulary(&self) -> tantivy::Result<&Vocabulary> {
        if let Some(vocabulary) = self.vocabulary.get() {
            return Ok(vocabulary);
        }
        let made = Vocabulary::new(&self.body.whole.0)?;
        Ok(self.vocabulary.get_or_init(|| made))
    }

    /// The page behind a document that is not deleted.
    pub(super) fn page(&self, document: DocId) -> Option<u64> {
        self.ids.first(document).filter(|_| !self.reader.is_deleted(document))
    }

    /// Whether some of them is not deleted.
    pub(super) fn any_left(&self, documents: &Documents) -> tantivy::Result<bool> {
        let mut found = self.scorer(documents)?;
        for looked_at in 0.. {
            if found.doc() == TERMINATED {
                break;
            }
            if looked_at == MOST_GONE || self.page(found.doc()).is_some() {
                return Ok(true);
            }
            found.advance();
        }
        Ok(false)
    }

    /// The documents that have all of `wanted` and none of `unwanted`, newest first. Without
    /// anything wanted: all.
    pub(super) fn matching(
        &self,
        wanted: Vec<Documents>,
        unwanted: Vec<Documents>,
    ) -> tantivy::Result<Box<dyn Scorer>> {
        let mut weights: Vec<(Occur, Box<dyn Weight>)> = Vec::new();
        if wanted.is_empty() {
            weights.push((Occur::Must, Box::new(AllWeight)));
        }
        weights.extend(wanted.into_iter().map(|documents| (Occur::Must, documents.weight)));
        weights.extend(unwanted.into_iter().map(|documents| (Occur::MustNot, documents.weight)));
        without_scores(weights).scorer(&self.reader, 1.0)
    }

    /// Its documents in order.
    pub(super) fn scorer(&self, documents: &Documents) -> tantivy::Result<Box<dyn Scorer>> {
        documents.weight.scorer(&self.reader, 1.0)
    }
}

/// Continuations of a beginning that are looked at. Of four letters there are hundreds in a
/// large index, thousands nowhere but in made-up ones.
const MOST_CONTINUATIONS: usize = 8_000;

/// The `most` commonest words of one segment that start with `beginning`.
fn expansions(dictionary: &Dictionary, beginning: &str, most: usize) -> tantivy::Result<Vec<TermInfo>> {
    // The rarest on top, each with its place in `found`.
    let mut commonest: BinaryHeap<(Reverse<u32>, usize)> = BinaryHeap::new();
    let mut found: Vec<TermInfo> = Vec::new();
    let mut words = dictionary.0.terms().range().ge(beginning).into_stream()?;
    for _ in 0..MOST_CONTINUATIONS {
        let Some((_, info)) = words.next().filter(|(word, _)| word.starts_with(beginning.as_bytes())) else {
            break;
        };
        if found.len() < most {
            commonest.push((Reverse(info.doc_freq), found.len()));
            found.push(info.clone());
        } else if let Some(mut rarest) = commonest.peek_mut().filter(|rarest| rarest.0.0 < info.doc_freq) {
            rarest.0 = Reverse(info.doc_freq);
            if let Some(found) = found.get_mut(rarest.1) {
                *found = info.clone();
            }
        }
    }
    Ok(found)
}

/// The words of one field, and where each of them is.
#[derive(Clone)]
pub(super) struct Dictionary(pub Arc<InvertedIndexReader>);

impl Dictionary {
    pub(super) fn get(&self, word: impl AsRef<[u8]>) -> tantivy::Result<Option<TermInfo>> {
        Ok(self.0.terms().get(word)?)
    }

    /// The documents behind a word that was looked up here.
    pub(super) fn documents(&self, info: TermInfo) -> Documents {
        let most = info.doc_freq;
        Documents { weight: Box::new(Leaf { dictionary: self.clone(), info }), most }
    }
}

/// Some documents of a segment.
pub(super) struct Documents {
    weight: Box<dyn Weight>,
    /// There are no more than so many.
    pub most: u32,
}

/// Those that have any of these; `None` of nothing.
pub(super) fn any_of(mut some: Vec<Documents>) -> Option<Documents> {
    if some.len() <= 1 {
        return some.pop();
    }
    let most = some.iter().fold(0, |most: u32, documents| most.saturating_add(documents.most));
    let weights = some.into_iter().map(|documents| (Occur::Should, documents.weight)).collect();
    Some(Documents { weight: Box::new(without_scores(weights)), most })
}

/// Those that have all of these; `None` of nothing.
pub(super) fn all_of(mut some: Vec<Documents>) -> Option<Documents> {
    if some.len() <= 1 {
        return some.pop();
    }
    let most = some.iter().map(|documents| documents.most).min()?;
    let weights = some.into_iter().map(|documents| (Occur::Must, documents.weight)).collect();
    Some(Documents { weight: Box::new(without_scores(weights)), most })
}

fn without_scores(weights: Vec<(Occur, Box<dyn Weight>)>) -> BooleanWeight<SumCombiner> {
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

//! What the index holds of a page, and under which names.
//!
//! Nothing is stored to be shown: titles and bodies come from the store. Words are in no
//! order: phrases are checked against bodies.

use crate::asked::{UNTITLED, plain_title};
use crate::fold::fold;
use crate::runs::runs;
use crate::tokenizer::{index_terms, index_traces};
use aws_lc_rs::digest::{SHA256, digest};
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, Schema, SchemaBuilder, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer, TokenizerManager};
use tantivy::{IndexSettings, TantivyDocument, index};
use trove_model::Timestamp;

/// Beginnings of words that are terms of their own: a short prefix has too many
/// continuations to collect while a person types.
pub(crate) const LONGEST_START: usize = 3;
/// Of a title's digest. Among a million titles one query in four thousand meets another's.
const EXACT_BYTES: usize = 4;

/// A page as the index wants it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The store's number for the page.
    pub id: u64,
    /// Newer pages are met first.
    pub edited: Option<Timestamp>,
    pub title: String,
    /// The emoji that stands before its title.
    pub icon: Option<String>,
    /// Plain text of the body and of the properties, without the title.
    pub body: String,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields {
    pub id: Field,
    time: Field,
    /// A number made of the whole title, see [`exact`].
    pub exact: Field,
    pub title: Field,
    /// Title and body.
    pub body: Field,
    /// Beginnings of the title's words, one to three characters.
    pub title_starts: Field,
    pub body_starts: Field,
}

impl Fields {
    pub(crate) fn schema() -> (Schema, Self) {
        let text = |tokenizer: &str, option: IndexRecordOption| {
            let weighed = option != IndexRecordOption::Basic;
            let indexing = TextFieldIndexing::default().set_tokenizer(tokenizer).set_fieldnorms(weighed);
            TextOptions::default().set_indexing_options(indexing.set_index_option(option))
        };
        let mut schema = SchemaBuilder::new();
        let fields = Self {
            id: schema.add_u64_field("id", FAST | INDEXED),
            time: schema.add_u64_field("ts", FAST),
            exact: schema.add_u64_field("exact", INDEXED),
            title: schema.add_text_field("title", text("words", IndexRecordOption::WithFreqs)),
            // How often a word occurs tells what a page is about.
            body: schema.add_text_field("body", text("words", IndexRecordOption::WithFreqs)),
            title_starts: schema.add_text_field("tp", text("starts", IndexRecordOption::Basic)),
            body_starts: schema.add_text_field("bp", text("starts", IndexRecordOption::Basic)),
        };
        (schema.build(), fields)
    }

    /// Newest first within a segment, so that the newest answers are met first.
    pub(crate) fn settings() -> IndexSettings {
        let newest = index::IndexSortByField { field: "ts".into(), order: index::Order::Desc };
        IndexSettings { sort_by_field: Some(newest), ..IndexSettings::default() }
    }

    pub(crate) fn tokenizers() -> TokenizerManager {
        let tokenizers = TokenizerManager::default();
        tokenizers.register("words", Words::new(false));
        tokenizers.register("starts", Words::new(true));
        tokenizers
    }

    pub(crate) fn document(&self, page: &Document) -> TantivyDocument {
        let name = if page.title.trim().is_empty() { UNTITLED } else { &page.title };
        let title = fold(&format!("{} {name}", page.icon.as_deref().unwrap_or_default()));
        let all = format!("{title}\n{}", fold(&page.body));
        let mut document = TantivyDocument::new();
        document.add_u64(self.id, page.id);
        document.add_u64(self.time, page.edited.and_then(|at| u64::try_from(at.0).ok()).unwrap_or(0));
        document.add_u64(self.exact, exact(&plain_title(&page.title)));
        document.add_text(self.title, &title);
        document.add_text(self.title_starts, title);
        document.add_text(self.body, &all);
        document.add_text(self.body_starts, all);
        document
    }
}

/// Finds the pages that have a title, which is in [`plain`] form, and by bad luck another one:
/// with titles themselves as terms, the index was 4 % larger.
pub(crate) fn exact(plain: &str) -> u64 {
    let digest = digest(&SHA256, plain.as_bytes());
    digest.as_ref().iter().take(EXACT_BYTES).fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// Tantivy's view of `tokenizer`, over folded text.
#[derive(Clone)]
struct Words {
    only_starts: bool,
    /// Numbers sort several times faster than texts.
    starts: Vec<Start>,
    terms: Terms,
}

/// Up to three characters, 21 bits each, the last one lowest.
type Start = u64;

fn after(start: Start, character: char) -> Start {
    start << 21 | Start::from(u32::from(character))
}

fn characters(start: Start) -> impl Iterator<Item = char> {
    let bits = |shift: u32| u32::try_from(start >> shift & 0x1F_FFFF).unwrap_or_default();
    [42, 21, 0].map(bits).into_iter().filter(|bits| *bits != 0).filter_map(char::from_u32)
}

impl Words {
    fn new(only_starts: bool) -> Self {
        Self { only_starts, starts: Vec::new(), terms: Terms::default() }
    }
}

impl Tokenizer for Words {
    type TokenStream<'a> = &'a mut Terms;

    fn token_stream<'a>(&'a mut self, folded: &'a str) -> Self::TokenStream<'a> {
        self.terms.clear();
        if self.only_starts {
            self.starts.clear();
            for run in runs(folded) {
                if run.paired {
                    // Two characters are a pair, which is a word: only single ones are asked for here.
                    self.starts.extend(run.text.chars().map(|c| after(0, c)));
                } else {
                    let starts = run.text.chars().take(LONGEST_START);
                    self.starts.extend(starts.scan(0, |start, c| {
                        *start = after(*start, c);
                        Some(*start)
                    }));
                }
            }
            index_traces(folded, |trace| self.starts.push(after(0, trace)));
            // Each once: the index would look each of them up.
            self.starts.sort_unstable();
            self.starts.dedup();
            for start in &self.starts {
                self.terms.push(characters(*start));
            }
        } else {
            index_terms(folded, |term| self.terms.push([term]));
        }
        &mut self.terms
    }
}

/// Terms one after the other, in memory that is used again for the next text.
#[derive(Clone, Default)]
struct Terms {
    text: String,
    ends: Vec<usize>,
    next: usize,
    token: Token,
}

impl Terms {
    fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
        self.next = 0;
        self.token.reset();
    }

    fn push<T>(&mut self, term: impl IntoIterator<Item = T>)
    where
        String: Extend<T>,
    {
        self.text.extend(term);
        self.ends.push(self.text.len());
    }
}

impl TokenStream for &mut Terms {
    fn advance(&mut self) -> bool {
        let Some(&end) = self.ends.get(self.next) else { return false };
        let start = self.next.checked_sub(1).and_then(|last| self.ends.get(last)).copied().unwrap_or(0);
        self.token.position = self.next;
        self.token.text.clear();
        self.token.text.push_str(self.text.get(start..end).unwrap_or_default());
        self.next += 1;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn check(tokenizer: &str, text: &str, expected: Expect) {
        let mut analyzer = Fields::tokenizers().get(tokenizer).unwrap();
        let (mut stream, mut terms) = (analyzer.token_stream(text), Vec::new());
        stream.process(&mut |token| terms.push(format!("{}:{}", token.position, token.text)));
        expected.assert_eq(&terms.join(" "));
    }

    #[test]
    fn terms_of_a_text() {
        check("words", "road map road 東京都", expect!["0:road 1:map 2:road 3:東京 4:京都 5:都"]);
        check("starts", "road rope r 東京都", expect!["0:r 1:京 2:東 3:都 4:󱳜 5:ro 6:roa 7:rop"]);
        check("words", "", expect![""]);
    }
}

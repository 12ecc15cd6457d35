//! What a typed text asks for. Pure, and never an error: what is no filter is text.
//!
//! Not here: which terms the index holds for a word (`tokenizer`), and which names the
//! filters mean: those are looked up by whoever knows workspaces, pages and people.

use crate::dates::Today;
use crate::filter::{FilterKind, Filters, named};
use crate::fold::fold;
use crate::link::page_in;
use crate::tokenizer::{Term, query_terms, runs};
use trove_model::NotionId;

/// A typed text, understood.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    /// The page that the whole text names, as an address or an id. The text is then
    /// searched for as well, for the case that there is no such page.
    pub link: Option<NotionId>,
    /// Each must occur; the last one may be the beginning of a word.
    pub words: Vec<String>,
    /// Each must occur as it stands.
    pub phrases: Vec<Phrase>,
    /// None may occur.
    pub without: Vec<Phrase>,
    pub filters: Filters,
}

/// Words that stand side by side; one word is a short phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    pub text: String,
    /// Its closing quotation mark is not typed yet: the last word may go on.
    pub open: bool,
}

impl Query {
    /// Understands `typed`. Every text has a meaning; most have only words.
    pub fn parse(typed: &str, today: &Today) -> Self {
        let mut query = Self { link: page_in(typed), ..Self::default() };
        let mut rest = typed.trim_start();
        while !rest.is_empty() {
            let (item, after) = next_item(rest);
            let phrase = matches!(item, Item::Phrase(_));
            query.add(item, today);
            // A hyphen that joins a word to what is quoted excludes nothing: »Bulk«-Import.
            rest = if phrase { after.trim_start_matches('-') } else { after }.trim_start();
        }
        query
    }

    /// Whether nothing is asked: every page answers.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The terms that every answer has, without repetitions; the open one last.
    pub fn terms(&self) -> Vec<Term> {
        let phrases = self.phrases.iter().flat_map(|phrase| query_terms(&phrase.text, phrase.open));
        let last = self.last_word();
        let words = self.words.iter().enumerate().flat_map(|(at, word)| query_terms(word, Some(at) == last));
        let mut terms: Vec<Term> = Vec::new();
        for term in phrases.chain(words) {
            if !terms.contains(&term) {
                terms.push(term);
            }
        }
        terms
    }

    /// Where in `words` the one stands that may go on: the last that is more than punctuation.
    pub(crate) fn last_word(&self) -> Option<usize> {
        self.words.iter().rposition(|word| runs(&fold(word)).next().is_some())
    }

    fn add(&mut self, item: Item<'_>, today: &Today) {
        match item {
            Item::Filter { kind, value, .. } if self.filters.add(kind, value, today) => {}
            Item::Filter { name, value, .. } => self.words.push(format!("{name}:{value}")),
            Item::Word(word) => self.words.push(word.to_owned()),
            // Quotation marks around nothing are on the way to something.
            Item::Phrase(phrase) if phrase.text.trim().is_empty() => {}
            Item::Phrase(phrase) => self.phrases.push(phrase),
            Item::Without(phrase) if phrase.text.trim().is_empty() => {}
            Item::Without(phrase) => self.without.push(phrase),
        }
    }
}

enum Item<'a> {
    Word(&'a str),
    Phrase(Phrase),
    Without(Phrase),
    Filter { kind: FilterKind, name: &'a str, value: &'a str },
}

/// The item that `text` starts with, and what follows it. `text` starts with no white space.
fn next_item(text: &str) -> (Item<'_>, &str) {
    if let Some((phrase, after)) = quoted(text) {
        return (Item::Phrase(phrase), after);
    }
    if let Some(unwanted) =
        text.strip_prefix('-').filter(|rest| rest.starts_with(|c: char| !c.is_whitespace()))
    {
        let (phrase, after) = quoted(unwanted).unwrap_or_else(|| {
            let (word, after) = word(unwanted);
            (Phrase { text: word.to_owned(), open: false }, after)
        });
        return (Item::Without(phrase), after);
    }
    let (whole, after) = word(text);
    let filter = whole.split_once(':').and_then(|(name, value)| Some((named(name)?.kind, name, value)));
    let Some((kind, name, value)) = filter else { return (Item::Word(whole), after) };
    // A quoted value may hold white space: read it from the text, not from the word.
    match text.get(name.len() + 1..).and_then(quoted_part) {
        Some((value, _, after)) => (Item::Filter { kind, name, value }, after),
        None => (Item::Filter { kind, name, value }, after),
    }
}

fn word(text: &str) -> (&str, &str) {
    text.split_at(text.find(char::is_whitespace).unwrap_or(text.len()))
}

fn quoted(text: &str) -> Option<(Phrase, &str)> {
    let (inside, open, after) = quoted_part(text)?;
    Some((Phrase { text: inside.to_owned(), open }, after))
}

/// What stands between the quotation marks that `text` starts with; whether the second
/// is missing; and what follows.
fn quoted_part(text: &str) -> Option<(&str, bool, &str)> {
    let is_mark = |c: char| matches!(c, '"' | '“' | '”' | '„' | '«' | '»');
    let inside = text.strip_prefix(is_mark)?;
    match inside.split_once(is_mark) {
        Some((inside, after)) => Some((inside, false, after)),
        None => Some((inside, true, "")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dates::Period;
    use crate::tokenizer::TermKind;
    use expect_test::{Expect, expect};
    use jiff::tz::TimeZone;
    use proptest::prelude::*;
    use trove_model::Timestamp;

    fn today() -> Today {
        Today { now: Timestamp(1_795_305_600_000), zone: TimeZone::UTC }
    }

    fn shown(query: &Query) -> String {
        let mut parts: Vec<String> = query.words.iter().map(|word| format!("[{word}]")).collect();
        let ends = |phrase: &Phrase| if phrase.open { "…" } else { "" };
        parts.extend(query.phrases.iter().map(|phrase| format!("\"{}{}\"", phrase.text, ends(phrase))));
        parts.extend(query.without.iter().map(|phrase| format!("-\"{}{}\"", phrase.text, ends(phrase))));
        let filters = &query.filters;
        parts.extend(filters.under.iter().map(|name| format!("in={name}")));
        parts.extend(filters.workspaces.iter().map(|name| format!("ws={name}")));
        parts.extend(filters.kinds.iter().map(|kind| format!("type={kind:?}")));
        parts.extend(filters.by.iter().map(|name| format!("by={name}")));
        if filters.edited != Period::default() {
            let day = |moment: Option<Timestamp>| {
                moment.map_or("…".to_owned(), |at| {
                    jiff::Timestamp::from_millisecond(at.0)
                        .unwrap()
                        .to_zoned_datetime(TimeZone::UTC)
                        .date()
                        .to_string()
                })
            };
            parts.push(format!("edited={}..{}", day(filters.edited.from), day(filters.edited.until)));
        }
        parts.extend(query.link.map(|id| format!("link={id}")));
        let terms: Vec<_> = query
            .terms()
            .iter()
            .filter(|term| term.kind != TermKind::Sign)
            .map(|term| format!("{}{}", term.text, if term.kind == TermKind::Start { "*" } else { "" }))
            .collect();
        format!("{} → {}", parts.join(" "), terms.join(" "))
    }

    fn check(typed: &str, expected: Expect) {
        expected.assert_eq(&shown(&Query::parse(typed, &today())));
    }

    #[test]
    fn words_and_phrases() {
        check("", expect![" → "]);
        check("  Road  Map ", expect!["[Road] [Map] → road map*"]);
        check("map road map", expect!["[map] [road] [map] → map road map*"]);
        check("\"road map\" q3", expect![[r#"[q3] "road map" → road map q3*"#]]);
        check("q3 \"road ma", expect![[r#"[q3] "road ma…" → road ma* q3*"#]]);
        check("“road map” «q3»", expect![[r#""road map" "q3" → road map q3"#]]);
        check("\"\" \"", expect![" → "]);
        check("5\" pipe", expect![[r#"[5"] [pipe] → 5 pipe*"#]]);
        check("東京都 京", expect!["[東京都] [京] → 東京 京都 京*"]);
    }

    #[test]
    fn without() {
        check("road -map", expect![[r#"[road] -"map" → road*"#]]);
        check("road -\"old map\" x", expect![[r#"[road] [x] -"old map" → road x*"#]]);
        check("road - map", expect!["[road] [-] [map] → road map*"]);
        check("well-known -", expect!["[well-known] [-] → well known*"]);
        check("»road«-map x", expect![[r#"[map] [x] "road" → road map x*"#]]);
        check("\"road\" -map", expect![[r#""road" -"map" → road"#]]);
        check("-only", expect![[r#"-"only" → "#]]);
        check("--flag", expect![[r#"-"-flag" → "#]]);
    }

    #[test]
    fn filters() {
        check("road in:Wiki ws:Acme by:ada", expect!["[road] in=Wiki ws=Acme by=ada → road*"]);
        check("in:\"Team Wiki\" road", expect!["[road] in=Team Wiki → road*"]);
        check("in:\"Team Wi", expect!["in=Team Wi → "]);
        check("TYPE:Page type:row type:database", expect!["type=Page type=Row type=Database → "]);
        check("edited:7d", expect!["edited=2026-11-16..2026-11-23 → "]);
        check("edited:2026-08", expect!["edited=2026-08-01..2026-09-01 → "]);
        check("edited:2026-01..2026-03", expect!["edited=2026-01-01..2026-04-01 → "]);
        check("edited:2026 edited:2026-08..", expect!["edited=2026-08-01..2027-01-01 → "]);
        check("road ws:acme in:wiki", expect!["[road] in=wiki ws=acme → road*"]);
    }

    #[test]
    fn what_is_no_filter_is_text() {
        check("in: ws:", expect!["[in:] [ws:] → in ws*"]);
        check("type:banana edited:soon", expect!["[type:banana] [edited:soon] → type banana edited soon*"]);
        check("https://example.org/x", expect!["[https://example.org/x] → https example org x*"]);
        check(
            "12:30 a:b: :c in:\"\" -in:x",
            expect![[r#"[12:30] [a:b:] [:c] [in:] -"in:x" → 12 30 a b c in*"#]],
        );
        check("\" OR 1=1; NEAR( * ^", expect![[r#"" OR 1=1; NEAR( * ^…" → or 1 near*"#]]);
    }

    #[test]
    fn links() {
        check(
            "https://app.notion.com/p/598337872cf94fdf8782e53db20768a5",
            expect![
                "[https://app.notion.com/p/598337872cf94fdf8782e53db20768a5] link=59833787-2cf9-4fdf-8782-e53db20768a5 → https app notion com p 598337872cf94fdf8782e53db20768a5*"
            ],
        );
        check(
            "598337872cf94fdf8782e53db20768a5",
            expect![
                "[598337872cf94fdf8782e53db20768a5] link=59833787-2cf9-4fdf-8782-e53db20768a5 → 598337872cf94fdf8782e53db20768a5*"
            ],
        );
    }

    proptest! {
        #[test]
        fn every_text_has_a_meaning(typed in any::<String>()) {
            Query::parse(&typed, &today()).terms();
        }

        #[test]
        fn near_the_grammar_too(typed in "(in:|ws:|-|\"|“|”|edited:|type:|7d|a|é|東| |:|\\.\\.|2026){0,16}") {
            Query::parse(&typed, &today()).terms();
        }

        /// Words survive whatever stands around them.
        #[test]
        fn no_word_is_lost(words in prop::collection::vec("[a-z]{2,8}", 1..6)) {
            let query = Query::parse(&words.join("  "), &today());
            prop_assert_eq!(query.words, words);
        }
    }
}

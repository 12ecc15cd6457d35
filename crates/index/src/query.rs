//! What a typed text asks for. Pure, and never an error: what is no filter is text.
//!
//! Not here: which terms the index holds for a word (`tokenizer`), how a text is held against
//! what is wanted (`asked`), and which names the filters mean: those are looked up by whoever
//! knows workspaces, pages and people, who tells the parser whether there are any.

use crate::dates::Today;
use crate::filter::{FilterKind, Filters, named};
use crate::fold::fold;
use crate::link::page_in;
use crate::runs::runs;
use trove_model::NotionId;

/// A typed text, understood.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    /// The page that the text names, as an address or an id. The text is then searched for as
    /// well, for the case that there is no such page.
    pub link: Option<NotionId>,
    /// Of each, one must occur.
    pub wanted: Vec<Vec<Piece>>,
    /// None may occur.
    pub without: Vec<Without>,
    pub filters: Filters,
    /// What was taken as a filter, as it was typed.
    pub taken: Vec<String>,
    /// What looks like a filter and names nothing: it is text.
    pub unknown: Vec<String>,
}

/// What stands between two spaces, or between quotation marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub text: String,
    /// Its words stand side by side.
    pub quoted: bool,
    /// The last word may go on.
    pub open: bool,
}

/// What a hyphen before it leaves out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Without {
    pub piece: Piece,
    /// Where in what is wanted it stands, if pages have it as it was typed, hyphen and all.
    pub place: usize,
}

impl Query {
    /// Understands `typed`, where filters may have any name. Every text has a meaning; most
    /// have only words.
    pub fn parse(typed: &str, today: &Today) -> Self {
        Self::parse_knowing(typed, today, &|_, _| true)
    }

    /// As [`parse`](Self::parse), where a filter of pages, workspaces or people is one only
    /// if `is_named` says that its value names some.
    pub fn parse_knowing(typed: &str, today: &Today, is_named: &dyn Fn(FilterKind, &str) -> bool) -> Self {
        let mut parsing = Parsing { query: Self { link: page_in(typed), ..Self::default() }, or: false };
        let mut rest = typed.trim_start();
        while !rest.is_empty() {
            let (item, after) = next_item(rest);
            let phrase = matches!(item, Item::Phrase(_));
            let last = after.trim_start().is_empty();
            parsing.add(item, last, today, is_named);
            // A hyphen that joins a word to what is quoted excludes nothing: »Bulk«-Import.
            rest = if phrase { after.trim_start_matches('-') } else { after }.trim_start();
        }
        parsing.end()
    }

    /// Whether no words are asked for: all pages that the filters let in answer.
    pub fn asks_nothing(&self) -> bool {
        self.wanted.is_empty()
    }

    /// What is left out after all is text: it stands where it was typed.
    pub(crate) fn keep(&mut self, without: usize) {
        if without < self.without.len() {
            let Without { piece, place } = self.without.remove(without);
            let text = Piece { text: format!("-{}", piece.text), ..piece };
            self.wanted.insert(place.min(self.wanted.len()), vec![text]);
        }
    }
}

struct Parsing {
    query: Query,
    /// The next piece is an alternative to the last.
    or: bool,
}

impl Parsing {
    fn add(
        &mut self,
        item: Item<'_>,
        last: bool,
        today: &Today,
        is_named: &dyn Fn(FilterKind, &str) -> bool,
    ) {
        match item {
            // With nothing before it, or nothing behind, it is text; but a bar behind a word is
            // on the way to another.
            Item::Or(written) => match written {
                _ if self.query.wanted.is_empty() => self.want(Piece::word(written)),
                "OR" if self.or || last => self.want(Piece::word(written)),
                _ => self.or = !last,
            },
            Item::Filter { kind, written, value } => {
                let looked_up = matches!(
                    kind,
                    FilterKind::In | FilterKind::Workspace | FilterKind::By | FilterKind::Similar
                );
                let known = !looked_up || is_named(kind, value);
                if known && self.query.filters.add(kind, value, today) {
                    self.query.taken.push(written.to_owned());
                } else {
                    if !known {
                        self.query.unknown.push(written.to_owned());
                    }
                    written.split_whitespace().for_each(|word| self.want(Piece::word(word)));
                }
            }
            Item::Word(word) => match word.split_once('|') {
                Some((one, other)) if is_word(one) && is_word(other) => {
                    self.want(Piece::word(one));
                    self.or = true;
                    self.add(Item::Word(other), last, today, is_named);
                }
                _ => self.want(Piece::word(word)),
            },
            // Quotation marks around nothing are text, on the way to something else.
            Item::Phrase(phrase) if phrase.text.trim().is_empty() => self.want(Piece::word("\"")),
            Item::Phrase(phrase) => self.want(phrase),
            Item::Without(piece) => {
                let place = self.query.wanted.len();
                self.query.without.push(Without { piece, place });
            }
        }
    }

    fn want(&mut self, piece: Piece) {
        match self.query.wanted.last_mut() {
            Some(alternatives) if self.or => alternatives.push(piece),
            _ => self.query.wanted.push(vec![piece]),
        }
        self.or = false;
    }

    fn end(mut self) -> Query {
        // Leaving out makes sense of what is wanted besides.
        while self.query.wanted.is_empty() && !self.query.without.is_empty() {
            self.query.keep(0);
        }
        // Between the names of a path: Acme / Roadmap.
        if self.query.wanted.iter().flatten().any(|piece| is_word(&piece.text)) {
            self.query.wanted.retain(|any| any.iter().any(|piece| piece.quoted || piece.text != "/"));
        }
        let words = self.query.wanted.iter_mut().flatten().filter(|piece| !piece.quoted);
        if let Some(last) = words.filter(|piece| is_word(&piece.text)).last() {
            last.open = true;
        }
        self.query
    }
}

impl Piece {
    fn word(text: &str) -> Self {
        Self { text: text.to_owned(), quoted: false, open: false }
    }
}

enum Item<'a> {
    Word(&'a str),
    Phrase(Piece),
    Without(Piece),
    Filter {
        kind: FilterKind,
        written: &'a str,
        value: &'a str,
    },
    /// As it was written.
    Or(&'a str),
}

/// The item that `text` starts with, and what follows it. `text` starts with no white space.
fn next_item(text: &str) -> (Item<'_>, &str) {
    if let Some((phrase, after)) = quoted(text) {
        return (Item::Phrase(phrase), after);
    }
    // One hyphen and a letter: `--flag`, `-5` and a dash between words are text.
    let unwanted = text.strip_prefix('-').filter(|rest| {
        quoted_part(rest).is_some_and(|(inside, ..)| is_word(inside)) || rest.starts_with(char::is_alphabetic)
    });
    if let Some(unwanted) = unwanted {
        let (piece, after) = quoted(unwanted).unwrap_or_else(|| {
            let (word, after) = word(unwanted);
            (Piece::word(word), after)
        });
        return (Item::Without(piece), after);
    }
    let (whole, after) = word(text);
    if matches!(whole, "OR" | "|" | "||") {
        return (Item::Or(whole), after);
    }
    let filter = whole.split_once(':').and_then(|(name, value)| Some((named(name)?.kind, name, value)));
    let Some((kind, name, value)) = filter else { return (Item::Word(whole), after) };
    // A quoted value may hold white space: read it from the text, not from the word.
    match text.get(name.len() + 1..).and_then(quoted_part) {
        Some((value, _, after)) => {
            let written = text.get(..text.len() - after.len()).unwrap_or(text);
            (Item::Filter { kind, written, value }, after)
        }
        None => (Item::Filter { kind, written: whole, value }, after),
    }
}

fn is_word(text: &str) -> bool {
    runs(&fold(text)).next().is_some()
}

fn word(text: &str) -> (&str, &str) {
    text.split_at(text.find(char::is_whitespace).unwrap_or(text.len()))
}

fn quoted(text: &str) -> Option<(Piece, &str)> {
    let (inside, open, after) = quoted_part(text)?;
    Some((Piece { text: inside.to_owned(), quoted: true, open }, after))
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
    use expect_test::{Expect, expect};
    use jiff::tz::TimeZone;
    use proptest::prelude::*;
    use trove_model::Timestamp;

    fn today() -> Today {
        Today { now: Timestamp(1_795_305_600_000), zone: TimeZone::UTC }
    }

    fn shown(query: &Query) -> String {
        let piece = |piece: &Piece| {
            let text = format!("{}{}", piece.text, if piece.open { "*" } else { "" });
            if piece.quoted { format!("\"{text}\"") } else { format!("[{text}]") }
        };
        let any = |any: &Vec<Piece>| any.iter().map(piece).collect::<Vec<_>>().join("|");
        let mut parts: Vec<String> = query.wanted.iter().map(any).collect();
        parts.extend(query.without.iter().map(|without| format!("-{}", piece(&without.piece))));
        let filters = &query.filters;
        parts.extend(filters.under.iter().map(|name| format!("in={name}")));
        parts.extend(filters.workspaces.iter().map(|name| format!("ws={name}")));
        parts.extend(filters.kinds.iter().map(|kind| format!("type={kind:?}")));
        parts.extend(filters.by.iter().map(|name| format!("by={name}")));
        for (name, period) in [("edited", filters.edited), ("created", filters.created)] {
            let day = |moment: Option<Timestamp>| {
                moment.map_or("…".to_owned(), |at| {
                    jiff::Timestamp::from_millisecond(at.0)
                        .unwrap()
                        .to_zoned_datetime(TimeZone::UTC)
                        .date()
                        .to_string()
                })
            };
            if period != Period::default() {
                parts.push(format!("{name}={}..{}", day(period.from), day(period.until)));
            }
        }
        parts.extend(query.link.map(|id| format!("link={id}")));
        parts.join(" ")
    }

    fn check(typed: &str, expected: Expect) {
        expected.assert_eq(&shown(&Query::parse(typed, &today())));
    }

    #[test]
    fn words_and_phrases() {
        check("", expect![""]);
        check("  Road  Map ", expect!["[Road] [Map*]"]);
        check("\"road map\" q3", expect![[r#""road map" [q3*]"#]]);
        check("q3 \"road ma", expect![[r#"[q3*] "road ma*""#]]);
        check("“road map” «q3»", expect![[r#""road map" "q3""#]]);
        check("\"\" \"", expect![[r#"["] ["]"#]]);
        check("5\" pipe", expect![[r#"[5"] [pipe*]"#]]);
        check("東京都 京 ?", expect!["[東京都] [京*] [?]"]);
    }

    #[test]
    fn left_out() {
        check("road -map", expect!["[road*] -[map]"]);
        check("road -\"old map\" x", expect![[r#"[road] [x*] -"old map""#]]);
        check("road - map", expect!["[road] [-] [map*]"]);
        check("well-known -", expect!["[well-known*] [-]"]);
        check("»road«-map x", expect![[r#""road" [map] [x*]"#]]);
        check("\"road\" -map", expect![[r#""road" -[map]"#]]);
        check("-only", expect!["[-only*]"]);
        check("-only -these", expect!["[-only*] -[these]"]);
        check("--flag git --amend", expect!["[--flag] [git] [--amend*]"]);
        check("-5 °C", expect!["[-5] [°C*]"]);
    }

    #[test]
    fn alternatives() {
        check("bike OR bicycle", expect!["[bike]|[bicycle*]"]);
        check("red bike | bicycle shop", expect!["[red] [bike]|[bicycle] [shop*]"]);
        check("a|b|c", expect!["[a]|[b]|[c*]"]);
        check("bike OR", expect!["[bike] [OR*]"]);
        check("OR bike or", expect!["[OR] [bike] [or*]"]);
        check("a OR OR b", expect!["[a]|[OR] [b*]"]);
        check("| a", expect!["[|] [a*]"]);
        check("|", expect!["[|]"]);
        check("OR", expect!["[OR*]"]);
        check("bike |", expect!["[bike*]"]);
        check("a | | b", expect!["[a]|[b*]"]);
        check("type:page |", expect!["[|] type=Page"]);
    }

    #[test]
    fn filters() {
        check("road in:Wiki ws:Acme by:ada", expect!["[road*] in=Wiki ws=Acme by=ada"]);
        check("in:\"Team Wiki\" road", expect!["[road*] in=Team Wiki"]);
        check("in:\"Team Wi", expect!["in=Team Wi"]);
        check("TYPE:Page type:row type:database", expect!["type=Page type=Row type=Database"]);
        check("edited:7d", expect!["edited=2026-11-16..2026-11-23"]);
        check("edited:2026-08", expect!["edited=2026-08-01..2026-09-01"]);
        check("edited:2026-01..2026-03", expect!["edited=2026-01-01..2026-04-01"]);
        check("created:week", expect!["created=2026-11-16..2026-11-23"]);
        check(
            "created:2026 edited:2026-08",
            expect!["edited=2026-08-01..2026-09-01 created=2026-01-01..2027-01-01"],
        );
        check("edited:2026 edited:2026-08..", expect!["edited=2026-08-01..2027-01-01"]);
        check("road ws:acme in:wiki", expect!["[road*] in=wiki ws=acme"]);
        let query = Query::parse("in:\"Team Wiki\" road type:row", &today());
        assert_eq!(query.taken, ["in:\"Team Wiki\"", "type:row"]);
    }

    #[test]
    fn what_is_no_filter_is_text() {
        check("in: ws:", expect!["[in:] [ws:*]"]);
        check("type:banana edited:soon", expect!["[type:banana] [edited:soon*]"]);
        check("https://example.org/x", expect!["[https://example.org/x*]"]);
        check("12:30 a:b: :c in:\"\" -in:x", expect![[r#"[12:30] [a:b:] [:c] [in:""*] -[in:x]"#]]);
        check("\" OR 1=1; NEAR( * ^", expect![[r#"" OR 1=1; NEAR( * ^*""#]]);
        let knows = |_: FilterKind, name: &str| name == "Wiki";
        let query = Query::parse_knowing("in:progress in:Wiki ws:\"a b\" by:design x", &today(), &knows);
        assert_eq!(shown(&query), "[in:progress] [ws:\"a] [b\"] [by:design] [x*] in=Wiki");
        assert_eq!(
            (query.taken.join(" "), query.unknown.join(" ")),
            ("in:Wiki".into(), "in:progress ws:\"a b\" by:design".into())
        );
    }

    #[test]
    fn links() {
        let id = "598337872cf94fdf8782e53db20768a5";
        let query = Query::parse(&format!("see https://app.notion.com/p/{id}"), &today());
        assert_eq!((query.link, query.wanted.len()), (id.parse().ok(), 2));
    }

    proptest! {
        #[test]
        fn every_text_has_a_meaning(typed in any::<String>()) {
            Query::parse(&typed, &today());
        }

        /// Nothing but an empty text, or filters alone, asks for nothing.
        #[test]
        fn near_the_grammar_too(typed in "(in:|ws:|-|\"|“|”|edited:|type:|7d|a|é|東| |:|\\.\\.|2026|OR|\\|){0,16}") {
            let query = Query::parse(&typed, &today());
            if query.asks_nothing() {
                prop_assert!(query.without.is_empty());
                prop_assert!(typed.trim().is_empty() || !query.taken.is_empty());
            }
        }

        /// Words survive whatever stands around them.
        #[test]
        fn no_word_is_lost(words in prop::collection::vec("[a-z]{2,8}", 1..6)) {
            let query = Query::parse(&words.join("  "), &today());
            let found: Vec<String> = query.wanted.into_iter().flatten().map(|piece| piece.text).collect();
            prop_assert_eq!(found, words);
        }
    }
}

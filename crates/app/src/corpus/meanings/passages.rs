//! A page cut into the passages whose meanings are kept, each said with its title and heading,
//! and the title alone: what is asked is short, and nearer to what is.
//!
//! The same cut is made when a page is encoded and when one of its passages is shown: what is
//! kept of a passage is its [`Passage::mark`], so that a passage that was edited is known to be
//! another. Which lines are headings is not stored; a short line before longer ones is one.
//!
//! Not what a passage means (`trove-meaning`), and not words that were searched for.

use std::ops::Range;

/// Passages of a page; what stands behind them is found by its words alone.
const MOST: usize = 32;

/// Bytes of a passage, about: some fifty words, or a hundred characters of Chinese. What a long
/// passage means is a bit of everything in it, which is near to nothing.
const LENGTH: usize = 300;
/// From so many on, a heading begins another.
const BEFORE_HEADING: usize = 100;
/// A longer line is no heading.
const HEADING: usize = 80;
/// A line is cut where a sentence or a word ends, at most so far before its length is reached.
const SLACK: usize = 100;
/// Of a title or heading so much is said.
const NAME: usize = 200;

/// A stretch of a page's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Of the text; empty where it is the title alone.
    pub range: Range<usize>,
    /// What is encoded.
    pub said: String,
}

impl Passage {
    /// Tells it from the page's other passages, and from what it said before.
    pub fn mark(&self) -> u32 {
        crc32fast::hash(self.said.as_bytes())
    }
}

/// The title alone, then the passages of a page in their order; none where it says nothing at all.
pub fn passages(title: &str, text: &str) -> Vec<Passage> {
    let text = text.get(..floor(text, MOST * LENGTH * 2)).unwrap_or_default();
    let title = first(title.trim(), NAME);
    let alone = Passage { range: 0..0, said: words(title) };
    let passages = if title.is_empty() { Vec::new() } else { vec![alone] };
    let mut cut = Cut { title, text, heading: 0..0, open: None, passages };
    let pieces: Vec<Range<usize>> = pieces(text).collect();
    for (at, piece) in pieces.iter().enumerate() {
        cut.add(piece.clone(), pieces.get(at + 1));
    }
    cut.end();
    cut.passages.truncate(MOST);
    cut.passages
}

struct Cut<'a> {
    title: &'a str,
    text: &'a str,
    /// The last one, empty before the first.
    heading: Range<usize>,
    open: Option<Range<usize>>,
    passages: Vec<Passage>,
}

impl Cut<'_> {
    fn add(&mut self, piece: Range<usize>, next: Option<&Range<usize>>) {
        let heading = self.is_heading(&piece, next);
        let begins = self.open.as_ref().map_or(piece.start, |open| open.start);
        if heading && piece.start - begins >= BEFORE_HEADING || piece.end - begins > LENGTH {
            self.end();
        }
        if heading {
            self.heading = piece.clone();
        }
        self.open = Some(self.open.take().map_or(piece.start, |open| open.start)..piece.end);
    }

    fn is_heading(&self, piece: &Range<usize>, next: Option<&Range<usize>>) -> bool {
        let ends = self.of(piece).ends_with(['.', '!', '?', ',', ';', '。', '？', '！']);
        let cell = self.of(piece).contains('\t');
        piece.len() <= HEADING
            && !ends
            && !cell
            && next.is_some_and(|next| next.len() > piece.len() + HEADING / 4)
    }

    fn end(&mut self) {
        let Some(open) = self.open.take() else { return };
        // What stands in the passage needs no second mention.
        let heading = if self.heading.end <= open.start { self.of(&self.heading) } else { "" };
        let said = [self.title, first(heading, NAME)].into_iter().chain(self.of(&open).lines());
        let said: Vec<String> = said.map(words).filter(|part| !part.is_empty()).collect();
        self.passages.push(Passage { said: said.join("\n"), range: open });
    }

    fn of(&self, range: &Range<usize>) -> &str {
        self.text.get(range.clone()).unwrap_or_default()
    }
}

/// The lines of a text, and parts of those that are longer than a passage.
fn pieces(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut begins = 0;
    text.split_inclusive('\n').flat_map(move |line| {
        let at = begins;
        begins += line.len();
        let inner = line.trim();
        let from = at + line.len() - line.trim_start().len();
        parts(inner).into_iter().map(move |part| from + part.start..from + part.end)
    })
}

fn parts(line: &str) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut from = 0;
    while let Some(rest) = line.get(from..).filter(|rest| !rest.is_empty()) {
        let length = if rest.len() <= LENGTH { rest.len() } else { cut_at(rest) };
        parts.push(from..from + length);
        from += length;
    }
    parts
}

/// Where a line that is too long is cut: behind a sentence, else behind a word, else anywhere.
fn cut_at(rest: &str) -> usize {
    let most = floor(rest, LENGTH);
    let least = floor(rest, LENGTH - SLACK);
    let slack = rest.get(least..most).unwrap_or_default();
    let behind = |is: fn(char) -> bool| {
        slack.char_indices().rev().find(|(_, c)| is(*c)).map(|(at, c)| least + at + c.len_utf8())
    };
    behind(|c| matches!(c, '.' | '!' | '?' | '。' | '？' | '！'))
        .or_else(|| behind(char::is_whitespace))
        .unwrap_or(most)
}

/// In one line with single spaces.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn first(text: &str, bytes: usize) -> &str {
    text.get(..floor(text, bytes)).unwrap_or_default()
}

/// The last character boundary at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn said(title: &str, text: &str) -> Vec<String> {
        passages(title, text).into_iter().map(|passage| passage.said).collect()
    }

    #[test]
    fn short_pages_are_one_passage_with_their_title() {
        assert_eq!(said("Parental leave", ""), ["Parental leave"]);
        assert_eq!(said("Parental leave", " \n\n "), ["Parental leave"]);
        assert_eq!(said("", " \n"), [""; 0]);
        assert_eq!(said("", "Sixteen\tweeks"), ["Sixteen weeks"]);
        assert_eq!(said("Leave", "For whom\nEverybody.\n"), ["Leave", "Leave\nFor whom\nEverybody."]);
    }

    #[test]
    fn a_heading_begins_a_passage_and_is_said_with_all_of_its_own() {
        let long = "All of this is about one thing alone. ".repeat(7);
        let text = format!("{long}\nHow to ask\n{long}\n{long}\n");
        let all = said("Leave", &text);
        assert_eq!(all.len(), 4, "{all:?}");
        assert_eq!(all[0], "Leave");
        assert!(all[1].starts_with("Leave\nAll of") && !all[1].contains("How to ask"));
        assert!(all[2].starts_with("Leave\nHow to ask\nAll of"));
        assert!(all[3].starts_with("Leave\nHow to ask\nAll of"));
        let marks = |title: &str, text: &str| -> Vec<u32> {
            passages(title, text).iter().map(Passage::mark).collect()
        };
        let edited = marks("Leave", &text.replace("How to ask", "How not to"));
        let before = marks("Leave", &text);
        assert!(edited[..2] == before[..2] && edited[2] != before[2] && edited[3] != before[3]);
    }

    #[test]
    fn long_lines_are_cut_where_sentences_end_and_there_is_an_end() {
        let sentence = "Eleven quiet herons counted to a million one evening. ";
        let all = passages("", &sentence.repeat(40));
        assert!(all.len() > 4 && all.iter().all(|passage| passage.said.ends_with('.')), "{all:?}");
        assert_eq!(passages("Long", &"word\n".repeat(1_000_000)).len(), MOST);
        assert_eq!(passages("長い", &"概念".repeat(100_000)).len(), MOST);
    }

    proptest! {
        /// Nothing is lost, nothing stands twice, and no cut is within a character.
        #[test]
        fn passages_follow_each_other(text in "([a-z]{1,90}|[ \n\t.]|概念{1,60}|é|\u{301}|🌱){0,60}") {
            let all = passages("T", &text);
            let between = |range: Range<usize>| text.get(range).unwrap();
            let mut at = 0;
            for passage in all.iter().filter(|passage| !passage.range.is_empty()) {
                prop_assert!(passage.range.start >= at && passage.range.len() <= LENGTH);
                prop_assert!(between(at..passage.range.start).trim().is_empty());
                at = passage.range.end;
            }
            prop_assert!(all.len() == MOST || between(at..text.len()).trim().is_empty());
        }
    }
}

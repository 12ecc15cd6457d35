//! Which terms the index holds for a text, and which of them a text of a query asks for.
//!
//! Not what a word is (`runs`), and not what a query means (`query`). Scripts with spaces give
//! whole words. Scripts without (Chinese, Japanese, Thai, …), and Korean, whose words
//! are built of many, give pairs of neighbouring characters and the last one alone: a
//! dictionary would cut a half-typed word elsewhere than the whole one, pairs never do.
//! Any piece of two or more characters is then found by its pairs, a single one as the
//! beginning of a pair. Where few characters make many words, a page has all pairs of a
//! longer piece and not the piece, so each three neighbours leave a trace as well: one of
//! sixteen thousand. With traces of 12 bits the index was 73.1 MB rather than 64.6, with
//! 16 bits 78.0 (179 MB of Debian's descriptions, a seventh of them unspaced).
//!
//! Korean as whole words instead found 52 % of the pages that have a piece of one to five
//! syllables somewhere, pairs find 100 %; the index was no smaller for it (0.421 of the text
//! against 0.415): 82 pieces, 20,000 pages of Debian's descriptions, 9 % of them Korean.

use crate::compound::{compound_terms, traces};
use crate::runs::{Run, first, is_word, runs};
use crate::written_date::date_terms;

/// There are two to the power of these traces of three neighbours.
const THREES_BITS: u32 = 14;
/// The first character of the first plane that is for private use.
const FIRST_OF_THREES: u32 = 0xF_0000;

/// One term of a query: `text` as the index has it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Term {
    pub text: String,
    pub kind: TermKind,
}

/// What a term of a query stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TermKind {
    /// Itself.
    Whole,
    /// Any term that begins so.
    Start,
    /// A character among the beginnings: a sign, or a trace.
    Trace,
}

/// Calls `found` with each term that the index holds for a folded text: its words, and in one
/// what is written in one (`compound`).
pub fn index_terms(folded: &str, mut found: impl FnMut(&str)) {
    let runs: Vec<Run<'_>> = runs(folded).collect();
    for run in &runs {
        if run.paired {
            pairs(run.text).for_each(&mut found);
            if let Some((at, _)) = run.text.char_indices().next_back() {
                run.text.get(at..).into_iter().for_each(&mut found);
            }
        } else {
            found(run.text);
        }
    }
    compound_terms(folded, &runs, &mut found);
    date_terms(folded, &runs, found);
}

/// Calls `found` with each character that the index holds for a folded text besides: its
/// signs, and the traces of what stands side by side. Some come more than once.
pub fn index_traces(folded: &str, mut found: impl FnMut(char)) {
    let runs: Vec<Run<'_>> = runs(folded).collect();
    for run in runs.iter().filter(|run| run.paired) {
        threes(run.text).for_each(&mut found);
    }
    traces(folded, &runs, &mut found);
    signs(folded).for_each(found);
}

/// What of a folded text is no part of a word and no white space.
pub fn signs(folded: &str) -> impl Iterator<Item = char> {
    folded.chars().filter(|c| !c.is_whitespace() && !c.is_control() && !is_word(*c))
}

/// The terms that one word of a query asks for. With `open`, it is still being typed.
pub fn word_terms(word: &str, paired: bool, open: bool) -> Vec<Term> {
    let term = |text: &str, kind| Term { text: text.to_owned(), kind };
    if !paired {
        vec![term(word, if open { TermKind::Start } else { TermKind::Whole })]
    } else if first(word, 1) == word {
        // Inside a run it is the beginning of a pair.
        vec![term(word, TermKind::Start)]
    } else {
        let pairs = pairs(word).map(|pair| term(pair, TermKind::Whole));
        pairs.chain(threes(word).map(|trace| term(trace.encode_utf8(&mut [0; 4]), TermKind::Trace))).collect()
    }
}

/// Each two neighbouring characters of `text`.
fn pairs(text: &str) -> impl Iterator<Item = &str> {
    let after = text.char_indices().map(|(at, c)| at + c.len_utf8()).skip(1);
    text.char_indices().zip(after).filter_map(|((start, _), end)| text.get(start..end))
}

/// The traces of each three neighbouring characters of `text`: private characters, which no
/// run has. Other threes may leave the same, so it rules out and does not prove.
fn threes(text: &str) -> impl Iterator<Item = char> {
    let characters = text.chars().map(u32::from);
    let after = |skipped| text.chars().skip(skipped).map(u32::from);
    characters.zip(after(1)).zip(after(2)).map(|((a, b), c)| {
        // Multiplicative hashing (Knuth, The Art of Computer Programming 3, 6.4): the product's
        // highest bits depend on all of the three.
        let three = u64::from(a) << 42 | u64::from(b) << 21 | u64::from(c);
        let hash = three.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (u64::BITS - THREES_BITS);
        char::from_u32(FIRST_OF_THREES + u32::try_from(hash).unwrap_or(0))
            .unwrap_or(char::REPLACEMENT_CHARACTER)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::fold;
    use crate::runs::LONGEST_WORD;
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    /// Whether what the index holds of a text has what a query asks for.
    fn met(term: &Term, text: &str) -> bool {
        let held = indexed(text);
        match term.kind {
            TermKind::Whole => held.contains(&term.text),
            TermKind::Start => held.iter().any(|held| held.starts_with(&term.text)),
            TermKind::Trace => {
                let mut met = false;
                index_traces(&fold(text), |trace| met |= term.text == trace.to_string());
                met
            }
        }
    }

    fn indexed(text: &str) -> Vec<String> {
        let mut terms = Vec::new();
        index_terms(&fold(text), |term| terms.push(term.to_owned()));
        terms
    }

    /// What each word of a text asks for.
    fn asked(text: &str, open: bool) -> Vec<Term> {
        let folded = fold(text);
        let runs: Vec<_> = runs(&folded).collect();
        let last = runs.len().saturating_sub(1);
        runs.iter()
            .enumerate()
            .flat_map(|(at, run)| word_terms(run.text, run.paired, open && at == last))
            .collect()
    }

    fn check(text: &str, expected: Expect) {
        let asked: Vec<_> = asked(text, true)
            .into_iter()
            .map(|term| match term.kind {
                TermKind::Whole => term.text,
                TermKind::Start => format!("{}*", term.text),
                TermKind::Trace => "°".to_owned(),
            })
            .collect();
        expected.assert_eq(&format!("{} | {}", indexed(text).join(" "), asked.join(" ")));
    }

    #[test]
    fn words() {
        check("Q3-Roadmap, 2026!", expect!["q3 roadmap 2026 q3roadmap | q3 roadmap 2026*"]);
        check("Q3-Road", expect!["q3 road q3road | q3 road*"]);
        check("don't snake_case", expect!["don t snake case dont snakecase | don t snake case*"]);
        check("trailing space ", expect!["trailing space | trailing space*"]);
        check("1 June 2026", expect!["1 june 2026 202606 20260601 | 1 june 2026*"]);
        check("東京都", expect!["东京 京都 都 | 东京 京都 °"]);
        check("京", expect!["京 | 京*"]);
        check("iPhone用 ケース", expect!["iphone 用 けー ーす す | iphone 用* けー ーす °"]);
        check("주간회의", expect!["주간 간회 회의 의 | 주간 간회 회의 ° °"]);
        check("ภาษา", expect!["ภา าษ ษา า | ภา าษ ษา ° °"]);
        check("हिन्दी में", expect!["हिन्दी में | हिन्दी में*"]);
        check("🎉 … --", expect![[" | "]]);
    }

    #[test]
    fn signs_are_held() {
        assert_eq!(signs(&fold("🔥 R&D -> §5, ok? 👍🏽 ™")).collect::<String>(), "🔥&->§,?👍™");
        assert_eq!(signs(&fold("plain words 東京 \u{200B}\n")).count(), 0);
    }

    #[test]
    fn a_long_word_is_cut_on_both_sides_alike() {
        let long = "x".repeat(200);
        assert_eq!(indexed(&long), ["x".repeat(LONGEST_WORD)]);
        assert_eq!(asked(&long, false)[0].text, "x".repeat(LONGEST_WORD));
    }

    proptest! {
        /// What a person sees in a page finds it: any piece of unspaced text, any beginning of a word.
        #[test]
        fn every_piece_of_unspaced_text_is_found(text in "[ぁ-ん一-十가-각]{1,12}", from in 0usize..12, length in 1usize..12) {
            let piece: String = text.chars().skip(from % text.chars().count()).take(length).collect();
            for term in asked(&piece, true) {
                prop_assert!(met(&term, &text), "{term:?} in {text}");
            }
        }

        #[test]
        fn every_text_finds_itself(text in any::<String>()) {
            for term in asked(&text, false) {
                prop_assert!(met(&term, &text), "{term:?}");
            }
        }
    }
}

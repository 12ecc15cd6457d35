//! Which words a text has, for the index and for queries alike.
//!
//! Not folding (`fold`) and not what a query means (`query`). Scripts with spaces give
//! whole words. Scripts without (Chinese, Japanese, Thai, …), and Korean, whose words
//! are built of many, give pairs of neighbouring characters and the last one alone: a
//! dictionary would cut a half-typed word elsewhere than the whole one, pairs never do.
//! Any piece of two or more characters is then found by its pairs, a single one as the
//! beginning of a pair. Where few characters make many words, a page has all pairs of a
//! longer piece and not the piece, so each three neighbours leave a trace as well: one of
//! sixteen thousand signs. With signs of 12 bits the index was 73.1 MB rather than 64.6, with
//! 16 bits 78.0 (179 MB of Debian's descriptions, a seventh of them unspaced).
//!
//! Korean as whole words instead found 52 % of the pages that have a piece of one to five
//! syllables somewhere, pairs find 100 %; the index was no smaller for it (0.421 of the text
//! against 0.415): 82 pieces, 20,000 pages of Debian's descriptions, 9 % of them Korean.

use crate::fold::fold;

/// Characters of a word that count; what follows is neither indexed nor asked for.
pub const LONGEST_WORD: usize = 64;

/// There are two to the power of these signs.
const SIGN_BITS: u32 = 14;
/// The first character of the first plane that is for private use.
const FIRST_SIGN: u32 = 0xF_0000;

/// A run of letters and digits in folded text, of one way of writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run<'a> {
    /// At most [`LONGEST_WORD`] characters where `paired` is false.
    pub text: &'a str,
    /// Byte offset in the folded text.
    pub start: usize,
    /// Whether the index knows it by its pairs.
    pub paired: bool,
}

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
    /// Some three characters, see [`signs`].
    Sign,
}

/// The runs of `folded`, in order.
pub fn runs(folded: &str) -> impl Iterator<Item = Run<'_>> {
    let mut characters = folded.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, paired) = characters.by_ref().find_map(|(at, c)| Some((at, is_paired(c)?)))?;
        let mut end = start + folded.get(start..)?.chars().next()?.len_utf8();
        while let Some(&(at, c)) = characters.peek() {
            // A mark belongs to the run it stands in, whatever the script.
            if is_paired(c) != Some(paired) && !is_mark(c) {
                break;
            }
            end = at + c.len_utf8();
            characters.next();
        }
        let text = folded.get(start..end)?;
        Some(Run { text: if paired { text } else { first(text, LONGEST_WORD) }, start, paired })
    })
}

/// Calls `found` with each term that the index holds for a folded text.
pub fn index_terms(folded: &str, mut found: impl FnMut(&str)) {
    for run in runs(folded) {
        if run.paired {
            pairs(run.text).for_each(&mut found);
            if let Some((at, _)) = run.text.char_indices().next_back() {
                run.text.get(at..).into_iter().for_each(&mut found);
            }
        } else {
            found(run.text);
        }
    }
}

/// The terms a text of a query asks for. With `open`, its last word is still being typed.
pub fn query_terms(text: &str, open: bool) -> Vec<Term> {
    let folded = fold(text);
    let mut terms = Vec::new();
    let mut rest = runs(&folded).peekable();
    while let Some(run) = rest.next() {
        let open = open && rest.peek().is_none();
        if !run.paired {
            let kind = if open { TermKind::Start } else { TermKind::Whole };
            terms.push(Term { text: run.text.to_owned(), kind });
        } else if first(run.text, 1) == run.text {
            // Inside a run it is the beginning of a pair.
            terms.push(Term { text: run.text.to_owned(), kind: TermKind::Start });
        } else {
            let pairs = pairs(run.text).map(|pair| Term { text: pair.to_owned(), kind: TermKind::Whole });
            terms.extend(pairs);
            terms.extend(signs(run.text).map(|sign| Term { text: sign.to_string(), kind: TermKind::Sign }));
        }
    }
    terms
}

/// Each two neighbouring characters of `text`.
fn pairs(text: &str) -> impl Iterator<Item = &str> {
    let after = text.char_indices().map(|(at, c)| at + c.len_utf8()).skip(1);
    text.char_indices().zip(after).filter_map(|((start, _), end)| text.get(start..end))
}

/// The signs of each three neighbouring characters of `text`: private characters, which no
/// run has. Other threes may have the same sign, so it rules out and does not prove.
pub fn signs(text: &str) -> impl Iterator<Item = char> {
    let characters = text.chars().map(u32::from);
    let after = |skipped| text.chars().skip(skipped).map(u32::from);
    characters.zip(after(1)).zip(after(2)).map(|((a, b), c)| {
        // Multiplicative hashing (Knuth, The Art of Computer Programming 3, 6.4): the product's
        // highest bits depend on all of the three.
        let three = u64::from(a) << 42 | u64::from(b) << 21 | u64::from(c);
        let hash = three.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (u64::BITS - SIGN_BITS);
        char::from_u32(FIRST_SIGN + u32::try_from(hash).unwrap_or(0)).unwrap_or(char::REPLACEMENT_CHARACTER)
    })
}

/// The first `count` characters of `text`.
pub fn first(text: &str, count: usize) -> &str {
    text.char_indices().nth(count).and_then(|(at, _)| text.get(..at)).unwrap_or(text)
}

/// `None` for what is no part of a word, else whether its script is taken in pairs.
fn is_paired(c: char) -> Option<bool> {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric().then_some(false);
    }
    let paired = matches!(c,
        '\u{0E00}'..='\u{0EFF}'      // Thai, Lao
        | '\u{1000}'..='\u{109F}'    // Myanmar
        | '\u{1100}'..='\u{11FF}'    // Hangul, in parts
        | '\u{1780}'..='\u{17FF}'    // Khmer
        | '\u{3005}'..='\u{3007}'    // 々〆〇
        | '\u{3041}'..='\u{31FF}'    // kana, Bopomofo, Hangul letters
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' // Han
        | '\u{A960}'..='\u{A97F}' | '\u{AC00}'..='\u{D7FF}' // Hangul
        | '\u{20000}'..='\u{3FFFD}'  // Han
    );
    (c.is_alphanumeric() || (paired && is_mark(c))).then_some(paired)
}

/// Whether a run that starts with `c` is known by its pairs.
pub(crate) fn begins_paired(c: char) -> bool {
    is_paired(c) == Some(true)
}

fn is_mark(c: char) -> bool {
    !c.is_ascii() && unicode_normalization::char::is_combining_mark(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    /// Whether what the index holds of a text has what a query asks for.
    fn met(term: &Term, text: &str) -> bool {
        let held = indexed(text);
        match term.kind {
            TermKind::Whole => held.contains(&term.text),
            TermKind::Start => held.iter().any(|held| held.starts_with(&term.text)),
            TermKind::Sign => {
                runs(&fold(text)).any(|run| signs(run.text).any(|sign| term.text == sign.to_string()))
            }
        }
    }

    fn indexed(text: &str) -> Vec<String> {
        let mut terms = Vec::new();
        index_terms(&fold(text), |term| terms.push(term.to_owned()));
        terms
    }

    fn check(text: &str, expected: Expect) {
        let asked: Vec<_> = query_terms(text, true)
            .into_iter()
            .map(|term| match term.kind {
                TermKind::Whole => term.text,
                TermKind::Start => format!("{}*", term.text),
                TermKind::Sign => "°".to_owned(),
            })
            .collect();
        expected.assert_eq(&format!("{} | {}", indexed(text).join(" "), asked.join(" ")));
    }

    #[test]
    fn words() {
        check("Q3-Roadmap, 2026!", expect!["q3 roadmap 2026 | q3 roadmap 2026*"]);
        check("Q3-Road", expect!["q3 road | q3 road*"]);
        check("don't snake_case", expect!["don t snake case | don t snake case*"]);
        check("trailing space ", expect!["trailing space | trailing space*"]);
        check("東京都", expect!["東京 京都 都 | 東京 京都 °"]);
        check("京", expect!["京 | 京*"]);
        check("iPhone用 ケース", expect!["iphone 用 ケー ース ス | iphone 用* ケー ース °"]);
        check("주간회의", expect!["주간 간회 회의 의 | 주간 간회 회의 ° °"]);
        check("ภาษา", expect!["ภา าษ ษา า | ภา าษ ษา ° °"]);
        check("हिन्दी में", expect!["हिन्दी में | हिन्दी में*"]);
        check("🎉 … --", expect![[" | "]]);
    }

    #[test]
    fn a_long_word_is_cut_on_both_sides_alike() {
        let long = "x".repeat(200);
        assert_eq!(indexed(&long), ["x".repeat(LONGEST_WORD)]);
        assert_eq!(query_terms(&long, false)[0].text, "x".repeat(LONGEST_WORD));
    }

    proptest! {
        #[test]
        fn runs_lie_where_they_say(text in any::<String>()) {
            let folded = fold(&text);
            for run in runs(&folded) {
                prop_assert!(!run.text.is_empty());
                prop_assert_eq!(folded.get(run.start..run.start + run.text.len()), Some(run.text));
            }
        }

        /// What a person sees in a page finds it: any piece of unspaced text, any beginning of a word.
        #[test]
        fn every_piece_of_unspaced_text_is_found(text in "[ぁ-ん一-十가-각]{1,12}", from in 0usize..12, length in 1usize..12) {
            let piece: String = text.chars().skip(from % text.chars().count()).take(length).collect();
            for term in query_terms(&piece, true) {
                prop_assert!(met(&term, &text), "{term:?} in {text}");
            }
        }

        #[test]
        fn every_text_finds_itself(text in any::<String>()) {
            for term in query_terms(&text, false) {
                prop_assert!(met(&term, &text), "{term:?}");
            }
        }
    }
}
